"""The ways of a case → what can be reached and how fast, what no way avoids, where ways end, what a choice forecloses.

Searched by networkx on a graph with a start before the doors at which one may begin, and an end behind the doors that bind.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import networkx as nx

from engine.analysis.survey import (
    Choice,
    Choices,
    DeadEnd,
    DeadEnds,
    Door,
    Leg,
    Reach,
    Route,
    Routes,
    Shut,
    Unavoidable,
    UnavoidableSteps,
)
from engine.analysis.ways import Ways
from engine.case import foreclosures
from engine.graph import ChannelState
from knowledge.citations import citations
from knowledge.escalation import Foreclosure

__all__ = ["find_choices", "find_dead_ends", "find_reach", "find_routes", "find_unavoidable"]

START, END = "(start)", "(end)"
SCALE = 10_000
"""More than any sum of cost ranks or days that is compared second"""


def find_reach(ways: Ways) -> Reach:
    """Every door that can be reached, by days; and the ways to a binding outcome, quickest to cheapest."""
    network = _network(ways)
    found = nx.single_source_dijkstra_path(network, START, weight=_quick)
    doors = [_door(ways, found[channel][1:]) for channel in ways.doors if channel in found]
    return Reach(
        as_of=ways.advice.case.as_of,
        case=bool(ways.advice.case.answers),
        doors=tuple(sorted(doors, key=lambda door: (door.way.days, door.way.cost, door.channel))),
        out=tuple(channel for channel in ways.knowledge.channels if channel not in found),
        best=_best(ways, network) if END in found else (),
    )


def _network(ways: Ways, without: Iterable[str] = (), starts: Iterable[str] | None = None) -> nx.DiGraph[str]:
    """The doors and legs as a graph; a door behind others is entered from these only, and opens by their outcome."""
    out = set(without)
    network: nx.DiGraph[str] = nx.DiGraph()
    network.add_node(START)
    network.add_nodes_from(channel for channel in ways.doors if channel not in out)
    for channel in ways.starts if starts is None else starts:
        if channel not in out:
            network.add_edge(START, channel, days=0, cost=ways.cost(channel))
    for (source, target), leg in ways.legs.items():
        if not {source, target} & out and source in ways.behind.get(target, {source}):
            network.add_edge(source, target, days=leg.days, cost=ways.cost(target))
    for channel in ways.doors:
        if ways.binds(channel) and channel not in out:
            network.add_edge(channel, END, days=ways.outcome(channel), cost=0)
    return network


def _quick(_: str, __: str, leg: dict[str, Any]) -> int:
    return int(leg["days"]) * SCALE + int(leg["cost"])


def _cheap(_: str, __: str, leg: dict[str, Any]) -> int:
    return int(leg["cost"]) * SCALE + int(leg["days"])


def _best(ways: Ways, network: nx.DiGraph[str]) -> tuple[Route, ...]:
    """The quickest and the cheapest way to a binding outcome; one, when it is both."""
    found = [nx.dijkstra_path(network, START, END, weight=weight) for weight in (_quick, _cheap)]
    quick, cheap = (_route(ways, path[1:-1]) for path in found)
    return (quick,) if quick.total == cheap.total and quick.cost == cheap.cost else (quick, cheap)


def _door(ways: Ways, path: list[str]) -> Door:
    channel = path[-1]
    return Door(channel=channel, state=ways.node(channel).state, binding=ways.binds(channel), way=_route(ways, path))


def _route(ways: Ways, path: list[str]) -> Route:
    legs = tuple(_told(ways, path, place) for place in range(1, len(path)))
    hanging = [ways.node(channel) for channel in path if ways.node(channel).state is ChannelState.UNDETERMINED]
    return Route(
        channels=tuple(path),
        days=sum(leg.days for leg in legs),
        outcome=ways.outcome(path[-1]),
        cost=sum(map(ways.cost, path)),
        legs=legs,
        asks=tuple(dict.fromkeys(fact for node in hanging for fact in node.asks)),
    )


def _told(ways: Ways, path: list[str], place: int) -> Leg:
    """The leg that ends at this place of the path; it names what has to come first and does not on this path."""
    before = ways.behind.get(path[place], frozenset())
    leg = ways.legs[path[place - 1], path[place]]
    return leg.but(behind=tuple(sorted(before))) if before and not before & {*path[:place]} else leg


def find_routes(ways: Ways, start: str, to: str, longest: int, most: int) -> Routes:
    """All ways between two doors without a door twice, quickest first, of at most `longest` legs."""
    network: nx.DiGraph[str] = nx.DiGraph(list(ways.legs))
    apart = start != to and {start, to} <= set(network)  # from a door to itself, versions of networkx differ
    paths = list(nx.all_simple_paths(network, start, to)) if apart else []
    short = [path for path in paths if len(path) - 1 <= longest]
    routes = sorted((_route(ways, path) for path in short), key=lambda route: (route.days, route.cost, route.channels))
    return Routes(
        as_of=ways.advice.case.as_of,
        case=bool(ways.advice.case.answers),
        start=start,
        to=to,
        found=tuple(routes[:most]),
        longest=longest,
        cut_longer=len(paths) - len(short),
        cut_more=max(0, len(routes) - most),
    )


def find_unavoidable(ways: Ways, start: str | None = None) -> UnavoidableSteps:
    """For each door, what every way to it passes: its dominators from the start, or from one door."""
    begin = (start,) if start else ways.starts
    idom = nx.immediate_dominators(_network(ways, starts=begin), START)
    found = (Unavoidable(channel=c, steps=_chain(idom, c)) for c in ways.doors if c in idom)
    return UnavoidableSteps(
        as_of=ways.advice.case.as_of,
        case=bool(ways.advice.case.answers),
        start=begin,
        binding=_chain(idom, END) if END in idom else (),
        found=tuple(item for item in found if item.steps),
    )


def _chain(idom: dict[str, str], channel: str) -> tuple[str, ...]:
    steps: list[str] = []
    while (channel := idom[channel]) != START:
        steps.insert(0, channel)
    return tuple(steps)


def find_dead_ends(ways: Ways) -> DeadEnds:
    """The doors that can be reached and from which no binding outcome can, with the reason in the channel's file."""
    network = _network(ways)
    lead_on = nx.ancestors(network, END) if END in network else set()
    reached = nx.descendants(network, START)
    return DeadEnds(
        as_of=ways.advice.case.as_of,
        case=bool(ways.advice.case.answers),
        found=tuple(_dead_end(ways, channel) for channel in ways.doors if channel in reached - lead_on),
    )


def _dead_end(ways: Ways, channel: str) -> DeadEnd:
    entry = ways.knowledge.channels[channel]
    onward = [item.to for item in entry.next]
    return DeadEnd(
        channel=channel,
        reason=entry.ends,
        next=tuple(to for to in onward if (channel, to) in ways.legs),
        out=tuple(to for to in onward if to not in ways.doors),
    )


def find_choices(ways: Ways) -> Choices:
    """For each door not used yet that closes others: which, what is lost by that, and whether a binding end remains."""
    reached = nx.descendants(_network(ways), START)
    found = (_choice(ways, channel, reached) for channel in ways.doors if channel in reached)
    return Choices(
        as_of=ways.advice.case.as_of,
        case=bool(ways.advice.case.answers),
        found=tuple(choice for choice in found if choice),
    )


def _choice(ways: Ways, channel: str, reached: set[str]) -> Choice | None:
    closing = [item for item in _closing(ways, channel) if item.channel in reached and not ways.tried(item.channel)]
    if ways.tried(channel) or not closing:
        return None
    shut = {item.channel for item in closing}
    left = nx.descendants(_network(ways, shut, (*ways.starts, channel)), START)
    return Choice(
        channel=channel,
        state=ways.node(channel).state,
        shuts=tuple(_shut(ways, item) for item in closing),
        lost=tuple(c for c in ways.doors if c in reached - left - shut),
        binding_left=END in left,
    )


def _closing(ways: Ways, channel: str) -> Iterator[Foreclosure]:
    return foreclosures(ways.knowledge.channels[channel], ways.advice.case.as_of, ways.knowledge)


def _shut(ways: Ways, item: Foreclosure) -> Shut:
    refs = citations(ways.knowledge, item.basis, ways.advice.case.as_of)
    return Shut(channel=item.channel, because=item.because, basis=refs)
