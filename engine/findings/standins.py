"""An unanswered fact → the answers that stand for all others: on which some undecided comparison comes out otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from engine.case import Answer, FactValue, compute, words_of
from engine.findings.conditions import holds, turning_day
from knowledge.models import Fact, FactKind
from rules.models import Condition

if TYPE_CHECKING:
    from engine.findings.worlds import Worlds

__all__ = ["StandIns"]

CENT = Decimal("0.01")
DAY = timedelta(days=1)
LONG_AGO = timedelta(days=3653)


class StandIns:
    """The answers worth supposing in some worlds."""

    def __init__(self, worlds: Worlds) -> None:
        self.worlds, self.knowledge, self.case = worlds, worlds.knowledge, worlds.case

    def of(self, fact: Fact) -> list[Answer]:
        """Every word left of a choice; of days and sums those on either side of a limit, and the ends of what is possible."""
        match fact.kind:
            case FactKind.DATE:
                return list(self._days(fact))
            case FactKind.AMOUNT:
                marks = {Decimal(c.values[0]) for c in self._conditions(fact.id)} or {Decimal(1)}
                return sorted({max(Decimal(0), mark + step) for mark in marks for step in (-CENT, Decimal(0), CENT)})
            case _:
                out = self.case.ruled_out.get(fact.id, frozenset())
                return [word for word in words_of(fact) if word not in out]

    def span(self, fact: str) -> tuple[date, date]:
        """The first and the last day that the other answers leave open for an unanswered day."""
        incident, first = self.case.answers.get("incident_date"), self.case.first_day(self.knowledge)
        if fact == "incident_date":
            return first, self.case.happened_by or self.case.as_of
        if fact == "aware_date":
            return (incident if isinstance(incident, date) else first), self.case.happened_by or self.case.as_of
        return self.case.as_of - LONG_AGO, self.case.as_of

    def _conditions(self, name: str) -> Iterator[Condition]:
        """The undecided comparisons with a fact or with what is computed from it, each once."""
        numbered, marks = self.worlds.inference.numbered, self.worlds.inference.marks
        for waited in (name, *self.worlds.computed.get(name, ())):
            if waited in self.worlds.on:
                for condition, looking in numbered.looked_at(waited):
                    if looking & self.worlds.scope and marks[waited].truths[condition.text] is None:
                        yield condition

    def _days(self, fact: Fact) -> list[date]:
        """The first and last day it can have been, and the two days on either side of every limit it is compared with."""
        first, last = self.span(fact.id)
        days = {first, last}

        @cache
        def value(name: str, day: date) -> FactValue | None:
            supposed = self.worlds.supposed({fact.id: day})
            return compute(name, supposed, self.knowledge, self.worlds.inference.standings)

        for condition in self._conditions(fact.id):
            days |= set(self._turn(condition, value, first, last))
        return sorted(days)

    def _turn(
        self, condition: Condition, value: Callable[[str, date], FactValue | None], first: date, last: date
    ) -> tuple[date, ...]:
        """The two neighbouring days between which the comparison turns; none where it is the same on the whole span."""

        def truth(day: date) -> bool | None:
            return holds(condition, value(condition.fact, day), self.knowledge, self.worlds.days)

        at_first = truth(first)
        if at_first == truth(last):
            return ()
        low, high = first, last
        for day in self._beside(condition):  # where it turns, unless the fact is more than one day
            if low < day < high:
                low, high = (day, high) if truth(day) == at_first else (low, day)
        while (high - low).days > 1:
            middle = low + (high - low) / 2
            low, high = (middle, high) if truth(middle) == at_first else (low, middle)
        return low, high

    def _beside(self, condition: Condition) -> tuple[date, ...]:
        """The last day of an event that is as long ago as the comparison asks for, and the next."""
        timed = self.knowledge.fact(condition.fact).kind is FactKind.ELAPSED
        turn = turning_day(condition, self.knowledge, self.worlds.days) if timed else None
        return (turn - DAY, turn) if turn else ()
