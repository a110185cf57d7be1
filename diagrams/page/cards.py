"""What a page tells about the boxes of a picture: cards in both languages, by group. The types, and those of any drawing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from diagrams.drawing import Drawing, Edge, Look, Node, Way
from diagrams.page.bilingual import Bilingual
from knowledge.models import Lang, Text

__all__ = ["Card", "Drawings", "Group", "Item", "Section", "drawn_cards", "link_of", "section"]

WEB = ("https://", "http://")
DIALLED = re.compile(r"\+?[\d ()-]+")

Drawings = Mapping[Lang, Drawing]
"""One picture in each language: the same boxes and arrows in the same order"""


@dataclass(frozen=True)
class Item:
    """One line of a card, a remark below it, and where it leads: to another card, or to an address outside."""

    text: Text
    note: Text | None = None
    to: str = ""
    url: str = ""


@dataclass(frozen=True)
class Section:
    """Lines under a heading; `folded` until the reader asks for them."""

    title: Text
    items: tuple[Item, ...]
    folded: bool = False


@dataclass(frozen=True)
class Card:
    """All that is told of one box. `state` is its state in a case, in words."""

    id: str
    name: Text
    look: Look = Look.PLAIN
    state: Text | None = None
    summary: Text | None = None
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True)
class Group:
    """Cards that belong together, as the boxes of a cluster do; `id` is the cluster's."""

    id: str
    title: Text
    cards: tuple[Card, ...]


def link_of(kind: str, value: str) -> str:
    """The address that a number or a site is opened by; none for a path inside of an app."""
    if kind == "phone" and DIALLED.fullmatch(value):
        return "tel:" + re.sub(r"[ ()-]", "", value)
    return value if value.startswith(WEB) else ""


def section(title: Text, items: Iterable[Item], folded: bool = False) -> Iterator[Section]:
    """The section, unless nothing stands in it."""
    found = tuple(items)
    if found:
        yield Section(title, found, folded)


def drawn_cards(words: Bilingual, drawings: Drawings) -> tuple[Group, ...]:
    """What a picture itself tells of its boxes: their lines, their tip, the arrows to and from them."""
    return tuple(_Drawn(words, drawings).groups())


class _Drawn:
    def __init__(self, words: Bilingual, drawings: Drawings) -> None:
        zh, en = drawings["zh"], drawings["en"]
        self.words = words
        self.nodes = tuple(zip(zh.nodes, en.nodes, strict=True))
        self.edges = tuple(zip(zh.edges, en.edges, strict=True))
        self.names = {one.id: Text(zh=one.lines[0], en=other.lines[0]) for one, other in self.nodes}
        titles = zip(zh.clusters, en.clusters, strict=True)
        self.titles = {one.id: Text(zh=one.title, en=other.title) for one, other in titles}

    def groups(self) -> Iterator[Group]:
        order = ["", *self.titles]
        nodes = sorted(self.nodes, key=lambda pair: order.index(pair[0].cluster or ""))
        for cluster, pairs in groupby(nodes, key=lambda pair: pair[0].cluster or ""):
            title = self.titles.get(cluster) or self.words.say("page-others")
            yield Group(cluster, title, tuple(self.card(zh, en) for zh, en in pairs))

    def card(self, zh: Node, en: Node) -> Card:
        return Card(
            id=zh.id,
            name=self.names[zh.id],
            look=zh.look,
            state=_text(" · ".join(zh.lines[1:]), " · ".join(en.lines[1:])),
            summary=_text(zh.tip, en.tip),
            sections=tuple(self.sections(zh.id)),
        )

    def sections(self, node: str) -> Iterator[Section]:
        out = (self.item(zh, en, zh.target) for zh, en in self.edges if zh.source == node)
        back = (self.item(zh, en, zh.source) for zh, en in self.edges if zh.target == node)
        yield from section(self.words.say("page-onward"), out)
        yield from section(self.words.say("page-back"), back)

    def item(self, zh: Edge, en: Edge, other: str) -> Item:
        shut = self.words.say("draw-legend-forecloses") if zh.way is Way.FORECLOSES else None
        label = (_text(one, another) for one, another in zip(zh.label, en.label, strict=True))
        told = self.words.joined([shut, *label, _text(zh.tip, en.tip)], "draw-separator")
        return Item(self.names[other], told, to=other)


def _text(zh: str, en: str) -> Text | None:
    return Text(zh=zh, en=en) if zh and en else None
