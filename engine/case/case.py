"""What is known on one day: typed facts and the contacts already made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property

from knowledge.citations import Days
from knowledge.frozen import Frozen, field, replace
from knowledge.library import Knowledge
from knowledge.models import Fact, FactKind
from knowledge.outcome import Outcome
from knowledge.provider import Provider

__all__ = ["EARLIEST", "NO_ANSWER", "Answer", "Attempt", "Case", "in_order", "words_of", "yes_no"]

Day = date
"""for a field beside one that is called `date`"""
Answer = str | date | Decimal
EARLIEST = date(2004, 1, 1)
"""before it there was no wallet"""
NO_ANSWER = (Outcome.ASKED, Outcome.PENDING, Outcome.NO_REPLY, Outcome.UNKNOWN)


class Attempt(Frozen):
    """One contact already made."""

    channel: str
    date: Day | None
    """None where it is not told: some day between the incident and the day of the case"""
    outcome: Outcome
    reference: str | None = None
    action: str | None = None
    """which of our actions it was, where that matters: a blocked card is no complaint to the bank"""
    answered: Day | None = None
    """the day on which the answer, decision or agreement came; limits that run from it start there"""
    presumed: bool = False
    """not told, but what another contact that is told says of the time before it"""


def in_order(attempts: Sequence[Attempt]) -> tuple[Attempt, ...]:
    """By their days, of one day by channel. A contact without a day stays behind the one that it was told after, or first."""
    head, placed = (date.min, ""), []
    for item in attempts:
        head = (item.date, item.channel) if item.date else head
        placed.append((head, item))
    return tuple([item for _, item in sorted(placed, key=lambda pair: pair[0])])


class Case(Frozen, dict=True):
    """What is known on one day. `dont_know` are the facts the person said they cannot tell."""

    as_of: date
    answers: Mapping[str, Answer]
    attempts: tuple[Attempt, ...] = ()
    dont_know: frozenset[str] = field(default=frozenset())
    note: str | None = None
    contacts_told: bool = True
    """whether the person was asked for contacts; what is left out of a case file are none so far"""
    ruled_out: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """words that the other answers leave no room for"""
    implied: frozenset[str] = field(default=frozenset())
    """facts of which all words but one are ruled out: their answer is that one"""
    as_told: Case | None = None
    """the case as it was told, where it is read as another one; none once more was supposed"""

    @cached_property
    def days(self) -> Days:
        """The days that choose editions: procedure on `as_of`, liability on the day of the incident.

        Where the person cannot tell it, it is taken to be the last day on which it can have been.
        """
        return Days(self.as_of, self.happened_by if "incident_date" in self.dont_know else self.since)

    @cached_property
    def first_contact(self) -> date | None:
        """The earliest day of a contact that is told."""
        return min((attempt.date for attempt in self.attempts if attempt.date), default=None)

    @cached_property
    def happened_by(self) -> date | None:
        """The day on which the person knew, or first turned to somebody: the incident was no later. None: as_of."""
        aware = self.answers.get("aware_date")
        known = (self.first_contact, aware if isinstance(aware, date) else None)
        return min((day for day in known if day), default=None)

    @property
    def contacts(self) -> tuple[Attempt, ...]:
        """The contacts that the person told."""
        return tuple([item for item in self.attempts if not item.presumed])

    @property
    def since(self) -> date | None:
        """The day of the incident, if it is told: whatever else was, was no earlier."""
        incident = self.answers.get("incident_date")
        return incident if isinstance(incident, date) else None

    def answered(self, answers: Mapping[str, Answer]) -> Case:
        """The case with these answers besides."""
        told = self.dont_know - answers.keys()
        rest = (self.note, self.contacts_told, self.ruled_out, self.implied)
        return Case(self.as_of, {**self.answers, **answers}, self.attempts, told, *rest)

    def moved(self, contacts: Mapping[str, str]) -> Case:
        """The case with the contacts told at these channels at the others, whose they were."""
        if contacts.keys().isdisjoint(item.channel for item in self.attempts):
            return self
        there = [replace(item, channel=contacts.get(item.channel, item.channel)) for item in self.attempts]
        return replace(self, attempts=in_order(there))

    def first_day(self, knowledge: Knowledge) -> date:
        """No incident is older: the first day of the wallet, or of what is covered here."""
        provider = self.wallet(knowledge)
        return provider.since.day if provider and provider.since else EARLIEST

    def wallet(self, knowledge: Knowledge) -> Provider | None:
        """The file of the wallet concerned; None when it is unknown or none of ours."""
        return knowledge.providers.get(str(self.answers.get("provider")))


def words_of(fact: Fact) -> list[str]:
    """The words that an answer can be; none for a day or a sum."""
    return ["yes", "no"] if fact.kind is FactKind.YES_NO else [value.id for value in fact.values]


def yes_no(truth: bool) -> str:
    """The word of a fact that is yes or no."""
    return "yes" if truth else "no"
