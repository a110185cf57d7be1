"""Is a day a working day in mainland China, and is that settled? Holidays and make-up days come from the library `chinesecalendar`.

The library refuses a year whose State Council notice it does not have: such a year counts Monday to Friday. The notice for
a year also moves days at the end of the year before, so the last week of the last year with a notice is not settled either.
"""

from __future__ import annotations

from collections.abc import Container
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

from knowledge.frozen import Frozen
from knowledge.models import Text

__all__ = [
    "CalendarDay",
    "Unsettled",
    "calendar_day",
    "calendar_source",
    "is_working_day",
    "last_year",
    "notice_due",
    "notices",
    "unsettled",
]

NOTICE_MONTH = 11
"""The notice for a year is looked for from this month of the year before on."""
REACHES_BACK = timedelta(days=7)
"""How far before its year a notice is taken to reach: the earliest day that one has moved since 2004 was 29 December (`findings/`)."""


class Unsettled(StrEnum):
    """Why a day may still change: its year has no notice, or the next year's notice may reach back to it."""

    NO_NOTICE = "no-notice"
    NEXT_NOTICE = "next-notice"


class CalendarDay(Frozen):
    """A day of the calendar. `holiday` names the holiday that makes it a day of rest, or that it makes up for."""

    day: date
    working: bool
    unsettled: Unsettled | None
    holiday: Text | None = None

    @property
    def sure(self) -> bool:
        return self.unsettled is None

    @property
    def weekend(self) -> bool:
        return self.day.weekday() >= 5


@cache
def notices() -> tuple[Container[date], Container[date], range]:
    """The holidays and the make-up days of every notice that is known, and their years: the library's own tables.

    Its `is_workday` looks through all of them for every day.
    """
    from chinese_calendar.constants import holidays, workdays

    years: list[int] = [day.year for day in holidays]
    return holidays, workdays, range(min(years), max(years) + 1)


def last_year() -> int:
    """The last year whose notice is known."""
    return notices()[2][-1]


def unsettled(day: date) -> Unsettled | None:
    """Why the day is not settled; None where it is."""
    years = notices()[2]
    if day.year not in years:
        return Unsettled.NO_NOTICE
    return Unsettled.NEXT_NOTICE if day >= date(years[-1] + 1, 1, 1) - REACHES_BACK else None


def is_working_day(day: date) -> tuple[bool, bool]:
    """(a working day?, settled?)."""
    holidays, workdays, _ = notices()
    return day in workdays or (day.weekday() < 5 and day not in holidays), unsettled(day) is None


def calendar_day(day: date) -> CalendarDay:
    """The day with the name of its holiday."""
    import chinese_calendar

    working, why = is_working_day(day)[0], unsettled(day)
    name = None if why is Unsettled.NO_NOTICE else chinese_calendar.get_holiday_detail(day)[1]
    names = {item.value: Text(zh=item.chinese, en=item.value) for item in chinese_calendar.Holiday}
    return CalendarDay(day, working, why, names.get(name) if name else None)


@cache
def calendar_source() -> str:
    """Where the holidays come from: the library, its version, and the last year whose notice it has."""
    import chinese_calendar

    return f"chinesecalendar {chinese_calendar.__version__} (–{last_year()})"


def notice_due(today: date) -> int | None:
    """The year whose notice is missing though it should be looked for: this year, and from November on the next."""
    wanted = today.year + (today.month >= NOTICE_MONTH)
    return wanted if last_year() < wanted else None
