"""A plan and its case → the dates of it (`recourse/calendar/1`): last days, answers that fall due, doors that open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import Literal

from documents.letters import clean
from documents.plan_words import PlanWords
from engine.case import Case, standings
from engine.steps import Entry, Plan, Step, running
from engine.steps.outline import ChannelEntry
from engine.steps.parts import DateKind, RunningLimit
from knowledge.frozen import shaped
from knowledge.library import Knowledge
from knowledge.models import Lang, Text
from knowledge.standing import Standing

__all__ = ["Calendar", "CalendarEntry", "EntryKind", "make_calendar"]

BEFORE = {"do": (7, 3, 1, 0), "reply": (1, 0), "opens": (0,)}
"""how many days before its day an entry rings; a suggested day rings on the day only"""
WHO = ("provider", "issue")
"""the answers that tell one case of a person from another"""


class EntryKind(StrEnum):
    DO = "do"
    REPLY = "reply"
    OPENS = "opens"


class CalendarEntry(Entry):
    """One day of the plan. The same step or channel of the same case has the same `uid` each time."""

    uid: str
    kind: EntryKind
    date_kind: DateKind
    day: date
    title: Text
    details: tuple[Text, ...]
    """how the day was counted, by which article, what it hangs on"""
    action: str | None
    channel: str | None
    provisional: bool = False
    rings: tuple[int, ...]
    """days before it, none of them past"""


class Calendar(Entry):
    """The dates of a plan, the soonest first."""

    schema_: Literal["recourse/calendar/1"] = shaped(default="recourse/calendar/1", called="schema")
    as_of: date
    name: Text
    entries: tuple[CalendarEntry, ...]
    disclaimer: Text


def make_calendar(plan: Plan, case: Case, knowledge: Knowledge, name: str = "") -> Calendar:
    """Every date of the plan that has not passed. `name` tells two cases of one person apart that share wallet and trouble."""
    entries = _Dates(plan, case, knowledge, name).entries()
    return Calendar(
        as_of=plan.as_of,
        name=knowledge.wording["calendar-name"],
        entries=tuple(sorted(entries, key=lambda entry: (entry.day, entry.kind, entry.uid))),
        disclaimer=plan.disclaimer,
    )


class _Dates:
    def __init__(self, plan: Plan, case: Case, knowledge: Knowledge, name: str) -> None:
        self.plan, self.case, self.knowledge = plan, case, knowledge
        self.zh, self.en = (PlanWords(plan, case, knowledge, lang) for lang in ("zh", "en"))
        self.identity = name or "|".join(str(case.answers.get(fact, "")) for fact in WHO)

    def entries(self) -> Iterator[CalendarEntry]:
        """Of conditional steps only what a statute sets: the rest would be noise."""
        running = dict(self.running())
        yield from (self.do(step) for step in self.plan.steps if self.is_dated(step))
        yield from running.values()
        for step in self.plan.steps:
            if step.reply_due and step.channel and step.channel not in running and self.is_first(step, step.channel):
                running[step.channel] = self.supposed(step, step.channel, step.reply_due)
                yield running[step.channel]
        for channel, entry in self.plan.channels.items():
            if entry.opens_on and entry.opens_on > self.plan.as_of:
                yield self.opening(channel, entry, entry.opens_on)

    def is_first(self, step: Step, channel: str) -> bool:
        """Whether nobody there was asked yet, so that the answer would be counted from the day of the plan."""
        return not step.provided and self.plan.channels[channel].standing is Standing.NOT_TRIED

    def is_dated(self, step: Step) -> bool:
        return bool(step.do_by) and (not step.provided or step.do_by_kind is DateKind.STATUTORY)

    def do(self, step: Step) -> CalendarEntry:
        assert step.do_by
        assert step.do_by_kind
        suggested = step.do_by_kind is DateKind.SUGGESTED
        details = [*self.counted(step), *self.condition(step), *(step.how[:1])]
        return CalendarEntry(
            uid=self.uid(EntryKind.DO, step.action),
            kind=EntryKind.DO,
            date_kind=step.do_by_kind,
            day=step.do_by,
            title=self.say("calendar-suggested" if suggested else "calendar-do-by", step=step.title),
            details=(self.kind(step.do_by_kind), *details),
            action=step.action,
            channel=step.channel,
            provisional=step.do_by_provisional,
            rings=self.rings((0,) if suggested else BEFORE["do"], step.do_by),
        )

    def running(self) -> Iterator[tuple[str, CalendarEntry]]:
        """Answers that are waited for; those that are late are told by the plan."""
        clocks = standings(self.case, self.knowledge)
        for channel, entry in self.plan.channels.items():
            if entry.standing is Standing.WAITING and entry.reply_due:
                limits = tuple(running(limit, due) for limit, due in clocks[channel].clock)
                yield channel, self.reply(channel, entry.reply_due, limits, "calendar-reply", entry)

    def supposed(self, step: Step, channel: str, due: date) -> CalendarEntry:
        """When an answer would fall due if the step were taken on the day of the plan."""
        return self.reply(channel, due, step.reply_limits, "calendar-reply-if", None, step.action)

    def reply(
        self,
        channel: str,
        due: date,
        limits: tuple[RunningLimit, ...],
        key: str,
        entry: ChannelEntry | None,
        action: str | None = None,
    ) -> CalendarEntry:
        statutory = all(limit.statutory for limit in limits) and bool(limits)
        kind = DateKind.STATUTORY if statutory else DateKind.YARDSTICK
        counted = [Text(zh=self.zh.reply(due, limits), en=self.en.reply(due, limits))] if limits else []
        return CalendarEntry(
            uid=self.uid(EntryKind.REPLY, channel),
            kind=EntryKind.REPLY,
            date_kind=kind,
            day=due,
            title=self.say(key, channel=self.channel(channel), day=self.plan.as_of),
            details=(self.kind(kind), *counted, *self.references(channel)),
            action=action,
            channel=channel,
            provisional=bool(entry and entry.provisional) or any(limit.provisional for limit in limits),
            rings=self.rings(BEFORE["reply"], due),
        )

    def opening(self, channel: str, entry: ChannelEntry, day: date) -> CalendarEntry:
        return CalendarEntry(
            uid=self.uid(EntryKind.OPENS, channel),
            kind=EntryKind.OPENS,
            date_kind=DateKind.SUGGESTED,
            day=day,
            title=self.say("calendar-opens", channel=self.channel(channel)),
            details=entry.reasons,
            action=None,
            channel=channel,
            provisional=entry.provisional,
            rings=self.rings(BEFORE["opens"], day),
        )

    def counted(self, step: Step) -> Iterator[Text]:
        """The limit of the step, from what it was counted, and its article."""
        if not step.limit or not step.limit.start:
            return
        limit, told = step.limit, []
        for words in (self.zh, self.en):
            length, starts = words.length(limit.length), words.of(limit.starts)
            line = words.say("calendar-counted", length=length, start=limit.start, starts=starts)
            told.append(f"{line} {words.article(limit.basis)}" if limit.basis else line)
        yield Text(zh=told[0], en=told[1])
        if step.do_by_provisional:
            yield self.knowledge.wording["calendar-provisional"]

    def condition(self, step: Step) -> Iterator[Text]:
        if step.provided:
            told = (words.say("letter-list-if", facts=words.fact_names(step.provided)) for words in (self.zh, self.en))
            zh, en = told
            yield Text(zh=zh, en=en)

    def references(self, channel: str) -> Iterator[Text]:
        """The number of the contact that is waited for."""
        told = [clean(attempt.reference or "") for attempt in self.case.contacts if attempt.channel == channel]
        if told and told[-1]:
            zh, en = (words.say("evidence-reference", number=told[-1]).lstrip("，, ") for words in (self.zh, self.en))
            yield Text(zh=zh, en=en)

    def kind(self, kind: DateKind) -> Text:
        return self.say("calendar-kind", kind=self.knowledge.wording[f"kind-{kind}"])

    def channel(self, channel: str) -> Text:
        return self.knowledge.channels[channel].name

    def say(self, key: str, **values: object) -> Text:
        return self.knowledge.wording[key].filled(**values)

    def uid(self, kind: EntryKind, about: str) -> str:
        return f"{sha256(f'{self.identity}|{kind}|{about}'.encode()).hexdigest()[:32]}@recourse"

    def rings(self, before: Iterable[int], day: date) -> tuple[int, ...]:
        left = (day - self.plan.as_of).days
        return tuple(days for days in before if days <= left)


def details_in(entry: CalendarEntry, lang: Lang) -> list[str]:
    """What stands below the title of an entry."""
    return [text[lang] for text in entry.details]
