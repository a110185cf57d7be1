"""Facts about wallets and channels over all days from 2021 on → where an edition ends and the files do not say what follows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from knowledge.channel import Channel
from knowledge.editions import Held, holding
from knowledge.entrance import Entrance
from knowledge.errors import Fault
from knowledge.library import Knowledge
from knowledge.provider import WALLET_FACTS, Provider
from knowledge.timeline import START

__all__ = ["check_lapses", "lapses"]

DAY = timedelta(days=1)


def check_lapses(knowledge: Knowledge) -> list[Fault]:
    """Overlaps and holes between editions of a wallet's facts; ways in and sentences that end without anything after them."""
    faults = []
    for provider in knowledge.providers.values():
        faults += [knowledge.fault("Provider", provider.id, told) for told in _of_wallet(provider)]
    for channel in knowledge.channels.values():
        faults += [knowledge.fault("Channel", channel.id, told) for told in _of_channel(channel)]
    return sorted(set(faults))


def _of_wallet(provider: Provider) -> Iterator[str]:
    first = max(START, provider.since.day) if provider.since else START
    for fact in WALLET_FACTS:
        spans = [*(item.span for item in provider.editions(fact)), *(gap.days for gap in provider.gaps.get(fact, ()))]
        if spans:
            yield from (f"{fact}: {told}" for told in lapses(spans, first))
    yield from _ended_ways(provider.entrances)
    yield from _ended_sentences(provider.warnings)


def _of_channel(channel: Channel) -> Iterator[str]:
    yield from _names(channel)
    yield from _ended_sentences((*channel.accepts, *channel.refuses))
    yield from _ended_ways(channel.entrances)


def _names(channel: Channel) -> Iterator[str]:
    """Names it had before follow on one another, and the present one on the last of them."""
    if channel.was:
        last = max(item.until or date.max for item in channel.was)
        present = [(last + DAY, None)] if last < date.max else []
        yield from (f"name: {told}" for told in lapses([*(item.span for item in channel.was), *present], START))


def lapses(spans: Iterable[tuple[date, date | None]], first: date) -> Iterator[str]:
    """What is wrong with spans that are to cover each day from the first one on once."""
    ordered = sorted(spans, key=lambda span: span[0])
    for start, end in ordered:
        if end and end < start:
            yield f"a gap ends on {end}, before it begins on {start}"
    for (_, end), (start, _) in pairwise(ordered):
        if end is None or end >= start:
            yield f"two editions or gaps cover {start}"
        elif end + DAY < start:
            yield f"no edition and no gap covers {end + DAY}"
    start, last = ordered[0][0], ordered[-1][1]
    if start > first:
        yield f"no edition and no gap covers {first}"
    if last is not None:
        yield f"ends on {last}, nothing follows and no gap is declared"


def _ended_ways(entrances: Sequence[Entrance]) -> Iterator[str]:
    """A way in that ends leaves another for each of its channels and purposes, or says why there is none."""
    for way in entrances:
        others = [item for item in entrances if set(way.channels) <= set(item.channels)]
        others = [item for item in others if not item.purposes or set(way.purposes) <= set(item.purposes)]
        if way.until and not way.ends and not any(holding(others, way.until + DAY)):
            yield _nothing_follows(f"the way in {way.value}", way.until)


def _ended_sentences(said: Sequence[Held]) -> Iterator[str]:
    """A sentence that ends is followed by one that begins on the next day, or says why none is."""
    begun = {item.from_ for item in said}
    for item in said:
        if item.until and not item.ends and item.until + DAY not in begun:
            yield _nothing_follows("a sentence", item.until)


def _nothing_follows(what: str, last: date) -> str:
    return f"{what} ends on {last}, nothing follows and it is not said why (`ends`)"
