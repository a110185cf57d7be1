"""Worlds and a graph → which undetermined channels some completion of the case opens, and which none or every one does.

A channel is undetermined because rules wait. Whether any answers would open it, or leave it shut, is searched (`settling.py`).
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping
from typing import cast

from engine.findings import World, Worlds
from engine.graph import ChannelState, Graph, Node
from engine.nodes import NodeReader, Nodes, state_of
from engine.questions.settling import Search, Seen
from knowledge.frozen import replace
from rules.numbers import Deciding

__all__ = ["Completions"]


class Completions:
    """Decides the channels of one case that every completion decides the same way."""

    def __init__(self, worlds: Worlds, graph: Graph, seen: Seen | None = None) -> None:
        self.worlds, self.graph, self.seen = worlds, graph, Seen() if seen is None else seen
        self.inference, self.numbered = worlds.inference, worlds.inference.numbered
        self.reader = NodeReader(worlds.inference, worlds.unknowns)
        self.deciding = self.numbered.numbers.deciding

    def settled(self) -> Graph:
        """The graph, with the channels decided that are undetermined and yet the same in every completion.

        The search for them is made when a channel is looked at, and remembered for cases that have in common what it looks at.
        """
        return replace(self.graph, nodes=Nodes(self.worlds.knowledge.channels, self.node))

    def node(self, channel: str) -> Node:
        """The channel as every completion leaves it, or as it is where they differ, or where that is not found out."""
        state = self.reader.state(channel)
        if state is not ChannelState.UNDETERMINED:
            return self.reader.node(channel, state)
        rules = self.deciding[channel]
        settled, asks = self.seen.settled(Search(self.worlds, channel, rules, self.seen))
        if settled is None:
            return self.reader.node(channel, state, asks)
        return Node(channel, settled, self.inference.standings[channel], self.because(rules, settled))

    def graph_in(self, world: World) -> Graph:
        """The graph with the states that its channels have in that world; what was settled stays so.

        More answers turn what is undetermined into another state, let what is open rest on more rules, and close what is open
        where a bar that counts only once told is told.
        """
        changed, open_ = {}, self.inference.open
        for channel, rules in self.deciding.items():
            if not rules.rules & world.decided & open_:
                continue
            node = self.graph.nodes[channel]
            barred = bool(rules.bars & world.fired & open_)
            state = self.state(rules, world) if barred or node.state is ChannelState.UNDETERMINED else node.state
            opened = state is ChannelState.OPEN and rules.opens & world.fired & open_
            if state is not node.state or opened:
                told, asks = self.because(rules, state, world.fired), node.asks if state is node.state else ()
                changed[channel] = Node(channel, state, node.standing, told, node.opens_on, asks)
        return self._with(changed)

    def _with(self, changed: Mapping[str, Node]) -> Graph:
        graph = self.graph
        return replace(graph, nodes=ChainMap({**changed}, cast("dict[str, Node]", graph.nodes))) if changed else graph

    def state(self, rules: Deciding, world: World) -> ChannelState:
        """What the rules make of the channel in that world."""
        return state_of(rules, self.inference.fired | world.fired, self.inference.open & ~world.decided)

    def because(self, rules: Deciding, state: ChannelState, fired: int = 0) -> tuple[str, ...]:
        """The rules that put the channel into the state, then those that do in a world in which these fire."""
        puts = {ChannelState.OPEN: rules.opens, ChannelState.WAITING: rules.holds, ChannelState.CLOSED: rules.bars}
        put, names = puts.get(state, 0), self.numbered.names
        return (*names(put & self.inference.fired), *names(put & fired & self.inference.open))
