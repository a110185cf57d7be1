"""Sums as people say them: understood where they name one, asked again where they do not, and told what they were taken for."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from engine.interview import begin
from engine.interview.told_sum import read_sum
from knowledge.models import Lang
from tests.casebook import adviser

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("五千", "5000"), ("5千", "5000"), ("1.2万", "12000"), ("三千二", "3200"), ("一万二", "12000"), ("两千块", "2000"),
        ("大概三千多块", "3000"), ("约5000元", "5000"), ("3000左右", "3000"), ("三百五十元整", "350"), ("￥3,200", "3200"),
        ("about 5,000 yuan", "5000"), ("5k", "5000"), ("1.5 thousand", "1500"), ("三千五百点五", "3500.5"), ("12万3", "123000"),
    ],
)  # fmt: skip
def test_a_sum_as_it_is_said(said: str, meant: str) -> None:
    assert read_sum(said) == Decimal(meant)


@pytest.mark.parametrize("said", ["", "3,2", "3.005", "-5", "很多", "万", "千万", "一万个苹果", "5000 美元", "1e9", "九" * 30, "..", ",", "k", "昨天", "一十十一", "零十零", "1 0"])  # fmt: skip
def test_what_names_no_sum_is_asked_again(said: str) -> None:
    """Nothing that can be read two ways, and no other currency, becomes a sum."""
    assert read_sum(said) is None


@pytest.mark.parametrize(("lang", "told"), [("zh", "记为 5,000.00 元"), ("en", "Taken as CNY 5,000.00")])
def test_what_it_was_taken_for_is_told(lang: Lang, told: str) -> None:
    """In the questionnaire, full-width too; what was written as a plain sum is kept without a word."""
    interview = begin(adviser(), TODAY, lang, {"issue": "fraud"}).change("amount")
    after, lines = interview.take("五千")
    assert after.data["amount"] == "5000"
    assert told in " ".join(lines)
    plain, lines = interview.take("５０００元")
    assert adviser().read(plain.data, TODAY).answers["amount"] == 5000
    assert "5,000.00" not in " ".join(lines)


@pytest.mark.parametrize("said", ["不记得", "忘了", "记不清了", "no idea", "Not sure", "I don't know"])
def test_not_knowing_has_many_words(said: str) -> None:
    """Of a sum and of a day, each is the answer “don’t know”, not one that is not understood."""
    for fact in ("amount", "incident_date"):
        after, _ = begin(adviser(), TODAY, "zh", {"issue": "fraud"}).change(fact).take(said)
        assert after.data[fact] == "unknown"


@pytest.mark.parametrize("said", ["没找过", "谁也没找", "没有。", "nobody", "Not yet", "no one"])
def test_nobody_has_many_words(said: str) -> None:
    after, _ = begin(adviser(), TODAY, "zh", {"issue": "fraud"}).change("attempts").take(said)
    assert after.data["attempts"] == []
