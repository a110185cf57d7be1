"""A case and its advice → the boxes and arrows of the channels that matter to it, with states, dates and ways."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, timedelta

from diagrams.drawing import Edge, Look, Way
from diagrams.pictures.all_channels import AllChannels
from diagrams.pictures.states import States
from engine.adviser import Advice
from engine.graph import ChannelState
from engine.steps import Step
from engine.wording import Speaker
from knowledge.channel import Channel
from knowledge.escalation import Escalation, Foreclosure
from knowledge.library import Knowledge
from knowledge.models import Lang
from knowledge.standing import Standing

__all__ = ["CaseChannels"]

TOLD = ("provider", "issue")
ALIVE = {ChannelState.OPEN, ChannelState.WAITING}
UNDECIDED = (Standing.NOT_TRIED, Standing.WAITING)
SILENT = {Standing.OVERDUE: "escalation-silent-since", Standing.WAITING: "escalation-silent-until"}
DAY = timedelta(days=1)


class CaseChannels(AllChannels):
    """The part of the graph that matters to a case, with the state of each channel."""

    def __init__(self, knowledge: Knowledge, advice: Advice, lang: Lang, title: str) -> None:
        super().__init__(knowledge, advice.case, lang)
        self.advice, self.titled = advice, title
        self.states = States(self.phrases, advice)

    def title(self) -> tuple[str, ...]:
        speaker = Speaker(self.knowledge, self.case)
        told = [self.of(speaker.word(name)) for name in TOLD if name in self.case.answers]
        return self.say(self.titled), self.say("draw-separator").join(
            [*told, self.say("draw-as-of", day=self.case.as_of)]
        )

    def notes(self, drawn: Collection[str]) -> Iterator[str]:
        alone = [step for step in self.advice.plan.steps if step.channel is None]
        if alone:
            told = [self.say("draw-alone-step", rank=step.rank, title=self.of(step.title)) for step in alone]
            yield self.say("draw-alone", steps=self.say("draw-alone-and").join(told))
        yield from self.states.notes(drawn)
        left_out = len(self.knowledge.channels) - len(self.shown())
        if left_out:
            yield self.say("draw-left-out-one" if left_out == 1 else "draw-left-out", n=left_out)

    def shown(self) -> tuple[Channel, ...]:
        return tuple(c for c in super().shown() if self.states.entry(c.id).state is not ChannelState.NOT_APPLICABLE)

    def look(self, channel: Channel) -> Look:
        return self.states.look(channel.id)

    def state(self, channel: Channel) -> tuple[str, ...]:
        return self.states.words(channel.id)

    def told(self, channel: Channel) -> tuple[str, ...]:
        return self.states.contact(channel.id)

    def rank(self, channel: Channel) -> int | None:
        step = self.states.first.get(channel.id)
        return step.rank if step else None

    def standing(self, channel: str) -> Standing:
        return self.states.entry(channel).standing

    def edge(self, channel: Channel, item: Escalation) -> Edge:
        last = self.last_day(channel.id) if self.by_silence(channel, item) else None
        return replace(super().edge(channel, item), opens=last + DAY if last else None)

    def way(self, channel: Channel, item: Escalation) -> Way:
        if self.gone(channel, item):
            return Way.TAKEN
        if self.standing(channel.id) in item.on:
            return Way.TAKEN if self.due(item.to) else Way.OPENED
        return Way.AHEAD if self.advised(channel, item) else Way.ESCALATES

    def gone(self, channel: Channel, item: Escalation) -> bool:
        """Whether the next door was tried after this one had the outcome: after the last day, where it was silence; by
        the order of the contacts, where a day is not told.
        """
        here, there = (self.advice.graph.nodes[name].standing for name in (channel.id, item.to))
        if here.standing not in item.on or here.attempt is None or there.attempt is None:
            return False
        if here.attempt.date is None or there.attempt.date is None:
            made = self.advice.case.attempts
            return made.index(there.attempt) > made.index(here.attempt)
        silent = here.due if here.standing is Standing.OVERDUE else None
        return there.attempt.date >= (silent + DAY if silent else here.attempt.date)

    def advised(self, channel: Channel, item: Escalation) -> bool:
        """Whether a step that is due at the channel leads there if it solves nothing."""
        steps = self.states.due_steps(channel.id)
        return any(item.to == onward.channel for step in steps for onward in step.if_unresolved)

    def due(self, channel: str) -> Step | None:
        return self.states.first.get(channel) if self.states.look(channel) is Look.NOW else None

    def leads(self, channel: Channel, item: Escalation) -> bool:
        """The way gone; a door not tried yet that an outcome opens which has come about, or still can.

        Nothing leads out of or into a channel that is shut.
        """
        standing, target = self.standing(channel.id), self.states.entry(item.to)
        if self.gone(channel, item):
            return True
        if self.states.look(channel.id) is Look.CLOSED or target.state is ChannelState.CLOSED:
            return False
        return target.standing is Standing.NOT_TRIED and (standing in item.on or standing in UNDECIDED)

    def shuts(self, channel: Channel, item: Foreclosure) -> bool:
        """A choice still to be made between doors that stand open, or one that explains why a channel is closed."""
        source, target = self.states.entry(channel.id), self.states.entry(item.channel)
        if target.state is ChannelState.CLOSED:
            return source.standing is not Standing.NOT_TRIED
        return {source.state, target.state} <= ALIVE

    def by_silence(self, channel: Channel, item: Escalation) -> bool:
        """Silence counts while it can still come about, or has."""
        return super().by_silence(channel, item) and self.standing(channel.id) in (*UNDECIDED, Standing.OVERDUE)

    def label(self, channel: Channel, item: Escalation) -> tuple[str, ...]:
        """Of the outcomes only the one that has come about, if any has."""
        standing = self.standing(channel.id)
        if standing is Standing.OVERDUE and standing in item.on:
            return (self.silence(channel),)
        if standing in item.on and standing is not Standing.WAITING:
            return (self.say(f"on-{standing}"),)
        return super().label(channel, item)

    def silence(self, channel: Channel) -> str:
        """With its day: the one that has passed, the one that runs, or the one that would if it were filed today."""
        told, last = super().silence(channel), self.last_day(channel.id)
        if last is None:
            return told
        key = SILENT.get(self.standing(channel.id), "escalation-silent-if-today")
        day = self.say("escalation-provisional", day=last + DAY) if self.provisional(channel.id) else last + DAY
        return self.say(key, text=told, day=day)

    def last_day(self, channel: str) -> date | None:
        """The last day for an answer: of the clock that runs or ran, else of the one that a step due now would start."""
        entry, step = self.states.entry(channel), self.due(channel)
        return entry.reply_due or (step.reply_due if step else None)

    def provisional(self, channel: str) -> bool:
        """Whether that day depends on a year whose holidays are not published yet."""
        entry, step = self.states.entry(channel), self.due(channel)
        if entry.reply_due or step is None:
            return entry.provisional
        return any(limit.provisional for limit in step.reply_limits)
