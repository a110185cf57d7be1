"""Channels, and a case if there is one → the drawing of the escalation graph."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from diagrams.drawing import Cluster, Drawing, Edge, Look, Node, Sample, Way
from diagrams.phrases import Phrases
from diagrams.states import States
from engine.adviser import Advice
from engine.case import Case
from engine.computed import foreclosures, reply_clock
from engine.graph import ChannelState
from engine.wording import Speaker
from knowledge.approach import Channel, Escalation, Foreclosure, Level, Standing
from knowledge.library import Knowledge
from knowledge.models import Lang

__all__ = ["draw_escalation"]

LEVELS = (
    Level.EMERGENCY, Level.SELF_HELP, Level.PROVIDER, Level.INDUSTRY, Level.REGULATOR, Level.JUDICIARY,
)  # fmt: skip
UNSOLVED = (Standing.NOT_ACCEPTED, Standing.REFUSED, Standing.UNSATISFIED, Standing.PARTIAL)
TOLD = ("provider", "issue")
ALIVE = {ChannelState.OPEN, ChannelState.WAITING}
UNDECIDED = (Standing.NOT_TRIED, Standing.WAITING)


def draw_escalation(
    knowledge: Knowledge, on: date, lang: Lang = "zh", advice: Advice | None = None, everything: bool = False
) -> Drawing:
    """The channels by level and the ways between them; limits as in force `on` that day.

    With advice, what matters to the case: no channel that does not apply (unless `everything`), every state, the way
    taken so far; the day is the case's own.
    """
    if advice is None or not advice.plan.covered:
        return _Whole(knowledge, Case(on, {}), lang, advice).drawing()
    return _OfCase(knowledge, advice, lang, everything).drawing()


class _Whole:
    """The graph of all channels, without states."""

    def __init__(self, knowledge: Knowledge, case: Case, lang: Lang, uncovered: Advice | None = None) -> None:
        self.knowledge, self.case = knowledge, case
        self.phrases = Phrases(knowledge, lang)
        self.say, self.of = self.phrases.say, self.phrases.of
        self.uncovered = uncovered

    def drawing(self) -> Drawing:
        nodes, edges = tuple(self.nodes()), tuple(self.edges())
        return Drawing(
            title=self.title(),
            clusters=tuple(self.clusters(nodes)),
            nodes=nodes,
            edges=edges,
            legend=tuple(self.legend(nodes, edges)),
            legend_title=self.say("draw-legend"),
            notes=tuple(self.notes()),
        )

    def title(self) -> tuple[str, ...]:
        return self.say("draw-title-all"), self.say("draw-title-day", day=self.case.as_of)

    def shown(self) -> tuple[Channel, ...]:
        """The channels of the picture, by level, then as their files stand."""
        return tuple(sorted(self.knowledge.channels.values(), key=lambda channel: LEVELS.index(channel.level)))

    def clusters(self, nodes: tuple[Node, ...]) -> Iterator[Cluster]:
        used = {node.cluster for node in nodes}
        return (Cluster(level, self.say(f"draw-level-{level}")) for level in LEVELS if level in used)

    def nodes(self) -> Iterator[Node]:
        for channel in self.shown():
            yield Node(
                id=channel.id,
                lines=(self.of(channel.name), *self.state(channel)),
                look=self.look(channel),
                cluster=channel.level,
                double=channel.binding,
                tip=self.of(channel.summary),
            )

    def look(self, _: Channel) -> Look:
        return Look.PLAIN

    def state(self, _: Channel) -> tuple[str, ...]:
        return ()

    def edges(self) -> Iterator[Edge]:
        shown = {channel.id for channel in self.shown()}
        for channel in self.shown():
            yield from (
                self.edge(channel, item) for item in channel.next if item.to in shown and self.leads(channel, item)
            )
            yield from (
                self.closing(channel, item)
                for item in foreclosures(channel, self.case, self.knowledge)
                if item.channel in shown and self.shuts(channel, item)
            )

    def edge(self, channel: Channel, item: Escalation) -> Edge:
        tip = self.of(item.note) if item.note else ""
        return Edge(channel.id, item.to, self.way(channel, item), self.outcomes(channel, item), tip)

    def closing(self, channel: Channel, item: Foreclosure) -> Edge:
        return Edge(channel.id, item.channel, Way.FORECLOSES, (), self.of(item.because))

    def way(self, _: Channel, __: Escalation) -> Way:
        return Way.ESCALATES

    def leads(self, _: Channel, __: Escalation) -> bool:
        return True

    def shuts(self, _: Channel, __: Foreclosure) -> bool:
        return True

    def outcomes(self, channel: Channel, item: Escalation) -> tuple[str, ...]:
        """The outcomes on which the edge leads on, every way of not being solved as one, silence with its limit."""
        words = [self.say(f"on-{standing}") for standing in item.on if standing is not Standing.OVERDUE]
        if set(UNSOLVED) <= set(item.on):
            rest = [self.say(f"on-{s}") for s in item.on if s not in (*UNSOLVED, Standing.OVERDUE)]
            words = [self.say("draw-unsolved"), *rest]
        told = (self.say("draw-or").join(words),) if words else ()
        return (*told, self.silence(channel)) if Standing.OVERDUE in item.on else told

    def silence(self, channel: Channel) -> str:
        if not channel.answers:
            return self.say("on-overdue")
        return self.phrases.silence(
            limit for limit, _ in reply_clock(channel, self.case.as_of, self.case, self.knowledge)
        )

    def legend(self, nodes: tuple[Node, ...], edges: tuple[Edge, ...]) -> Iterator[Sample]:
        """What occurs in the picture, and nothing else."""
        looks, ways = {node.look for node in nodes}, {edge.way for edge in edges}
        yield from (Sample(self.say(f"draw-legend-{way}"), way) for way in Way if way in ways)
        yield from (Sample(self.say(f"draw-legend-{look}"), look) for look in Look if look in looks - {Look.PLAIN})
        if any(node.double for node in nodes):
            yield Sample(self.say("draw-legend-double"), Look.PLAIN, double=True)

    def notes(self) -> Iterator[str]:
        if self.uncovered:
            yield self.say("draw-not-covered")
        yield self.say("draw-legend-yardstick")


class _OfCase(_Whole):
    """The part of the graph that matters to a case, with the state of each channel."""

    def __init__(self, knowledge: Knowledge, advice: Advice, lang: Lang, everything: bool) -> None:
        super().__init__(knowledge, advice.case, lang)
        self.advice, self.everything = advice, everything
        self.states = States(self.phrases, advice)

    def title(self) -> tuple[str, ...]:
        speaker = Speaker(self.knowledge, self.case)
        told = [self.of(speaker.word(name)) for name in TOLD if name in self.case.answers]
        parts = [*told, self.say("draw-as-of", day=self.case.as_of)]
        return self.say("draw-title-case"), self.say("draw-separator").join(parts)

    def shown(self) -> tuple[Channel, ...]:
        return tuple(c for c in super().shown() if self.everything or self.applies(c))

    def applies(self, channel: Channel) -> bool:
        return self.states.entry(channel.id).state is not ChannelState.NOT_APPLICABLE

    def look(self, channel: Channel) -> Look:
        return self.states.look(channel.id)

    def state(self, channel: Channel) -> tuple[str, ...]:
        return self.states.words(channel.id)

    def standing(self, channel: Channel) -> Standing:
        return self.states.entry(channel.id).standing

    def way(self, channel: Channel, item: Escalation) -> Way:
        return Way.TAKEN if self.standing(channel) in item.on else Way.ESCALATES

    def leads(self, channel: Channel, item: Escalation) -> bool:
        """An outcome that has come about, or still can; not out of or into a channel that is shut, nor back to one tried."""
        standing, target = self.standing(channel), self.states.entry(item.to)
        if self.states.look(channel.id) is Look.CLOSED or target.state is ChannelState.CLOSED:
            return False
        return standing in item.on or (standing in UNDECIDED and target.standing is Standing.NOT_TRIED)

    def shuts(self, channel: Channel, item: Foreclosure) -> bool:
        """A choice still to be made between doors that stand open, or one that explains why a channel is closed."""
        source, target = self.states.entry(channel.id), self.states.entry(item.channel)
        if target.state is ChannelState.CLOSED:
            return source.standing is not Standing.NOT_TRIED
        return {source.state, target.state} <= ALIVE

    def outcomes(self, channel: Channel, item: Escalation) -> tuple[str, ...]:
        standing = self.standing(channel)
        if standing in item.on and standing is not Standing.WAITING:
            return (self.say(f"on-{standing}"),)
        return super().outcomes(channel, item)

    def notes(self) -> Iterator[str]:
        alone = [step for step in self.advice.plan.steps if step.channel is None]
        if alone:
            told = [self.say("draw-alone-step", rank=step.rank, title=self.of(step.title)) for step in alone]
            yield self.say("draw-alone", steps=self.say("draw-alone-and").join(told))
        yield from self.states.notes()
        left_out = len(self.knowledge.channels) - len(self.shown())
        if left_out:
            yield self.say("draw-left-out-one" if left_out == 1 else "draw-left-out", n=left_out)
        yield self.say("draw-legend-yardstick")
