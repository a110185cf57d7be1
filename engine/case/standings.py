"""Contacts and the day → where every channel stands, and until when an answer is awaited there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from engine.case.case import Attempt, Case
from engine.case.reply_clock import reply_clock
from engine.case.settlement import bind
from knowledge.channel import Channel
from knowledge.counterpart import Counterpart
from knowledge.frozen import Frozen
from knowledge.library import Knowledge
from knowledge.limits import Due, NamedLimit
from knowledge.outcome import Outcome
from knowledge.remembered import remembered
from knowledge.standing import AWAITED, Standing

__all__ = ["SILENT", "ChannelStanding", "is_filed", "standing", "standings", "tried"]

SILENT = (Outcome.PENDING, Outcome.NO_REPLY, Outcome.UNKNOWN)
"""no answer is told, so that the time for one runs"""


class ChannelStanding(Frozen):
    """Where a channel stands, after which attempt, and the limits that run or ran from it, in order."""

    standing: Standing
    attempt: Attempt | None = None
    clock: tuple[tuple[NamedLimit, Due], ...] = ()
    again: Attempt | None = None
    """the latest contact since, which is unanswered and undoes nothing"""

    @property
    def reopened(self) -> bool:
        """Whether an answer stands while a later contact is unanswered."""
        return self.again is not None and self.standing not in AWAITED

    @property
    def due(self) -> date | None:
        """The last day for an answer; None where nothing runs."""
        return self.clock[-1][1].last if self.clock else None

    @property
    def first_late(self) -> date | None:
        """The day after the last day for an answer; None where nothing runs."""
        return self.due + timedelta(days=1) if self.due else None

    @property
    def statutory(self) -> bool:
        """Whether the law alone sets the last day: no part of the wait is a yardstick of this project."""
        return bool(self.clock) and all(limit.statutory for limit, _ in self.clock)

    @property
    def provisional(self) -> bool:
        return any(due.provisional for _, due in self.clock)

    @property
    def undated(self) -> bool:
        """Whether an answer is waited for from a day that is not told, so that no limit can be counted."""
        awaited = self.standing in AWAITED
        return awaited and self.attempt is not None and self.attempt.date is None


def standings(case: Case, knowledge: Knowledge) -> dict[str, ChannelStanding]:
    """The standing of every channel, from its latest attempt, or from the last answer where that lasts."""
    return {**_untried(knowledge), **tried(case, knowledge)}


def tried(case: Case, knowledge: Knowledge) -> dict[str, ChannelStanding]:
    """The standing of the channels to which the dispute was put, in the order of all channels.

    An answer that lasts is undone by another answer, and by what ends the matter with the same side. Who is asked once more
    while an answer is awaited has the time from the first asking: a reminder does not begin the wait anew.
    """
    latest, counts, lasting = dict[str, Attempt](), dict[str, Attempt](), set[str]()
    awaited = set[str]()
    for attempt in case.attempts:
        if not is_filed(attempt, case.as_of, knowledge):
            continue
        name, outcome = attempt.channel, attempt.outcome
        latest[name] = attempt
        if outcome not in SILENT or not (
            name in lasting or (name in awaited and _reminds(counts[name], attempt, case, knowledge))
        ):
            counts[name] = attempt
            (lasting.add if knowledge.channels[name].lasts(outcome, case.answers) else lasting.discard)(name)
            (awaited.add if outcome in SILENT else awaited.discard)(name)
        if (lasting or awaited) and knowledge.channels[name].ends_with(outcome):
            side = frozenset((knowledge.channels[name].counterpart or Counterpart.ANYBODY,))
            over = {other for other in lasting | awaited if bind(side, knowledge.channels[other].counterpart)}
            lasting, awaited = lasting - over, awaited - over
    names = sorted(latest, key=_places(knowledge).__getitem__) if len(latest) > 1 else latest
    return {name: _standing(counts[name], latest[name], case, knowledge) for name in names}


def _reminds(first: Attempt, later: Attempt, case: Case, knowledge: Knowledge) -> bool:
    """Whether the later contact only asks again: the same limits answer both, and what came back is not that it is looked at now.

    From a first contact of unknown day the time counts only where it is over anyhow.
    """
    channel = knowledge.channels[first.channel]
    if later.outcome is Outcome.PENDING and first.outcome is not Outcome.PENDING:
        return False
    if channel.stage(first.action) != channel.stage(later.action):
        return False
    return bool(first.date or not later.date) or (
        case.since is not None and _may_be_late(first, channel, case, knowledge)
    )


@remembered(8)
def _untried(knowledge: Knowledge) -> Mapping[str, ChannelStanding]:
    return dict.fromkeys(knowledge.channels, ChannelStanding(Standing.NOT_TRIED))


@remembered(8)
def _places(knowledge: Knowledge) -> Mapping[str, int]:
    return {channel: place for place, channel in enumerate(knowledge.channels)}


def is_filed(attempt: Attempt, as_of: date, knowledge: Knowledge) -> bool:
    """Whether the contact put the dispute to the channel (a blocked card, a mere question or a line engaged today does not)."""
    if attempt.outcome is Outcome.ASKED or (attempt.outcome is Outcome.NO_REPLY and attempt.date == as_of):
        return False
    return attempt.action is None or knowledge.actions[attempt.action].files


def _standing(attempt: Attempt, latest: Attempt, case: Case, knowledge: Knowledge) -> ChannelStanding:
    """From the attempt that counts; the latest is the same, or undoes nothing."""
    if attempt.outcome not in SILENT:
        return ChannelStanding(Standing(attempt.outcome), attempt, again=None if latest is attempt else latest)
    channel, again = knowledge.channels[attempt.channel], None if latest is attempt else latest
    silent = attempt.outcome is Outcome.NO_REPLY
    if attempt.date is None:
        reminded = again is not None and case.since is not None
        silent = (silent or reminded) and _may_be_late(attempt, channel, case, knowledge)
        return ChannelStanding(Standing.OVERDUE if silent else Standing.WAITING, attempt, again=again)
    clock = _clock(attempt, attempt.date, channel, case, knowledge)
    if not clock:
        return ChannelStanding(Standing.OVERDUE if silent else Standing.WAITING, attempt, again=again)
    late = case.as_of > clock[-1][1].last
    return ChannelStanding(Standing.OVERDUE if late else Standing.WAITING, attempt, clock, again)


def _clock(
    attempt: Attempt, start: date, channel: Channel, case: Case, knowledge: Knowledge
) -> tuple[tuple[NamedLimit, Due], ...]:
    return reply_clock(channel, start, case, knowledge, attempt.action, _before(attempt, case), attempt.outcome)


def _before(attempt: Attempt, case: Case) -> list[Outcome]:
    """What came back from the other contacts there; it is the latest."""
    return [item.outcome for item in case.attempts if item.channel == attempt.channel and item is not attempt]


def _may_be_late(attempt: Attempt, channel: Channel, case: Case, knowledge: Knowledge) -> bool:
    """Whether the time for an answer to a contact of unknown day can be over: not where even the incident is younger."""
    clock = _clock(attempt, case.since, channel, case, knowledge) if case.since else ()
    return not clock or case.as_of > clock[-1][1].last


def standing(_: Case, __: Knowledge, table: Mapping[str, ChannelStanding], channel: str) -> str:
    return str(table[channel].standing)
