r"""Boxes, words and arrows → DOT attributes with their sizes; every text is escaped here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from diagrams.drawing import Look
from diagrams.drawing.sizes import LONGEST, box_of, clean, cut, width_of, within_corners
from diagrams.drawing.styles import BOXES, Arrow

__all__ = [
    "BROAD_MOST", "HANG", "HEADING", "LEFT", "LEGEND", "MOST", "NAME", "TITLE", "WORDS", "Attributes", "arrow", "block", "box", "line_of", "node", "number", "quote",
    "width_for", "words",
]  # fmt: skip

NAME, WORDS, LEGEND, HEADING, TITLE = 11.0, 9.5, 10.0, 12.0, 13.0
"""Sizes of type, in points: boxes, words beside an arrow, legend, head of a column, title"""
LEAST, MOST, BROAD_MOST, WORDS_MOST = 100.0, 144.0, 288.0, 126.0
"""Widths, in points: a box at least and at most, one that holds sentences at most, words beside an arrow at most"""
CENTRED, LEFT = "\\n", "\\l"
INCH = 72
HANG = "\u00a0" * 3
"""before the second line of a phrase, so that it is not taken for one more"""
READABLE, WIDEST = 16_000, 4
"""Bytes of a quoted string, and of a character, at most"""

Attributes = dict[str, str]


def quote(*lines: str, end: str = CENTRED) -> str:
    r"""Lines of text as one quoted DOT string in which nothing is special; lines without any text are an empty one.

    The wasm build traps, not every time, on a label that is nothing but a line's end.

    >>> print(quote('a "b" <c> \\N & d'), quote("", "", end=LEFT))
    "a \"b\" <c> \\N &amp; d" ""
    """
    if not any(map(_escape, lines)):
        return '""'
    text = end.join(map(_escape, lines))
    if len(text) * WIDEST > READABLE:
        text = end.join(_readable(map(_escape, lines)))
    return '"' + text + (end if end == LEFT else "") + '"'


def _readable(lines: Iterable[str]) -> Iterator[str]:
    """As many lines as `dot` can read in one string; older ones take 16,384 bytes and refuse the picture for one more."""
    left = READABLE
    for line in lines:
        left -= len(line.encode()) + len(CENTRED)
        if left < 0:
            yield "…"
            return
        yield line


@lru_cache(maxsize=4096)
def _escape(line: str) -> str:
    """Graphviz reads backslashes in labels and, like a browser, entities such as &lt;."""
    told = cut(clean(line), LONGEST).replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;")
    return HANG + told if told and line.startswith(HANG) else told


CORNERED = (9.0, 12.0)
"""room around the words of a box without corners"""


def width_for(boxes: Iterable[tuple[str, ...]], title: str, most: float = MOST) -> float:
    """The width in points that the boxes of a column share: the widest needs it, and the title finds room above."""
    return max(LEAST, min(most, width_of(title, HEADING)), *(box_of(lines, NAME, most).width for lines in boxes))


def box(
    lines: tuple[str, ...],
    look: Look,
    double: bool = False,
    tip: str = "",
    size: float = NAME,
    least: float = LEAST,
    most: float = MOST,
) -> Attributes:
    """A box in its look, at least `least` points wide and as large as its wrapped lines need."""
    style = BOXES[look]
    found = box_of(lines, size, most, least)
    if style.shape == "octagon":
        found = within_corners(box_of(lines, size, most, least, CORNERED), size, CORNERED[1])
    return {
        "label": quote(*found.lines),
        "width": _inches(found.width),
        "height": _inches(found.height),
        "fontsize": number(size),
        "shape": style.shape,
        "style": quote(style.line),
        "penwidth": number(style.width),
        "color": quote(style.pen),
        "fillcolor": quote(style.fill),
        "fontcolor": quote(style.text),
        "peripheries": "2" if double else "1",
        "tooltip": quote(*(tip or " ".join(lines)).split("\n")),
    }


def words(
    phrases: tuple[str, ...],
    colour: str,
    size: float = WORDS,
    end: str = CENTRED,
    most: float = WORDS_MOST,
    hang: str = "",
) -> Attributes:
    """Words without a frame, as large as they are; `hang` stands before the further lines of a phrase."""
    found = box_of(phrases, size, most, padding=(3.0, 2.0), hang=hang)
    inset = {"margin": '"0.08,0"'} if end == LEFT else {}
    return inset | {
        "label": quote(*found.lines, end=end),
        "width": _inches(found.width + (12 if end == LEFT else 0)),
        "height": _inches(found.height),
        "fontsize": number(size),
        "shape": "plaintext",
        "fontcolor": quote(colour),
        "tooltip": quote(" ".join(phrases)),
    }


def line_of(style: Arrow, tip: str = "") -> Attributes:
    """The line of an arrow, with its head."""
    found = {
        "style": quote(style.line),
        "penwidth": number(style.width),
        "color": quote(style.pen),
        "arrowhead": style.head,
    }
    return {**found, "tooltip": quote(*tip.split("\n"))} if tip else found


def node(name: str, attributes: Attributes) -> str:
    return f"  {quote(name)} [{_listed(attributes)}]"


def arrow(source: str, target: str, attributes: Attributes) -> str:
    return f"  {quote(source)} -> {quote(target)} [{_listed(attributes)}]"


def block(kind: str, **attributes: str) -> str:
    """What holds for every box, every arrow, or the picture."""
    return f"  {kind} [{_listed(attributes)}]"


def _listed(attributes: Attributes) -> str:
    return ", ".join(f"{name}={value}" for name, value in attributes.items())


def _inches(points: float) -> str:
    return f"{points / INCH:.3f}"


def number(value: float) -> str:
    return f"{value:g}"
