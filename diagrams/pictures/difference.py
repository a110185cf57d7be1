"""Two sides of the graph → the drawing of what was added, removed and changed between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from diagrams.drawing import Cluster, Drawing, Edge, Look, Node, Request, Sample, Way
from diagrams.drawing.sizes import width_of
from diagrams.pictures.all_channels import LEVELS, levels_of
from diagrams.pictures.phrases import Phrases
from engine.adviser import Adviser
from engine.analysis import Side, compare
from engine.analysis.survey import Aspect, Change, Difference, Shape, WalletDifference
from knowledge.channel import Channel, Level
from knowledge.errors import CaseError, Fault
from knowledge.models import Text

__all__ = ["draw_difference"]

LOOKS = {Shape.ADDED: Look.ADDED, Shape.REMOVED: Look.REMOVED, Shape.CHANGED: Look.CHANGED}
WAYS = {Shape.ADDED: Way.ADDED, Shape.REMOVED: Way.REMOVED, Shape.CHANGED: Way.CHANGED}
TOLD = ("state", "limits", "outcomes", "expected")
"""Aspects whose values always stand in the box; of the others those that are short, else the name"""
SHORT = 380.0
"""Points, set in 9: what is read at a glance"""

QUIET = 8
"""Arrows that differ in their grounds only, or come and go with a channel, and are drawn; if there are more, none of them is"""
WALLETS = "wallets"
COUNTED = "paths"
"""Of these ways in a box tells the number; what they are is told by a pointer"""


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
        self.quiet = _if_many(change for change in self.found.changes if _grounds_only(change))
        self.carried = _if_many(self.found.with_their_channel)
        left_out = (*self.quiet, *self.carried)
        self.changes = [change for change in self.found.changes if change not in left_out]
        self.sides = (after.adviser.knowledge.channels, before.adviser.knowledge.channels)

    def say(self, key: str, **values: object) -> str:
        return self.phrases.say(f"diff-{key}", **values)

    def drawing(self) -> Drawing:
        wallets, channels, edges = tuple(self.wallets()), tuple(self.nodes()), tuple(self.edges())
        nodes = (*wallets, *channels)
        column = (Cluster(WALLETS, self.column()),) if wallets else ()
        return Drawing(
            title=(
                self.say("title"),
                self.say("sides", before=self.of(self.found.before), after=self.of(self.found.after)),
            ),
            clusters=(*column, *levels_of(channels, self.phrases)),
            nodes=nodes,
            edges=edges,
            legend=tuple(self.legend(nodes, edges)),
            legend_title=self.phrases.say("draw-legend"),
            notes=tuple(self.notes(len(channels))),
        )

    def channel(self, channel: str) -> Channel:
        return next(side[channel] for side in self.sides if channel in side)

    def column(self) -> str:
        """What is told of wallets, and of which where it is one."""
        if len(self.found.wallets) > 1 or self.found.of_two_wallets:
            return self.say("wallets")
        name = self.found.wallets[0].after or self.found.wallets[0].before
        return self.say("wallet-side", name=self.say("wallets"), text=self.of(name) if name else "")

    def wallets(self) -> Iterator[Node]:
        """Of one wallet a box for each aspect in which it differs; of several a box for each wallet."""
        if len(self.found.wallets) == 1 and self.found.wallets[0].aspects:
            yield from map(self.about_wallet, self.found.wallets[0].aspects)
            return
        for number, wallet in enumerate(self.found.wallets):
            name = wallet.after or wallet.before
            told = [self.short(item) for item in wallet.aspects]
            tip = "\n".join(map(self.aspect, wallet.aspects))
            lines = (self.of(name) if name else "", self.say(str(wallet.shape)), *told)
            yield Node(f"wallet-{number}", lines, LOOKS[wallet.shape], WALLETS, tip=tip, broad=True)

    def about_wallet(self, item: Aspect) -> Node:
        title = self.say(f"aspect-{item.name}")
        sides = zip(self.labels(self.found.wallets[0]), (item.before, item.after), strict=True)
        values = (self.say("wallet-side", name=name, text=self.counted(item, texts)) for name, texts in sides)
        lines = (title, self.shape(Shape.CHANGED), *values)
        return Node(f"wallet-{item.name}", lines, Look.CHANGED, WALLETS, tip=self.aspect(item), broad=True)

    def labels(self, wallet: WalletDifference) -> tuple[str, str]:
        """What stands before the values of the two sides: the wallets, if there are two."""
        if self.found.of_two_wallets and wallet.before and wallet.after:
            return self.of(wallet.before), self.of(wallet.after)
        return self.say("old"), self.say("new")

    def short(self, item: Aspect) -> str:
        before, after = self.counted(item, item.before), self.counted(item, item.after)
        return self.say("aspect", aspect=self.say(f"aspect-{item.name}"), before=before, after=after)

    def counted(self, item: Aspect, texts: tuple[Text, ...]) -> str:
        """The values; of ways in that are many and long, how many there are."""
        if not texts:
            return self.say("not-held")
        return self.say("paths-number", n=len(texts)) if item.name == COUNTED else self.values(texts)

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
        named = [item for item in change.aspects if not self.in_words(item)]
        names = [self.say(f"aspect-{item.name}") for item in named]
        word = self.shape(change.shape)
        first = self.say("in", shape=word, aspects=self.say("list").join(names)) if names else word
        return (first, *(self.aspect(item) for item in change.aspects if item not in named))

    def in_words(self, item: Aspect) -> bool:
        return item.name in TOLD or width_of(self.aspect(item), 9) <= SHORT

    def shape(self, shape: Shape) -> str:
        """What became of it; between two wallets, which of them has it."""
        if self.found.of_two_wallets:
            return self.say(f"{shape}-between", before=self.of(self.found.before), after=self.of(self.found.after))
        return self.say(str(shape))

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
        words = {look: self.shape(shape) for shape, look in LOOKS.items()}
        yield from (Sample(words[look], look) for look in Look if look in looks)

    def notes(self, shown: int) -> Iterator[str]:
        if not (self.found.changes or self.found.wallets):
            yield self.say("same")
        same = self.found.same - (shown - sum(change.target is None for change in self.found.changes))
        if same > 0:
            yield self.say("left-out", n=same)
        if self.quiet:
            yield self.say("grounds-only", n=len(self.quiet))
        if self.carried:
            yield self.say("arrows-out", n=len(self.carried))


def _if_many(changes: Iterable[Change]) -> list[Change]:
    found = list(changes)
    return found if len(found) > QUIET else []


def _grounds_only(change: Change) -> bool:
    return change.target is not None and {item.name for item in change.aspects} == {"grounds"}
