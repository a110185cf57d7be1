"""A day as it is said in Chinese → its first and last day, counted from the day on which it is said.

`dateparser` knows few of these; `jionlp` knows more, but brings numpy and a segmenter of its own, prints when it is
imported, and takes 半个月前 for a span that ends half a month ago.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

__all__ = ["exact", "latest", "read"]

Days = tuple[date, date]
DAY = timedelta(days=1)
WEEK = 7
MONTHS = 12
FIGURES = {word: number for number, word in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
NUMBER = r"\d{1,4}|[零〇一二两三四五六七八九十百]+"
AROUND = re.compile(r"^(?:大约|大概|好像|应该|可能|就|是|在|约)+|(?:左右|前后|那天|的时候|时候|吧|了|的)+$")
PART = re.compile(
    r"(?P<day>.*?)(?:(?:凌晨|清早|清晨|大清早|一早|早上|早晨|上午|中午|午后|下午|傍晚|晚上|晚间|夜里|夜间|白天|早|晚|夜)(?:\d{1,2}|[一二三四五六七八九十两]+)?"
    r"(?:[点时:](?:钟|半|\d{1,2}分?|[一二三四五十]+分?)?)?多?)"
)
"""a day, then a part of it, perhaps with the hour"""
MIDNIGHT = re.compile(r"(?P<day>昨天|昨日|昨|前天|大前天)?(?:的)?(?:半夜|深夜|后半夜|午夜|零点)")
NOW = re.compile(
    rf"刚刚|刚才|刚|方才|现在|今天|今日|今|当天|(?:{NUMBER}|半|几)?个?(?:多|半)?(?:小时|钟头|分钟)(?:以?前|之前)"
)
BACK = {"昨": 1, "昨天": 1, "昨日": 1, "前天": 2, "前日": 2, "大前天": 3, "大大前天": 4, "明天": -1, "后天": -2}
VAGUE = {
    "前几天": (10, 3), "几天前": (10, 3), "前些天": (10, 3), "前些日子": (30, 3), "这几天": (6, 0), "最近几天": (6, 0),
    "这两天": (2, 0), "前两天": (3, 2), "十几天前": (19, 11), "几周前": (42, 14), "前几周": (42, 14),
    "几个星期前": (42, 14), "几个月前": (270, 60), "前几个月": (270, 60),
}  # fmt: skip
"""vague words, and between how many days ago they can be meant; a bound that is too wide only makes a limit end sooner"""
AGO = re.compile(
    rf"(?P<number>{NUMBER}|半)个?(?P<half>半)?(?P<unit>天|日|周|星期|礼拜|月|年)(?P<more>半)?(?:多|来)?(?:以?前|之前)"
)
WEEKS = re.compile(r"(?P<which>上+|这|本)个?(?:周|星期|礼拜)(?P<day>[一二三四五六日天末]|\d)?")
LAST = re.compile(r"(?:周|星期|礼拜)(?P<day>[一二三四五六日天末]|\d)")
MONTH = re.compile(
    rf"(?:(?P<which>上+|这|本)个?月|(?P<month>{NUMBER})月|月)份?(?:(?P<day>{NUMBER})[日号]?|(?P<part>初|上旬|中|中旬|底|末|下旬))?"
)
IN_MONTH = re.compile(rf"(?P<day>{NUMBER})[日号]")
YEAR = re.compile(r"(?P<year>\d{4}|今|去|前)年(?P<rest>.*)")
YEARS = {"今": 0, "去": 1, "前": 2}
PARTS = {"初": (1, 10), "上": (1, 10), "中": (11, 20), "底": (21, 31), "末": (21, 31), "下": (21, 31)}


def read(word: str, as_of: date) -> Days | None:
    """The days that it can mean, none of them told where all of them lie in the future; None where it is none known here."""
    plain = AROUND.sub("", re.sub(r"\s", "", word))
    if found := MIDNIGHT.fullmatch(plain):
        return _midnight(found["day"], as_of)
    for said in (plain, _without_part(plain)):
        for reader in READERS:
            if said and (days := reader(said, as_of)):
                return days
    return None


def _without_part(word: str) -> str:
    """The day that a part of it belongs to; a part alone is today's."""
    found = PART.fullmatch(word)
    return (found["day"] or ("今天" if len(word) > 1 else "")) if found else ""


def _midnight(day: str | None, as_of: date) -> Days:
    """Around midnight it is the night that began on the day, or the day after."""
    start = as_of - BACK.get(day or "", 0) * DAY
    return (start, start + DAY) if day else (as_of - DAY, as_of)


def _now(word: str, as_of: date) -> Days | None:
    return (as_of, as_of) if NOW.fullmatch(word) else None


def _back(word: str, as_of: date) -> Days | None:
    first, last = VAGUE.get(word, (BACK.get(word), BACK.get(word)))
    return (as_of - first * DAY, as_of - last * DAY) if first is not None and last is not None else None


def _ago(word: str, as_of: date) -> Days | None:
    """Days and weeks are counted; months and years lead to the day of the same number, or the last one of that month."""
    found = AGO.fullmatch(word)
    number = _number(found["number"]) if found else None
    if not found or number is None:
        return None
    number += 0.5 if found["half"] or found["more"] else 0
    match found["unit"]:
        case "天" | "日":
            day = as_of - round(number) * DAY
        case "月" | "年":
            months = number * (MONTHS if found["unit"] == "年" else 1)
            day = _months_back(as_of, int(months)) - (15 * DAY if months % 1 else 0 * DAY)
        case _:
            day = as_of - round(number * WEEK) * DAY
    return day, day


def _week(word: str, as_of: date) -> Days | None:
    found = WEEKS.fullmatch(word)
    if not found:
        return None
    monday = as_of - (as_of.weekday() + WEEK * found["which"].count("上")) * DAY
    first, last = _of_week(found["day"])
    return _past(monday + first * DAY, monday + last * DAY, as_of)


def _weekday(word: str, as_of: date) -> Days | None:
    """The last such day, today included."""
    found = LAST.fullmatch(word)
    if not found:
        return None
    first, last = _of_week(found["day"])
    back = (as_of.weekday() - first) % WEEK
    return _past(as_of - back * DAY, as_of - (back - last + first) * DAY, as_of)


def _of_week(day: str | None) -> tuple[int, int]:
    """The first and last day, Monday being 0: one, the weekend, or all."""
    if day is None:
        return 0, 6
    if day == "末":
        return 5, 6
    number = int(day) - 1 if day.isdigit() else "一二三四五六日".index(day.replace("天", "日"))
    return number, number


def _month(word: str, as_of: date) -> Days | None:
    """A day, a third, or all of a month that is named, or counted back from this one."""
    found = MONTH.fullmatch(word)
    if not found:
        return None
    if found["month"]:
        number = _whole(found["month"])
        if number is None or not 1 <= number <= MONTHS:
            return None
        start = date(as_of.year - (number > as_of.month), number, 1)
        if number == as_of.month and found["day"] and (_whole(found["day"]) or 0) > as_of.day:
            start = start.replace(year=as_of.year - 1)
        return _part_of(start, found, as_of)
    if not (found["which"] or found["part"]):
        return None
    return _part_of(_months_back(as_of.replace(day=1), (found["which"] or "").count("上")), found, as_of)


def _part_of(start: date, found: re.Match[str], as_of: date) -> Days | None:
    length = monthrange(start.year, start.month)[1]
    if found["day"]:
        day = _whole(found["day"])
        told = exact(start.year, start.month, day or 0)
        return (told, told) if told else None
    first, last = PARTS[found["part"][0]] if found["part"] else (1, length)
    return _past(start.replace(day=first), start.replace(day=min(last, length)), as_of)


def _in_month(word: str, as_of: date) -> Days | None:
    """`3号`: of this month, or of the last one that has had it."""
    found = IN_MONTH.fullmatch(word)
    number = _whole(found["day"]) if found else None
    if not number:
        return None
    start = as_of.replace(day=1) if number <= as_of.day else _months_back(as_of.replace(day=1), 1)
    day = exact(start.year, start.month, number)
    return (day, day) if day else None


def _year(word: str, as_of: date) -> Days | None:
    """What is said of a year, or all of it."""
    found = YEAR.fullmatch(word)
    if not found:
        return None
    year = int(found["year"]) if found["year"].isdigit() else as_of.year - YEARS[found["year"]]
    end = date(year, 12, 31) if 1 <= year < date.max.year else None
    if end is None:
        return None
    if not found["rest"]:
        return _past(date(year, 1, 1), end, as_of)
    day = MONTH.fullmatch(found["rest"])
    number = _whole(day["month"]) if day and day["month"] else None
    return _part_of(date(year, number, 1), day, as_of) if day and number and 1 <= number <= MONTHS else None


READERS: tuple[Callable[[str, date], Days | None], ...] = (
    _now, _back, _ago, _week, _weekday, _month, _in_month, _year,
)  # fmt: skip


def exact(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def latest(month: int, day: int, as_of: date) -> date | None:
    """The last day of that name that is not in the future, a 29 February of some years ago among them."""
    found = (exact(year, month, day) for year in range(as_of.year, max(as_of.year - 8, 0), -1))
    return next((past for past in found if past and past <= as_of), None)


def _past(first: date, last: date, as_of: date) -> Days:
    """Of a span that goes on what has been; a single day is left as it is, and told where it lies in the future."""
    return (first, last) if first > as_of or first == last else (first, min(last, as_of))


def _months_back(day: date, months: int) -> date:
    count = day.year * MONTHS + day.month - 1 - months
    year, month = count // MONTHS, count % MONTHS + 1
    if year < 1:
        return date.min
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _number(word: str) -> float | None:
    return 0.5 if word == "半" else _whole(word)


def _whole(word: str) -> int | None:
    """12, 十二, 二十五, 一百; None where it is no number."""
    if word.isdigit():
        return int(word)
    hundreds, _, rest = word.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    parts = [(hundreds, 100 if "百" in word else 0), (tens or "一", 10 if ten else 0), (ones, 1)]
    if any(len(text) > 1 or (text and text not in FIGURES) for text, _ in parts):
        return None
    return sum(FIGURES.get(text, 0) * value for text, value in parts if text)
