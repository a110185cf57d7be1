"""Knowledge and rules → every case there is, as formulas: what can be known and done, and what the engine makes of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property

from engine.proving.answers import Answers
from engine.proving.chaining import Chaining
from engine.proving.computed import Computed
from engine.proving.contacts import Contacts
from engine.proving.doors import Door, doors
from engine.proving.logic import Formula, Model
from engine.proving.steps import Steps
from engine.proving.times import Times
from knowledge.library import Knowledge
from rules.models import Rulebase

__all__ = ["Space"]


class Space:
    """All admissible cases, however much of each is known. `name` tells the variables of two of them apart."""

    def __init__(self, knowledge: Knowledge, rulebase: Rulebase, last: date, name: str = "") -> None:
        self.knowledge, self.rulebase, self.name = knowledge, rulebase, name
        self.times = Times(knowledge, last, name)
        self.answers = Answers(knowledge, rulebase, self.times)
        self.contacts = Contacts(knowledge, self.times, self.answers)
        self.computed = Computed(knowledge, self.times, self.answers, self.contacts)

    @cached_property
    def chaining(self) -> Chaining:
        return Chaining(self.knowledge, self.rulebase, self.times, self.answers, self.computed)

    @cached_property
    def doors(self) -> Mapping[str, Door]:
        return doors(self.chaining, self.contacts)

    @cached_property
    def steps(self) -> Steps:
        return Steps(self.knowledge, self.chaining, self.doors)

    def bounds(self) -> Iterator[Formula]:
        """What makes a case admissible. Asked for once everything that is looked at has been built."""
        yield from self.answers.bounds()
        yield from self.contacts.bounds()
        yield from self.computed.bounds()
        yield from self.times.bounds()
        yield from self.chaining.definitions

    def exact(self, as_of: date) -> Iterator[Formula]:
        """What is the case on that very day, where months and working days leave room for more in general."""
        yield from self.times.exact(as_of)
        yield from self.contacts.exact(as_of)

    def exact_around(self, model: Model) -> Iterator[Formula]:
        """As `exact`, for the day of asking and the days of the contacts of one case."""
        yield from self.exact(date.fromordinal(model.value(self.times.as_of)))
        yield from self.contacts.exact_due(model)
        yield from self.computed.exact_around(model)

    def clearly(self) -> Iterator[Formula]:
        """No day more or less that a month or some working days can have decides anything."""
        yield from self.contacts.clearly()
        yield from self.times.clearly()

    def plainly(self) -> Iterator[Formula]:
        """Nothing is left open that a case file decides: the order of its contacts, and what starts limitation anew."""
        yield from self.contacts.plainly()
        yield from self.computed.plainly()

    def days_of(self, model: Model) -> Iterator[Formula]:
        """Asked on the same day, after contacts on the same days."""
        yield self.times.as_of == model.value(self.times.as_of)
        yield from self.contacts.same_days(model)
