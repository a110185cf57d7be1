"""Text → its width, its lines, and the box that holds them. No font is asked: the same text has one size everywhere.

Widths follow the East Asian width of each character, rounded up, because a layout program without fonts reserves about
three quarters of what Chinese needs. All lengths are in points.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Box", "box_of", "clean", "width_of", "wrap"]

LEADING = 1.32
PADDING = (9.0, 6.0)
NARROW = frozenset(" !'(),.:;I[]`fijlrt|·-")
BROAD = frozenset("@MWmw%—…")
CLOSING = "，。、；：！？）》〉」』】”’…,.;:!?)]}%＋／"
OPENING = "（《〈「『【“‘([{"
UNIT = re.compile(
    rf"[{re.escape(OPENING)}]*(?:[^\W\u2e80-\uffff]+(?:[-'’./][^\W\u2e80-\uffff]+)*|\S)[{re.escape(CLOSING)}]*\s*"
)


def clean(text: str) -> str:
    """The text on one line, without characters that no reader sees (controls, changes of direction)."""
    shown = (char if unicodedata.category(char)[0] not in "CZ" else " " for char in text)
    return " ".join("".join(shown).split())


def width_of(text: str, size: float) -> float:
    """Points that the text takes at most, set in `size` points."""
    return sum(map(_ems, text)) * size


def _ems(char: str) -> float:
    if unicodedata.combining(char):
        return 0.0
    if unicodedata.east_asian_width(char) in "WFA":
        return 1.0
    if char in NARROW:
        return 0.42
    return 0.92 if char in BROAD else 0.7 if char.isupper() else 0.61


def wrap(text: str, size: float, limit: float) -> tuple[str, ...]:
    """The text on as few lines of at most `limit` points as it needs, evened out; a word wider than that is cut."""
    units = [piece for unit in UNIT.findall(clean(text)) for piece in _cut(unit, size, limit)]
    lines = _fill(units, size, limit)
    even = limit
    while len(lines) > 1 and even > limit / 2:
        even -= size / 2
        tried = _fill(units, size, even)
        if len(tried) > len(lines) or any(width_of(line, size) > even for line in tried):
            break
        lines = tried
    return tuple(lines)


def _cut(unit: str, size: float, limit: float) -> Iterable[str]:
    while width_of(unit.rstrip(), size) > limit:
        keep = next(n for n in range(len(unit), 0, -1) if width_of(unit[:n], size) <= limit or n == 1)
        yield unit[:keep]
        unit = unit[keep:]
    yield unit


def _fill(units: Iterable[str], size: float, limit: float) -> list[str]:
    lines = [""]
    for unit in units:
        if lines[-1] and width_of((lines[-1] + unit).rstrip(), size) > limit:
            lines.append("")
        lines[-1] += unit
    return [line.rstrip() for line in lines]


@dataclass(frozen=True)
class Box:
    """Lines and the rectangle, in points, that holds them with some room around."""

    lines: tuple[str, ...]
    width: float
    height: float


def box_of(phrases: Iterable[str], size: float, limit: float, least: float = 0.0) -> Box:
    """Each phrase on lines of its own, in a box at least `least` and at most `limit` points wide."""
    across, down = PADDING
    lines = tuple(line for phrase in phrases for line in wrap(phrase, size, limit - 2 * across) if line)
    widest = max((width_of(line, size) for line in lines), default=0.0)
    return Box(lines, max(widest + 2 * across, least), len(lines) * size * LEADING + 2 * down)
