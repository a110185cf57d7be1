"""Days as people say them: what they can mean, and which day is kept of a vague word."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.days import find_day, read_day
from engine.interview import begin
from engine.interview.told_day import Bound, DayReader
from knowledge.models import Lang
from tests.casebook import TODAY, adviser

ZH = {
    "刚刚": "11-22", "今天下午": "11-22", "今早": "11-22", "凌晨": "11-22", "两小时前": "11-22", "昨晚": "11-21", "昨天晚上八点半": "11-21",
    "前天": "11-20", "大前天": "11-19", "三天前": "11-19", "12天前": "11-10", "大约二十五天前": "10-28", "一百天前": "08-14",
    "两周前": "11-08", "半个月前": "11-07", "一个半月前": "10-07", "三个月前": "08-22", "上周三": "11-11", "这周二": "11-17", "周三": "11-18",
    "上礼拜五": "11-13", "上上周五": "11-06", "上个月3号": "10-03", "5号": "11-05", "11月4日": "11-04", "11月4号下午": "11-04",
    "２０２６年１１月４日": "11-04", "20261104": "11-04", "11.4": "11-04", "12月1日": "2025-12-01", "去年10月3日": "2025-10-03", "一年前": "2025-11-22",
}  # fmt: skip
EN = {
    "just now": "11-22", "this morning": "11-22", "two hours ago": "11-22", "last night": "11-21", "yesterday evening": "11-21",
    "the day before yesterday": "11-20", "3 days ago": "11-19", "about 12 days ago": "11-10", "two weeks ago": "11-08", "a fortnight ago": "11-08",
    "last Monday": "11-16", "last Friday night": "11-20", "the 3rd of last month": "10-03", "half a year ago": "05-22", "one month ago": "10-22",
    "Nov 4": "11-04", "on 4 November": "11-04", "Nov 30": "2025-11-30", "4 November 2025": "2025-11-04", "2026/11/3": "11-03", "13/11": "11-13",
}  # fmt: skip
VAGUE = {
    ("zh", "上周"): ("11-09", "11-15"), ("zh", "上周末"): ("11-14", "11-15"), ("zh", "上个月"): ("10-01", "10-31"),
    ("zh", "月初"): ("11-01", "11-10"), ("zh", "上个月底"): ("10-21", "10-31"), ("zh", "11月"): ("11-01", "11-22"),
    ("zh", "前几天"): ("11-12", "11-19"), ("zh", "昨天半夜"): ("11-21", "11-22"), ("en", "last week"): ("11-09", "11-15"),
    ("en", "a few days ago"): ("11-12", "11-19"), ("en", "last month"): ("10-01", "10-31"), ("en", "October"): ("10-01", "10-31"),
    ("en", "early this month"): ("11-01", "11-10"), ("en", "late September"): ("09-21", "09-30"), ("en", "this week"): ("11-16", "11-22"),
}  # fmt: skip


def _day(text: str) -> date:
    return date.fromisoformat(text if len(text) > 5 else f"2026-{text}")


@pytest.mark.parametrize(
    ("lang", "said", "day"), [("zh", *item) for item in ZH.items()] + [("en", *item) for item in EN.items()]
)
def test_a_day_is_read_as_people_say_it(lang: str, said: str, day: str) -> None:
    """Time ago, days of the week, parts of a day and dates, counted from the day on which they are said."""
    found = read_day(said, TODAY, lang)
    assert found is not None
    assert (found.first, found.last) == (_day(day), _day(day))


@pytest.mark.parametrize(("lang", "said"), VAGUE)
def test_a_vague_word_is_the_span_it_is(lang: str, said: str) -> None:
    """A week, a month, “a few days ago” are not one day; what lies in the future is left out of them."""
    found = read_day(said, TODAY, lang)
    assert found is not None
    assert (found.first, found.last) == tuple(map(_day, VAGUE[lang, said]))


@pytest.mark.parametrize(
    "said", ["", "3", "12315", "110", "2-30", "soon", "no", "前段时间", "2月30号", "不知道", "recently", "?", "🙂"]
)
def test_what_is_no_day_is_none(said: str) -> None:
    """A bare number, a telephone number and words without a day in them are not guessed at."""
    assert read_day(said, TODAY, "zh") is None
    assert read_day(said, TODAY, "en") is None


def test_a_date_that_may_be_two_is_asked_again_in_english() -> None:
    """`3/11` is 11 March to some and 3 November to others; in Chinese the month comes first."""
    assert read_day("3/11", TODAY, "en") is None
    found = read_day("3/11", TODAY, "zh")
    assert found is not None
    assert found.first == _day("03-11")


@given(st.text(max_size=30), st.sampled_from(["zh", "en"]))
def test_whatever_is_typed_no_day_is_invented(said: str, lang: str) -> None:
    """Never an error, and never a span that ends before it begins."""
    found = read_day(said, TODAY, lang)
    assert found is None or found.first <= found.last


@given(st.integers(0, 400), st.dates(date(2020, 1, 1), date(2030, 12, 31)))
def test_days_ago_are_counted_on_any_day(days: int, said_on: date) -> None:
    """Both languages count the same, and a date that is written out is itself."""
    day = said_on - timedelta(days=days)
    for lang, text in (
        ("zh", f"{days}天前"),
        ("en", f"{days} days ago"),
        ("zh", f"{day:%Y年%m月%d日}"),
        ("en", str(day)),
    ):
        found = read_day(text, said_on, lang)
        assert found is not None
        assert (found.first, found.last) == (day, day)


def test_a_day_is_found_in_a_sentence() -> None:
    """By the longest words that name one; a telephone number is none."""
    for lang, line, day in (
        ("zh", "3天前打了12315，没回", "11-19"), ("zh", "上个月3号找的客服", "10-03"), ("en", "called 12315 three days ago, no answer", "11-19"),
    ):  # fmt: skip
        found = find_day(line, TODAY, lang)
        assert found is not None
        assert found.first == _day(day)
    assert find_day("打了12315，没回", TODAY, "zh") is None


def test_the_kept_day_makes_no_limit_longer_and_calls_nobody_late_too_soon() -> None:
    """Of a vague word the earliest for what happened, the latest for what was handed in, never outside what is known."""
    days = DayReader(adviser().knowledge, "en", TODAY)
    assert days.read("last week", Bound.EARLIEST)[0] == "2026-11-09"
    assert days.read("last week", Bound.LATEST)[0] == "2026-11-15"
    assert days.read("last week", Bound.EARLIEST, since=date(2026, 11, 12))[0] == "2026-11-12"
    assert days.read("this month", Bound.LATEST)[0] == "2026-11-22"


def test_a_relative_day_is_pinned_and_what_it_was_taken_for_is_told() -> None:
    """A session that goes on weeks later counts from the day that was meant, not from then."""
    dated = replace(begin(adviser(), TODAY, "en", {}), asking="incident_date")
    after, told = dated.take("two weeks ago")
    assert after.data == {"incident_date": "2026-11-08"}
    assert "Sun 2026-11-08" in told[0]
    vague, told = dated.take("last week")
    assert vague.data == {"incident_date": "2026-11-09"}
    assert "earliest" in told[0]
    assert not any("2026" in line for line in dated.take("2026-11-08")[1][:1] if "Taken" in line)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_day_that_is_not_understood_is_asked_again_in_plain_words(lang: str) -> None:
    """Nothing of how a file writes it, and what to type instead; a day to come is told as one."""
    dated = replace(begin(adviser(), TODAY, lang, {}), asking="incident_date")
    for typed in ("soon", "3", "tomorrow", "明天", "2030-01-01", "2-30", "12315"):
        after, told = dated.take(typed)
        assert after is dated
        assert told
        assert not re.search(r"as_of|days_ago|[{}]|YAML", "".join(told))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("text", "bound", "day", "key"),
    [
        ({"zh": "昨天", "en": "yesterday"}, Bound.EARLIEST, "2026-11-21", "ask-day-taken"),
        ({"zh": "上周", "en": "last week"}, Bound.EARLIEST, "2026-11-09", "ask-day-earliest"),
        ({"zh": "上周", "en": "last week"}, Bound.LATEST, "2026-11-15", "ask-day-latest"),
        ({"zh": "2026-11-03", "en": "2026-11-03"}, Bound.LATEST, "2026-11-03", None),
    ],
    ids=["one day", "its first", "its last", "as written"],
)
def test_what_is_kept_of_a_day_is_told(
    text: dict[str, str], bound: Bound, day: str, key: str | None, lang: Lang
) -> None:
    """A day that the words mean is told as taken, one of several as the first or last; what is written plainly needs no word."""
    days = DayReader(adviser().knowledge, lang, TODAY)
    shown = days.shown(date.fromisoformat(day))
    assert days.read(text[lang], bound) == (day, [days.say(key, day=shown)] if key else [])
