"""Loaded knowledge → what hangs on each declared doubt, what a day leaves in doubt, and what was last looked at too long ago."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from knowledge.channel import Channel
from knowledge.entrance import Entrance
from knowledge.errors import Fault
from knowledge.grounds import Checked, Doubt
from knowledge.law import Statute
from knowledge.library import Knowledge
from knowledge.models import Text
from knowledge.provider import Provider

__all__ = ["check_doubts", "checks", "doubted", "doubtful_articles", "hanging", "stale"]

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
    claims = _claims(provider).items()
    yield from ((f"{provider.id} {name}", claim.doubt) for name, found in claims for claim in found)
    yield from _entrances(provider.id, provider.entrances)


def _claims(provider: Provider) -> Mapping[str, tuple[Checked, ...]]:
    return {
        "first day": (provider.since,) if provider.since else (),
        "entity": provider.entity,
        "seat": provider.seat,
        "branch": provider.pboc_branch,
        "promise": provider.compensation,
    }


def _channel(channel: Channel) -> Iterator[Named]:
    yield channel.id, channel.doubt
    yield from ((f"{channel.id} {item.value.zh}", item.doubt) for item in channel.was)
    yield from _entrances(channel.id, channel.entrances)


def _entrances(owner: str, entrances: Iterable[Entrance]) -> Iterator[Named]:
    return ((f"{owner} {entrance.known_as}", entrance.doubt) for entrance in entrances)


def stale(knowledge: Knowledge, today: date, days: int) -> Iterator[tuple[str, str]]:
    """(place, what) for everything that was last checked more than `days` days before `today`."""
    oldest = today - timedelta(days=days)
    return ((place, f"{what}, checked {day}") for place, what, day in checks(knowledge) if day < oldest)


def checks(knowledge: Knowledge) -> Iterator[tuple[str, str, date]]:
    """(place, what, when somebody last looked) for every edition of a law, claim about a wallet, and way in."""
    for statute in knowledge.statutes.values():
        place = knowledge.place("Statute", statute.id)
        yield from ((place, f"{statute.id} ({item.id})", item.checked) for item in statute.editions)
    for provider in knowledge.providers.values():
        place = knowledge.place("Provider", provider.id)
        claims = ((name, item) for name, found in _claims(provider).items() for item in found)
        yield from ((place, f"{provider.id} {name}", item.checked) for name, item in claims)
        yield from ((place, f"{provider.id} {item.known_as}", item.checked) for item in provider.entrances)
    for channel in knowledge.channels.values():
        place = knowledge.place("Channel", channel.id)
        yield from ((place, f"{channel.id} {item.value.zh}", item.checked) for item in channel.was)
        yield from ((place, f"{channel.id} {item.known_as}", item.checked) for item in channel.entrances)
