"""The question “whom have you contacted?”: whom, when, what came back, what for, under which number – part by part.

A draft is the contact told so far, as a case file would hold it. No terminal is touched here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from engine.adviser import Advice, Adviser
from engine.case import is_unknown
from engine.case.case import NO_ANSWER
from engine.graph import ChannelState
from engine.interview.spoken_day import read_day
from engine.wording import phrase
from knowledge.approach import Outcome
from knowledge.errors import CaseError
from knowledge.models import CONTACTS, Lang

__all__ = ["ContactTalk", "Draft", "Part"]

Draft = Mapping[str, Any]
NONE = ("", "0")


class Part(StrEnum):
    """What is asked about one contact, in this order."""

    CHANNEL = "channel"
    DATE = "date"
    OUTCOME = "outcome"
    ACTION = "action"
    ANSWERED = "answered"
    REFERENCE = "reference"


@dataclass(frozen=True)
class ContactTalk:
    """Asks for contacts in a case as it stands."""

    adviser: Adviser
    advice: Advice
    data: Mapping[str, Any]
    today: date
    lang: Lang

    def say(self, key: str, **values: object) -> str:
        return phrase(self.adviser.knowledge, self.lang, key, **values)

    def part(self, draft: Draft) -> Part | None:
        """What is still to be told of the contact; None when it is whole."""
        return next((part for part in Part if part not in draft and self._is_asked(part, draft)), None)

    def _is_asked(self, part: Part, draft: Draft) -> bool:
        """What it was for, where there is a choice; when the answer came, where some limit runs from that day."""
        if part is Part.ACTION:
            return len(self.choices(Part.ACTION, draft)) > 1
        if part is Part.ANSWERED:
            came = draft.get(Part.OUTCOME) not in (None, *NO_ANSWER) and not draft.get(Part.ACTION)
            return came and f"since_answer({draft.get(Part.CHANNEL)})" in self.adviser.rulebase.events
        return True

    def choices(self, part: Part, draft: Draft) -> list[tuple[str, str]]:
        """What can be chosen by number, as (id, words)."""
        if part is Part.CHANNEL:
            channels = self.adviser.knowledge.channels
            return [(name, channels[name].name[self.lang]) for name in self._channels()]
        if part is Part.OUTCOME:
            return [(outcome.value, self.say(f"outcome-{outcome}")) for outcome in Outcome]
        return self._purposes(str(draft.get(Part.CHANNEL))) if part is Part.ACTION else []

    def _channels(self) -> list[str]:
        """The channels that can matter to this case, nearest first."""
        graph = self.advice.graph
        mattering = [name for name, node in graph.nodes.items() if node.state is not ChannelState.NOT_APPLICABLE]
        return sorted(mattering, key=lambda name: graph.position[name])

    def _purposes(self, channel: str) -> list[tuple[str, str]]:
        """The dispute itself, or one of the actions there that do not put it to the channel (blocking a card)."""
        advised = {*self.advice.questionnaire.prospect.advised, *self.advice.questionnaire.prospect.fitting}
        aside = [
            (action.id, action.title[self.lang])
            for action in self.adviser.knowledge.actions.values()
            if action.channel == channel and not action.files and action.id in advised
        ]
        return [("", self.say("contact-the-matter")), *aside]

    def prompt(self, draft: Draft, told: int) -> list[str]:
        """What to show for the next part; `told` contacts are noted already."""
        part = self.part(draft)
        if part is Part.CHANNEL:
            question = self.adviser.knowledge.questions[CONTACTS].ask[self.lang]
            lines = [self.say("contact-more", n=told) if told else question]
        else:
            lines = [self.say(f"contact-{part}")]
        lines += [f"  {number}. {words}" for number, (_, words) in enumerate(self._listed(draft), 1)]
        return ["", *lines, *self._forms(part, told)]

    def _listed(self, draft: Draft) -> list[tuple[str, str]]:
        part = self.part(draft)
        return self.choices(part, draft) if part else []

    def _forms(self, part: Part | None, told: int) -> list[str]:
        match part:
            case Part.CHANNEL:
                return [f"  0. {self.say('contact-nobody-else' if told else 'contact-nobody')}"]
            case Part.DATE:
                return [self.say("ask-date-form")]
            case Part.ANSWERED:
                return [self.say("contact-answered-form")]
            case Part.REFERENCE:
                return [self.say("contact-reference-form")]
            case _:
                return []

    def take(self, draft: Draft, line: str) -> tuple[Draft, list[str]]:
        """The draft with the part that the line tells, or the draft as it was and what to say."""
        part = self.part(draft)
        match part:
            case Part.DATE:
                return self._take_date(draft, line)
            case Part.ANSWERED if line in NONE or is_unknown(line):
                return {**draft, Part.ANSWERED.value: None}, []
            case Part.ANSWERED:
                return self._take_day(draft, Part.ANSWERED, line)
            case Part.REFERENCE:
                return {**draft, Part.REFERENCE.value: line.strip() or None}, []
            case None:
                return draft, []
            case _:
                chosen = _choose(self.choices(part, draft), line)
                return (draft, [self.say("contact-choose")]) if chosen is None else ({**draft, part.value: chosen}, [])

    def _take_date(self, draft: Draft, line: str) -> tuple[Draft, list[str]]:
        """A day that is neither in the future nor before the incident."""
        if line in NONE:
            return draft, [self.say("contact-date-needed")]
        return self._take_day(draft, Part.DATE, line)

    def _take_day(self, draft: Draft, part: Part, line: str) -> tuple[Draft, list[str]]:
        changed = {**draft, part.value: read_day(line, self.advice.case.as_of)}
        told = {"outcome": Outcome.PENDING.value, **changed}
        try:
            self.adviser.read({CONTACTS: [entry(told)], **self._days()}, self.today)
        except CaseError as error:
            day = changed[part.value]
            known = isinstance(day, Mapping) or re.fullmatch(r"\d{4}-\d\d-\d\d", str(day))
            faults = [fault.text[self.lang] for fault in error.faults if fault.text and known]
            return draft, faults or [self.say("ask-form-date")]
        return changed, []

    def _days(self) -> dict[str, Any]:
        return {key: self.data[key] for key in ("as_of", "incident_date", "days_ago") if key in self.data}


def entry(draft: Draft) -> dict[str, Any]:
    """The contact as a case file holds it: without what was left out."""
    day = draft[Part.DATE]
    when = day if isinstance(day, Mapping) else {"date": day}
    rest = {key: draft[key] for key in ("outcome", "answered", "action", "reference") if draft.get(key)}
    return {"channel": draft[Part.CHANNEL], **when, **rest}


def _choose(choices: list[tuple[str, str]], line: str) -> str | None:
    """By number, id, or words that only one of them has."""
    if line.isdigit():
        return choices[int(line) - 1][0] if 1 <= int(line) <= len(choices) else None
    same = [key for key, words in choices if line and line in (key, words)]
    near = [key for key, words in choices if line and line.lower() in words.lower()]
    found = same or near
    return found[0] if len(found) == 1 else None
