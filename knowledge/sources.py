"""Loaded knowledge → how well each claim is grounded: on one source, on copies, on unnamed ones, and what was checked longest ago."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from knowledge.channel import Channel
from knowledge.editions import Claimed
from knowledge.entrance import Entrance
from knowledge.errors import Fault
from knowledge.frozen import Frozen
from knowledge.grounds import Checked, Reference, named
from knowledge.library import Knowledge
from knowledge.models import Confidence
from knowledge.provider import WALLET_FACTS, Provider

__all__ = ["Grounded", "check_sources", "grounded", "oldest", "on_copies", "on_one", "on_unnamed"]


class Grounded(Frozen):
    """A claim with what it was read in: `name` says which, `place` where it is written."""

    name: str
    place: str
    sources: tuple[Reference, ...]
    cites_law: bool = False
    """articles of statutes ground it too"""
    checked: date | None = None
    low: bool = False
    """recorded, but shown to nobody"""


def grounded(knowledge: Knowledge, rules: Iterable[Grounded] = ()) -> Iterator[Grounded]:
    """Every claim that cites sources: editions, claims about wallets, ways in, channels, actions, and the `rules` handed in."""
    for statute in knowledge.statutes.values():
        yield from (
            _claim(knowledge, "Statute", statute.id, f"({edition.id})", edition) for edition in statute.editions
        )
    for provider in knowledge.providers.values():
        yield from (_claim(knowledge, "Provider", provider.id, *part) for part in _of_provider(provider))
    for channel in knowledge.channels.values():
        yield from (_claim(knowledge, "Channel", channel.id, *part) for part in _of_channel(channel))
        yield _entry(knowledge, "Channel", channel)
    for item in knowledge.registers.values():
        yield Grounded(item.id, _place(knowledge, "Register", item.id), item.sources)
    for action in knowledge.actions.values():
        yield Grounded(action.id, _place(knowledge, "Action", action.id), action.sources, bool(action.basis))
    yield from rules


def on_one(claims: Iterable[Grounded]) -> Iterator[Grounded]:
    """Shown claims that rest on one document alone, and on no article."""
    return (claim for claim in _shown(claims) if len({cited.source.id for cited in named(claim.sources)}) == 1)


def on_copies(claims: Iterable[Grounded]) -> Iterator[Grounded]:
    """Shown claims of which only copies made by somebody else were read."""
    return (claim for claim in _shown(claims) if all(cited.source.copy_of for cited in named(claim.sources)))


def on_unnamed(claims: Iterable[Grounded]) -> Iterator[Grounded]:
    """Claims whose sources nobody could name: they are low, or articles and reasons ground them."""
    return (claim for claim in claims if claim.sources and not named(claim.sources))


def oldest(claims: Iterable[Grounded], most: int) -> list[Grounded]:
    """The claims last checked longest ago, at most so many."""
    return sorted((claim for claim in claims if claim.checked), key=lambda claim: (claim.checked, claim.name))[:most]


def check_sources(knowledge: Knowledge, claims: Iterable[Grounded]) -> list[Fault]:
    """Sources that nothing cites."""
    used = {cited.source.id for claim in claims for cited in claim.sources}
    return [knowledge.fault("Source", key, "nothing cites it") for key in knowledge.sources if key not in used]


def _shown(claims: Iterable[Grounded]) -> Iterator[Grounded]:
    return (claim for claim in claims if named(claim.sources) and not claim.low and not claim.cites_law)


def _claim(knowledge: Knowledge, kind: str, owner: str, part: str, claim: Checked) -> Grounded:
    low = claim.confidence is Confidence.LOW
    return Grounded(f"{owner} {part}", _place(knowledge, kind, owner), claim.sources, checked=claim.checked, low=low)


def _entry(knowledge: Knowledge, kind: str, channel: Channel) -> Grounded:
    return Grounded(channel.id, _place(knowledge, kind, channel.id), channel.sources, bool(channel.basis))


def _of_provider(provider: Provider) -> Iterator[tuple[str, Checked]]:
    if provider.since:
        yield "first day", provider.since
    for fact in WALLET_FACTS:
        yield from (
            (f"{fact}: {claim.value.zh}", claim) for claim in provider.editions(fact) if isinstance(claim, Claimed)
        )
    yield from _of_entrances(provider.entrances)


def _of_channel(channel: Channel) -> Iterator[tuple[str, Checked]]:
    yield from ((item.value.zh, item) for item in channel.was)
    yield from _of_entrances(channel.entrances)


def _of_entrances(entrances: Iterable[Entrance]) -> Iterator[tuple[str, Checked]]:
    return ((entrance.known_as, entrance) for entrance in entrances)


def _place(knowledge: Knowledge, kind: str, key: str) -> str:
    fault = knowledge.places[f"{kind}:{key}"]
    return f"{fault.place}:{fault.line}"
