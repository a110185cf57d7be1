"""Channels and findings → the escalation graph, with the case on it. What lies on its ways is asked of networkx.

Nodes are channels; an edge `escalates` leads on when the first channel refused, stayed silent or fell short; an edge
`forecloses` says that using one closes the other. The state of a node in a case comes from findings and attempts only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from engine.case import ChannelStanding
from engine.findings import Finding, Inference, Unknowns
from knowledge.approach import Level, Standing
from knowledge.library import Knowledge
from rules.models import Bar, Condition, Hold, Open

__all__ = ["ChannelState", "Graph", "Node", "build_graph", "on_ways"]


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
    """The escalation graph of a case: the state of each channel."""

    nodes: Mapping[str, Node]
    position: Mapping[str, int]
    """how far out each channel stands, nearest first"""
    unknowns: Unknowns
    """the questions behind what is undecided"""


def build_graph(knowledge: Knowledge, inference: Inference) -> Graph:
    """The graph with the state of every channel in this case."""
    unknowns = Unknowns(knowledge, inference)
    reader = _StateReader(inference, unknowns)
    nodes = {channel: reader.node(channel) for channel in knowledge.channels}
    return Graph(nodes, positions(knowledge), unknowns)


@lru_cache(maxsize=16)
def positions(knowledge: Knowledge) -> Mapping[str, int]:
    """How far out a channel stands: its level; doors that lead nowhere and bind nobody come after all others."""
    levels = list(Level)
    return {
        channel.id: levels.index(channel.level) if channel.binding or channel.next else len(levels)
        for channel in knowledge.channels.values()
    }


def on_ways(edges: Iterable[tuple[str, str]], start: str | None, to: str | None) -> frozenset[str]:
    """What lies on the ways from `start` to `to`, both included; without one of them, all that the other reaches.

    Empty if no way leads there.
    """
    import networkx as nx  # needed for pictures only, and its import takes longer than a plan

    ways: nx.DiGraph[str] = nx.DiGraph(edges)
    ways.add_nodes_from(end for end in (start, to) if end)
    ahead = frozenset(ways) if start is None else frozenset({start, *nx.descendants(ways, start)})
    behind = frozenset(ways) if to is None else frozenset({to, *nx.ancestors(ways, to)})
    return ahead & behind


class _StateReader:
    def __init__(self, inference: Inference, unknowns: Unknowns) -> None:
        self.inference, self.unknowns = inference, unknowns
        self.drawn: dict[str, dict[type, list[Finding]]] = {}
        for finding in inference.findings:
            if isinstance(finding.conclusion, (Open, Bar, Hold)):
                kinds = self.drawn.setdefault(finding.conclusion.channel, {})
                kinds.setdefault(type(finding.conclusion), []).append(finding)
        self.pending: dict[str, dict[type, list[str]]] = {}
        for rule in unknowns.undecided.values():
            for conclusion in rule.then if not rule.entry.once_told else ():
                if isinstance(conclusion, (Open, Bar, Hold)):
                    kinds_of = self.pending.setdefault(conclusion.channel, {})
                    kinds_of.setdefault(type(conclusion), []).append(rule.id)

    def node(self, channel: str) -> Node:
        standing = self.inference.standings[channel]
        if standing.standing in (Standing.WAITING, Standing.OVERDUE):
            return Node(channel, ChannelState.WAITING, standing)
        if standing.standing is not Standing.NOT_TRIED:
            return Node(channel, ChannelState.DONE, standing)
        drawn, pending = self.drawn.get(channel, {}), self.pending.get(channel, {})
        opens, bars, holds = drawn.get(Open, []), drawn.get(Bar, []), drawn.get(Hold, [])
        if not opens and not pending.get(Open):
            return Node(channel, ChannelState.NOT_APPLICABLE, standing)
        if bars:
            return Node(channel, ChannelState.CLOSED, standing, _ids(bars))
        waits_for = [*pending.get(Bar, []), *pending.get(Hold, []), *([] if opens else pending[Open])]
        if waits_for:
            asks = self.unknowns.behind_rules(waits_for)
            return Node(channel, ChannelState.UNDETERMINED, standing, tuple(waits_for), None, asks)
        if holds:
            return Node(channel, ChannelState.WAITING, standing, _ids(holds), self.opens_on(holds))
        return Node(channel, ChannelState.OPEN, standing, _ids(opens))

    def opens_on(self, holds: Iterable[Finding]) -> date | None:
        """The day after the last of the holds lifts by silence; None when one of them waits for the person to act."""
        days = [self._lifts(finding) for finding in holds]
        return max(day for day in days if day) if all(days) else None

    def _lifts(self, hold: Finding) -> date | None:
        due = [
            standing.due + timedelta(days=1)
            for condition in hold.rule.when
            if (standing := self._waiting(condition)) and standing.due
        ]
        return min(due, default=None)

    def _waiting(self, condition: Condition) -> ChannelStanding | None:
        standing = self.inference.standings.get(condition.channel)
        return standing if condition.base == "standing" and standing and standing.standing is Standing.WAITING else None


def _ids(findings: Iterable[Finding]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(finding.rule.id for finding in findings))
