"""Worlds and a graph → which undetermined channels some completion of the case opens, and which none or every one does.

A channel is undetermined because rules wait. Whether any answers would open it, or leave it shut, is searched: one
unanswered fact after the other, with the rules as the judge, until one way to either is found or none is left.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property, reduce
from operator import or_
from typing import cast

from engine.case import Answer
from engine.findings import Finding, World, Worlds
from engine.graph import ChannelState, Graph, Node
from knowledge.models import Origin
from rules.models import Bar, Conclusion, Hold, Open, Rule

__all__ = ["Completions"]

TRIED = 200
"""so many sets of answers are tried for one channel; beyond, it is left undetermined"""
SHUT = (ChannelState.WAITING, ChannelState.CLOSED, ChannelState.NOT_APPLICABLE)
"""told in this order where different completions shut it differently: what may come later is not given up"""
KINDS = (Open, Bar, Hold)
PUTS: dict[ChannelState, tuple[type[Conclusion], ...]] = {
    ChannelState.OPEN: (Open,),
    ChannelState.WAITING: (Hold,),
    ChannelState.CLOSED: (Bar,),
}
"""what a rule concludes that puts a channel into the state"""
TURNING = (ChannelState.UNDETERMINED, ChannelState.OPEN)
"""what more answers may turn into another state, or rest on more rules"""


class Completions:
    """Decides the channels of one case that every completion decides the same way."""

    def __init__(self, worlds: Worlds, graph: Graph) -> None:
        self.worlds, self.graph, self.numbered = worlds, graph, worlds.inference.numbered
        self._searches: dict[str, _Search] = {}
        self.rules: dict[str, list[tuple[Rule, Conclusion]]] = {}
        for rule in worlds.unknowns.undecided.values():
            for conclusion in rule.then:
                if isinstance(conclusion, KINDS):
                    self.rules.setdefault(conclusion.channel, []).append((rule, conclusion))
        self.drawn: dict[str, list[Finding]] = {}
        for finding in worlds.inference.findings:
            if isinstance(finding.conclusion, KINDS):
                self.drawn.setdefault(finding.conclusion.channel, []).append(finding)

    @cached_property
    def deciding(self) -> Mapping[str, int]:
        """The undecided rules that conclude something of each channel, as bits; channels in the order of their names."""
        rules = {channel: self.numbered.union(rule.id for rule, _ in self.rules[channel]) for channel in self.rules}
        return dict(sorted(rules.items()))

    def settled(self) -> Graph:
        """The graph, with the channels decided that are undetermined and yet the same in every completion.

        The search for them takes most of the time that a plan takes, so it is made when a channel is looked at.
        """
        return replace(self.graph, nodes=_Settled(self))

    def graph_in(self, world: World) -> Graph:
        """The graph with the states that its channels have in that world; what was settled stays so."""
        changed = {}
        for channel, rules in self.deciding.items():
            node = self.graph.nodes[channel]
            if not rules & world.decided or node.state not in TURNING:
                continue
            state = self.search(channel).state(world) if node.state is ChannelState.UNDETERMINED else node.state
            told = node.because if state is ChannelState.UNDETERMINED else self.because(channel, state, world.fired)
            if (state, told) != (node.state, node.because):
                asks = node.asks if state is node.state else ()
                changed[channel] = Node(channel, state, node.standing, told, node.opens_on, asks)
        return self._with(changed)

    def _with(self, changed: Mapping[str, Node]) -> Graph:
        graph = self.graph
        return replace(graph, nodes=ChainMap({**changed}, cast("dict[str, Node]", graph.nodes))) if changed else graph

    def search(self, channel: str) -> _Search:
        if channel not in self._searches:
            self._searches[channel] = _Search(self, channel)
        return self._searches[channel]

    def decide(self, node: Node) -> Node:
        """The channel as every completion leaves it, or as it is where they differ, or where that is not found out."""
        channel = node.channel
        states = self.search(channel).run()
        if states is None or (ChannelState.OPEN in states and len(states) > 1):
            return node
        state = ChannelState.OPEN if ChannelState.OPEN in states else next(item for item in SHUT if item in states)
        return replace(node, state=state, because=self.because(channel, state), asks=())

    def because(self, channel: str, state: ChannelState, fired: int = 0) -> tuple[str, ...]:
        """The rules that put the channel into the state, those that fire in a world among them."""
        kind, bit = PUTS.get(state, ()), self.numbered.bit
        told = [f.rule.id for f in self.drawn.get(channel, ()) if isinstance(f.conclusion, kind)]
        more = [rule.id for rule, c in self.rules.get(channel, ()) if bit[rule.id] & fired and isinstance(c, kind)]
        return tuple(dict.fromkeys((*told, *more)))


class _Settled(Mapping[str, Node]):
    """The channels of a case, each decided as far as it can be when it is first looked at."""

    def __init__(self, completions: Completions) -> None:
        self.completions, self.nodes = completions, completions.graph.nodes
        self.seen: dict[str, Node] = {}

    def __getitem__(self, channel: str) -> Node:
        found = self.seen.get(channel)
        if found is None:
            node = self.nodes[channel]
            undetermined = node.state is ChannelState.UNDETERMINED
            found = self.seen[channel] = self.completions.decide(node) if undetermined else node
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self.nodes)

    def __len__(self) -> int:
        return len(self.nodes)


class _Search:
    def __init__(self, completions: Completions, channel: str) -> None:
        self.rules = sorted(completions.rules.get(channel, ()), key=lambda item: KINDS.index(type(item[1])))
        self.whole, self.bit = completions.worlds, completions.numbered.bit
        drawn = {type(finding.conclusion) for finding in completions.drawn.get(channel, ())}
        self.drawn = {kind: kind in drawn for kind in KINDS}
        self.put, self.keep = dict.fromkeys(KINDS, 0), dict.fromkeys(KINDS, 0)
        """by kind: the rules that would conclude it, and those that leave the channel undetermined while they wait"""
        self.once = 0
        """those that count only once their facts are told"""
        for rule, conclusion in self.rules:
            self.put[type(conclusion)] |= self.bit[rule.id]
            if rule.entry.once_told:
                self.once |= self.bit[rule.id]
            else:
                self.keep[type(conclusion)] |= self.bit[rule.id]
        self.states: set[ChannelState] = set()
        self.tried = 0

    @cached_property
    def worlds(self) -> Worlds:
        """The worlds through the rules that decide the channel, and those behind them."""
        behind = (self.whole.unknowns.rules_behind(rule.id) for rule, _ in self.rules)
        return self.whole.within(reduce(or_, behind, 0))

    def run(self) -> set[ChannelState] | None:
        """The states in which completions leave the channel, as soon as one opens it and one does not; None: not found out."""
        return self.states if (self._turns() or self._look({})) and self.states else None

    def _turns(self) -> bool:
        """Whether single answers are enough to open it and to shut it; their worlds are needed for the questions anyway.

        What shuts it only once told does not count: until then it stops nobody.
        """
        kept = self.keep[Open] | self.keep[Bar] | self.keep[Hold]
        for fact in self.whole.unknowns.behind_rules(rule.id for rule, _ in self.rules if self.bit[rule.id] & kept):
            for answer in self.whole.answers(self.whole.knowledge.facts[fact]):
                world = self.whole.world({fact: answer})
                if self.whole.admits({fact: answer}) and not world.fired & self.once:
                    self.states.add(self.state(world))
            self.states.discard(ChannelState.UNDETERMINED)
            if ChannelState.OPEN in self.states and len(self.states) > 1:
                return True
        return False

    def _look(self, answers: Mapping[str, Answer]) -> bool:
        if self.tried >= TRIED:
            return False
        self.tried += 1
        world = self.worlds.world(answers)
        state = self.state(world)
        if state is not ChannelState.UNDETERMINED:
            self.states.add(state)
            return True
        fact = next(self._facts(world), None)
        if fact is None:
            return False
        for answer in self.worlds.answers(self.worlds.knowledge.facts[fact]):
            more = {**answers, fact: answer}
            if self.worlds.admits(more) and not self._look(more):
                return False
            if ChannelState.OPEN in self.states and len(self.states) > 1:
                return True
        return True

    def state(self, world: World) -> ChannelState:
        """As the graph tells it: a bar closes what is open, a hold lets it wait, what is undecided leaves it undetermined."""
        fired, open_ = world.fired, ~world.decided
        opens = self.drawn[Open] or self.put[Open] & fired
        if not opens and not self.keep[Open] & open_:
            return ChannelState.NOT_APPLICABLE
        if self.drawn[Bar] or self.put[Bar] & fired:
            return ChannelState.CLOSED
        if not opens or (self.keep[Bar] | self.keep[Hold]) & open_:
            return ChannelState.UNDETERMINED
        return ChannelState.WAITING if self.drawn[Hold] or self.put[Hold] & fired else ChannelState.OPEN

    def _facts(self, world: World) -> Iterator[str]:
        """The unanswered facts behind what is still undecided, those of the rules that open first."""
        for rule, _ in self.rules:
            if not self.bit[rule.id] & world.decided:
                yield from self._behind(rule.id, world)

    def _behind(self, rule: str, world: World) -> Iterator[str]:
        unknowns = self.worlds.unknowns
        for condition in unknowns.waits(rule):
            if self.worlds.truth(condition, world) is not None:
                continue
            if self.worlds.knowledge.fact(condition.fact).origin is not Origin.CONCLUDED:
                yield from (fact for fact in unknowns.behind(condition.fact) if fact not in world.answers)
                continue
            for drawer in unknowns.drawers(condition):
                if not self.bit[drawer.id] & world.decided:
                    yield from self._behind(drawer.id, world)
