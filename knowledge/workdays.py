"""Is a day a working day in mainland China? Holidays and make-up days come from the library `chinesecalendar`.

The library refuses a year whose State Council notice it does not have. Such a year counts Monday to Friday and is
marked as not sure, so that every date that reaches into it is provisional.
"""

from __future__ import annotations

from datetime import date
from functools import cache

__all__ = ["is_working_day"]


@cache
def is_working_day(day: date) -> tuple[bool, bool]:
    """(a working day?, sure?). Not sure: no holiday notice for that year is known."""
    import chinese_calendar

    try:
        return bool(chinese_calendar.is_workday(day)), True
    except NotImplementedError:
        return day.weekday() < 5, False
