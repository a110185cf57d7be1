"""Is a day a working day in mainland China? Holidays and make-up days come from the library `chinesecalendar`.

The library refuses a year whose State Council notice it does not have. Such a year counts Monday to Friday and is
marked as not sure, so that every date that reaches into it is provisional.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.metadata import version

from knowledge.models import Text

__all__ = ["CalendarDay", "calendar_day", "calendar_source", "is_working_day"]


@dataclass(frozen=True)
class CalendarDay:
    """A day of the calendar. `holiday` names the holiday that makes it a day of rest, or that it makes up for."""

    day: date
    working: bool
    sure: bool
    holiday: Text | None = None

    @property
    def weekend(self) -> bool:
        return self.day.weekday() >= 5


@cache
def is_working_day(day: date) -> tuple[bool, bool]:
    """(a working day?, sure?). Not sure: no holiday notice for that year is known."""
    import chinese_calendar

    try:
        return bool(chinese_calendar.is_workday(day)), True
    except NotImplementedError:
        return day.weekday() < 5, False


def calendar_day(day: date) -> CalendarDay:
    """The day with the name of its holiday."""
    import chinese_calendar

    working, sure = is_working_day(day)
    name = chinese_calendar.get_holiday_detail(day)[1] if sure else None
    names = {item.value: Text(zh=item.chinese, en=item.value) for item in chinese_calendar.Holiday}
    return CalendarDay(day, working, sure, names.get(name) if name else None)


def calendar_source() -> str:
    """Where the holidays come from: the library and its version."""
    return f"chinesecalendar {version('chinesecalendar')}"
