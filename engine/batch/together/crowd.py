"""Cases → what is true in which of them, all at once: a column is one number, bit n is case n.

What a value does to conditions is what the engine's marks say; here it is only noted for all cases that have the value.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_

from engine.batch.together.times import Span
from engine.case import Case, ChannelStanding, FactValue
from engine.findings.conditions import Range
from engine.findings.marks import Mark
from knowledge.citations import Days
from knowledge.models import Given, Where

__all__ = ["Column", "Crowd", "column_of", "columns_of", "parted"]

Column = int
PICKED = [bytes(49 if code == picked else 48 for code in range(256)) for picked in range(256)]
"""by code: the table that turns a row of codes into the digits of a column"""
Value = FactValue | Range | None


class Crowd:
    """Cases looked at together, and the columns that are known of them so far."""

    def __init__(self, cases: list[Case]) -> None:
        self.cases = cases
        self.every: Column = (1 << len(cases)) - 1
        self.odd: Column = 0
        """cases that have to go another way"""
        self.days: list[Days] = []
        self.spans: list[Span] = []
        self.tables: list[dict[str, ChannelStanding]] = []
        """of each case the standings of the channels it turned to"""
        self.values: list[dict[str, FactValue | None]] = []
        """of each case the computed facts that are not what they are by default"""
        self.words: dict[str, dict[str, Column]] = {}
        """by asked or computed fact: the cases that have each word"""
        self.told: dict[str, Column] = {}
        """by asked fact: the cases that answer it"""
        self.left: dict[str, list[tuple[Value, Column]]] = {}
        """by asked fact of words: what it can still be where it is not answered"""
        self.contradictions: list[list[tuple[Column, Column]]] = []
        """of each contradiction, by its comparisons: where they hold, and where they are open"""
        self.true: dict[str, Column] = {}
        self.open: dict[str, Column] = {}
        """by condition: the cases in which it holds, and those in which it is not known"""

    def note(self, mark: Mark, column: Column) -> None:
        """What a value of a fact does, in the cases that have it."""
        if not column:
            return
        for text, truth in mark.truths.items():
            if truth:
                self.true[text] = self.true.get(text, 0) | column
            elif truth is None:
                self.open[text] = self.open.get(text, 0) | column

    def having(self, fact: str, words: Iterable[str]) -> Column:
        """The cases in which the fact is one of these words."""
        known = self.words.get(fact, {})
        found = 0
        for word in words:
            found |= known.get(word, 0)
        return found

    def meeting(self, given: Given) -> Column:
        """The cases in which every fact has one of its words."""
        found = self.every
        for fact, words in given.items():
            found &= self.having(fact, words)
        return found

    def where(self, where: Where) -> Column:
        """The cases in which it holds."""
        any_of, unless = (reduce(or_, map(self.meeting, several), 0) for several in (where.any_of, where.unless))
        return any_of & ~unless


def column_of(members: Iterable[int]) -> Column:
    """The column of these cases."""
    found = 0
    for number in members:
        found |= 1 << number
    return found


def columns_of(row: bytearray) -> dict[int, Column]:
    """Of each code that stands in the row the column of the cases that have it."""
    turned = bytes(reversed(row))
    return {code: int(turned.translate(PICKED[code]), 2) for code in set(row)}


def parted(whole: Column, columns: Sequence[tuple[str, Column]]) -> list[tuple[frozenset[str], Column]]:
    """The cases of the whole by the set of columns that they are in."""
    parts: list[tuple[frozenset[str], Column]] = [(frozenset(), whole)] if whole else []
    for name, column in columns:
        if not column & whole:
            continue
        inside = [(names | {name}, part & column) for names, part in parts if part & column]
        parts = inside + [(names, part & ~column) for names, part in parts if part & ~column]
    return parts
