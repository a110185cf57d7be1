"""The question “whom have you contacted?”: whom, what was done there, when, what came back – part by part, or in one line.

No terminal is touched here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from engine.adviser import Advice, Adviser
from engine.case import is_unknown
from engine.case.changes import UNKNOWN
from engine.graph import ChannelState
from engine.interview.choices import is_place
from engine.interview.contact_draft import MORE, ContactDraft, Draft, Part
from engine.interview.offices import Found, Offices
from engine.interview.said import listed, stands_in
from engine.interview.told_day import Bound, DayReader
from engine.wording import phrase
from knowledge.errors import CaseError
from knowledge.models import CONTACTS, Lang
from knowledge.outcome import Outcome

__all__ = ["ContactTalk", "Draft", "Part"]

NONE = ("", "0")
Taken = tuple[Draft, list[str]]
"""the draft with what a line tells, or the draft as it was; and what to say"""


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

    @cached_property
    def offices(self) -> Offices:
        graph = self.advice.graph
        states = {
            name: node.state for name, node in graph.nodes.items() if node.state is not ChannelState.NOT_APPLICABLE
        }
        nearest = tuple(sorted(states, key=lambda name: graph.position[name]))
        sure = frozenset(name for name, state in states.items() if state is not ChannelState.UNDETERMINED)
        wallet = str(self.advice.case.answers.get("provider"))
        return Offices(self.adviser.knowledge, nearest, sure, wallet, self.lang)

    @property
    def days(self) -> DayReader:
        return DayReader(self.adviser.knowledge, self.lang, self.advice.case.as_of)

    def of(self, draft: Draft) -> ContactDraft:
        return ContactDraft(self.adviser, self.advice, self.offices, draft)

    def part(self, draft: Draft) -> Part | None:
        """What is still to be told of the contact; None when it is whole."""
        return self.of(draft).part

    def entry(self, draft: Draft) -> dict[str, Any]:
        """A whole contact as a case file holds it."""
        return self.of(draft).entry()

    def tells(self, draft: Draft) -> Mapping[str, str]:
        """The answers that a whole contact gives by the way."""
        deed = self.of(draft).deed
        return {**{name: word for name, word in deed.suggests.items() if name not in self.data}, **deed.tells}

    def half(self, draft: Draft) -> tuple[dict[str, Any] | None, str | None]:
        """A contact that was not told to its end, as a case file can hold it: with an unknown outcome, claiming the least; without a day as a note."""
        contact = self.of(draft)
        if Part.OFFICE not in draft:
            return None, None
        if Part.DATE not in draft:
            deed = contact.deed.what[self.lang] if Part.DEED in draft else ""
            return None, self.say(
                "contact-half",
                told=self.say("list-semicolon").join(filter(None, (contact.office.name[self.lang], deed))),
            )
        unknown = {Part.DEED.value: contact.least.id, Part.OUTCOME.value: Outcome.UNKNOWN.value}
        return self.of({**unknown, **draft}).entry(), None

    def choices(self, part: Part | None, draft: Draft) -> list[tuple[str, str]]:
        """What can be chosen by number, as (id, words)."""
        contact, actions = self.of(draft), self.adviser.knowledge.actions
        match part:
            case Part.OFFICE:
                return self._listed_offices(MORE in draft)
            case Part.DEED:
                return [(deed.id, deed.what[self.lang]) for deed in contact.deeds]
            case Part.OUTCOME:
                return [(outcome.value, self.say(f"outcome-{outcome}")) for outcome in contact.outcomes()]
            case Part.ACTION:
                aside = [(action, actions[action].title[self.lang]) for action in contact.purposes()]
                return [(contact.matter, self.say("contact-the-matter")), *aside]
            case _:
                return []

    def _listed_offices(self, more: bool) -> list[tuple[str, str]]:
        """The near ones and the way to the others; or the others."""
        near, others = self.offices.near(), self.offices.more()
        first = not more and bool(near)
        way = [(MORE, self.say("contact-others"))] if first and others else []
        return [*((office.id, office.name[self.lang]) for office in (near if first else others)), *way]

    def prompt(self, draft: Draft, told: int) -> list[str]:
        """What to show for the next part; `told` contacts are noted already."""
        part = self.part(draft)
        lines = [f"  {number}. {words}" for number, (_, words) in enumerate(self.choices(part, draft), 1)]
        return ["", self.asks(part, told), *lines, *self._forms(part, draft, told)]

    def asks(self, part: Part | None, told: int) -> str:
        """The question for this part; `told` contacts are noted already."""
        if part is not Part.OFFICE:
            return self.say(f"contact-{part}")
        question = self.adviser.knowledge.questions[CONTACTS].asked(self.advice.case.answers)[self.lang]
        return self.say("contact-more", n=told) if told else question

    def _forms(self, part: Part | None, draft: Draft, told: int) -> list[str]:
        match part:
            case Part.OFFICE if MORE in draft:
                return [f"  0. {self.say('contact-nearer')}"]
            case Part.OFFICE:
                none = "contact-nobody-else" if told else "contact-nobody"
                return [f"  0. {self.say(none)}", self.say("contact-form")]
            case Part.DEED | Part.OUTCOME:
                return [f"  0. {self.say('ask-dont-know')}"]
            case Part.DATE:
                return [self.say("ask-date-form"), f"  0. {self.say('ask-dont-know')}"]
            case Part.ANSWERED | Part.REFERENCE:
                return [self.say(f"contact-{part}-form")]
            case _:
                return []

    def says_nobody(self, line: str) -> bool:
        """Whether it is said in words that there is nobody (else)."""
        said = self.adviser.knowledge.wording["contact-nobody-said"]
        return line.strip(" .。!！").lower() in listed(said.zh, said.en)

    def take(self, draft: Draft, line: str) -> Taken:
        part = self.part(draft)
        match part:
            case None:
                return draft, []
            case Part.OFFICE:
                return self._take_office(draft, line)
            case Part.ACTION:
                return self._take_choice(draft, part, line)
            case _ if line in NONE or is_unknown(line):
                return {**draft, part.value: self._unknown(part, draft)}, []
            case Part.DATE:
                return self._take_day(draft, part, line, Bound.LATEST)
            case Part.ANSWERED:
                return self._take_day(draft, part, line, Bound.EARLIEST)
            case Part.REFERENCE:
                return self._checked(draft, {**draft, part.value: line})
            case _:
                return self._take_choice(draft, part, line)

    def _unknown(self, part: Part, draft: Draft) -> str | None:
        """What stands for a part that the person cannot tell."""
        least = self.of(draft).least.id
        return {Part.OUTCOME: Outcome.UNKNOWN.value, Part.DEED: least, Part.DATE: UNKNOWN}.get(part)

    def _take_choice(self, draft: Draft, part: Part, line: str) -> Taken:
        chosen = _choose(self.choices(part, draft), line)
        if chosen is None and part is Part.OUTCOME:
            chosen = self._outcome_in(line)
        return (draft, [self.say("contact-choose")]) if chosen is None else ({**draft, part.value: chosen}, [])

    def _take_office(self, draft: Draft, line: str) -> Taken:
        """By its name or number, by its place in the list, or named in a sentence that may tell more."""
        if line in NONE:
            return {key: value for key, value in draft.items() if key != MORE}, []
        if found := self.offices.called(line):
            return {**draft, **_named(found)}, []
        chosen = _choose(self._listed_offices(MORE in draft), line)
        if chosen:
            return {**draft, **({MORE: True} if chosen == MORE else {Part.OFFICE.value: chosen})}, []
        return (draft, [self.say("contact-choose")]) if line.isdecimal() else self._take_sentence(draft, line)

    def _take_sentence(self, draft: Draft, line: str) -> Taken:
        """Whom it names, and where it tells them the day, what came back, and what was done."""
        found = self.offices.within(line)
        if not found:
            return draft, [self.say("contact-choose")]
        office = {**draft, **_named(found)}
        day, outcome = self.days.find(line, Bound.LATEST, self._since(office)), self._outcome_in(line)
        if not (day or outcome):
            return office, []
        whole = {Part.REFERENCE.value: None} if day and outcome else {}
        parts = {key.value: value for key, value in ((Part.DATE, day), (Part.OUTCOME, outcome)) if value}
        told = {**draft, **whole, **_named(found), **parts}
        told |= self._deed_in(line, told)
        checked, wrong = self._checked(draft, told)
        return checked, wrong or [self._read_back(told)]

    def _deed_in(self, line: str, told: Draft) -> dict[str, str]:
        """What was done, by its words; where an outcome is told without them, what leads to outcomes first of all."""
        contact, text = self.of(told), line.lower()
        if Part.DEED in told or len(contact.deeds) < 2:
            return {}
        known = [(word, deed.id) for deed in contact.deeds for word in deed.said if stands_in(word, text)]
        if known:
            return {Part.DEED.value: max(known, key=lambda item: len(item[0]))[1]}
        return {Part.DEED.value: contact.deeds[0].id} if Part.OUTCOME in told else {}

    def _read_back(self, told: Draft) -> str:
        """What was understood of a sentence."""
        contact = self.of(told)
        parts = [contact.office.name[self.lang]]
        if Part.DEED in told:
            parts.append(contact.deed.what[self.lang])
        if day := told.get(Part.DATE):
            parts.append(self.days.shown(date.fromisoformat(day)))
        if outcome := told.get(Part.OUTCOME):
            parts.append(self.say(f"outcome-{outcome}"))
        return self.say("contact-read", told=self.say("list-semicolon").join(parts))

    def _outcome_in(self, line: str) -> str | None:
        """The outcome that the words stand for, by the longest that is in them."""
        known, text = self.adviser.knowledge.outcomes.items(), line.lower()
        words = [(word, name) for name, entry in known for word in entry.said if stands_in(word, text)]
        return max(words, key=lambda item: len(item[0]))[1] if words else None

    def _take_day(self, draft: Draft, part: Part, line: str, bound: Bound) -> Taken:
        """A day that is neither in the future nor before the incident, or before the contact that it answers."""
        day, told = self.days.read(line, bound, self._since(draft))
        if day is None:
            return draft, told
        after, wrong = self._checked(draft, {**draft, part.value: day})
        return after, wrong or told

    def _since(self, draft: Draft) -> date | None:
        """The first day on which the part can have been: that of the contact, or of the incident."""
        told = draft.get(Part.DATE, UNKNOWN)
        return self.advice.case.since if told == UNKNOWN else date.fromisoformat(told)

    def _checked(self, draft: Draft, after: Draft) -> Taken:
        """The new draft, or the old one and what is wrong with the new."""
        as_of, case = self.advice.case.as_of.isoformat(), ("as_of", "incident_date", "days_ago")
        contact = self.of({Part.DATE.value: as_of, Part.OUTCOME.value: Outcome.PENDING.value, **after})
        try:
            data = {key: self.data[key] for key in case if key in self.data}
            self.adviser.read({CONTACTS: [contact.entry()], **data}, self.today)
        except CaseError as error:
            return draft, [fault.text[self.lang] for fault in error.faults if fault.text]
        return after, []


def _named(found: Found) -> dict[str, str]:
    deed = {Part.DEED.value: found.deed.id} if found.deed else {}
    return {Part.OFFICE.value: found.office.id, **deed}


def _choose(choices: list[tuple[str, str]], line: str) -> str | None:
    """By number, id, or words that only one of them has."""
    if is_place(line):
        return choices[int(line) - 1][0] if 1 <= int(line) <= len(choices) else None
    same = [key for key, words in choices if line and line in (key, words)]
    near = [key for key, words in choices if line and line.lower() in words.lower()]
    found = same or near
    return found[0] if len(found) == 1 else None
