"""What an answer can look like: of each kind the JSON Schema, and how a value of that shape is read. One description of both.

What a shape cannot say (a day in the future, a wallet older than itself) is told by the reader alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from knowledge.frozen import Frozen
from knowledge.models import Text

__all__ = [
    "COUNT", "DAY", "DAYS_AGO", "LINE", "MONEY", "TEXT", "UNKNOWN", "UNKNOWN_DAY", "Schema", "Words",
    "has_too_many_decimals", "is_said", "is_unknown", "is_unknown_day", "or_unknown", "read_count", "read_day", "read_money", "read_text",
]  # fmt: skip

Schema = dict[str, Any]


def _any_case(word: str) -> str:
    return "".join(f"[{c.upper()}{c}]" if c.isascii() and c.isalpha() else re.escape(c) for c in word)


DAYS_AGO = "days_ago"
UNKNOWN_WORDS = (
    "unknown", "null", "~", "?", "？", "不知道", "不清楚", "不记得", "不记得了", "记不清", "记不清了", "忘了", "不确定", "说不清",
    "don't know", "don’t know", "dont know", "i don't know", "i don’t know", "no idea", "not sure", "can't remember", "can’t remember",
)  # fmt: skip
"""what says that one cannot tell, in small letters; nothing at all says it, too"""
ENGLISH = (
    "ago", "day", "week", "month", "year", "night", "now", "other", "recent", "late",
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip
"""one of these is in whatever names a day in English"""
DIGIT, COMMA, POINT = "[0-9０-９]", "[,，]", "[.．]"
CURRENCY = "(?:CNY|cny|RMB|rmb|[¥￥]|人民币)"
UNIT = "(?:元|块|块钱|圆|CNY|cny|RMB|rmb|yuan)"
AMOUNT = (
    rf"\s*(?:{CURRENCY}\s*)?(?:{DIGIT}{{1,12}}|{DIGIT}{{1,3}}(?:{COMMA}{DIGIT}{{3}}){{1,3}})"
    rf"(?:{POINT}{DIGIT}{{1,2}}0{{0,9}})?\s*{UNIT}?\s*"
)
MONEY_MOST = 10**12
LEAP = "(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)"
WRITTEN = (
    rf"\s*(?!0000)(?:[0-9]{{4}}-(?:(?:0?[13578]|1[02])-(?:0?[1-9]|[12][0-9]|3[01])|(?:0?[469]|11)-(?:0?[1-9]|[12][0-9]|30)"
    rf"|0?2-(?:0?[1-9]|1[0-9]|2[0-8]))|{LEAP}-0?2-29)\s*"
)
"""a day of the calendar, leap years and all"""
SAID = (
    r"(?!\s*[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}\s*$)(?=[^\n]*(?:[天日号周月年昨今前刚晚夜早]|星期|礼拜|[0-9０-９]{1,2} ?[-/.／．] ?[0-9０-９]{1,2}"
    rf"|20[0-9]{{6}}|{'|'.join(map(_any_case, ENGLISH))}))[^\n]{{1,60}}"
)
"""what may be a day as people say it; whether it is one, the reader tells"""
COUNTED = r"\s*[0-9]{1,5}\s*"
DAYS_MOST = 99_999
LINE = 200
"""characters of a text"""
PRINTED = r"[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]*"
"""no control characters but those that end a line"""


def _whole(pattern: str) -> Schema:
    return {"type": "string", "pattern": f"^(?:{pattern})$"}


def _closed(properties: Mapping[str, Schema]) -> Schema:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


NOTHING = rf"\s*(?:{'|'.join(map(_any_case, UNKNOWN_WORDS))})?\s*"
_NOTHING = frozenset({"", *UNKNOWN_WORDS})
_SMALL = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
_WRITTEN, _PRINTED = re.compile(WRITTEN), re.compile(PRINTED)
COUNT: Schema = {
    "anyOf": [{"type": "integer", "minimum": 0, "maximum": DAYS_MOST}, _whole(COUNTED)],
    "description": "whole days before as_of",
}
UNKNOWN: Schema = {"anyOf": [{"type": "null"}, _whole(NOTHING)], "description": "not known: null, nothing, or unknown"}


MONEY: Schema = {
    "anyOf": [
        {"type": "number", "minimum": 0, "exclusiveMaximum": MONEY_MOST, "multipleOf": 0.01},
        _whole(AMOUNT),
    ],
    "description": "CNY",
}
TEXT: Schema = {"type": "string", "maxLength": LINE, "pattern": f"^(?:{PRINTED})$"}
DAY: Schema = {"anyOf": [_whole(WRITTEN), _closed({DAYS_AGO: COUNT}), {**_whole(SAID), "format": "spoken-day"}]}
UNKNOWN_DAY: Schema = {"anyOf": [UNKNOWN, _closed({DAYS_AGO: UNKNOWN})]}


def is_unknown(value: Any) -> bool:
    """Whether it says that one cannot tell, or says nothing."""
    return value is None or (isinstance(value, str) and value.strip().translate(_SMALL) in _NOTHING)


def is_unknown_day(value: Any) -> bool:
    return is_unknown(value[DAYS_AGO] if _is_counted(value) else value)


def read_money(value: Any) -> Decimal | None:
    """None for what is no sum in yuan and fen."""
    if isinstance(value, str):
        plain = unicodedata.normalize("NFKC", re.sub(COMMA, "", value)) if re.fullmatch(AMOUNT, value) else ""
        found = re.search(r"[0-9.]+", plain)
        return Decimal(found[0]) if found else None
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    number = Decimal(str(value))
    return abs(number) if number.is_finite() and 0 <= number < MONEY_MOST and number == round(number, 2) else None


def has_too_many_decimals(value: Any) -> bool:
    """Whether it would be a sum but for parts of a fen."""
    told = str(value)
    cut = re.sub(rf"({POINT}{DIGIT}{{2}}){DIGIT}+", r"\1", told)
    return cut != told and not isinstance(value, bool) and read_money(cut) is not None


def read_count(value: Any) -> int | None:
    """None for what is no number of days."""
    if isinstance(value, str):
        return int(value.strip()) if re.fullmatch(COUNTED, value) else None
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    number = Decimal(str(value))
    return int(number) if number.is_finite() and 0 <= number <= DAYS_MOST and number == int(number) else None


def read_day(value: Any, as_of: date) -> date | None:
    """A day of the calendar, or the one so many days before `as_of`; None for what is neither."""
    if isinstance(value, date):
        return value.date() if isinstance(value, datetime) else value
    if isinstance(value, str) and _WRITTEN.fullmatch(value):
        return date(*map(int, value.strip().split("-")))
    days = read_count(value[DAYS_AGO]) if _is_counted(value) else None
    return None if days is None else date.fromordinal(max(as_of.toordinal() - days, 1))


def is_said(value: Any) -> bool:
    """Whether it may be a day as people say it."""
    return isinstance(value, str) and re.fullmatch(SAID, value) is not None


def read_text(value: Any) -> str | None:
    """None for what is no text that can be seen, or too long."""
    return value if isinstance(value, str) and len(value) <= LINE and _PRINTED.fullmatch(value) else None


class Words(Frozen):
    """The words that an answer can be, as they may be spelled: by id, by the label of either language. None says “unknown”."""

    spelled: Mapping[str | bool, str]

    @classmethod
    def of(cls, labels: Mapping[str, Text | None]) -> Words:
        """Labels that two words share name neither."""
        told = [(label, word) for word, text in labels.items() if text for label in dict.fromkeys((text.zh, text.en))]
        times = Counter(label for label, _ in told)
        return cls({**{label: word for label, word in told if times[label] == 1}, **{word: word for word in labels}})

    @property
    def schema(self) -> Schema:
        return {"enum": list(self.spelled)}

    def read(self, value: Any) -> str | None:
        return self.spelled.get(value) if isinstance(value, str | bool) else None


def or_unknown(schema: Schema, unknown: Schema = UNKNOWN) -> Schema:
    return {"anyOf": [schema, unknown]}


def _is_counted(value: Any) -> bool:
    return isinstance(value, Mapping) and set(value) == {DAYS_AGO}
