"""Loaded knowledge → what hangs on each declared doubt, what a day leaves in doubt, and what was last looked at too long ago."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from knowledge.approach import Channel, Entrance, Provider
from knowledge.errors import Fault
from knowledge.law import Statute
from knowledge.library import Knowledge
from knowledge.models import Doubt, Text

__all__ = ["check_doubts", "doubted", "doubtful_articles", "hanging", "stale"]

Named = tuple[str, tuple[Doubt, ...]]


def doubted(doubts: Iterable[Doubt], day: date) -> Text | None:
    """What is in doubt on the day, in one text; None where nothing is."""
    told = [doubt.what for doubt in dict.fromkeys(doubts) if doubt.on(day)]
    return Text(zh="".join(t.zh for t in told), en=" ".join(t.en for t in told)) if told else None


def hanging(knowledge: Knowledge, others: Iterable[Named] = ()) -> Mapping[str, tuple[str, ...]]:
    """For every doubt, what hangs on it: articles, editions, claims about wallets, ways in, channels, and the `others`."""
    found: dict[str, list[str]] = defaultdict(list)
    for name, doubts in (*_named(knowledge), *others):
        for doubt in doubts:
            found[doubt.id].append(name)
    return {key: tuple(found[key]) for key in knowledge.doubts}


def doubtful_articles(knowledge: Knowledge, doubt: Doubt) -> frozenset[str]:
    """The citations that are in this doubt, by themselves or with a whole edition."""
    return frozenset(
        f"{statute.id}/{article.at}"
        for statute in knowledge.statutes.values()
        for article in statute.articles
        if doubt in article.doubt or any(doubt in edition.doubt for edition in statute.editions)
    )


def check_doubts(knowledge: Knowledge, others: Iterable[Named] = ()) -> list[Fault]:
    """Doubts on which nothing hangs."""
    held = hanging(knowledge, others)
    return [knowledge.fault("Doubt", key, "nothing hangs on it") for key, names in held.items() if not names]


def _named(knowledge: Knowledge) -> Iterator[Named]:
    for statute in knowledge.statutes.values():
        yield from _statute(statute)
    for provider in knowledge.providers.values():
        yield from _provider(provider)
    for channel in knowledge.channels.values():
        yield from _channel(channel)


def _statute(statute: Statute) -> Iterator[Named]:
    yield from ((f"{statute.id} ({edition.id})", edition.doubt) for edition in statute.editions)
    yield from ((f"{statute.id}/{article.at}", article.doubt) for article in statute.articles)


def _provider(provider: Provider) -> Iterator[Named]:
    claims = {"first day": provider.since, "entity": provider.entity, "seat": provider.seat}
    claims |= {"branch": provider.pboc_branch, "promise": provider.compensation}
    yield from ((f"{provider.id} {name}", claim.doubt) for name, claim in claims.items() if claim)
    yield from _entrances(provider.id, provider.entrances)


def _channel(channel: Channel) -> Iterator[Named]:
    yield channel.id, channel.doubt
    yield from _entrances(channel.id, channel.entrances)


def _entrances(owner: str, entrances: Iterable[Entrance]) -> Iterator[Named]:
    return ((f"{owner} {entrance.value}", entrance.doubt) for entrance in entrances)


def stale(knowledge: Knowledge, today: date, days: int) -> Iterator[tuple[str, str]]:
    """(place, what) for everything that was last checked more than `days` days before `today`."""
    oldest = today - timedelta(days=days)
    for statute in knowledge.statutes.values():
        for edition in statute.editions:
            if edition.checked < oldest:
                yield (
                    _place(knowledge, "Statute", statute.id),
                    f"{statute.id} ({edition.id}), checked {edition.checked}",
                )
    for kind, owners in (("Provider", knowledge.providers.values()), ("Channel", knowledge.channels.values())):
        for owner in owners:
            for entrance in owner.entrances:
                if entrance.checked < oldest:
                    yield _place(knowledge, kind, owner.id), f"{owner.id} {entrance.value}, checked {entrance.checked}"


def _place(knowledge: Knowledge, kind: str, key: str) -> str:
    fault = knowledge.places[f"{kind}:{key}"]
    return f"{fault.place}:{fault.line}"
