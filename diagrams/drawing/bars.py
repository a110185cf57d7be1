"""What a picture of time holds: bars and points on rows, in sections, over days. Says nothing of how it is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

__all__ = ["POINTS", "Bar", "Mark", "Row", "Section", "Timeline"]


class Mark(StrEnum):
    """What a bar or point stands for. A writer gives each a pattern or shape of its own."""

    STATUTORY = "statutory"
    YARDSTICK = "yardstick"
    LATE = "late"
    SLOW = "slow"
    NO_LIMIT = "no-limit"
    DO = "do"
    WOULD = "would"
    CLAIM = "claim"
    EVENT = "event"
    CONTACT = "contact"
    SOMETIME = "sometime"
    OPENS = "opens"
    EXPIRES = "expires"


POINTS = frozenset({Mark.EVENT, Mark.CONTACT, Mark.OPENS, Mark.EXPIRES})
"""These stand on one day; the others reach over days"""


@dataclass(frozen=True)
class Bar:
    """From the first to the last day, both included. `provisional`: the last day may still move."""

    mark: Mark
    first: date
    last: date
    tip: str = ""
    provisional: bool = False


@dataclass(frozen=True)
class Row:
    """One line: what it is about, what is drawn, and the same in words."""

    label: str
    bars: tuple[Bar, ...]
    words: str


@dataclass(frozen=True)
class Section:
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Timeline:
    """A picture of time before it is written; the same for the same arguments."""

    title: tuple[str, ...]
    today: date
    today_word: str
    sections: tuple[Section, ...]
    legend: tuple[tuple[Mark, str], ...] = ()
    legend_title: str = ""
    notes: tuple[str, ...] = ()

    def bars(self) -> Iterator[Bar]:
        return (bar for section in self.sections for row in section.rows for bar in row.bars)
