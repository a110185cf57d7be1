"""What changes on certain days only → what holds on a day, worked out once for each stretch between two of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, TypeVar

__all__ = ["Spans", "turning"]

T = TypeVar("T")
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Spans(Generic[T]):
    """What holds before the first of the `turns`, and from each of them until the day before the next."""

    turns: tuple[date, ...]
    held: tuple[T, ...]

    @classmethod
    def of(cls, turns: Iterable[date], held_on: Callable[[date], T]) -> Spans[T]:
        """`held_on` tells what holds on a day; it changes on no other day than these."""
        days = tuple(sorted({*turns} - {date.min}))
        return cls(days, tuple(map(held_on, (date.min, *days))))

    def on(self, day: date) -> T:
        return self.held[bisect_right(self.turns, day)]


def turning(spans: Iterable[tuple[date, date | None]]) -> list[date]:
    """Every day on which one of the stretches begins or has just ended, in order. A stretch without a last day does not end."""
    ends = list(spans)
    return sorted({*(first for first, _ in ends), *(last + DAY for _, last in ends if last)})
