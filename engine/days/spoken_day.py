"""What a person types as a day (昨晚, 上周三, 11月4日, two hours ago, last Monday, Nov 4) → the first and last day that it can mean.

Chinese is read by `chinese_day`, English by `english_day`; a date in figures here. A bare number is never a day.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

from engine.days import chinese_day, english_day
from knowledge.frozen import Frozen
from knowledge.models import Lang

__all__ = ["Spoken", "find_day", "read_day"]

FIGURES = re.compile(r"(?:(?P<year>\d{4}) ?[-/.] ?)?(?P<month>\d{1,2}) ?[-/.] ?(?P<day>\d{1,2})")
WRITTEN_TOGETHER = re.compile(r"(?P<year>20\d\d)(?P<month>\d\d)(?P<day>\d\d)")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
SIGNED = re.compile(r"[-+−]\s*\d")
MONTHS, MOST = 12, 60
LONGEST, WORDS = 12, 6
"""characters, or words, that a day named in a sentence takes at most"""


class Spoken(Frozen):
    """What was said: one day, or all days of a vague word (“last week”), both ends included."""

    first: date
    last: date
    literal: bool = False
    """written as a whole date, so that nothing had to be counted"""

    @property
    def vague(self) -> bool:
        return self.first != self.last

    def within(self, first: date | None, last: date) -> Spoken:
        """Of a vague word the days between these two; where none is left, and of a single day, it stays as it is."""
        start, end = max(self.first, first or self.first), min(self.last, last)
        return Spoken(start, end, self.literal) if self.vague and start <= end else self


def read_day(text: str, as_of: date, lang: Lang = "zh") -> Spoken | None:
    """None where it is no day that is known here. A day without a year is the last one of that name.

    In English `3/11` may be March or November: where both are days that have been, it is none.
    """
    word = unicodedata.normalize("NFKC", text).strip().lower()
    if len(word) > MOST or SIGNED.match(word):
        return None
    try:
        return _read(word, as_of, lang)
    except (OverflowError, ValueError):
        return None


def _read(word: str, as_of: date, lang: Lang) -> Spoken | None:
    """Raises OverflowError or ValueError for what lies outside the calendar."""
    if found := WRITTEN_TOGETHER.fullmatch(word) or FIGURES.fullmatch(word):
        return _figures(found, as_of, lang)
    if not word or re.fullmatch(r"[\d\W]+", word):
        return None
    days = chinese_day.read(word, as_of) if CHINESE.search(word) else english_day.read(word, as_of)
    return Spoken(*days) if days else None


def _figures(found: re.Match[str], as_of: date, lang: Lang) -> Spoken | None:
    month, day = int(found["month"]), int(found["day"])
    if found["year"]:
        told = chinese_day.exact(int(found["year"]), month, day)
        return Spoken(told, told, literal=True) if told else None
    if lang == "en" and month != day and max(month, day) <= MONTHS:
        return None
    past = chinese_day.latest(month, day, as_of) or (lang == "en" and chinese_day.latest(day, month, as_of)) or None
    return Spoken(past, past) if past else None


def find_day(text: str, as_of: date, lang: Lang = "zh") -> Spoken | None:
    """The day that is named somewhere in a sentence, by the longest words that name one."""
    plain = unicodedata.normalize("NFKC", text)
    parts = _characters(plain) if CHINESE.search(plain) else _words(plain)
    return next((found for part in parts if (found := read_day(part, as_of, lang))), None)


def _characters(text: str) -> Iterator[str]:
    for size in range(LONGEST, 1, -1):
        yield from (text[start : start + size].strip() for start in range(len(text) - size + 1))


def _words(text: str) -> Iterator[str]:
    words = re.findall(r"[\w/.-]*\w", text)
    for size in range(WORDS, 0, -1):
        yield from (" ".join(words[start : start + size]) for start in range(len(words) - size + 1))
