"""What is typed for a sum → the sum that is kept, and what is said of it: 五千, 1.2万, 三千多块, about 5k."""

from __future__ import annotations

import re
from decimal import Decimal

import cn2an

from engine.case.forms import read_money

__all__ = ["read_sum"]

ABOUT = r"(?:大概|大约|差不多|约|近|将近|about|around|roughly)"
UNIT = r"(?:元|块|块钱|圆|yuan|rmb|cny)"
CURRENCY = r"(?:[¥￥]|人民币|cny|rmb)"
OR_SO = r"(?:多|左右|上下|or so)"
CHINESE = re.compile("[零〇一二两三四五六七八九十百千万亿]")
SAID = re.compile(
    rf"{ABOUT}? ?{CURRENCY}? ?(?P<number>[0-9.,]{{1,20}}|[0-9.零〇一二两三四五六七八九十百千万亿点]{{1,20}}) ?(?P<thousand>k|thousand)?"
    rf" ?{OR_SO}? ?{UNIT}? ?{OR_SO}? ?(?:钱|整)?",
    re.IGNORECASE,
)
"""with one blank for any number of them: where several could be told apart in many ways, a long row of them took minutes"""


def read_sum(text: str) -> Decimal | None:
    """The sum in yuan and fen that these words name; what is vague is taken at its word. None for what names none."""
    found = SAID.fullmatch(" ".join(text.split()))
    number = _number(found["number"]) if found else None
    if found is None or number is None:
        return None
    return read_money(number * 1000 if found["thousand"] else number)


def _number(text: str) -> Decimal | None:
    plain = read_money(text)
    if plain is not None or "," in text or not CHINESE.search(text):
        return plain
    try:
        return Decimal(str(cn2an.cn2an(text, "smart")))
    except (ValueError, ArithmeticError, LookupError):  # the library's tables lack some rows of numerals (一十十一)
        return None
