"""The days of a case → the rules that are in force, as bits. Worked out once for all days between two changes of the law."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from datetime import date
from functools import reduce
from operator import or_

from engine.findings.marks import Marks
from knowledge.citations import Days, find_article, in_force
from knowledge.law import Applies
from knowledge.library import Knowledge
from knowledge.timeline import boundaries
from rules.models import Rule

__all__ = ["Force"]


class Force:
    """Rules in force: at least one of their citations is, or they rest on no statute; and none is to which they yield."""

    def __init__(self, knowledge: Knowledge, marks: Marks) -> None:
        self.knowledge = knowledge
        self._turns = boundaries(knowledge.statutes.values())
        """the days on which some edition begins: between two of them the same articles are in force"""
        self._resting = self._cited(marks, lambda rule: rule.entry.basis)
        self._yielding = self._cited(marks, lambda rule: rule.entry.yields_to)
        self._free = marks.union(r.id for r in marks.rules if not r.entry.basis or r.entry.reason)
        """the rules that rest on no statute, or not only"""
        self._on: dict[tuple[Applies, int], tuple[int, int]] = {}

    def on(self, days: Days) -> int:
        """The rules in force: procedure on `as_of`, rights and liability on the day of the incident."""
        held, replaced = self._free, 0
        for applies in Applies:
            resting, yielding = self._on_day(applies, days.for_(applies))
            held, replaced = held | resting, replaced | yielding
        return held & ~replaced

    def _on_day(self, applies: Applies, day: date) -> tuple[int, int]:
        """What rests on articles of this kind in force on the day, and what yields to one."""
        key = (applies, bisect_right(self._turns, day))
        if key not in self._on:
            days = Days(day, day)
            self._on[key] = tuple(  # type: ignore[assignment]  # two of them
                reduce(or_, (bits for ref, bits in cited[applies] if in_force(self.knowledge, (ref,), days)), 0)
                for cited in (self._resting, self._yielding)
            )
        return self._on[key]

    def _cited(self, marks: Marks, cited: Callable[[Rule], Iterable[str]]) -> dict[Applies, list[tuple[str, int]]]:
        """By the day that counts for it, each article cited and the rules that cite it."""
        found: dict[Applies, list[tuple[str, int]]] = {applies: [] for applies in Applies}
        for ref, bits in marks.citing(cited).items():
            entry = find_article(self.knowledge, ref)
            if entry is None:
                raise KeyError(ref)
            found[entry[1].applies].append((ref, bits))
        return found
