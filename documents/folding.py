"""Sections of weighed parts and a number of lines → the blocks that fit: what weighs least is left out first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from documents.layout import Block, height, label_width
from knowledge.frozen import Frozen

__all__ = ["KEPT", "Part", "Section", "fold"]

KEPT = 0
"""the weight of what is never left out"""


class Part(Frozen):
    """One labelled line; the greater `sheds`, the sooner it goes. Without a label it belongs to the label above it."""

    label: str
    text: str
    sheds: int = KEPT


class Section(Frozen):
    """A heading with parts. `stands_alone`: the heading stays when all of its parts went."""

    heading: str
    parts: tuple[Part, ...] = ()
    urgent: bool = False
    stands_alone: bool = False


def fold(sections: Sequence[Section], lines: int, width: int) -> list[Block]:
    """The sections as blocks of at most so many lines of that width, as far as what is never left out allows."""
    labels = max((label_width((part.label, "") for part in section.parts) for section in sections), default=0)
    heavy = sorted({part.sheds for section in sections for part in section.parts} | {KEPT}, reverse=True)
    for most in heavy:
        blocks = list(_blocks(sections, most))
        if sum(_height(block, labels, width) for block in blocks) + len(blocks) - 1 <= lines:
            break
    return blocks


def _blocks(sections: Iterable[Section], most: int) -> Iterable[Block]:
    for section in sections:
        rows = tuple(_rows(section.parts, most))
        if rows or section.stands_alone:
            yield Block(section.heading, rows, section.urgent)


def _rows(parts: Iterable[Part], most: int) -> Iterable[tuple[str, str]]:
    """What is left, each label beside the first of its parts that is."""
    label = ""
    for part in parts:
        label = part.label or label
        if part.sheds <= most:
            yield label, part.text
            label = ""


def _height(block: Block, labels: int, width: int) -> int:
    return height(block.heading, 0, width) + sum(height(text, labels, width) for _, text in block.lines)
