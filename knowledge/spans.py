"""What changes on certain days only → what holds on a day, worked out once for each stretch between two of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Generic, TypeVar

__all__ = ["Spans", "turning"]

T = TypeVar("T")
DAY = timedelta(days=1)


class Spans(Generic[T]):
    """What holds before the first of the turning days, and from each of them until the day before the next."""

    def __init__(self, turns: Iterable[date], held_on: Callable[[date], T]) -> None:
        """`held_on` tells what holds on a day; it changes on no other day than the `turns`."""
        self.turns, self.held_on = sorted({date.min, *turns}), held_on
        self._held: dict[int, T] = {}

    def on(self, day: date) -> T:
        """What holds on the day: what holds on the first day of its stretch, looked at when it is first asked for."""
        stretch = bisect_right(self.turns, day)
        if stretch not in self._held:
            self._held[stretch] = self.held_on(self.turns[stretch - 1])
        return self._held[stretch]


def turning(spans: Iterable[tuple[date, date | None]]) -> list[date]:
    """Every day on which one of the stretches begins or has just ended, in order. A stretch without a last day does not end."""
    ends = list(spans)
    return sorted({*(first for first, _ in ends), *(last + DAY for _, last in ends if last)})
