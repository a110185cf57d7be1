"""A timeline in both languages → the cards of its rows: what is told of each, and every bar with its days."""

from __future__ import annotations

from collections.abc import Mapping

from diagrams.drawing import Timeline
from diagrams.drawing.bars import POINTS, Bar, Mark, Row
from diagrams.page.bilingual import plain
from diagrams.page.cards import Card, Group, Item, Section
from knowledge.models import Text

__all__ = ["row_cards"]


def row_cards(zh: Timeline, en: Timeline) -> tuple[Group, ...]:
    """A card for every row, by section; sections are numbered from 1, rows within them as well (`2-1`)."""
    marks = {mark: Text(zh=one, en=other) for (mark, one), (_, other) in zip(zh.legend, en.legend, strict=True)}
    return tuple(
        Group(
            str(number),
            Text(zh=one.title, en=other.title),
            tuple(
                _card(f"{number}-{place}", rows, marks)
                for place, rows in enumerate(zip(one.rows, other.rows, strict=True), 1)
            ),
        )
        for number, (one, other) in enumerate(zip(zh.sections, en.sections, strict=True), 1)
    )


def _card(name: str, rows: tuple[Row, Row], marks: Mapping[Mark, Text]) -> Card:
    zh, en = rows
    bars = tuple(_item(one, other, marks) for one, other in zip(zh.bars, en.bars, strict=True))
    return Card(name, Text(zh=zh.label, en=en.label), sections=(Section(Text(zh=zh.words, en=en.words), bars),))


def _item(zh: Bar, en: Bar, marks: Mapping[Mark, Text]) -> Item:
    """What the bar tells, or else what its mark stands for, over its days."""
    told = Text(zh=zh.tip, en=en.tip) if zh.tip and en.tip else marks[zh.mark]
    return Item(told, plain(str(zh.first) if zh.mark in POINTS else f"{zh.first} – {zh.last}"))
