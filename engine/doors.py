"""Knowledge → the doors to which people turn first, each with its numbers: for those whose answers bring nobody to call."""

from __future__ import annotations

from datetime import date

from engine.steps import Call, hotlines, way_in
from knowledge.channel import Channel, Level
from knowledge.editions import holding
from knowledge.frozen import Frozen
from knowledge.library import Knowledge
from knowledge.models import Text
from knowledge.provider import Provider

__all__ = ["Door", "first_doors"]


class Door(Frozen):
    """Who turns there, and whom they call."""

    given: Text
    call: Call


def first_doors(knowledge: Knowledge, day: date, wallet: Provider | None = None) -> tuple[Door, ...]:
    """In the order of the levels; a wallet's door with its general number, or those of the commonest wallets."""
    order = sorted(knowledge.channels.values(), key=lambda channel: list(Level).index(channel.level))
    return tuple(_door(knowledge, channel, channel.first_door, day, wallet) for channel in order if channel.first_door)


def _door(knowledge: Knowledge, channel: Channel, given: Text, day: date, wallet: Provider | None) -> Door:
    numbers = [
        way_in(entrance, day)
        for entrance in holding(channel.entrances, day)
        if entrance.is_sure and not entrance.issues
    ]
    if channel.is_of_wallet:
        own = holding(wallet.entrances if wallet else (), day)
        general = [e for e in own if channel.id in e.channels and e.is_number and not e.purposes]
        numbers = [way_in(e, day) for e in general] or list(hotlines(knowledge, channel.id, None, day))
    return Door(given, Call.of(channel.name_on(day), numbers))
