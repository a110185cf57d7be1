"""A named limit and a day → the day on which it runs out, with every day counted and skipped.

The unit stays the statute's until it is added to a date. The first day is not counted (Civil Code art. 201). A period
of months or years ends on the day of the same number, or on the month's last day (art. 202). Where the statute says
so, a period that would end on a day of rest ends on the next working day.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from knowledge.citations import Cited, Days, resolve
from knowledge.frozen import Frozen
from knowledge.law import Applies, Article, Limit
from knowledge.models import Duration, Text, Unit, Yardstick
from knowledge.remembered import remembered
from knowledge.spans import Spans, turning
from knowledge.workdays import CalendarDay, calendar_day, is_working_day

if TYPE_CHECKING:
    from knowledge.library import Knowledge

__all__ = ["Counted", "Due", "NamedLimit", "add", "count", "find_limit", "first_running", "has_limit"]

YARDSTICK = "yardstick"
DAY = timedelta(days=1)


class NamedLimit(Frozen):
    """A limit as it stood on its day. Without `cited` it is a yardstick of this project, not law."""

    ref: str
    length: Duration
    at_most: Duration | None
    starts: Text
    rolls_over: bool
    cited: Cited | None
    yardstick: Yardstick | None = None

    @property
    def statutory(self) -> bool:
        return self.cited is not None


class Due(Frozen):
    """The last day of a period; `skipped` are the days of rest it stepped over. Provisional: a day counted or skipped is not settled."""

    start: date
    length: Duration
    last: date
    skipped: tuple[date, ...] = ()
    provisional: bool = False
    rolled_from: date | None = None


class Counted(Frozen):
    """One day of a period: its number, or None for a day that is not counted."""

    day: CalendarDay
    number: int | None


def count(due: Due) -> list[Counted]:
    """Every day from the event to the last one; the event's own day is not counted. Months and years: the ends only."""
    if due.length.unit in (Unit.MONTHS, Unit.YEARS):
        days = [due.start, *([due.rolled_from] if due.rolled_from else []), due.last]
        return [Counted(calendar_day(day), None) for day in days]
    number, found = 0, [Counted(calendar_day(due.start), None)]
    end = due.rolled_from or due.last
    for offset in range(1, (due.last - due.start).days + 1):
        day = due.start + timedelta(days=offset)
        counts = day <= end and (due.length.unit is not Unit.WORKING_DAYS or day not in due.skipped)
        number += counts
        found.append(Counted(calendar_day(day), number if counts else None))
    return found


def has_limit(knowledge: Knowledge, ref: str) -> bool:
    """Whether `statute.limit` or `yardstick.limit` stands in the files, in whatever edition."""
    owner, _, name = ref.partition(".")
    if owner == YARDSTICK:
        return name in knowledge.yardsticks
    statute = knowledge.statutes.get(owner)
    return statute is not None and any(limit.id == name for article in statute.articles for limit in article.limits)


def find_limit(knowledge: Knowledge, ref: str, days: Days) -> NamedLimit | None:
    """The limit in the edition in force; None when none is in force that day. Raises KeyError for an unknown name."""
    for applies, limit in _setters(knowledge, ref):
        if found := limit.on(days.for_(applies)):
            return found
    return None


@remembered(1024)
def _setters(knowledge: Knowledge, ref: str) -> tuple[tuple[Applies, Spans[NamedLimit | None]], ...]:
    """The articles that set the limit: which day chooses their edition, and the limit as each sets it from day to day."""
    owner, _, name = ref.partition(".")
    if owner == YARDSTICK:
        own = knowledge.yardsticks[name]
        always = NamedLimit(ref, own.length, None, own.starts, False, None, own)
        return ((Applies.AS_OF, Spans((), lambda _: always)),)
    statute = knowledge.statutes[owner]
    setters = ((article, limit) for article in statute.articles for limit in article.limits if limit.id == name)
    return tuple((article.applies, _set(knowledge, ref, article, limit)) for article, limit in setters)


def _set(knowledge: Knowledge, ref: str, article: Article, limit: Limit) -> Spans[NamedLimit | None]:
    """The limit from day to day; none where the article that sets it is not in force."""
    statute = knowledge.statutes[ref.partition(".")[0]]

    def held(day: date) -> NamedLimit | None:
        cited = resolve(knowledge, f"{statute.id}/{article.at}", Days(day, day))
        return NamedLimit(ref, limit.length, limit.at_most, limit.starts, limit.rolls_over, cited) if cited else None

    return Spans(turning(edition.in_force for edition in statute.editions), held)


@lru_cache(maxsize=2048)
def add(start: date, length: Duration, rolls_over: bool = False) -> Due:
    """The last day of a period that an event on `start` sets running. Hours are rounded up to whole days."""
    if length.unit is Unit.WORKING_DAYS:
        return _add_working_days(start, length)
    last = _add_calendar(start, length)
    return _roll(start, length, last) if rolls_over else Due(start, length, last)


@lru_cache(maxsize=4096)
def first_running(length: Duration, rolls_over: bool, day: date) -> date:
    """The first day on which an event's period of this length still ends on `day` or later."""
    start = day - (add(day, length).last - day)
    while add(start, length, rolls_over).last < day:
        start += DAY
    while add(start - DAY, length, rolls_over).last >= day:
        start -= DAY
    return start


def _add_calendar(start: date, length: Duration) -> date:
    if length.unit is Unit.HOURS:
        return start + timedelta(days=-(-length.value // 24))
    if length.unit is Unit.DAYS:
        return start + timedelta(days=length.value)
    return _months_later(start, length.value * (12 if length.unit is Unit.YEARS else 1))


def _months_later(start: date, months: int) -> date:
    """The day of the same number, or the last one of a month that has none."""
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _add_working_days(start: date, length: Duration) -> Due:
    day, counted, skipped, provisional = start, 0, [], False
    while counted < length.value:
        day += DAY
        working, sure = is_working_day(day)
        provisional |= not sure
        if working:
            counted += 1
        else:
            skipped.append(day)
    return Due(start, length, day, tuple(skipped), provisional)


def _roll(start: date, length: Duration, last: date) -> Due:
    day, skipped, provisional = last, [], False
    while True:
        working, sure = is_working_day(day)
        provisional |= not sure
        if working:
            break
        skipped.append(day)
        day += DAY
    return Due(start, length, day, tuple(skipped), provisional, last if day != last else None)
