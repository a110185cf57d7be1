"""An action and where it is done → the ways in that are shown. They change on few days, so each is made once for a stretch of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from engine.steps.parts import WayIn
from knowledge.action import Action
from knowledge.channel import Channel
from knowledge.editions import holding
from knowledge.entrance import Entrance
from knowledge.library import Knowledge
from knowledge.models import Text
from knowledge.provider import Provider
from knowledge.remembered import remembered
from knowledge.spans import Spans, turning

__all__ = ["hotlines", "way_in", "ways_in"]


def ways_in(
    knowledge: Knowledge,
    action: Action,
    channel: Channel | None,
    provider: Provider | None,
    day: date,
    answers: Mapping[str, object],
) -> tuple[WayIn, ...]:
    """The wallet's own ways in first (those for this purpose before the general ones), then the channel's.

    Before all of them those to somebody else who is turned to there in such a case.
    """
    there, wallet = channel.id if channel else None, provider.id if provider else None
    named = enumerate(channel.entrances if channel else ())
    special = tuple(place for place, way in named if way.issues and way.is_for(answers))
    return _ways(knowledge, action.purpose, action.channel, there, wallet, special).on(day)


@remembered(2048)
def _ways(
    knowledge: Knowledge,
    purpose: str | None,
    named: str | None,
    channel: str | None,
    wallet: str | None,
    special: tuple[int, ...] = (),
) -> Spans[tuple[WayIn, ...]]:
    """The ways in from day to day, the same for all actions of one purpose. `named` is the channel that their files name."""
    there = knowledge.channels[channel] if channel else None
    provider = knowledge.providers[wallet] if wallet else None
    others_first = [there.entrances[place] for place in special] if there else []
    called = any(way.kind == "phone" for way in others_first)
    asked = provider is None and there is not None and there.is_of_wallet and not called
    usual = (way for way in _fitting(purpose, named, there, provider) if not (called and way.kind == "phone"))
    fitting = [*others_first, *usual]
    common = knowledge.commonest("provider") if asked else ()
    others = [entrance for name in common for entrance in knowledge.providers[name].entrances]

    def held(day: date) -> tuple[WayIn, ...]:
        shown = (way_in(entrance, day) for entrance in holding(fitting, day) if entrance.is_sure)
        numbers = hotlines(knowledge, there.id, purpose, day) if asked and there else ()
        return (*shown, *numbers)

    return Spans(_turns((*fitting, *others)), held)


def _fitting(
    purpose: str | None, named: str | None, channel: Channel | None, provider: Provider | None
) -> Iterator[Entrance]:
    """The ways in that serve the purpose on some day, in their order."""
    own = provider.entrances if provider else ()
    doors = {named, channel.id if channel else None} - {None}
    yield from (e for e in own if purpose in e.purposes and (not doors or doors & set(e.channels)))
    yield from (e for e in own if channel and channel.id in e.channels and not e.purposes)
    usual = (e for e in (channel.entrances if channel else ()) if not e.issues)
    yield from (e for e in usual if not provider or provider.kind not in e.not_at)


def _turns(entrances: Iterable[Entrance]) -> list[date]:
    """The days on which one of them begins or ends, or begins to be known."""
    spans = [span for entrance in entrances for span in (entrance.span, (entrance.known_from, None))]
    return turning(spans)


def hotlines(knowledge: Knowledge, channel: str, purpose: str | None, day: date) -> Iterator[WayIn]:
    """Where the wallet is not known: the number of each of the commonest ones for the purpose, else its general one."""
    for wallet in knowledge.commonest("provider"):
        provider = knowledge.providers[wallet]
        numbers = [e for e in holding(provider.entrances, day) if channel in e.channels and e.is_number]
        fitting = [e for e in numbers if purpose in e.purposes] or [e for e in numbers if not e.purposes]
        if fitting and channel not in provider.instead:
            yield _of_wallet(fitting[0], fitting[0].known_on(day), provider.short_name)


def way_in(entrance: Entrance, day: date) -> WayIn:
    """An entrance, as the plan of the day shows it."""
    return _shown(entrance, entrance.known_on(day))


@remembered(4096)
def _of_wallet(entrance: Entrance, known: bool, wallet: Text) -> WayIn:
    """An entrance of one wallet among several."""
    return _shown(entrance, known).but(of=wallet, label=wallet)


@remembered(4096)
def _shown(entrance: Entrance, known: bool) -> WayIn:
    return WayIn(
        kind=entrance.kind,
        value=entrance.value,
        english=entrance.english,
        press=entrance.press,
        label=entrance.label,
        hours=entrance.hours,
        confidence=entrance.confidence,
        checked=entrance.checked,
        known=known,
    )
