"""Two days and the day of asking → what can be told of them without the calendar: the law between two turns, ages in days.

Whether a limit is over hangs on the calendar only where the age of the event is about as long as the limit. Everywhere
else the same ages come to the same.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from engine.adviser import Adviser
from engine.case import Elapsed
from knowledge.citations import Days
from knowledge.limits import find_limit
from knowledge.models import Duration, Unit
from knowledge.timeline import boundaries
from rules.models import Condition

__all__ = ["Span", "Times"]

KEPT = 50_000
Span = tuple[int, int | None]
"""between which turns of the law the two days lie that choose editions"""


@dataclass(frozen=True)
class _Limits:
    """Limits of one fact: the ages at which one that hangs on the calendar may be about to end, and a number for their lengths."""

    near: tuple[tuple[int, int], ...]
    lengths: int


class Times:
    """The turns of the law, and the limits that each fact is compared with."""

    def __init__(self, adviser: Adviser) -> None:
        self.knowledge = adviser.knowledge
        self._turns = boundaries(self.knowledge.statutes.values())
        self._spans: dict[Days, Span] = {}
        self._compared: dict[str, list[Condition]] = {}
        for condition in dict.fromkeys(c for rule in adviser.rulebase.rules for c in rule.when):
            self._compared.setdefault(condition.fact, []).append(condition)
        self._lengths: dict[tuple[Duration | None, ...], int] = {}
        self._limits: dict[tuple[str, Span], _Limits] = {}

    def span(self, days: Days) -> Span:
        """The same law is in force on all days of a span."""
        found = self._spans.get(days)
        if found is None:
            if len(self._spans) >= KEPT:
                self._spans.clear()
            incident = bisect_right(self._turns, days.incident) if days.incident else None
            found = self._spans[days] = (bisect_right(self._turns, days.as_of), incident)
        return found

    def key(self, name: str, value: Elapsed, days: Days, span: Span) -> tuple[object, ...]:
        """What the truth of every comparison with the event hangs on: its ages, or its days where a limit is near."""
        today = days.as_of.toordinal()
        ages = (today - value.earliest.toordinal(), today - value.latest.toordinal())
        limits = self._limits.get((name, span)) or self._found(name, days, span)
        for low, high in limits.near:
            if low <= ages[0] <= high or low <= ages[1] <= high:
                return (name, value.earliest, value.latest, days)
        return (name, *ages, limits.lengths)

    def _found(self, name: str, days: Days, span: Span) -> _Limits:
        """The limits that the event is compared with, as they stand on days of the span."""
        if len(self._limits) >= KEPT:
            self._limits.clear()
        found = (find_limit(self.knowledge, c.values[0], days) for c in self._compared.get(name, ()))
        lengths = tuple(limit.length if limit else None for limit in found)
        near = tuple(dict.fromkeys(ages for length in lengths if length and (ages := _near(length))))
        limits = self._limits[name, span] = _Limits(near, self._lengths.setdefault(lengths, len(self._lengths)))
        return limits


def _near(length: Duration) -> tuple[int, int] | None:
    """A little wider than every way in which the calendar can make it longer or shorter; None where none does."""
    number = length.value
    match length.unit:
        case Unit.MONTHS:
            return 28 * number - 1, 31 * number + 1
        case Unit.YEARS:
            return 365 * number - 1, 366 * number + 1
        case Unit.WORKING_DAYS:
            return number - 1, 3 * number + 30
        case _:
            return None
