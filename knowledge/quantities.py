"""A sentence in Chinese or English → the numbers in it, each with its measure where it has one: 七个工作日, “7 working days”.

Which words measure what stands in `measures.yaml`. A number without a measure of its own is kept too: in “15 days, at most 30” the second
is in days as well, which the Chinese says twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction

from knowledge.frozen import Frozen
from knowledge.models import Identifier, Lang, Maybe, Record, Unit
from knowledge.remembered import remembered

__all__ = ["Measure", "Quantity", "read_days", "read_quantities"]


class Measure(Record):
    """What a number can be a number of, and the words for it."""

    id: Identifier
    unit: Maybe[Unit] = None
    """the unit of a limit that it is"""
    days: Maybe[str] = None
    """how many days it has, where it is a length of time"""
    zh: tuple[str, ...]
    en: tuple[str, ...]
    before: tuple[str, ...] = ()
    """words that stand before the number"""

    def in_days(self, number: Fraction) -> Fraction | None:
        return number * Fraction(self.days) if self.days else None


class Quantity(Frozen):
    """So many of a measure; none: a number that names none."""

    number: Fraction
    measure: str | None = None
    article: bool = False
    """one, in words, which often counts nothing: a day, 第一天, one of them"""

    def __str__(self) -> str:
        return f"{float(self.number):g} {self.measure or ''}".rstrip()


MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
DAYS: dict[Lang, re.Pattern[str]] = {
    "zh": re.compile(r"(?P<year>\d{4}) ?年 ?(?P<month>\d{1,2}) ?月 ?(?P<day>\d{1,2}) ?日"),
    "en": re.compile(rf"\b(?P<day>\d{{1,2}}) (?P<month>{'|'.join(MONTHS)}) (?P<year>\d{{4}})"),
}
DATES: dict[Lang, re.Pattern[str]] = {
    "zh": re.compile(r"\d{4} ?年( ?\d{1,2} ?月)?( ?\d{1,2} ?日)?|\d{1,2} ?月( ?\d{1,2} ?日)?|\d{4}-\d\d-\d\d"),
    "en": re.compile(rf"\b\d{{1,2}} (?:{'|'.join(MONTHS)})(?: \d{{4}})?|\b\d{{4}}-\d\d-\d\d"),
}
DIGITS = r"\d[\d,]*(?:\.\d+)?"
CHINESE = "[零〇一二两三四五六七八九十百千万点]+"
SMALL = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
ENGLISH = {word: number for number, word in enumerate(SMALL)} | {
    "fifteen": 15,
    "eighteen": 18,
    "twenty": 20,
    "twenty-four": 24,
    "thirty": 30,
    "forty": 40,
    "forty-five": 45,
    "forty-eight": 48,
    "fifty": 50,
    "sixty": 60,
    "ninety": 90,
    "twice": 2,
    "double": 2,
    "triple": 3,
}
LARGE = {"万": 10_000, "亿": 100_000_000, "million": 1_000_000, "billion": 1_000_000_000}
ARTICLES = ("一", "one")
NUMBERS: dict[Lang, str] = {
    "zh": rf"(?<![第同每那哪某\d.])(?P<number>{DIGITS}|{CHINESE})(?: ?(?P<large>[万亿]))?",
    "en": rf"(?<![\w.-])(?P<number>{DIGITS}|{'|'.join(sorted(ENGLISH, key=len, reverse=True))})(?: (?P<large>million|billion))?",
}


def read_quantities(text: str, lang: Lang, measures: Iterable[Measure]) -> tuple[Quantity, ...]:
    """Every number with what it measures, in their order; days of a calendar apart."""
    pattern, order = _pattern(lang, tuple(measures))
    return tuple(_found(pattern, order, DATES[lang].sub(" ", text)))


def read_days(text: str, lang: Lang) -> frozenset[str]:
    """The days of a calendar that the text names in full, as year, month and day; whether there is such a day is not asked."""
    return frozenset(map(_day, DAYS[lang].finditer(text)))


def _day(found: re.Match[str]) -> str:
    month = MONTHS.index(found["month"]) + 1 if found["month"] in MONTHS else int(found["month"])
    return f"{found['year']}-{month:02}-{int(found['day']):02}"


def _found(pattern: re.Pattern[str], order: tuple[str, ...], text: str) -> Iterator[Quantity]:
    for found in pattern.finditer(text):
        word = found["number"].lower()
        number = _number(word)
        if number is not None:
            named = next((name for name in order if found[f"before_{name}"] or found[f"after_{name}"]), None)
            large = LARGE.get(found["large"] or "", 1)
            yield Quantity(number * large, named and named.replace("_", "-"), word in ARTICLES)


@remembered(8)
def _pattern(lang: Lang, measures: tuple[Measure, ...]) -> tuple[re.Pattern[str], tuple[str, ...]]:
    """Numbers with the words before and behind them, each measure a group of its own."""
    names = tuple(measure.id.replace("-", "_") for measure in measures)
    before = "|".join(
        f"(?P<before_{name}>{'|'.join(m.before) or '(?!)'}) ?" for name, m in zip(names, measures, strict=True)
    )
    end = "" if lang == "zh" else r"(?!\w)"
    after = "|".join(
        f"(?P<after_{name}>{'|'.join(m.zh if lang == 'zh' else m.en)}){end}"
        for name, m in zip(names, measures, strict=True)
    )
    bare = "" if lang == "zh" else r"(?:st|nd|rd|th)?(?!\w)"
    return re.compile(rf"(?:{before})?{NUMBERS[lang]}(?:[ -]?(?:{after})|{bare})", re.IGNORECASE), names


def _number(word: str) -> Fraction | None:
    """The number that is written; None for what only looks like one (点)."""
    if word in ENGLISH:
        return Fraction(ENGLISH[word])
    if word[0].isascii():
        return Fraction(word.replace(",", ""))
    import cn2an

    try:
        return Fraction(str(cn2an.cn2an(word, "smart")))
    except (ValueError, KeyError):
        return None
