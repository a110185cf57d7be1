"""A calendar → iCalendar text (RFC 5545): whole days, alarms at nine in the morning, a second import replaces the first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import icalendar

from documents.calendar import Calendar, CalendarEntry, details_in
from knowledge.models import Lang

__all__ = ["to_ics"]

PRODUCT = "-//recourse//calendar 1//ZH"
MORNING = timedelta(hours=9)
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
"""`SEQUENCE` counts the seconds since: later exports have a higher one"""


def to_ics(calendar: Calendar, lang: Lang, made: datetime) -> bytes:
    """The file. `made` is when; a later one with the same `UID` takes the place of an earlier one."""
    whole = icalendar.Calendar()
    whole.add("prodid", PRODUCT)
    whole.add("version", "2.0")
    whole.add("calscale", "GREGORIAN")
    whole.add("method", "PUBLISH")
    whole.add("x-wr-calname", calendar.name[lang])
    for entry in calendar.entries:
        whole.add_component(_event(entry, calendar, lang, made.astimezone(UTC).replace(microsecond=0)))
    return bytes(whole.to_ical())


def _event(entry: CalendarEntry, calendar: Calendar, lang: Lang, made: datetime) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", made)
    event.add("last-modified", made)
    event.add("sequence", max(int((made - FIRST).total_seconds()), 0))
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(days=1))
    event.add("summary", entry.title[lang])
    event.add("description", "\n".join([*details_in(entry, lang), calendar.disclaimer[lang]]))
    event.add("categories", [entry.date_kind.value])
    event.add("transp", "TRANSPARENT")
    for days in entry.rings:
        event.add_component(_alarm(entry, days, lang))
    return event


def _alarm(entry: CalendarEntry, days: int, lang: Lang) -> icalendar.Alarm:
    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", entry.title[lang])
    alarm.add("trigger", MORNING - timedelta(days=days))
    return alarm
