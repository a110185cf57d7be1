"""A day as people say it (`12 天前`, 两周前, 上周三, 11月4日, Nov 4, two weeks ago) → as a case file holds it.

`dateparser` was tried: of Chinese it knows few of these, and it reads a bare `3` as a day of this month.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

__all__ = ["read_day"]

WORDS = {"今天": 0, "今日": 0, "昨天": 1, "昨日": 1, "前天": 2, "大前天": 3, "today": 0, "yesterday": 1}
DIGITS = {word: number for number, word in enumerate("零一二三四五六七八九")} | {"两": 2, "半": 0.5}
ENGLISH = {
    word: number
    for number, word in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    )
} | {"a": 1, "an": 1, "half a": 0.5}
UNITS = {
    "天": 1,
    "日": 1,
    "周": 7,
    "星期": 7,
    "礼拜": 7,
    "月": 30,
    "年": 365,
    "day": 1,
    "week": 7,
    "month": 30,
    "year": 365,
}
AGO = re.compile(
    r"(?:大约|大概|约|about |around |some )?(?P<number>\d{1,4}|[一二三四五六七八九十两半零]+|half a|[a-z]+) ?个?(?P<half>半)?"
    r"(?P<unit>天|日|周|星期|礼拜|月|年|days?|weeks?|months?|years?)(?P<more>半)?(?:多|左右)?(?:以?前|之前| ago)"
)
LAST = re.compile(r"(?P<which>上上|上|这|本)个?(?:周|星期|礼拜)(?P<day>[一二三四五六日天])")
NUMBERS = re.compile(r"(?:(?P<year>\d{4}) ?[-/.年] ?)?(?P<month>\d{1,2}) ?[-/.月] ?(?P<day>\d{1,2}) ?[日号]?")
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
NAMED = re.compile(
    r"(?:(?P<before>\d{1,2}) )?(?P<month>[a-z]{3,9})\.?(?(before)| (?P<day>\d{1,2})(?:st|nd|rd|th)?),?(?: (?P<year>\d{4}))?"
)
WRITTEN_TOGETHER = re.compile(r"(?P<year>20\d\d)(?P<month>\d\d)(?P<day>\d\d)")


def read_day(text: str, as_of: date) -> Any:
    """`{"days_ago": n}`, an ISO date, or the text itself where it is no day that is known here.

    Months and years said as time ago are taken as 30 and 365 days. A day without a year is the last one of that name.
    """
    word = text.strip().lower()
    if word in WORDS:
        return {"days_ago": WORDS[word]}
    for read in (_ago, _weekday, _numbers, _english):
        found = read(word, as_of)
        if found is not None:
            return found
    return text


def _ago(word: str, _: date) -> dict[str, int] | None:
    found = AGO.fullmatch(word)
    number = _number(found["number"]) if found else None
    if not found or number is None:
        return None
    length = UNITS[found["unit"].rstrip("s")]
    halves = bool(found["half"] or found["more"])
    return {"days_ago": round((number + halves / 2) * length)}


def _number(word: str) -> float | None:
    if word.isdigit():
        return int(word)
    if word in ENGLISH:
        return ENGLISH[word]
    if "十" in word:
        tens, _, ones = word.partition("十")
        return 10 * DIGITS.get(tens, 1) + DIGITS.get(ones, 0)
    return DIGITS.get(word)


def _weekday(word: str, as_of: date) -> str | None:
    found = LAST.fullmatch(word)
    if not found:
        return None
    monday = as_of - timedelta(days=as_of.weekday() + 7 * found["which"].count("上"))
    return (monday + timedelta(days="一二三四五六日".index(found["day"].replace("天", "日")))).isoformat()


def _numbers(word: str, as_of: date) -> str | None:
    found = WRITTEN_TOGETHER.fullmatch(word) or NUMBERS.fullmatch(word)
    return _date(found["year"], int(found["month"]), int(found["day"]), as_of) if found else None


def _english(word: str, as_of: date) -> str | None:
    """`Nov 4`, `4 November 2026`: a month by name, so that a bare number is never taken for a day."""
    found = NAMED.fullmatch(word)
    if not found or found["month"][:3] not in MONTHS:
        return None
    month = MONTHS.index(found["month"][:3]) + 1
    return _date(found["year"], month, int(found["day"] or found["before"]), as_of)


def _date(year: str | None, month: int, day: int, as_of: date) -> str | None:
    try:
        if year:
            return date(int(year), month, day).isoformat()
        this_year = date(as_of.year, month, day)
        return (this_year if this_year <= as_of else date(as_of.year - 1, month, day)).isoformat()
    except ValueError:
        return None
