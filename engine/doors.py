"""Knowledge → the doors to which people turn first, each with its numbers: for those whose answers bring nobody to call."""

from __future__ import annotations

from dataclasses import dataclass

from engine.steps import Call, hotlines, way_in
from knowledge.approach import Channel, Level
from knowledge.library import Knowledge
from knowledge.models import Text

__all__ = ["Door", "first_doors"]


@dataclass(frozen=True)
class Door:
    """Who turns there, and whom they call."""

    given: Text
    call: Call


def first_doors(knowledge: Knowledge) -> tuple[Door, ...]:
    """In the order of the levels; a wallet's door with the numbers of the commonest wallets."""
    order = sorted(knowledge.channels.values(), key=lambda channel: list(Level).index(channel.level))
    return tuple(_door(knowledge, channel, channel.first_door) for channel in order if channel.first_door)


def _door(knowledge: Knowledge, channel: Channel, given: Text) -> Door:
    numbers = [way_in(entrance) for entrance in channel.entrances if entrance.is_sure]
    return Door(
        given, Call.of(channel.name, list(hotlines(knowledge, channel.id, None)) if channel.is_of_wallet else numbers)
    )
