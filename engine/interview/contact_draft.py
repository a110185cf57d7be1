"""What was told so far of one contact → what is still to be told, and the contact as a case file holds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from engine.adviser import Advice, Adviser
from engine.case.case import NO_ANSWER
from engine.interview.offices import Offices
from knowledge.channel import Channel, Level
from knowledge.office import Deed, Office
from knowledge.outcome import Outcome
from knowledge.reply import Stop

__all__ = ["MORE", "ContactDraft", "Draft", "Part"]

Draft = Mapping[str, Any]
MORE = "more"
"""stands in a draft while the second list of offices is shown"""
NOTHING_FILED = (Outcome.ASKED, Outcome.UNKNOWN)


class Part(StrEnum):
    """What is asked about one contact, in this order."""

    OFFICE = "office"
    DEED = "deed"
    DATE = "date"
    OUTCOME = "outcome"
    ACTION = "action"
    ANSWERED = "answered"
    REFERENCE = "reference"


@dataclass(frozen=True)
class ContactDraft:
    """One contact being told."""

    adviser: Adviser
    advice: Advice
    offices: Offices
    told: Draft

    @property
    def part(self) -> Part | None:
        """What is still to be told; None when it is whole."""
        return next((part for part in Part if part not in self.told and self._is_asked(part)), None)

    def _is_asked(self, part: Part) -> bool:
        """What was done there and what for, where there is a choice; when the answer came, where some limit runs from that day."""
        match part:
            case Part.DEED:
                return len(self.deeds) > 1
            case Part.OUTCOME:
                return not self.deed.outcome
            case Part.ACTION:
                return bool(self.purposes())
            case Part.ANSWERED:
                came = self.outcome not in (None, *NO_ANSWER) and not self.told.get(Part.ACTION)
                return came and f"since_answer({self.channel.id})" in self.adviser.rulebase.events
            case Part.REFERENCE:
                return self.outcome not in NOTHING_FILED and self.channel.level is not Level.SELF_HELP
            case _:
                return True

    @property
    def office(self) -> Office:
        return self.offices.every[self.told[Part.OFFICE]]

    @cached_property
    def deeds(self) -> list[Deed]:
        """What can have been done there; where an outcome is told already, nothing that brings its own."""
        deeds = self.offices.deeds(self.office)
        return [deed for deed in deeds if not (deed.outcome and Part.OUTCOME in self.told)] or deeds

    @property
    def deed(self) -> Deed:
        told = (deed for deed in self.office.deeds if deed.id == self.told.get(Part.DEED))
        return next(told, self.deeds[0])

    @property
    def channel(self) -> Channel:
        """The channel that the deed means."""
        return self.adviser.knowledge.channels[self.deed.channel]

    @property
    def outcome(self) -> str | None:
        return self.deed.outcome or self.told.get(Part.OUTCOME)

    @property
    def least(self) -> Deed:
        """What claims least, where the person cannot tell: that nothing was demanded."""
        return next((deed for deed in self.deeds if deed.outcome), self.deeds[0])

    def outcomes(self) -> list[Outcome]:
        """What can have come back, those apart that a deed brings by itself."""
        certain = {Outcome.UNKNOWN, *(deed.outcome for deed in self.deeds)}
        return [outcome for outcome in Outcome if outcome not in certain]

    def purposes(self) -> list[str]:
        """The actions there that do not put the dispute to the channel (blocking a card), where one may be meant."""
        if self.outcome == Outcome.ASKED:
            return []
        prospect, actions = self.advice.questionnaire.prospect, self.adviser.knowledge.actions.values()
        advised = {*prospect.advised, *prospect.awake}
        first = [self._stop.action] if self._stop else []
        others = (
            item.id
            for item in actions
            if item.channel == self.channel.id and not item.files and item.id in advised
            if advised.isdisjoint(item.yields_to)
        )
        return list(dict.fromkeys([*first, *others]))

    @property
    def matter(self) -> str:
        """The action that puts the matter itself there, where “solved” alone would stand for something else; else empty."""
        return self._stop.matter if self._stop else ""

    @property
    def _stop(self) -> Stop | None:
        return self.channel.stop(self.advice.case.answers) if self.outcome == Outcome.RESOLVED else None

    def entry(self) -> dict[str, Any]:
        """The contact as a case file holds it: without what was left out."""
        kept = {key: self.told[key] for key in ("answered", "action", "reference") if self.told.get(key)}
        return {"channel": self.channel.id, "date": self.told[Part.DATE], "outcome": str(self.outcome), **kept}
