"""Channels and findings → the escalation graph, with the case on it. The door to networkx.

Nodes are channels; an edge `escalates` leads on when the first channel refused, stayed silent or fell short; an edge
`forecloses` says that using one closes the other. The state of a node in a case comes from findings and attempts only.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import networkx as nx

from engine.case import ChannelStanding
from engine.findings import Inference, Unknowns
from engine.findings.deciding import Deciding, deciding
from engine.findings.marks import bits_of
from knowledge.approach import Level, Standing
from knowledge.library import Knowledge
from rules.models import Condition, Rule

__all__ = [
    "ESCALATES",
    "FORECLOSES",
    "ChannelState",
    "Graph",
    "Node",
    "NodeReader",
    "Nodes",
    "build_graph",
    "channel_graph",
    "on_ways",
    "state_of",
    "undecided",
]

ESCALATES, FORECLOSES = "escalates", "forecloses"
NOBODY = Deciding()
"""the rules that decide about a channel that none names"""


class ChannelState(StrEnum):
    OPEN = "open"
    WAITING = "waiting"
    DONE = "done"
    CLOSED = "closed"
    NOT_APPLICABLE = "not_applicable"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True)
class Node:
    """One channel in a case. `opens_on` is the first day on which a wait lifts by itself; `asks` would decide it."""

    channel: str
    state: ChannelState
    standing: ChannelStanding
    because: tuple[str, ...] = ()
    opens_on: date | None = None
    asks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Graph:
    """The escalation graph of a case: the networkx graph of all channels, and the state of each."""

    network: nx.MultiDiGraph[str]
    nodes: Mapping[str, Node]
    position: Mapping[str, int]
    """how far out each channel stands, nearest first"""
    unknowns: Unknowns
    """the questions behind what is undecided"""


def channel_graph(knowledge: Knowledge) -> nx.MultiDiGraph[str]:
    """The graph of all channels, without a case."""
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for channel in knowledge.channels.values():
        network.add_node(channel.id, channel=channel)
    for channel in knowledge.channels.values():
        for edge in channel.next:
            network.add_edge(channel.id, edge.to, key=ESCALATES, escalation=edge)
        for closed in channel.forecloses:
            network.add_edge(channel.id, closed.channel, key=FORECLOSES, foreclosure=closed)
    network.graph["positions"] = positions(network, knowledge)
    return network


def build_graph(knowledge: Knowledge, inference: Inference, network: nx.MultiDiGraph[str] | None = None) -> Graph:
    """The graph with the state of every channel in this case, each worked out when it is first looked at."""
    network = network if network is not None else channel_graph(knowledge)
    unknowns = Unknowns(knowledge, inference)
    nodes = Nodes(knowledge.channels, NodeReader(inference, unknowns).read)
    return Graph(network, nodes, network.graph["positions"], unknowns)


def positions(network: nx.MultiDiGraph[str], knowledge: Knowledge) -> dict[str, int]:
    """How far out a channel stands: its level; doors that lead nowhere and bind nobody come after all others."""
    levels = list(Level)
    ways: nx.DiGraph[str] = nx.DiGraph((a, b) for a, b, key in network.edges(keys=True) if key == ESCALATES)
    return {
        channel.id: levels.index(channel.level)
        if channel.binding or (channel.id in ways and ways.out_degree(channel.id))
        else len(levels)
        for channel in knowledge.channels.values()
    }


def on_ways(edges: Iterable[tuple[str, str]], start: str | None, to: str | None) -> frozenset[str]:
    """What lies on the ways from `start` to `to`, both included; without one of them, all that the other reaches.

    Empty if no way leads there.
    """
    ways: nx.DiGraph[str] = nx.DiGraph(edges)
    ways.add_nodes_from(end for end in (start, to) if end)
    ahead = frozenset(ways) if start is None else frozenset({start, *nx.descendants(ways, start)})
    behind = frozenset(ways) if to is None else frozenset({to, *nx.ancestors(ways, to)})
    return ahead & behind


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
        self.deciding, self.names = deciding(inference.numbered), inference.numbered.names

    def read(self, channel: str) -> Node:
        return self.node(channel, self.state(channel))

    def state(self, channel: str) -> ChannelState:
        """As far as single rules tell: what depends on several is not searched."""
        standing = self.inference.standings[channel].standing
        if standing is Standing.NOT_TRIED:
            rules = self.deciding.get(channel)
            return state_of(rules, self.fired, self.open) if rules else ChannelState.NOT_APPLICABLE
        return ChannelState.WAITING if standing in (Standing.WAITING, Standing.OVERDUE) else ChannelState.DONE

    def node(self, channel: str, state: ChannelState, asks: tuple[str, ...] | None = None) -> Node:
        """The channel in that state, and the rules that put it there; `asks` where it is known what would decide it."""
        standing, rules = self.inference.standings[channel], self.deciding.get(channel, NOBODY)
        if standing.standing is not Standing.NOT_TRIED:
            return Node(channel, state, standing)
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
