"""A case → its time: contacts made, limits that run or have passed, what to do until when, what opens, what expires."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from diagrams.drawing import Request, Timeline
from diagrams.drawing.bars import Bar, Mark, Row, Section
from diagrams.pictures.phrases import Phrases
from engine.adviser import Advice, Adviser
from engine.case import Attempt, ChannelStanding
from engine.explaining import Expiry, find_expiries
from engine.steps import Step
from engine.steps.parts import RunningLimit
from engine.wording import FactWords, Speaker
from knowledge.errors import CaseError, Fault
from knowledge.limits import Due, NamedLimit
from knowledge.standing import Standing
from rules.models import Urgency

__all__ = ["draw_timeline"]

DAY = timedelta(days=1)


def draw_timeline(adviser: Adviser, request: Request) -> Timeline:
    """The time of the case of `request.advice`. Raises CaseError without one."""
    if request.advice is None:
        raise CaseError([Fault.told("case", adviser.knowledge.wording["fault-draw-case"])])
    return _Writer(adviser, request.advice, request).timeline()


class _Writer:
    def __init__(self, adviser: Adviser, advice: Advice, request: Request) -> None:
        self.knowledge, self.advice, self.case, self.lang = adviser.knowledge, advice, advice.case, request.lang
        self.phrases = Phrases(adviser.knowledge, request.lang, request.day)
        self.words = FactWords(adviser.knowledge, request.lang, advice.case.days)
        self.speaker = Speaker(adviser.knowledge, advice.case)
        self.of, self.channel = self.phrases.of, self.phrases.channel

    def say(self, key: str, **values: object) -> str:
        return self.phrases.say(f"time-{key}", **values)

    def timeline(self) -> Timeline:
        told = {"past": self.past(), "do": self.do(), "opens": self.opens(), "expires": self.expires()}
        rows = {name: tuple(found) for name, found in told.items()}
        sections = tuple(Section(self.say(f"section-{name}"), found) for name, found in rows.items() if found)
        marks = {bar.mark for section in sections for row in section.rows for bar in row.bars}
        return Timeline(
            title=(self.say("title"), self.phrases.case_line(self.case)),
            today=self.case.as_of,
            today_word=self.say("today"),
            sections=sections,
            legend=tuple((mark, self.say(f"legend-{mark}")) for mark in Mark if mark in marks),
            legend_title=self.phrases.say("draw-legend"),
            notes=tuple(self.notes(sections)),
        )

    def past(self) -> Iterator[Row]:
        """What happened, every contact, and the limits that run or ran from the latest one at each channel."""
        for fact in ("incident_date", "aware_date"):
            day = self.case.answers.get(fact)
            if isinstance(day, date):
                label = self.of(self.knowledge.facts[fact].label)
                yield Row(label, (Bar(Mark.EVENT, day, day, label),), str(day))
        for attempt in self.case.contacts:
            yield self.contact(attempt)

    def contact(self, attempt: Attempt) -> Row:
        standing = self.advice.inference.standings[attempt.channel]
        label = self.channel(attempt.channel)
        if attempt.action:
            label = self.say("contact-action", channel=label, action=self.title(attempt.action))
        if attempt.date is None:
            return Row(label, tuple(self.sometime()), self.undated(attempt, standing))
        point = Bar(Mark.CONTACT, attempt.date, attempt.date, self.say("contact", day=attempt.date))
        if standing.attempt is not attempt or standing.standing not in (Standing.WAITING, Standing.OVERDUE):
            outcome = self.phrases.say(f"outcome-{attempt.outcome}")
            return Row(label, (point,), self.say("answered", day=attempt.date, outcome=outcome))
        bars = (*self.clock(standing.clock), *self.late(standing, attempt.date), point)
        return Row(label, bars, self.awaited(attempt, standing))

    def sometime(self) -> Iterator[Bar]:
        """The days on which a contact of unknown day can have been, where the first of them is known."""
        if self.case.since:
            yield Bar(Mark.SOMETIME, self.case.since, self.case.as_of, self.say("sometime", first=self.case.since))

    def undated(self, attempt: Attempt, standing: ChannelStanding) -> str:
        """What came of a contact of unknown day; where an answer is waited for, whether it is late."""
        if standing.attempt is attempt and standing.undated:
            return self.say(f"undated-{standing.standing}")
        return self.say("undated", outcome=self.phrases.say(f"outcome-{attempt.outcome}"))

    def title(self, action: str) -> str:
        return self.of(self.speaker.fill(self.knowledge.actions[action].title))

    def clock(self, clock: Iterable[tuple[NamedLimit, Due]]) -> Iterator[Bar]:
        for limit, due in clock:
            mark = Mark.STATUTORY if limit.statutory else Mark.YARDSTICK
            yield Bar(mark, due.start, due.last, self.length(limit), due.provisional)

    def length(self, limit: NamedLimit) -> str:
        """How long, set by whom."""
        if limit.cited:
            return self.say("statutory", length=self.words.limit(limit), article=self.article(limit))
        return self.say("yardstick", length=self.words.limit(limit))

    def article(self, limit: NamedLimit) -> str:
        assert limit.cited
        return f"{self.of(limit.cited.statute.title)} {self.of(limit.cited.name)}"

    def late(self, standing: ChannelStanding, made: date) -> Iterator[Bar]:
        if standing.standing is Standing.OVERDUE and standing.due:
            mark = Mark.LATE if standing.statutory else Mark.SLOW
            yield Bar(mark, standing.due + DAY, self.case.as_of, self.over(standing, standing.due))
        elif not standing.clock:
            yield Bar(Mark.NO_LIMIT, made, self.case.as_of, self.say("no-limit"))

    def over(self, standing: ChannelStanding, due: date) -> str:
        """By how many days, and whether a law or only a yardstick has passed."""
        return self.say("late" if standing.statutory else "slow", n=(self.case.as_of - due).days)

    def awaited(self, attempt: Attempt, standing: ChannelStanding) -> str:
        """From when, until when, by which limits; and by how many days it is late."""
        if standing.due is None:
            return self.say("waiting-open", day=attempt.date)
        limits = self.say("plus").join(self.length(limit) for limit, _ in standing.clock)
        told = self.say("waiting", day=attempt.date, due=self.last(standing.due, standing.provisional), limits=limits)
        if standing.standing is Standing.OVERDUE:
            return self.say("and", told=told, more=self.over(standing, standing.due))
        return told

    def last(self, day: date, provisional: bool) -> str:
        return self.say("provisional", day=day) if provisional else str(day)

    def do(self) -> Iterator[Row]:
        """Steps with a day: until when to act, and how long an answer may take if one files today."""
        for step in self.advice.plan.steps:
            if step.urgency is not Urgency.WHEN_USEFUL and step.do_by:
                yield self.step(step, step.do_by)

    def step(self, step: Step, do_by: date) -> Row:
        label = self.say("step", rank=step.rank, title=self.of(step.title))
        running = self.advice.graph.nodes[step.channel].standing.clock if step.channel else ()
        limits = () if running else step.reply_limits
        act = Bar(Mark.DO, step.do_from, do_by, self.urgency(step, do_by), step.do_by_provisional)
        told = self.urgency(step, do_by)
        if limits and step.reply_due:
            due = self.last(step.reply_due, any(limit.provisional for limit in limits))
            told = self.say("if-filed", told=told, due=due)
        return Row(label, (*self.would(limits), act), told)

    def would(self, limits: Iterable[RunningLimit]) -> Iterator[Bar]:
        return (Bar(Mark.WOULD, item.start, item.last, item.length, item.provisional) for item in limits)

    def urgency(self, step: Step, do_by: date) -> str:
        day = self.last(do_by, step.do_by_provisional)
        kind = self.say(f"by-{step.do_by_kind}")
        if step.urgency is Urgency.BY:
            return f"{kind} {day}"
        told = self.phrases.say(f"urgency-{step.urgency}", day=day)
        return told if step.urgency in (Urgency.NOW, Urgency.TODAY) else self.say("by", word=told, kind=kind, day=day)

    def opens(self) -> Iterator[Row]:
        """Channels that open by silence, soonest first."""
        nodes = [node for node in self.advice.graph.nodes.values() if node.opens_on]
        for node in sorted(nodes, key=lambda node: (node.opens_on or date.max, node.channel)):
            if node.opens_on:
                bar = Bar(Mark.OPENS, node.opens_on, node.opens_on, self.channel(node.channel))
                yield Row(self.channel(node.channel), (bar,), self.say("opens", day=node.opens_on))

    def expires(self) -> Iterator[Row]:
        for item in find_expiries(self.knowledge, self.advice):
            end = Bar(Mark.EXPIRES, item.due.last, item.due.last, "", item.due.provisional)
            run = Bar(Mark.CLAIM, item.event, item.due.last, self.length(item.limit), item.due.provisional)
            yield Row(self.of(self.speaker.fill(item.rule.entry.title)), (run, end), self.expiry(item))

    def expiry(self, item: Expiry) -> str:
        key = "over" if item.due.last < self.case.as_of else "until" if item.until else "after"
        day = self.last(item.due.last, item.due.provisional)
        return self.say(key, day=day, limit=self.length(item.limit))

    def notes(self, sections: tuple[Section, ...]) -> Iterator[str]:
        useful = sum(step.urgency is Urgency.WHEN_USEFUL for step in self.advice.plan.steps)
        if useful:
            yield self.say("note-useful", n=useful)
        if any(bar.provisional for section in sections for row in section.rows for bar in row.bars):
            yield self.say("note-provisional")
        yield self.phrases.say("draw-legend-yardstick")
