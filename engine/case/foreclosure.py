"""What using one channel closes of the others, and whether that has come about in a case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from engine.case.case import Case
from engine.case.standings import ChannelStanding, is_filed
from knowledge.action import Action
from knowledge.channel import Channel
from knowledge.citations import Days, in_force
from knowledge.escalation import Foreclosure
from knowledge.library import Knowledge
from knowledge.outcome import Outcome
from knowledge.remembered import remembered
from knowledge.standing import Standing

__all__ = ["TAKEN", "foreclosed", "foreclosures", "is_same_side"]

TAKEN = {
    Standing.WAITING,
    Standing.OVERDUE,
    Standing.REFUSED,
    Standing.UNSATISFIED,
    Standing.PARTIAL,
    Standing.RESOLVED,
    Standing.SETTLED,
}
"""where a channel stands that has taken the dispute"""


def foreclosures(channel: Channel, as_of: date, knowledge: Knowledge) -> Iterator[Foreclosure]:
    """What using the channel closes. Each counts only while one of its articles is in force on `as_of`."""
    today = Days(as_of)
    return (closed for closed in channel.forecloses if in_force(knowledge, closed.basis, today))


def foreclosed(case: Case, knowledge: Knowledge, table: Mapping[str, ChannelStanding], channel: str) -> str | None:
    """Whether a channel that has taken the dispute closes this one, under the law of the day of asking.

    A dispute with somebody else closes nothing; None while the trouble is unknown on which it hangs whom one faces there.
    """
    today = Days(case.as_of)
    closers = [
        other
        for other, basis in _closers(knowledge, channel)
        if table[other].standing in TAKEN and in_force(knowledge, basis, today)
    ]
    same = [_is_taken(closer, knowledge.channels[channel], case, knowledge) for closer in closers]
    return "yes" if True in same else None if None in same else "no"


def _is_taken(closer: str, closed: Channel, case: Case, knowledge: Knowledge) -> bool | None:
    """Whether some contact at the closer was about the dispute that the channel would take."""
    contacts = (item for item in case.attempts if item.channel == closer and item.outcome is not Outcome.NOT_ACCEPTED)
    filed = (item.action for item in contacts if is_filed(item, case.as_of, knowledge))
    same = [is_same_side(knowledge.actions[name] if name else None, closed, case.answers) for name in filed]
    return True if True in same else None if None in same else False


def is_same_side(action: Action | None, closed: Channel, answers: Mapping[str, object]) -> bool | None:
    """Whether what was put elsewhere can be the dispute that the channel would take, which is the same one against the same side only."""
    if not action or not action.sides:
        return True
    faced = [not sides or not set(sides).isdisjoint(action.sides) for sides in closed.faced(answers)]
    return faced[0] if len(set(faced)) == 1 else None


@remembered(4096)
def _closers(knowledge: Knowledge, channel: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The channels whose use closes this one, and the articles of which one must be in force."""
    others = knowledge.channels.values()
    return tuple((o.id, tuple(c.basis)) for o in others for c in o.forecloses if c.channel == channel)
