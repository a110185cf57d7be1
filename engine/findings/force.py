"""The days of a case → the rules that are in force, as bits. Worked out once for all days between two changes of the law."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial

from engine.findings.marks import Marks
from knowledge.citations import Days, find_article
from knowledge.law import Applies, Article, Edition, Statute
from knowledge.library import Knowledge
from knowledge.spans import Spans
from knowledge.timeline import boundaries
from rules.models import Rule

__all__ = ["Force"]

_Citing = tuple[Statute, Article, int]
"""an article, and the rules that cite it"""


class Force:
    """Rules in force: at least one of their citations is, or they rest on no statute; and none is to which they yield."""

    def __init__(self, knowledge: Knowledge, marks: Marks) -> None:
        self.knowledge = knowledge
        self._resting = self._cited(marks, lambda rule: rule.basis)
        self._yielding = self._cited(marks, lambda rule: rule.yields_to)
        self._free = marks.union(r.id for r in marks.rules if not r.basis or r.has_reason)
        """the rules that rest on no statute, or not only"""
        turns = boundaries(knowledge.statutes.values())
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

    def _cited(self, marks: Marks, cited: Callable[[Rule], Iterable[str]]) -> dict[Applies, list[_Citing]]:
        """By the day that counts for it, each article cited and the rules that cite it."""
        found: dict[Applies, list[_Citing]] = {applies: [] for applies in Applies}
        for ref, bits in marks.citing(cited).items():
            entry = find_article(self.knowledge, ref)
            if entry is None:
                raise KeyError(ref)
            statute, article = entry
            found[article.applies].append((statute, article, bits))
        return found


def _in_force(cited: Iterable[_Citing], day: date) -> int:
    """The rules that cite an article in force on the day."""
    editions: dict[str, Edition | None] = {}
    held = 0
    for statute, article, bits in cited:
        if statute.id not in editions:
            editions[statute.id] = statute.edition_on(day)
        edition = editions[statute.id]
        if edition and article.stands_in(edition.id):
            held |= bits
    return held
