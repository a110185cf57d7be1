"""A day as it is said in English → its first and last day, counted from the day on which it is said.

`dateparser` reads it; what it takes for one day though a whole week or month is meant is told here as the span it is.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Any

__all__ = ["read"]

Days = tuple[date, date]
DAY = timedelta(days=1)
WEEK = 7
ENDS = {
    "early": (1, 10),
    "the beginning of": (1, 10),
    "mid": (11, 20),
    "the middle of": (11, 20),
    "late": (21, 31),
    "the end of": (21, 31),
}
PART = re.compile(rf"(?P<part>{'|'.join(ENDS)})[ -](?P<month>.+)")
AROUND = re.compile(
    r"^(?:it was |it happened |maybe |probably |about |around |roughly |some |on |in |at )+|(?: or so| i think)$"
)
SAME = {
    "half a year": "6 months",
    "half a month": "15 days",
    "a couple of": "2",
    "a fortnight": "2 weeks",
    "a week and a half": "10 days",
}
"""what dateparser does not know, in words that it does"""
VAGUE = {
    r"(?:a few|several|some) days ago|the other day": (10, 3),
    r"recently|lately|these days": None,
    r"(?:a few|several|some) weeks ago": (42, 14),
    r"(?:a few|several|some) months ago": (270, 60),
}
"""vague words, and between how many days ago they can be meant; a bound that is too wide only makes a limit end sooner"""
SOME_DAY = re.compile(
    r"\b(?:ago|yesterday|today|tonight|tomorrow|last|this|now|past|next"
    r"|mon|tues?|wed|thur?s?|fri|sat|sun|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b"
)
"""one of these is in whatever is meant for a day: dateparser takes `no`, `3` and `a` for days, too"""


def read(word: str, as_of: date) -> Days | None:
    """The days that it can mean; None where it is none known here."""
    plain = AROUND.sub("", " ".join(word.split()).rstrip("."))
    for vague, between in VAGUE.items():
        if re.fullmatch(vague, plain):
            return (as_of - between[0] * DAY, as_of - between[1] * DAY) if between else None
    for said, same in SAME.items():
        plain = plain.replace(said, same)
    if found := PART.fullmatch(plain):
        month = _parsed(found["month"], as_of)
        return _third(month[0], ENDS[found["part"]], as_of) if month and month[0].day == 1 else None
    return _parsed(plain, as_of)


def _parsed(word: str, as_of: date) -> Days | None:
    if not SOME_DAY.search(word):
        return None
    found = _data(word, as_of)
    if found.date_obj is None:
        return None
    day: date = found.date_obj.date()
    counted = "ago" in word.split() or re.search(r"\d", word.replace(str(day.year), ""))
    return (day, day) if counted or found.period == "day" else _span(day, found.period, as_of)


def _data(word: str, as_of: date) -> Any:
    """As it is said in the last minute of the day, so that hours ago are the same day as long as they can be.

    Imported here: it takes a moment, and most answers are no English days.
    """
    from dateparser.date import DateDataParser

    base = datetime.combine(as_of, time(23, 59))
    parser = DateDataParser(languages=["en"], settings={"RELATIVE_BASE": base, "PREFER_DATES_FROM": "past"})
    return parser.get_date_data(word)


def _span(day: date, period: str, as_of: date) -> Days:
    """All of the week, month or year that has been; of a future one all."""
    match period:
        case "week":
            first = day - day.weekday() * DAY
            last = first + (WEEK - 1) * DAY
        case "month":
            first = day.replace(day=1)
            last = (first + 31 * DAY).replace(day=1) - DAY
        case _:
            first, last = day.replace(month=1, day=1), day.replace(month=12, day=31)
    return first, last if first > as_of else min(last, as_of)


def _third(first: date, between: tuple[int, int], as_of: date) -> Days:
    start, end = first + (between[0] - 1) * DAY, _span(first, "month", as_of)[1]
    return start, max(start, min(first + (between[1] - 1) * DAY, end))
