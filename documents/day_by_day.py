"""A channel's running limits in a case → how each date was counted: the event, every day counted or skipped, the source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.adviser import Advice
from engine.case import reply_clock
from engine.steps import channel_of
from engine.wording import cite, phrase
from knowledge.library import Knowledge
from knowledge.limits import Counted, Due, NamedLimit, count
from knowledge.models import Lang
from knowledge.workdays import CalendarDay, Unsettled, calendar_source, last_year

__all__ = ["day_lines"]


def day_lines(knowledge: Knowledge, advice: Advice, target: str, lang: Lang) -> list[str]:
    """The days until an answer of the channel (or of the action's channel) is due, from the contact, else from today."""
    writer = _Writer(knowledge, lang)
    action = knowledge.actions.get(target)
    channel = channel_of(action, knowledge, advice.case) if action else target
    if channel is None or not knowledge.channels[channel].answers:
        return [writer.say("days-none")]
    standing = advice.inference.standings[channel]
    if standing.undated:
        return [writer.say("days-undated")]
    clock = standing.clock or reply_clock(knowledge.channels[channel], advice.case.as_of, advice.case, knowledge)
    lines = [line for limit, due in clock for line in writer.limit(limit, due)]
    return [*([] if standing.clock else [writer.say("days-would")]), *lines] or [writer.say("days-none")]


class _Writer:
    def __init__(self, knowledge: Knowledge, lang: Lang) -> None:
        self.knowledge, self.lang = knowledge, lang

    def say(self, key: str, **values: object) -> str:
        return phrase(self.knowledge, self.lang, key, **values)

    def limit(self, limit: NamedLimit, due: Due) -> Iterator[str]:
        length = self.say(limit.length.key, n=limit.length.value)
        ground = cite(limit.cited.statute.title, limit.cited.name, self.lang) if limit.cited else self.say("yardstick")
        yield self.say("days-limit", length=length, ground=ground, starts=limit.starts)
        if limit.yardstick:
            yield f"  {limit.yardstick.reason[self.lang]}"
        counted = count(due)
        yield from (f"  {self.day(item, due)}" for item in counted)
        yield self.say("days-last", day=due.last, late=due.last)
        if due.provisional:
            yield from self.provisional(item.day for item in counted)
        yield self.say("days-source", source=calendar_source())

    def provisional(self, days: Iterable[CalendarDay]) -> Iterator[str]:
        """Why the last day may still move: which days are not settled, each reason once."""
        first = {day.unsettled: day.day for day in reversed(list(days)) if day.unsettled}
        for why in (Unsettled.NEXT_NOTICE, Unsettled.NO_NOTICE):
            if why in first:
                yield self.say(f"days-{why}", day=first[why], year=last_year() + 1)

    def day(self, item: Counted, due: Due) -> str:
        date_ = item.day.day
        told = f"{date_} {self.say(f'weekday-{date_.isoweekday()}')}"
        if date_ == due.start:
            return f"{told}  {self.say('days-start')}"
        if item.number is not None:
            note = self.say("days-makeup", holiday=item.day.holiday) if item.day.holiday and item.day.weekend else ""
            return f"{told}  {item.number}{note}"
        return f"{told}  {self.rest(item, due)}"

    def rest(self, item: Counted, due: Due) -> str:
        """Why a day is not counted, or what it is where only the ends of a period are told."""
        if item.day.holiday and not item.day.working:
            return self.say("days-holiday", holiday=item.day.holiday)
        if not item.day.working:
            return self.say("days-weekend")
        return self.say("days-rolled") if due.rolled_from else self.say("days-end")
