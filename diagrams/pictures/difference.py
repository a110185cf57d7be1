"""Two sides of the graph → the drawing of what was added, removed and changed between them."""

from __future__ import annotations

from collections.abc import Iterator

from diagrams.drawing import Drawing, Edge, Look, Node, Request, Sample, Way
from diagrams.pictures.all_channels import LEVELS, levels_of
from diagrams.pictures.phrases import Phrases
from engine.adviser import Adviser
from engine.analysis import Side, compare
from engine.analysis.survey import Aspect, Change, Difference, Shape
from knowledge.approach import Channel, Level
from knowledge.errors import CaseError, Fault
from knowledge.models import Text

__all__ = ["draw_difference"]

LOOKS = {Shape.ADDED: Look.ADDED, Shape.REMOVED: Look.REMOVED, Shape.CHANGED: Look.CHANGED}
WAYS = {Shape.ADDED: Way.ADDED, Shape.REMOVED: Way.REMOVED, Shape.CHANGED: Way.CHANGED}
TOLD = ("state", "limits", "outcomes", "expected")
"""Aspects whose values stand in the box; of the others, the name"""

QUIET = 8
"""Arrows that differ in their grounds only, and are drawn; if there are more, none of them is"""


def draw_difference(adviser: Adviser, request: Request) -> Drawing:
    """What differs between the two sides of `request.between`. Raises CaseError without them."""
    if request.between is None:
        raise CaseError([Fault.told("between", adviser.knowledge.wording["fault-draw-between"])])
    before, after = request.between
    return _Writer(Phrases(adviser.knowledge, request.lang), before, after).drawing()


class _Writer:
    def __init__(self, phrases: Phrases, before: Side, after: Side) -> None:
        self.phrases, self.of = phrases, phrases.of
        self.found: Difference = compare(phrases.knowledge.wording, before, after)
        quiet = [change for change in self.found.changes if _grounds_only(change)]
        self.quiet = quiet if len(quiet) > QUIET else []
        self.changes = [change for change in self.found.changes if change not in self.quiet]
        self.sides = (after.adviser.knowledge.channels, before.adviser.knowledge.channels)

    def say(self, key: str, **values: object) -> str:
        return self.phrases.say(f"diff-{key}", **values)

    def drawing(self) -> Drawing:
        nodes, edges = tuple(self.nodes()), tuple(self.edges())
        return Drawing(
            title=(
                self.say("title"),
                self.say("sides", before=self.of(self.found.before), after=self.of(self.found.after)),
            ),
            clusters=levels_of(nodes, self.phrases),
            nodes=nodes,
            edges=edges,
            legend=tuple(self.legend(nodes, edges)),
            legend_title=self.phrases.say("draw-legend"),
            notes=tuple(self.notes(len(nodes))),
        )

    def channel(self, channel: str) -> Channel:
        return next(side[channel] for side in self.sides if channel in side)

    def nodes(self) -> Iterator[Node]:
        """Channels that differ, and those between which an edge does."""
        changed = {change.channel: change for change in self.changes if change.target is None}
        ends = [end for change in self.changes for end in (change.channel, change.target) if end]
        for name in sorted(dict.fromkeys(ends), key=lambda name: LEVELS.index(self.level(name))):
            channel, change = self.channel(name), changed.get(name)
            look = LOOKS[change.shape] if change else Look.PLAIN
            told = self.told(change) if change else ()
            tip = " ".join(self.aspect(item) for item in change.aspects) if change else ""
            yield Node(name, (self.of(channel.name), *told), look, channel.level, tip=tip)

    def level(self, channel: str) -> Level:
        return self.channel(channel).level

    def told(self, change: Change) -> tuple[str, ...]:
        """The word for what became of it with the aspects in which it differs, then values of those that are short."""
        names = [self.say(f"aspect-{item.name}") for item in change.aspects if item.name not in TOLD]
        word = self.say(str(change.shape))
        first = self.say("in", shape=word, aspects=self.say("list").join(names)) if names else word
        return (first, *(self.aspect(item) for item in change.aspects if item.name in TOLD))

    def aspect(self, item: Aspect) -> str:
        before, after = self.values(item.before), self.values(item.after)
        return self.say("aspect", aspect=self.say(f"aspect-{item.name}"), before=before, after=after)

    def values(self, texts: tuple[Text, ...]) -> str:
        return self.say("list").join(map(self.of, texts)) or self.say("nothing")

    def edges(self) -> Iterator[Edge]:
        for change in self.changes:
            if change.target:
                kind = self.say("closes" if change.forecloses else "leads")
                yield Edge(change.channel, change.target, WAYS[change.shape], (kind, *self.told(change)))

    def legend(self, nodes: tuple[Node, ...], edges: tuple[Edge, ...]) -> Iterator[Sample]:
        ways, looks = {edge.way for edge in edges}, {node.look for node in nodes} - {Look.PLAIN}
        yield from (Sample(self.say(f"legend-way-{way}"), way) for way in Way if way in ways)
        yield from (Sample(self.phrases.say(f"draw-legend-{look}"), look) for look in Look if look in looks)

    def notes(self, shown: int) -> Iterator[str]:
        if not self.found.changes:
            yield self.say("same")
        same = self.found.same - (shown - sum(change.target is None for change in self.found.changes))
        if same > 0:
            yield self.say("left-out", n=same)
        if self.quiet:
            yield self.say("grounds-only", n=len(self.quiet))


def _grounds_only(change: Change) -> bool:
    return change.target is not None and {item.name for item in change.aspects} == {"grounds"}
