"""A plan and its graph → how each channel looks in this case, and in which words its state is told."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from diagrams.drawing import Look
from diagrams.drawing.sizes import LONGEST, clean, cut
from diagrams.pictures.phrases import Phrases
from engine.adviser import Advice
from engine.graph import ChannelState
from engine.steps import Step
from engine.steps.outline import ChannelEntry
from knowledge.standing import Standing
from rules.models import Urgency

__all__ = ["States"]

REFERENCE = 24
"""Characters of a reference number that a box shows; its tip has all of them"""
LOOKS = {
    ChannelState.OPEN: Look.OPEN,
    ChannelState.WAITING: Look.WAITING,
    ChannelState.DONE: Look.DONE,
    ChannelState.CLOSED: Look.CLOSED,
    ChannelState.UNDETERMINED: Look.UNDETERMINED,
    ChannelState.NOT_APPLICABLE: Look.NOT_APPLICABLE,
}


class States:
    """The state of every channel, told by a look and by words, each look by a word of its own."""

    def __init__(self, phrases: Phrases, advice: Advice) -> None:
        self.say, self.phrases = phrases.say, phrases
        self.plan, self.graph = advice.plan, advice.graph
        self.contacts = {name: node.standing.attempt for name, node in advice.graph.nodes.items()}
        self.steps: dict[str, list[Step]] = {}
        for step in advice.plan.steps:
            self.steps.setdefault(step.channel or "", []).append(step)
        self.first = {channel: steps[0] for channel, steps in self.steps.items()}
        self.by_law = {late.channel for late in advice.plan.late if late.statutory}
        shut = [c for c, entry in advice.plan.channels.items() if self.look(c) is Look.CLOSED and entry.reasons]
        self.noted = {channel: number for number, channel in enumerate(shut, 1)}

    def entry(self, channel: str) -> ChannelEntry:
        return self.plan.channels[channel]

    def look(self, channel: str) -> Look:
        """A step that is due goes before the state of its channel, unless it hangs on an unknown."""
        if self.due_steps(channel):
            return Look.NOW
        return Look.LATE if channel in self.by_law else LOOKS[self.entry(channel).state]

    def due_steps(self, channel: str) -> list[Step]:
        """The certain steps there that do not wait until they are useful."""
        found = self.steps.get(channel, [])
        return [step for step in found if step.urgency is not Urgency.WHEN_USEFUL and not step.provided]

    def words(self, channel: str) -> tuple[str, ...]:
        """The state in words, with the contact made; above it the steps that are due, below it those that are not."""
        entry, look, due = self.entry(channel), self.look(channel), self.due_steps(channel)
        rest = [step for step in self.steps.get(channel, []) if step not in due]
        told = (*self.due(due), *(self.behind(channel, entry) if due else [self.state(channel, entry)]))
        more = [self.ranks(rest)] if rest and look is not Look.OPEN else []
        return (*told, *self.contact(channel, REFERENCE), *more)

    def ranks(self, steps: list[Step]) -> str:
        """“step 2”, “steps 2, 4”."""
        ranks = self.say("draw-ranks-and").join(str(step.rank) for step in steps)
        return self.say("draw-ranks" if len(steps) > 1 else "draw-rank", ranks=ranks)

    def contact(self, channel: str, most: int | None = None) -> tuple[str, ...]:
        """The day of the contact that the standing comes from, and its reference number, cut to `most` characters."""
        made = self.contacts[channel]
        if made is None:
            return ()
        if made.presumed:
            return (self.say("day-presumed"),)
        number, undated = clean(made.reference or ""), "" if made.date else "-undated"
        if not number:
            return (self.say(f"escalation-contact{undated}", day=made.date),)
        return (self.say(f"escalation-contact-number{undated}", day=made.date, number=cut(number, most or LONGEST)),)

    def due(self, steps: list[Step]) -> Iterator[str]:
        """Those without a limit of their own together; each of the others with its day and whose day that is."""
        limited = [step for step in steps if step.do_by and step.limit]
        if rest := [step for step in steps if step not in limited]:
            yield self.say("draw-state-now", steps=self.ranks(rest))
        for step in limited:
            kind = self.say(f"step-by-{step.do_by_kind}")
            yield self.say("draw-state-now-by", steps=self.ranks([step]), kind=kind, day=step.do_by)

    def behind(self, channel: str, entry: ChannelEntry) -> Iterator[str]:
        if entry.state is not ChannelState.OPEN:
            yield self.state(channel, entry)

    def state(self, channel: str, entry: ChannelEntry) -> str:
        match entry.state:
            case ChannelState.OPEN:
                steps = self.steps.get(channel)
                return (
                    self.say("draw-state-open-step", steps=self.ranks(steps)) if steps else self.say("draw-state-open")
                )
            case ChannelState.WAITING:
                return self.waiting(channel, entry)
            case ChannelState.DONE:
                return self.say("draw-state-done", outcome=self.say(f"on-{entry.standing}"))
            case ChannelState.UNDETERMINED:
                return self.undetermined(entry)
            case ChannelState.CLOSED:
                return self.closed(channel)
            case _:
                return self.say("draw-state-not-applicable")

    def waiting(self, channel: str, entry: ChannelEntry) -> str:
        """For an answer until its last day, or for the day on which the channel opens by itself; late only where a law is."""
        overdue = "late" if channel in self.by_law else "slow"
        late = overdue if entry.standing is Standing.OVERDUE else "waiting"
        day = entry.reply_due or entry.opens_on
        if day:
            return self.say(f"draw-state-{late}", day=day)
        open_ = "undated" if self.graph.nodes[channel].standing.undated else "open"
        return self.say(f"draw-state-{late}-{'before' if entry.standing is Standing.NOT_TRIED else open_}")

    def undetermined(self, entry: ChannelEntry) -> str:
        if not entry.asks:
            return self.say("draw-state-undetermined-plain")
        return self.say("draw-state-undetermined", fact=self.phrases.facts(entry.asks))

    def closed(self, channel: str) -> str:
        told = self.say("draw-state-closed")
        number = self.noted.get(channel)
        return self.say("draw-see-note", text=told, n=number) if number else told

    def notes(self, shown: Collection[str]) -> Iterator[str]:
        """Why each of the channels that is closed is so, under the number that its box shows."""
        for channel, number in self.noted.items():
            if channel not in shown:
                continue
            text = " ".join(map(self.phrases.of, self.entry(channel).reasons))
            yield self.say("draw-note", n=number, channel=self.phrases.channel(channel), text=text)
