"""Loaded knowledge and a day → what an analyst should look at next: a missing calendar, what changes soon, doubts, the oldest checks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import chain

from knowledge.doubts import checks
from knowledge.editions import Held
from knowledge.frozen import Frozen
from knowledge.grounds import Doubt
from knowledge.library import Knowledge
from knowledge.provider import WALLET_FACTS
from knowledge.workdays import notice_due

__all__ = ["SOON", "Dated", "Outlook", "look_ahead"]

SOON = timedelta(days=90)
DAY = timedelta(days=1)


class Dated(Frozen, order=True):
    """Something in the files that has a day: when it changes, or when somebody last looked."""

    day: date
    place: str
    what: str


class Outlook(Frozen):
    """`notice`: the year whose holidays are missing. `begins` and `ends`: first and last days within the next 90 days."""

    notice: int | None
    begins: tuple[Dated, ...]
    ends: tuple[Dated, ...]
    doubts: tuple[tuple[Doubt, int], ...]
    """those in doubt by the end of that time, with how many entries hang on each; most first"""
    oldest: tuple[Dated, ...]


def look_ahead(knowledge: Knowledge, held: Mapping[str, Sequence[str]], today: date, most: int) -> Outlook:
    """What is due on the day; of the oldest checks at most `most`. `held` tells what hangs on each doubt."""
    spans = list(_spans(knowledge))
    doubts = [doubt for doubt in knowledge.doubts.values() if doubt.on(today + SOON)]
    counted = sorted(((doubt, len(held[doubt.id])) for doubt in doubts), key=lambda pair: (-pair[1], pair[0].id))
    old = sorted(Dated(checked, place, what) for place, what, checked in checks(knowledge))
    return Outlook(
        notice_due(today),
        tuple(sorted(Dated(first, place, what) for place, what, first, _ in spans if first and _soon(first, today))),
        tuple(sorted(Dated(last, place, what) for place, what, _, last in spans if last and _soon(last, today))),
        tuple(counted),
        tuple(old[:most]),
    )


def _soon(day: date, today: date) -> bool:
    return today <= day <= today + SOON


def _spans(knowledge: Knowledge) -> Iterator[tuple[str, str, date | None, date | None]]:
    """(place, what, first day, last day) of every edition of a law, fact, way in or sentence."""
    for statute in knowledge.statutes.values():
        place = knowledge.place("Statute", statute.id)
        yield from ((place, f"{statute.id} ({item.id})", *item.in_force) for item in statute.editions)
    for provider in knowledge.providers.values():
        place = knowledge.place("Provider", provider.id)
        for fact in WALLET_FACTS:
            yield from ((place, f"{provider.id} {fact}", *_ends(item)) for item in provider.editions(fact))
        yield from ((place, f"{provider.id} {item.known_as}", *_ends(item)) for item in provider.entrances)
        yield from ((place, f"{provider.id} {item.en}", *_ends(item)) for item in provider.warnings)
    for channel in knowledge.channels.values():
        place = knowledge.place("Channel", channel.id)
        yield from ((place, f"{channel.id} {item.known_as}", *_ends(item)) for item in channel.entrances)
        said = chain(((item.en, item) for item in channel.accepts), ((item.what.en, item) for item in channel.refuses))
        yield from ((place, f"{channel.id} {what}", *_ends(item)) for what, item in said)


def _ends(item: Held) -> tuple[date | None, date | None]:
    return item.from_, item.until
