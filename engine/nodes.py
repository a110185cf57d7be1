"""Findings → the state of each channel in a case, and the rules that put it there, read when somebody looks at it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date, timedelta
from enum import StrEnum

from engine.case import ChannelStanding
from engine.findings import Inference, Unknowns
from knowledge.frozen import Frozen
from knowledge.standing import AWAITED, Standing
from rules.models import Condition, Rule
from rules.numbers import Deciding, bits_of

__all__ = ["PASSABLE", "ChannelState", "Node", "NodeReader", "Nodes", "state_of", "undecided"]

NOBODY = Deciding()
"""the rules that decide about a channel that none names"""


class ChannelState(StrEnum):
    OPEN = "open"
    WAITING = "waiting"
    DONE = "done"
    CLOSED = "closed"
    NOT_APPLICABLE = "not_applicable"
    UNDETERMINED = "undetermined"


PASSABLE = (ChannelState.OPEN, ChannelState.UNDETERMINED)
"""what can be gone through, or may be"""


class Node(Frozen):
    """One channel in a case. `opens_on` is the first day on which a wait lifts by itself; `asks` would decide it."""

    channel: str
    state: ChannelState
    standing: ChannelStanding
    because: tuple[str, ...] = ()
    opens_on: date | None = None
    asks: tuple[str, ...] = ()
    shut: bool = False
    """of what was not accepted there: the rules shut the door to a first filing, so that filing again brings nothing"""


class Nodes(Mapping[str, Node]):
    """The channels of a case, each read when it is first looked at."""

    def __init__(self, channels: Collection[str], read: Callable[[str], Node]) -> None:
        self.channels, self._read = channels, read
        self._seen: dict[str, Node] = {}

    def __getitem__(self, channel: str) -> Node:
        found = self._seen.get(channel)
        if found is None:
            found = self._seen[channel] = self._read(channel)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self.channels)

    def __len__(self) -> int:
        return len(self.channels)


def state_of(rules: Deciding, fired: int, open_: int) -> ChannelState:
    """What rules make of a channel that was not tried, where these fired and those are undecided.

    A bar closes what is open, a hold lets it wait, what is undecided leaves it undetermined, unless it counts only once told.
    """
    opens, waiting = rules.opens & fired, open_ & ~rules.once_told
    if not opens and not rules.opens & waiting:
        return ChannelState.NOT_APPLICABLE
    if rules.bars & fired:
        return ChannelState.CLOSED
    if not opens or (rules.bars | rules.holds) & waiting:
        return ChannelState.UNDETERMINED
    return ChannelState.WAITING if rules.holds & fired else ChannelState.OPEN


def undecided(rules: Deciding, fired: int, open_: int) -> int:
    """The rules that leave a channel undetermined: those that may shut it, and those that may open it if none did."""
    return (rules.bars | rules.holds | (0 if rules.opens & fired else rules.opens)) & open_ & ~rules.once_told


class NodeReader:
    """Reads the state of each channel from the rules that fired and those that are undecided, and says which they are."""

    def __init__(self, inference: Inference, unknowns: Unknowns) -> None:
        self.inference, self.unknowns = inference, unknowns
        self.fired, self.open = inference.fired, inference.open
        self.deciding, self.names = inference.numbered.numbers.deciding, inference.numbered.names

    def read(self, channel: str) -> Node:
        return self.node(channel, self.state(channel))

    def state(self, channel: str) -> ChannelState:
        """As far as single rules tell: what depends on several is not searched."""
        standing = self.inference.standings[channel].standing
        if standing is Standing.NOT_TRIED:
            rules = self.deciding.get(channel)
            return state_of(rules, self.fired, self.open) if rules else ChannelState.NOT_APPLICABLE
        return ChannelState.WAITING if standing in AWAITED else ChannelState.DONE

    def node(self, channel: str, state: ChannelState, asks: tuple[str, ...] | None = None) -> Node:
        """The channel in that state, and the rules that put it there; `asks` where it is known what would decide it."""
        standing, rules = self.inference.standings[channel], self.deciding.get(channel, NOBODY)
        if standing.standing is not Standing.NOT_TRIED:
            return Node(channel, state, standing, shut=self.is_shut(standing.standing, rules))
        match state:
            case ChannelState.OPEN:
                return Node(channel, state, standing, tuple(self.names(rules.opens & self.fired)))
            case ChannelState.CLOSED:
                return Node(channel, state, standing, tuple(self.names(rules.bars & self.fired)))
            case ChannelState.WAITING:
                holds = tuple(self.names(rules.holds & self.fired))
                return Node(channel, state, standing, holds, self.opens_on(rules.holds & self.fired))
            case ChannelState.UNDETERMINED:
                waits = self.waits(rules)
                asks = self.unknowns.behind_rules(waits) if asks is None else asks
                return Node(channel, state, standing, waits, None, asks)
            case _:
                return Node(channel, state, standing)

    def is_shut(self, standing: Standing, rules: Deciding) -> bool:
        """Whether what was not accepted there could not be filed for the first time either."""
        return standing is Standing.NOT_ACCEPTED and state_of(rules, self.fired, self.open) not in PASSABLE

    def waits(self, rules: Deciding) -> tuple[str, ...]:
        """The undecided rules that leave the channel undetermined, those that shut it first."""
        waiting = undecided(rules, self.fired, self.open)
        return tuple(name for kind in (rules.bars, rules.holds, rules.opens) for name in self.names(kind & waiting))

    def opens_on(self, holds: int) -> date | None:
        """The day after the last of the holds lifts by silence; None when one of them waits for the person to act."""
        days = [self._lifts(self.inference.numbered.rules[number]) for number in bits_of(holds)]
        return max(day for day in days if day) if all(days) else None

    def _lifts(self, hold: Rule) -> date | None:
        due = [
            standing.due + timedelta(days=1)
            for condition in hold.when
            if (standing := self._waiting(condition)) and standing.due
        ]
        return min(due, default=None)

    def _waiting(self, condition: Condition) -> ChannelStanding | None:
        standing = self.inference.standings.get(condition.channel)
        return standing if condition.base == "standing" and standing and standing.standing is Standing.WAITING else None
