"""The shape of an analysis of the graph (`recourse/analysis/1`): what `recourse graph … --json` prints and pictures read."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Literal

from engine.graph import ChannelState
from engine.steps import Entry
from knowledge.frozen import shaped
from knowledge.models import Text
from knowledge.standing import Standing

__all__ = [
    "Aspect",
    "Change",
    "Choice",
    "Choices",
    "DeadEnd",
    "DeadEnds",
    "Difference",
    "Door",
    "Group",
    "Leg",
    "Load",
    "Measure",
    "Option",
    "Passage",
    "Pile",
    "Reach",
    "Route",
    "Routes",
    "Shape",
    "Shut",
    "Survey",
    "Unavoidable",
    "UnavoidableSteps",
]


class Measure(StrEnum):
    """Where a number of days comes from."""

    STATUTORY = "statutory"
    """limits of articles in force that day"""
    YARDSTICK = "yardstick"
    """a limit of which at least a part is this project's own"""
    EXPECTED = "expected"
    """the days until an outcome that the channel's file expects: this project's own too"""
    PASSED = "passed"
    """the outcome has come about already"""
    AT_ONCE = "at_once"
    """nothing has to be waited for"""


class Option(Entry):
    """Outcomes on which a leg leads on, the days until they come, and what these days are."""

    on: tuple[Standing, ...]
    days: int
    measure: Measure
    limits: tuple[str, ...] = ()
    last: date | None = None
    """the last day of a limit that runs already"""
    provisional: bool = False


class Leg(Entry):
    """One escalation of a way, by the fewest days that one of its options takes."""

    source: str
    target: str
    days: int
    options: tuple[Option, ...]
    basis: tuple[str, ...] = ()
    note: Text | None = None
    behind: tuple[str, ...] = ()
    """the target opens only after one of these, and the way has passed none of them"""


class Route(Entry):
    """A way from door to door: the days until one stands at the last, and those until an outcome there."""

    channels: tuple[str, ...]
    days: int
    outcome: int
    cost: int
    """ranks from free (0) to dear (3), added up over the channels still to be used"""
    legs: tuple[Leg, ...]
    asks: tuple[str, ...] = ()
    """unanswered facts on which a channel of the way hangs"""

    @property
    def total(self) -> int:
        return self.days + self.outcome


class Survey(Entry):
    """What every analysis tells: of which day, and whether a case stands on the graph."""

    schema_: Literal["recourse/analysis/1"] = shaped(default="recourse/analysis/1", called="schema")
    as_of: date
    case: bool
    """false: nothing is known, so every door may be open"""

    def to_json(self) -> str:
        """The analysis as JSON text, in stable order."""
        return self.model_dump_json(indent=2)


class Door(Entry):
    """A channel that can still be reached, with the quickest way there."""

    channel: str
    state: ChannelState
    binding: bool
    way: Route


class Reach(Survey):
    """Doors by days, and the ways to a binding outcome of which no other is both quicker and cheaper."""

    kind: Literal["reach"] = "reach"
    doors: tuple[Door, ...]
    out: tuple[str, ...]
    """channels that no way leads to"""
    best: tuple[Route, ...]
    """quickest first; the last is the cheapest. Empty: no binding outcome can be reached"""


class Routes(Survey):
    """All ways between two channels, quickest first. `cut`: longer ones, or more of them, were left out."""

    kind: Literal["paths"] = "paths"
    start: str
    to: str
    found: tuple[Route, ...]
    longest: int
    """legs that a way may have"""
    cut_longer: int
    cut_more: int


class Unavoidable(Entry):
    """The channels that every way to this one passes, in the order in which they are passed."""

    channel: str
    steps: tuple[str, ...]


class UnavoidableSteps(Survey):
    kind: Literal["dominators"] = "dominators"
    start: tuple[str, ...]
    """the doors at which a way may begin"""
    binding: tuple[str, ...]
    """what every way to whatever binding outcome passes"""
    found: tuple[Unavoidable, ...]


class DeadEnd(Entry):
    """A channel from which no binding outcome can be reached: because it ends, or because of what follows it."""

    channel: str
    reason: Text | None
    next: tuple[str, ...] = ()
    """where it still leads on to, though no way goes on from there"""
    out: tuple[str, ...] = ()
    """where it would lead on to, but what is closed or does not apply"""


class DeadEnds(Survey):
    kind: Literal["dead-ends"] = "dead-ends"
    found: tuple[DeadEnd, ...]


class Shut(Entry):
    """A channel that a choice closes, and why."""

    channel: str
    because: Text
    basis: tuple[str, ...]


class Choice(Entry):
    """What using a channel closes, what can no longer be reached then, and whether a binding outcome still can."""

    channel: str
    state: ChannelState
    shuts: tuple[Shut, ...]
    lost: tuple[str, ...]
    binding_left: bool


class Choices(Survey):
    kind: Literal["closes"] = "closes"
    found: tuple[Choice, ...]


class Pile(Entry):
    """How many cases of a batch used a channel, wait there, wait in vain, were solved there, and are told to go there."""

    channel: str
    used: int = 0
    waiting: int = 0
    late: int = 0
    """past a statutory limit"""
    slow: int = 0
    """past a yardstick of this project, or without an answer where nothing sets a limit"""
    solved: int = 0
    next: int = 0

    @property
    def standing(self) -> int:
        """Cases that are at this door now: waiting, late or slow, or about to come."""
        return self.waiting + self.late + self.slow + self.next


class Passage(Entry):
    """How many cases went from one channel to the next, and how many are told to."""

    source: str
    target: str
    went: int = 0
    ahead: int = 0


class Group(Entry):
    """The cases that give one answer; all of them, where `value` is empty."""

    value: str | None
    cases: int
    piles: tuple[Pile, ...]
    passages: tuple[Passage, ...]
    nowhere: int
    """cases without any step that leads to a channel"""


class Load(Survey):
    """A batch on the graph: all of it, then by the answers to a fact, the most frequent first."""

    kind: Literal["load"] = "load"
    by: str | None
    groups: tuple[Group, ...]


class Shape(StrEnum):
    """What became of a channel or an edge from the one side to the other."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class Aspect(Entry):
    """Something that differs: what was there before only, and what afterwards only."""

    name: str
    before: tuple[Text, ...]
    after: tuple[Text, ...]


class Change(Entry):
    """A channel, or an edge between two, that differs."""

    shape: Shape
    channel: str
    name: Text
    target: str | None = None
    target_name: Text | None = None
    forecloses: bool = False
    aspects: tuple[Aspect, ...] = ()


class WalletDifference(Entry):
    """A wallet that differs between two sides, or one wallet against another: what was held of the one, and of the other.

    One of the names is missing for a wallet that the other side does not know.
    """

    shape: Shape
    before: Text | None
    after: Text | None
    aspects: tuple[Aspect, ...] = ()


class Difference(Survey):
    """Two sides of the graph: days, wallets or versions of the knowledge."""

    kind: Literal["diff"] = "diff"
    before: Text
    after: Text
    same: int
    """channels that do not differ"""
    changes: tuple[Change, ...]
    wallets: tuple[WalletDifference, ...] = ()

    @property
    def of_two_wallets(self) -> bool:
        """Whether one wallet is held against another."""
        return any(item.before and item.after and item.before != item.after for item in self.wallets)

    @property
    def with_their_channel(self) -> tuple[Change, ...]:
        """The edges that are there on one side only because a channel at one of their ends is."""
        ends = {(change.channel, change.shape) for change in self.changes if change.target is None}
        return tuple(
            change
            for change in self.changes
            if change.target and {(change.channel, change.shape), (change.target, change.shape)} & ends
            and change.shape is not Shape.CHANGED
        )  # fmt: skip
