"""The days of a case → the rules that are in force, as bits. Worked out once for all days between two changes of the law."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial

from engine.findings.marks import Marks
from knowledge.citations import Days
from knowledge.in_force import holds_on
from knowledge.law import Applies, Interval
from knowledge.library import Knowledge
from knowledge.spans import Spans, turning

__all__ = ["Force"]

_Cited = Mapping[tuple[Interval, ...], int]
"""the days on which an article is in force, and the rules that cite one in force on just these"""


class Force:
    """Rules in force: at least one of their citations is, or they rest on no statute; and none is to which they yield."""

    def __init__(self, knowledge: Knowledge, marks: Marks) -> None:
        self.knowledge = knowledge
        self._resting, self._yielding = self._cited(marks.numbers.resting), self._cited(marks.numbers.yielding)
        self._free = marks.numbers.free
        """the rules that rest on no statute, or not only"""
        cited = (found for part in (self._resting, self._yielding) for found in part.values())
        turns = turning({interval for found in cited for intervals in found for interval in intervals})
        self._on = {applies: Spans(turns, partial(self._held, applies)) for applies in Applies}
        """by the day that chooses the edition: what rests on an article in force, and what yields to one"""

    def on(self, days: Days) -> int:
        """The rules in force: procedure on `as_of`, rights and liability on the day of the incident."""
        held, replaced = self._free, 0
        for applies, spans in self._on.items():
            resting, yielding = spans.on(days.for_(applies))
            held, replaced = held | resting, replaced | yielding
        return held & ~replaced

    def _held(self, applies: Applies, day: date) -> tuple[int, int]:
        return _in_force(self._resting[applies], day), _in_force(self._yielding[applies], day)

    def _cited(self, citing: Mapping[str, int]) -> dict[Applies, _Cited]:
        """By the day that counts for it, when each article cited is in force, and the rules that cite it."""
        found: dict[Applies, dict[tuple[Interval, ...], int]] = {applies: {} for applies in Applies}
        for ref, bits in citing.items():
            applies, intervals = self.knowledge.in_force[ref]
            found[applies][intervals] = found[applies].get(intervals, 0) | bits
        return {**found}


def _in_force(cited: _Cited, day: date) -> int:
    """The rules that cite an article in force on the day."""
    held = 0
    for intervals, bits in cited.items():
        if holds_on(intervals, day):
            held |= bits
    return held
