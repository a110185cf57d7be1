"""Two days and the day of asking → between which turns of the law they lie, and which limits are over.

Whether a limit is over hangs on the calendar only where the age of the event is about as long as the limit. There the
engine compares; everywhere else the age in days tells.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date

from engine.adviser import Adviser
from engine.case import Elapsed
from engine.findings.conditions import compare_elapsed
from knowledge.citations import Days
from knowledge.frozen import Frozen
from knowledge.limits import NamedLimit, find_limit
from knowledge.models import Duration, Unit
from knowledge.remembered import Remembered
from knowledge.timeline import boundaries
from rules.models import Condition, Op

__all__ = ["Span", "Times"]

KEPT = 1_000
MOVED = 15
"""no last day moves by more"""
Span = tuple[int, int | None]
"""between which turns of the law the two days lie that choose editions"""


class _Limit(Frozen):
    """A comparison with a limit, and how many days the limit has at least and at most, whatever the calendar."""

    op: Op
    limit: NamedLimit
    least: int
    most: int
    strictly: bool

    def is_near(self, age: int) -> bool:
        """Whether it hangs on the calendar if an event of that age is over it."""
        return self.least != self.most and self.least <= age <= self.most

    def holds(self, day: date, age: int, as_of: date) -> bool:
        """Whether it holds for an event of the day."""
        if age > self.most:
            longer = True
        elif age < self.least:
            longer = False
        elif self.least == self.most:
            longer = not self.strictly
        else:
            return compare_elapsed(self.op, Elapsed(day, day), self.limit, as_of) is True
        return longer is (self.op in (Op.GT, Op.GE))


class Times:
    """The turns of the law, and the limits that each fact is compared with."""

    def __init__(self, adviser: Adviser) -> None:
        self.knowledge = adviser.knowledge
        self._turns = boundaries(self.knowledge.statutes.values())
        self._spans: Remembered[Days, Span] = Remembered(KEPT)
        self._compared: dict[str, list[Condition]] = {}
        for condition in dict.fromkeys(c for rule in adviser.rulebase.rules for c in rule.when):
            self._compared.setdefault(condition.fact, []).append(condition)
        self._limits: Remembered[tuple[str, Span], tuple[_Limit | None, ...]] = Remembered(4 * KEPT)

    def span(self, days: Days) -> Span:
        """The same law is in force on all days of a span."""
        found = self._spans.get(days)
        if found is None:
            incident = bisect_right(self._turns, days.incident) if days.incident else None
            found = self._spans[days] = (bisect_right(self._turns, days.as_of), incident)
        return found

    def truths(self, name: str, value: Elapsed, days: Days, span: Span) -> tuple[bool | None, ...]:
        """Of every comparison with the fact whether it holds for the event; None where its possible days differ."""
        limits = self._found(name, days, span)
        as_of, day = days.as_of, value.earliest
        today = as_of.toordinal()
        age = today - day.toordinal()
        first = tuple([limit is not None and limit.holds(day, age, as_of) for limit in limits])
        if value.latest == day:
            return first
        day = value.latest
        age = today - day.toordinal()
        last = [limit is not None and limit.holds(day, age, as_of) for limit in limits]
        return tuple([one if one is other else None for one, other in zip(first, last, strict=True)])

    def is_plain(self, name: str, days: Days, span: Span, age: int) -> bool:
        """Whether all events of that age come to the same, whatever the calendar."""
        return not any(limit and limit.is_near(age) for limit in self._found(name, days, span))

    def _found(self, name: str, days: Days, span: Span) -> tuple[_Limit | None, ...]:
        """The limits that the event is compared with, as they stand on days of the span; None: not in force."""
        found = self._limits.get((name, span))
        if found is None:
            found = self._limits[name, span] = tuple(self._limit(c, days) for c in self._compared.get(name, ()))
        return found

    def _limit(self, condition: Condition, days: Days) -> _Limit | None:
        limit = find_limit(self.knowledge, condition.values[0], days)
        if limit is None:
            return None
        return _Limit(condition.op, limit, *_bounds(limit), strictly=condition.op in (Op.GT, Op.LE))


def _bounds(limit: NamedLimit) -> tuple[int, int]:
    """How many days it has at least and at most; of working days, and where its last day moves, a little wider than every calendar."""
    least, most = _span(limit.length)
    return least, most + MOVED if limit.rolls_over else most


def _span(length: Duration) -> tuple[int, int]:
    number = length.value
    match length.unit:
        case Unit.HOURS:
            return -(-number // 24), -(-number // 24)
        case Unit.DAYS:
            return number, number
        case Unit.MONTHS:
            return 28 * number, 31 * number
        case Unit.YEARS:
            return 365 * number, 366 * number
        case _:
            return number, 3 * number + 30
