"""A picture in both languages → what a page of it shows: titles, cards by group, the picture itself, its legend."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from diagrams.drawing import LANGUAGES, Drawing, Picture, Request, Sheet, Timeline, joined
from diagrams.formats import INSTALL, can_lay_out, lay_out, write_dot, write_timeline_svg
from diagrams.formats.inline import inline, inline_sample, inline_timeline
from diagrams.page.bilingual import Bilingual
from diagrams.page.cards import Card, Drawings, Group, drawn_cards
from diagrams.page.channel_cards import channel_cards
from diagrams.page.row_cards import row_cards
from engine.adviser import Adviser
from engine.case import Case
from knowledge.channel import Level
from knowledge.models import Lang, Text

__all__ = ["Contents", "contents"]

NOTHING = Drawing(title=(), clusters=(), nodes=(), edges=())


@dataclass(frozen=True)
class Contents:
    """`drawn` are the groups of which something is in the picture. Without any layout program there are no pictures, and
    `fault` says what to install.
    """

    titles: tuple[Text, ...]
    notes: tuple[Text, ...]
    groups: tuple[Group, ...]
    drawn: frozenset[str]
    pictures: Mapping[Lang, str]
    legends: Mapping[Lang, tuple[str, ...]]
    fault: str = ""


def contents(adviser: Adviser, request: Request, pictures: Mapping[Lang, Picture]) -> Contents:
    """Boxes that stand for channels have the channels' cards, with the case if there is one; others what the picture
    tells of them. Raises RenderError if the layout program that there is fails.
    """
    zh, en = pictures["zh"], pictures["en"]
    if isinstance(zh, Timeline) and isinstance(en, Timeline):
        return _of_timelines({"zh": zh, "en": en})
    return _of_drawings(adviser, request, {lang: _drawing(picture) for lang, picture in pictures.items()})


def _drawing(picture: Picture) -> Drawing:
    assert not isinstance(picture, Timeline)
    return joined(picture) if isinstance(picture, Sheet) else picture


def _of_timelines(timelines: Mapping[Lang, Timeline]) -> Contents:
    groups = row_cards(timelines["zh"], timelines["en"])
    return Contents(
        titles=_paired(timelines["zh"].title, timelines["en"].title),
        notes=(),
        groups=groups,
        drawn=frozenset(group.id for group in groups),
        pictures={lang: _rows(timelines[lang], groups, lang) for lang in LANGUAGES},
        legends=dict.fromkeys(LANGUAGES, ()),
    )


def _rows(timeline: Timeline, groups: tuple[Group, ...], lang: Lang) -> str:
    names = {card.id: card.name[lang] for group in groups for card in group.cards}
    return inline_timeline(write_timeline_svg(timeline, f"{lang}-"), names)


def _of_drawings(adviser: Adviser, request: Request, drawings: Drawings) -> Contents:
    found = Contents(
        titles=_paired(drawings["zh"].title, drawings["en"].title),
        notes=_paired(drawings["zh"].notes, drawings["en"].notes),
        groups=_groups(adviser, request, drawings),
        drawn=frozenset(cluster.id for cluster in drawings["zh"].clusters),
        pictures={},
        legends={},
        fault=INSTALL,
    )
    if not can_lay_out():
        return found
    return replace(
        found,
        pictures={lang: inline(_svg(_bare(drawings[lang])), drawings[lang]) for lang in LANGUAGES},
        legends={lang: tuple(_legend(drawings[lang])) for lang in LANGUAGES},
        fault="",
    )


def _groups(adviser: Adviser, request: Request, drawings: Drawings) -> tuple[Group, ...]:
    case = request.advice.case if request.advice and request.advice.plan.covered else Case(request.day, {})
    drawn = drawn_cards(Bilingual(adviser.knowledge, case), drawings)
    on_graph = [node.id for node in drawings["zh"].nodes if node.cluster in tuple(Level)]
    if not on_graph or any(node not in adviser.knowledge.channels for node in on_graph):
        return drawn
    told = {card.id: card for group in drawn for card in group.cards}
    channels = tuple(
        replace(group, cards=tuple(_with_words(card, told.get(card.id)) for card in group.cards))
        for group in channel_cards(adviser, request)
    )
    return (*channels, *(group for group in drawn if group.id not in tuple(Level)))


def _with_words(card: Card, drawn: Card | None) -> Card:
    """The card with what stands in its box, where nothing is said of its state in a case."""
    return replace(card, state=drawn.state) if drawn and not card.state else card


def _paired(zh: tuple[str, ...], en: tuple[str, ...]) -> tuple[Text, ...]:
    return tuple(Text(zh=one, en=other) for one, other in zip(zh, en, strict=True))


def _legend(drawing: Drawing) -> Iterator[str]:
    return (inline_sample(_svg(replace(NOTHING, legend=(sample,)))) for sample in drawing.legend)


def _bare(drawing: Drawing) -> Drawing:
    """Without what stands elsewhere on the page."""
    return replace(drawing, title=(), legend=(), notes=())


def _svg(drawing: Drawing) -> bytes:
    return lay_out(write_dot(drawing))
