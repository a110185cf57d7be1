"""The analysis of the ways of a case → a drawing: what is within reach and how soon, or all ways between two channels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from diagrams.drawing import Drawing, Edge, Look, Node, Request, Sample, Way
from diagrams.pictures.all_channels import LEVELS, levels_of
from diagrams.pictures.phrases import Phrases
from engine.adviser import Adviser
from engine.analysis import Ways, find_dead_ends, find_reach, find_routes, find_unavoidable, find_ways
from engine.analysis.survey import Leg, Measure, Route
from engine.case import Case
from engine.graph import ChannelState
from knowledge.errors import near_names

__all__ = ["draw_ways"]

LONGEST, MOST = 5, 12
"""Legs of a way, and ways, that are drawn between two channels"""


def draw_ways(adviser: Adviser, request: Request) -> Drawing:
    """What is within reach in the case, each door by its quickest way; with `start` and `to`, the ways between these.

    Without a case, whatever may be so. Raises CaseError for a channel that there is none of.
    """
    for channel in filter(None, (request.start, request.to)):
        if channel not in adviser.knowledge.channels:
            raise near_names("channel", channel, adviser.knowledge.channels)
    told = {"provider": request.provider, "issue": request.issue}
    case = Case(request.day, {name: word for name, word in told.items() if word})
    ways = find_ways(adviser.knowledge, request.advice or adviser.advise(case))
    writer = _Writer(ways, Phrases(adviser.knowledge, request.lang, request.day))
    return writer.paths(request.start, request.to) if request.start and request.to else writer.reach()


class _Writer:
    def __init__(self, ways: Ways, phrases: Phrases) -> None:
        self.ways, self.phrases, self.knowledge = ways, phrases, ways.knowledge
        self.unavoidable = set(find_unavoidable(ways).binding)
        self.dead = {item.channel for item in find_dead_ends(ways).found}

    def say(self, key: str, **values: object) -> str:
        return self.phrases.say(f"ways-{key}", **values)

    def reach(self) -> Drawing:
        survey = find_reach(self.ways)
        best = survey.best[0].channels if survey.best else ()
        days = {door.channel: door.way.days for door in survey.doors}
        notes = [*self.best(survey.best), self.say("note-out", n=len(survey.out)), self.say("note-days")]
        return self.drawing(self.say("title-reach"), [door.way for door in survey.doors], best, days, notes)

    def paths(self, start: str, to: str) -> Drawing:
        survey = find_routes(self.ways, start, to, LONGEST, MOST)
        cut = survey.cut_longer + survey.cut_more
        notes = [
            *([] if survey.found else [self.say("note-no-route")]),
            *([self.say("note-cut", n=cut)] if cut else []),
            self.say("note-days"),
        ]
        best = survey.found[0].channels if survey.found else ()
        title = self.say("title-paths", start=self.phrases.channel(start), to=self.phrases.channel(to))
        return self.drawing(title, survey.found, best, {}, notes)

    def best(self, routes: tuple[Route, ...]) -> Iterator[str]:
        """The quickest way, and the cheapest where it is another one."""
        if not routes:
            yield self.say("note-none")
        for key, route in zip(("best", "cheap"), routes, strict=False):
            names = self.say("arrow").join(map(self.phrases.channel, route.channels))
            yield self.say(f"note-{key}", channels=names, n=route.total, cost=route.cost)

    def drawing(
        self, title: str, routes: Iterable[Route], best: tuple[str, ...], days: dict[str, int], notes: list[str]
    ) -> Drawing:
        legs = {(leg.source, leg.target): leg for route in routes for leg in route.legs}
        channels = dict.fromkeys([*days, *(end for leg in legs for end in leg)])
        ordered = sorted(channels, key=lambda name: LEVELS.index(self.knowledge.channels[name].level))
        nodes = tuple(self.node(name, best, days) for name in ordered)
        edges = tuple(self.edge(leg, best) for leg in legs.values())
        return Drawing(
            title=(title, self.about()),
            clusters=levels_of(nodes, self.phrases),
            nodes=nodes,
            edges=edges,
            legend=tuple(self.legend(nodes, edges)),
            legend_title=self.phrases.say("draw-legend"),
            notes=tuple(notes),
        )

    def about(self) -> str:
        case = self.ways.advice.case
        return self.phrases.case_line(case) if case.answers else self.say("no-case")

    def node(self, channel: str, best: tuple[str, ...], days: dict[str, int]) -> Node:
        entry = self.knowledge.channels[channel]
        look = Look.BEST if channel in best else Look.DEAD_END if channel in self.dead else Look.PLAIN
        lines = (self.phrases.of(entry.name), *self.told(channel, days))
        return Node(channel, lines, look, entry.level, double=entry.binding)

    def told(self, channel: str, days: dict[str, int]) -> Iterator[str]:
        """How soon, whether that hangs on an answer, how long an outcome takes, and whether no way avoids it."""
        if self.ways.tried(channel):
            yield self.say("tried")
        elif channel in days:
            yield self.say("days", n=days[channel]) if days[channel] else self.say("now")
        if self.ways.node(channel).state is ChannelState.UNDETERMINED:
            yield self.say("perhaps")
        if self.ways.binds(channel):
            yield self.say("outcome", n=self.ways.outcome(channel))
        if channel in self.unavoidable:
            yield self.say("unavoidable")

    def edge(self, leg: Leg, best: tuple[str, ...]) -> Edge:
        quick = min(leg.options, key=lambda option: option.days)
        own = quick.measure in (Measure.YARDSTICK, Measure.EXPECTED)
        label = self.say("leg-yardstick" if own else "leg", n=leg.days)
        tip = self.phrases.of(leg.note) if leg.note else ""
        way = Way.BEST if (leg.source, leg.target) in set(pairwise(best)) else Way.LEG
        return Edge(leg.source, leg.target, way, (label,), tip)

    def legend(self, nodes: tuple[Node, ...], edges: tuple[Edge, ...]) -> Iterator[Sample]:
        ways, looks = {edge.way for edge in edges}, {node.look for node in nodes} - {Look.PLAIN}
        yield from (Sample(self.phrases.say(f"draw-legend-{way}"), way) for way in Way if way in ways)
        yield from (Sample(self.phrases.say(f"draw-legend-{look}"), look) for look in Look if look in looks)
        if any(node.double for node in nodes):
            yield Sample(self.phrases.say("draw-legend-double"), Look.PLAIN, double=True)
