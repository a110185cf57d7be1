"""Channels and findings → the escalation graph, with the case on it. What lies on its ways is asked of networkx.

Nodes are channels; an edge `escalates` leads on when the first channel refused, stayed silent or fell short; an edge
`forecloses` says that using one closes the other. The state of a node in a case comes from findings and attempts only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engine.findings import Inference, Unknowns
from engine.nodes import PASSABLE, ChannelState, Node, NodeReader, Nodes
from knowledge.channel import Level
from knowledge.frozen import Frozen
from knowledge.library import Knowledge
from knowledge.remembered import remembered

__all__ = ["PASSABLE", "ChannelState", "Graph", "Node", "build_graph", "on_ways", "positions"]


class Graph(Frozen):
    """The escalation graph of a case: the state of each channel."""

    nodes: Mapping[str, Node]
    position: Mapping[str, int]
    """how far out each channel stands, nearest first"""
    unknowns: Unknowns
    """the questions behind what is undecided"""


def build_graph(knowledge: Knowledge, inference: Inference) -> Graph:
    """The graph with the state of every channel in this case, each worked out when it is first looked at."""
    unknowns = Unknowns(knowledge, inference)
    nodes = Nodes(knowledge.channels, NodeReader(inference, unknowns).read)
    return Graph(nodes, positions(knowledge), unknowns)


@remembered(16)
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
