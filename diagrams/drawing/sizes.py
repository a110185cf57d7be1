"""Text → its width, its lines, and the box that holds them. No font is asked: the same text has one size everywhere.

Widths follow the East Asian width of each character, rounded up, because a layout program without fonts reserves about
three quarters of what Chinese needs. All lengths are in points.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

__all__ = ["LONGEST", "Box", "box_of", "clean", "cut", "width_of", "within_corners", "wrap"]

LEADING = 1.32
NARROW = frozenset(" !'(),.:;I[]`fijlrt|·-")
BROAD = frozenset("@MWmw%—…")
CLOSING = "，。、；：！？）》〉」』】”’…,.;:!?)]}%＋／/"
OPENING = "（《〈「『【“‘([{"
WIDE = "\u2e80-\uffef"
UNIT = re.compile(rf"[{re.escape(OPENING)}]*(?:[^\s{WIDE}{re.escape(OPENING)}]+|[^\s])[{re.escape(CLOSING)}]*\s*")
GROUP = re.compile(r"([（(][^（()）]*[)）][" + re.escape(CLOSING) + r"]*\s*)")
ORDINAL = re.compile(r"\d{1,2}\.\s*")
"""stays with what it numbers"""
STRAIGHT = ((re.compile(r"(?<=[A-Za-z])’(?=[A-Za-z])"), "'"),
            (re.compile(rf"(?<![{WIDE}])“([ -~]*)”(?![{WIDE}])"), r'"\1"'))  # fmt: skip
"""curved quotes in English: Chinese fonts draw them a whole character wide"""
TORN, SPACE, PARTED, LINE = 0.5, 0.15, 150.0, 100.0
"""of a break in a phrase, at a space, and behind a number; and of a line more"""
SLANT = 0.293
"""of its width and height, what an octagon lacks at each corner"""
LONGEST = 1000
"""Characters of a text in a picture, at most"""


def clean(text: str) -> str:
    """The text on one line, without characters that no reader sees (controls, changes of direction)."""
    for curved, straight in STRAIGHT:
        text = curved.sub(straight, text)
    if not text.isprintable():
        text = "".join(char if unicodedata.category(char)[0] not in "CZ" else " " for char in text)
    return " ".join(text.split())


def cut(text: str, most: int) -> str:
    """The text, or its beginning and a sign that there is more; at most `most` characters."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def width_of(text: str, size: float) -> float:
    """Points that the text takes at most, set in `size` points."""
    return sum(map(_ems, text)) * size


@lru_cache(maxsize=4096)
def _ems(char: str) -> float:
    if unicodedata.combining(char):
        return 0.0
    if unicodedata.east_asian_width(char) in "WFA":
        return 1.0
    if char in NARROW:
        return 0.42
    return 0.92 if char in BROAD else 0.7 if char.isupper() else 0.61


@lru_cache(maxsize=4096)
def wrap(text: str, size: float, limit: float) -> tuple[str, ...]:
    """The text on as few lines of at most `limit` points as it needs, evened out.

    Lines end at spaces, punctuation and brackets rather than inside a Chinese phrase; a bracket stays on one line where
    it fits on one; a word wider than a line is cut, and so is a text that nobody would read in a box.
    """
    units = [piece for unit in _units(cut(clean(text), LONGEST), size, limit) for piece in _cut(unit, size, limit)]
    ends = _best_ends(units, size, limit)
    return tuple("".join(units[start:end]).rstrip() for start, end in pairwise([0, *ends]))


def _units(text: str, size: float, limit: float) -> Iterator[str]:
    for part in filter(None, GROUP.split(text)):
        if GROUP.fullmatch(part) and width_of(part.rstrip(), size) <= limit:
            yield part
        else:
            yield from UNIT.findall(part)


def _cut(unit: str, size: float, limit: float) -> Iterator[str]:
    """The unit whole where it fits on a line; else pieces that do, in one walk, however long it is."""
    if width_of(unit.rstrip(), size) <= limit:
        yield unit
        return
    start, filled = 0, 0.0
    for place, char in enumerate(unit):
        width = width_of(char, size)
        if place > start and filled + width > limit and not char.isspace():
            yield unit[start:place]
            start, filled = place, 0.0
        filled += width
    yield unit[start:]


def _best_ends(units: list[str], size: float, limit: float) -> list[int]:
    """Where lines end at the least cost: few lines first, then few torn phrases, then even lines."""
    widths = [width_of(unit, size) / limit for unit in units]
    tails = [width_of(unit.rstrip(), size) / limit for unit in units]
    costs, starts = [0.0], [0]
    for end in range(1, len(units) + 1):
        cost, start = min(_lines_to(end, units, widths, tails, costs), key=lambda found: found[0])
        costs.append(cost)
        starts.append(start)
    return _traced(starts)


def _lines_to(
    end: int, units: list[str], widths: list[float], tails: list[float], costs: list[float]
) -> Iterator[tuple[float, int]]:
    """Every last line that ends after `end` units: what all lines cost up to there, and where it starts."""
    torn = _break_cost(units[end - 1], units[end]) if end < len(units) else 0.0
    filled = tails[end - 1]
    for start in range(end - 1, -1, -1):
        if filled > 1.0 and start < end - 1:
            return
        yield costs[start] + LINE + torn + (1 - filled) ** 2, start
        filled += widths[start - 1]


def _traced(starts: list[int]) -> list[int]:
    """The ends of all lines, from where the best line that ends at each place starts."""
    ends, end = [], len(starts) - 1
    while end:
        ends.append(end)
        end = starts[end]
    return ends[::-1]


def _break_cost(left: str, right: str) -> float:
    if ORDINAL.fullmatch(left):
        return PARTED
    if left.rstrip()[-1:] in CLOSING or right[0] in OPENING:
        return 0.0
    return SPACE if left[-1].isspace() else TORN


@dataclass(frozen=True)
class Box:
    """Lines and the rectangle, in points, that holds them with some room around."""

    lines: tuple[str, ...]
    width: float
    height: float


def box_of(
    phrases: Iterable[str],
    size: float,
    limit: float,
    least: float = 0.0,
    padding: tuple[float, float] = (9.0, 6.0),
    hang: str = "",
) -> Box:
    """Each phrase on lines of its own, the first of which alone does not begin with `hang`, in a box at least `least` and
    at most `limit` points wide; `padding` each side.
    """
    across, down = padding
    room = limit - 2 * across - width_of(hang, size)
    wrapped = (wrap(phrase, size, room) for phrase in phrases)
    lines = tuple(f"{hang if place else ''}{line}" for found in wrapped for place, line in enumerate(found) if line)
    widest = max((width_of(line, size) for line in lines), default=0.0)
    return Box(lines, max(widest + 2 * across, least), len(lines) * size * LEADING + 2 * down)


def within_corners(box: Box, size: float, down: float) -> Box:
    """The box as wide as its first and last line need where an octagon's corners are cut off, `down` points from the edge."""
    inside = max(0.0, 1 - down / (SLANT * box.height))
    edge = max((width_of(line, size) for line in (*box.lines[:1], *box.lines[-1:])), default=0.0)
    return Box(box.lines, max(box.width, edge / (1 - 2 * SLANT * inside) + 6), box.height)
