"""A contact and its day → the limits for the channel's answer that run from it, added up."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from engine.case.case import Case
from knowledge.channel import Channel
from knowledge.library import Knowledge
from knowledge.limits import Due, NamedLimit, add, find_limit
from knowledge.models import meets
from knowledge.outcome import Outcome

__all__ = ["reply_clock", "reply_limits"]


def reply_clock(
    channel: Channel,
    start: date,
    case: Case,
    knowledge: Knowledge,
    action: str | None = None,
    before: Collection[Outcome] = (),
    told: Outcome | None = None,
) -> tuple[tuple[NamedLimit, Due], ...]:
    """The channel's reply limits added up from `start`, each running from the end of the one before; `told` of a contact that was made."""
    clock: list[tuple[NamedLimit, Due]] = []
    for limit in reply_limits(channel, case, knowledge, action, before, told):
        clock.append((limit, add(clock[-1][1].last if clock else start, limit.length, limit.rolls_over)))
    return tuple(clock)


def reply_limits(
    channel: Channel,
    case: Case,
    knowledge: Knowledge,
    action: str | None = None,
    before: Collection[Outcome] = (),
    told: Outcome | None = None,
) -> tuple[NamedLimit, ...]:
    """The limits for the channel's answer that are in force, in order: of the first entry that fits the case and the action."""
    fitting = (reply for reply in channel.reply if reply.answers(action, before, told))
    chosen = next((reply for reply in fitting if meets(reply.given, case.answers)), None)
    found = (find_limit(knowledge, ref, case.days) for ref in (chosen.limits if chosen else ()))
    return tuple(limit for limit in found if limit)
