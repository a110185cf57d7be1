"""Blocks and a width → the lines of a screen: labels in one column, texts beside them, or below where there is little room."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from documents.line_breaks import broken, width_of
from knowledge.frozen import Frozen

__all__ = ["Block", "Line", "as_plain", "height", "laid_out", "wrapped"]

INDENT, HANGING = 3, 2
NARROWEST = 40
"""columns that a text has at least beside its label; with fewer the label stands on a line of its own"""


class Block(Frozen):
    """A heading with labelled lines; `urgent` asks for the reader's eye first."""

    heading: str
    lines: tuple[tuple[str, str], ...]
    urgent: bool = False


class Line(Frozen):
    """One line of a screen: a heading, or a label with what stands beside it."""

    label: str
    text: str
    heading: bool = False
    urgent: bool = False

    def __str__(self) -> str:
        return f"{self.label}{self.text}".rstrip()


def laid_out(blocks: Sequence[Block], width: int) -> Iterator[Line]:
    """Every line of the blocks, an empty one between two of them; no line is wider."""
    for number, block in enumerate(blocks):
        if number:
            yield Line("", "")
        yield from (Line("", line, heading=True, urgent=block.urgent) for line in broken(block.heading, width))
        labels = label_width(block.lines)
        for label, text in block.lines:
            yield from _row(label, text, labels, width)


def label_width(rows: Iterable[tuple[str, str]]) -> int:
    return max((width_of(label) for label, _ in rows), default=0)


def _row(label: str, text: str, labels: int, width: int) -> Iterator[Line]:
    """A label with its text; of an indented text the lines that follow stand under the first one's words."""
    beside = INDENT + labels + (1 if labels else 0)
    if width - beside < NARROWEST and labels > 1:
        yield from (Line(f" {label}", "") for _ in range(1 if label else 0))
        label, labels, beside = "", 0, INDENT
    words = text.lstrip(" ")
    inner = len(text) - len(words) + (2 if words.startswith(("· ", "- ")) else 0)
    for number, line in enumerate(broken(words, width - beside - inner)):
        told = label if number == 0 else ""
        pushed = len(text) - len(words) if number == 0 else inner
        yield Line(f"{' ' * INDENT}{told}{' ' * (beside - INDENT - width_of(told) + pushed)}", line)


def wrapped(row: str, width: int) -> Iterator[str]:
    """A line of a talk as rows of a screen: what follows the first row of an indented line stands further in."""
    words = row.lstrip(" ")
    first = len(row) - len(words)
    inner = first + HANGING if first else 0
    for number, line in enumerate(broken(words, max(width - inner, 1))):
        yield f"{' ' * (inner if number else first)}{line}"


@lru_cache(maxsize=4096)
def height(text: str, labels: int, width: int) -> int:
    """Lines that a text takes beside labels of that width."""
    return sum(1 for _ in _row("", text, labels, width))


def as_plain(blocks: Iterable[Block]) -> str:
    """Blocks as text without colour: labels in a column of their own width, one line a statement."""
    parts = []
    for block in blocks:
        wide = label_width(block.lines)
        lines = [f"   {label}{' ' * (wide - width_of(label))}  {text}".rstrip() for label, text in block.lines]
        parts.append("\n".join([block.heading, *lines]))
    return "\n\n".join(parts) + "\n"
