"""A batch of cases → the drawing of the graph with how many used, wait at and go to each channel; or one for each group."""

from __future__ import annotations

from collections.abc import Iterator

from diagrams.drawing import Drawing, Edge, Look, Node, Request, Sample, Sheet, Way
from diagrams.pictures.all_channels import LEVELS, levels_of
from diagrams.pictures.phrases import Phrases
from engine.adviser import Adviser
from engine.analysis import count_load
from engine.analysis.survey import Group, Load, Pile
from knowledge.errors import CaseError, Fault
from knowledge.library import Knowledge

__all__ = ["draw_load"]

PILED, AT_LEAST = 5, 3
"""A channel at which one case in so many stands now, and no fewer than these, is drawn as a pile"""
THICK = 7.0
"""Points that the line of the most frequent way is wider than the thinnest"""
SMALL = 10
"""Cases below which no way counts as frequent"""
GROUPS = 8
"""Groups that are drawn; the most frequent ones"""


def draw_load(adviser: Adviser, request: Request) -> Drawing | Sheet:
    """The batch of `request.cases` or `request.load`; with `request.by` a sheet of it and of its groups. Raises CaseError without cases."""
    if not (request.cases or request.load):
        raise CaseError([Fault.told("cases", adviser.knowledge.wording["fault-draw-cases"])])
    load = request.load or count_load(adviser.knowledge, map(adviser.advise, request.cases), request.by)
    phrases = Phrases(adviser.knowledge, request.lang)
    drawn = [_Writer(adviser.knowledge, phrases, load, group).drawing() for group in load.groups[: GROUPS + 1]]
    return Sheet(tuple(drawn)) if request.by else drawn[0]


class _Writer:
    def __init__(self, knowledge: Knowledge, phrases: Phrases, load: Load, group: Group) -> None:
        self.knowledge, self.phrases, self.load, self.group = knowledge, phrases, load, group

    def say(self, key: str, **values: object) -> str:
        return self.phrases.say(f"load-{key}", **values)

    def drawing(self) -> Drawing:
        nodes, edges = tuple(self.nodes()), tuple(self.edges())
        return Drawing(
            title=(self.title(),),
            clusters=levels_of(nodes, self.phrases),
            nodes=nodes,
            edges=edges,
            legend=tuple(self.legend(nodes, edges)) if self.group.value is None else (),
            legend_title=self.phrases.say("draw-legend"),
            notes=tuple(self.notes()),
        )

    def title(self) -> str:
        if self.group.value is None:
            return self.say("title", n=self.group.cases)
        fact = self.knowledge.fact(self.load.by or "")
        labels = {value.id: self.phrases.of(value.label) for value in fact.values}
        return self.say("title-group", value=labels.get(self.group.value, self.group.value), n=self.group.cases)

    def nodes(self) -> Iterator[Node]:
        piles = sorted(self.group.piles, key=lambda pile: LEVELS.index(self.knowledge.channels[pile.channel].level))
        for pile in piles:
            channel = self.knowledge.channels[pile.channel]
            piled = pile.standing >= AT_LEAST and pile.standing * PILED >= self.group.cases
            lines = (self.phrases.of(channel.name), *self.counts(pile))
            yield Node(channel.id, lines, Look.PILE if piled else Look.PLAIN, channel.level)

    def counts(self, pile: Pile) -> Iterator[str]:
        """What has happened here, who waits here, and who is to come, each on a line."""
        joint = self.phrases.say("draw-separator")
        lines = (("used", "solved"), ("waiting", "late", "slow"), ("next",))
        for kinds in lines:
            told = [self.say(kind, n=n) for kind in kinds if (n := getattr(pile, kind))]
            if told:
                yield joint.join(told)

    def edges(self) -> Iterator[Edge]:
        """Lines as wide as the whole batch measures them, so that groups can be compared."""
        counts = (n for item in self.load.groups[0].passages for n in (item.went, item.ahead))
        most = max([SMALL, *counts])
        for item in self.group.passages:
            for way, count in ((Way.WENT, item.went), (Way.NEXT, item.ahead)):
                if count:
                    yield Edge(item.source, item.target, way, (str(count),), width=1 + THICK * count / most)

    def legend(self, nodes: tuple[Node, ...], edges: tuple[Edge, ...]) -> Iterator[Sample]:
        ways, looks = {edge.way for edge in edges}, {node.look for node in nodes} - {Look.PLAIN}
        yield from (Sample(self.phrases.say(f"draw-legend-{way}"), way) for way in Way if way in ways)
        yield from (Sample(self.phrases.say(f"draw-legend-{look}"), look) for look in Look if look in looks)

    def notes(self) -> Iterator[str]:
        if self.group.value is None:
            yield self.say("note-width")
        if self.group.nowhere:
            yield self.say("note-nowhere", n=self.group.nowhere)
        left_out = len(self.load.groups) - 1 - GROUPS
        if self.group.value is None and left_out > 0:
            yield self.say("note-groups", n=left_out)
