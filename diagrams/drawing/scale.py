"""Days → places on a line. Stretches in which nothing begins or ends are shortened, and marked as such."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

__all__ = ["Scale", "scale_of"]

EMPTY = 40
"""Days that a stretch without any event takes at most"""
DAY_MOST = 22.0
"""Points that a day takes at most"""


@dataclass(frozen=True)
class Scale:
    """Knots, by day, with their places in points; between two of them days are even. `broken`: shortened stretches."""

    days: tuple[date, ...]
    places: tuple[float, ...]
    broken: tuple[int, ...]
    """the numbers of the knots after which a stretch is shortened"""

    @property
    def width(self) -> float:
        return self.places[-1]

    def at(self, day: date) -> float:
        """The place where the day begins. Raises ValueError for a day outside of the scale."""
        if not self.days[0] <= day <= self.days[-1]:
            raise ValueError(day)
        knot = min(bisect_right(self.days, day), len(self.days) - 1) - 1
        start, end = self.days[knot], self.days[knot + 1]
        share = (day - start).days / (end - start).days
        return self.places[knot] + share * (self.places[knot + 1] - self.places[knot])


def scale_of(days: Iterable[date], width: float) -> Scale:
    """A scale at most `width` points wide over all days and the one after the last."""
    found = sorted(set(days))
    knots = [*found, found[-1] + timedelta(days=1)]
    units = [(end - start).days for start, end in pairwise(knots)]
    short = [min(unit, EMPTY) for unit in units]
    size = min(DAY_MOST, width / sum(short))
    places = [0.0]
    for unit in short:
        places.append(places[-1] + unit * size)
    broken = tuple(number for number, unit in enumerate(units) if unit > EMPTY)
    return Scale(tuple(knots), tuple(places), broken)
