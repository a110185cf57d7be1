"""Channels and findings → the escalation graph, with the case on it. The door to networkx.

Nodes are channels; an edge `escalates` leads on when the first channel refused, stayed silent or fell short; an edge
`forecloses` says that using one closes the other. The state of a node in a case comes from findings and attempts only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import networkx as nx

from engine.findings import Inference, Unknowns
from engine.nodes import ChannelState, Node, NodeReader, Nodes
from knowledge.approach import Level
from knowledge.library import Knowledge

__all__ = ["ESCALATES", "FORECLOSES", "ChannelState", "Graph", "Node", "build_graph", "channel_graph", "on_ways"]

ESCALATES, FORECLOSES = "escalates", "forecloses"


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
