"""Channels and a day → the boxes and arrows of the whole escalation graph under the law of that day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from diagrams.drawing import Cluster, Edge, Ground, Limit, Look, Node, Way
from diagrams.pictures.arrow_labels import arrow_label, silence_words
from diagrams.pictures.phrases import Phrases
from engine.case import Case, foreclosures
from engine.case.reply_clock import reply_limits
from engine.steps.grounds import cited_articles
from engine.wording import cite
from knowledge.channel import Channel, Level
from knowledge.escalation import Escalation, Foreclosure
from knowledge.library import Knowledge
from knowledge.limits import NamedLimit
from knowledge.models import Lang
from knowledge.standing import Standing

__all__ = ["LEVELS", "AllChannels", "levels_of"]

LEVELS = (
    Level.EMERGENCY, Level.SELF_HELP, Level.PROVIDER, Level.INDUSTRY, Level.REGULATOR, Level.JUDICIARY,
)  # fmt: skip


def levels_of(nodes: Iterable[Node], phrases: Phrases) -> tuple[Cluster, ...]:
    """The levels that these boxes stand in, each with its name, from the first to the last."""
    used = {node.cluster for node in nodes}
    return tuple(Cluster(level, phrases.say(f"draw-level-{level}")) for level in LEVELS if level in used)


class AllChannels:
    """The graph of all channels, without states."""

    def __init__(self, knowledge: Knowledge, case: Case, lang: Lang, uncovered: bool = False) -> None:
        self.knowledge, self.case, self.uncovered = knowledge, case, uncovered
        self.phrases = Phrases(knowledge, lang, case.as_of)
        self.say, self.of = self.phrases.say, self.phrases.of
        self._limits: dict[str, tuple[NamedLimit, ...]] = {}

    def title(self) -> tuple[str, ...]:
        return self.say("draw-title-all"), self.say("draw-title-day", day=self.case.as_of)

    def notes(self, _: Collection[str]) -> Iterator[str]:
        """What is told of the picture in which these channels are drawn."""
        if self.uncovered:
            yield self.say("draw-not-covered")

    def shown(self) -> tuple[Channel, ...]:
        """The channels of the picture, by level, then as their files stand."""
        return tuple(sorted(self.knowledge.channels.values(), key=lambda channel: LEVELS.index(channel.level)))

    def nodes(self) -> Iterator[Node]:
        for channel in self.shown():
            grounds = self.grounds(channel.basis)
            yield Node(
                id=channel.id,
                lines=(self.phrases.channel(channel.id), *self.state(channel)),
                look=self.look(channel),
                cluster=channel.level,
                double=channel.binding,
                tip=self.tip(grounds, self.of(channel.summary), *self.told(channel)),
                grounds=grounds,
                rank=self.rank(channel),
            )

    def look(self, _: Channel) -> Look:
        return Look.PLAIN

    def state(self, _: Channel) -> tuple[str, ...]:
        return ()

    def told(self, _: Channel) -> tuple[str, ...]:
        """What a pointer shows of a channel besides its summary."""
        return ()

    def rank(self, _: Channel) -> int | None:
        return None

    def edges(self) -> Iterator[Edge]:
        shown = {channel.id for channel in self.shown()}
        for channel in self.shown():
            yield from (
                self.edge(channel, item) for item in channel.next if item.to in shown and self.leads(channel, item)
            )
            yield from (
                self.closing(channel, item)
                for item in foreclosures(channel, self.case.as_of, self.knowledge)
                if item.channel in shown and self.shuts(channel, item)
            )

    def edge(self, channel: Channel, item: Escalation) -> Edge:
        limits = self.limits(channel) if self.by_silence(channel, item) else ()
        set_by = (f"{limit.ref.partition('.')[0]}/{limit.cited.number}" for limit in limits if limit.cited)
        grounds = self.grounds((*item.basis, *set_by))
        return Edge(
            source=channel.id,
            target=item.to,
            way=self.way(channel, item),
            label=self.label(channel, item),
            tip=self.tip(grounds, self.of(item.note) if item.note else ""),
            grounds=grounds,
            limit=_set_by(limits),
        )

    def closing(self, channel: Channel, item: Foreclosure) -> Edge:
        grounds = self.grounds(item.basis)
        tip = self.tip(grounds, self.of(item.because))
        return Edge(channel.id, item.channel, Way.FORECLOSES, (), tip, grounds)

    def way(self, _: Channel, __: Escalation) -> Way:
        return Way.ESCALATES

    def leads(self, _: Channel, __: Escalation) -> bool:
        return True

    def shuts(self, _: Channel, __: Foreclosure) -> bool:
        return True

    def by_silence(self, _: Channel, item: Escalation) -> bool:
        return Standing.OVERDUE in item.on

    def limits(self, channel: Channel) -> tuple[NamedLimit, ...]:
        """The limits for an answer that are in force that day; none where nobody owes one."""
        if channel.id not in self._limits:
            self._limits[channel.id] = reply_limits(channel, self.case, self.knowledge) if channel.answers else ()
        return self._limits[channel.id]

    def label(self, channel: Channel, item: Escalation) -> tuple[str, ...]:
        """The outcomes on which the arrow leads on."""
        return arrow_label(self.phrases, item.on, self.silence(channel) if self.by_silence(channel, item) else None)

    def silence(self, channel: Channel) -> str:
        return silence_words(self.phrases, self.limits(channel))

    def grounds(self, refs: Iterable[str]) -> tuple[Ground, ...]:
        """The articles in force, each under its name and in its edition of the day."""
        lang = self.phrases.lang
        return tuple(
            Ground(cited.citation, cited.edition.id, cite(cited.statute.title, cited.name, lang))
            for cited in cited_articles(self.knowledge, self.case, refs)
        )

    def tip(self, grounds: tuple[Ground, ...], *texts: str) -> str:
        """The texts, then the grounds, a line each."""
        cited = (self.say("escalation-ground", name=item.name, edition=item.edition) for item in grounds)
        return "\n".join(filter(None, (*texts, *cited)))


def _set_by(limits: tuple[NamedLimit, ...]) -> Limit | None:
    """Statutory if every part of the time is; None where no time is set."""
    if not limits:
        return None
    return Limit.STATUTORY if all(limit.statutory for limit in limits) else Limit.YARDSTICK
