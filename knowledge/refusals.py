"""A channel and a day → what it does not take then: sentences that hold, on an article in force or on none."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.channel import Channel, Refusal
from knowledge.citations import Days, in_force
from knowledge.editions import holding
from knowledge.library import Knowledge

__all__ = ["refusals"]


def refusals(knowledge: Knowledge, channel: Channel, days: Days) -> Iterator[Refusal]:
    """What the channel refuses on the day. A sentence whose articles are all out of force is none of them."""
    for refusal in holding(channel.refuses, days.as_of):
        if not refusal.basis or in_force(knowledge, refusal.basis, days):
            yield refusal
