"""The end of the last known year: what is settled, what is provisional and why, and what a later calendar changes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import chinese_calendar
import pytest
from chinese_calendar import constants

import knowledge.workdays as workdays
from documents.day_by_day import day_lines
from engine.explaining.trace import Trace, replay, trace
from engine.review import outlook, review
from knowledge.limits import add
from knowledge.models import Duration, read_duration
from knowledge.workdays import (
    Unsettled,
    calendar_day,
    calendar_source,
    is_working_day,
    last_year,
    notice_due,
    notices,
    unsettled,
)
from tests.casebook import TODAY, adviser
from tests.test_cli import recourse

DAY = timedelta(days=1)


@contextmanager
def _calendar_until(year: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As if the notices of later years were not published yet, that year's last days included as they stood then."""

    def forget() -> None:
        for cached in (add, calendar_source, notices):
            cached.cache_clear()

    forget()
    with monkeypatch.context() as patch:
        for name in ("holidays", "workdays", "in_lieu_days"):
            kept = {day: told for day, told in getattr(constants, name).items() if day.year <= year}
            for place in (constants, chinese_calendar.utils):
                patch.setattr(place, name, kept)
        patch.setattr(chinese_calendar, "__version__", "0 (test)")
        yield
    forget()


def test_a_day_is_a_working_day_where_the_library_says_so() -> None:
    """Every day of every year that has a notice: our look at its tables tells what its own function tells."""
    day = date(2004, 1, 1)
    while day.year <= last_year():
        assert is_working_day(day)[0] is chinese_calendar.is_workday(day), day
        day += DAY


def test_the_last_week_of_the_last_known_year_is_not_settled() -> None:
    """Settled until a week before its end; from then on the next notice may move it; after it nothing is known."""
    first = date(last_year(), 12, 25)
    assert unsettled(first - DAY) is None
    for offset in range(7):
        assert unsettled(first + offset * DAY) is Unsettled.NEXT_NOTICE
        assert not is_working_day(first + offset * DAY)[1]
    assert unsettled(first + 7 * DAY) is Unsettled.NO_NOTICE


def test_the_last_week_of_an_earlier_year_is_settled() -> None:
    """Once the next notice is known, the end of the year before is; what the notice for 2019 moved is told as it moved it."""
    assert is_working_day(date(2018, 12, 29)) == (True, True)
    assert is_working_day(date(2018, 12, 31)) == (False, True)
    assert is_working_day(date(last_year() - 1, 12, 31))[1]


def test_no_notice_since_2004_has_reached_back_further_than_is_reckoned_with() -> None:
    """Every day of a December that differs from its weekday lies within the last week."""
    moved = [
        day
        for year in range(2004, last_year())
        for day in (date(year, 12, number) for number in range(1, 32))
        if is_working_day(day)[0] is not (day.weekday() < 5)
    ]
    assert date(2018, 12, 29) in moved
    assert all(day >= date(day.year + 1, 1, 1) - workdays.REACHES_BACK for day in moved)


@pytest.mark.parametrize(
    ("start", "length", "rolls_over", "provisional"),
    [
        (date(2026, 12, 14), "7 working days", False, False),  # ends on 23 December
        (date(2026, 12, 15), "7 working days", False, False),  # ends on 24 December
        (date(2026, 12, 16), "7 working days", False, True),  # ends on 25 December
        (date(2026, 12, 11), "15 days", False, False),  # calendar days need no calendar
        (date(2026, 12, 11), "15 days", True, True),  # … unless the last one rolls over
        (date(2026, 12, 4), "15 days", True, False),  # ends on Saturday 19 December, rolls to the 21st
        (date(2024, 12, 20), "7 working days", False, False),  # the notice for 2025 is known
    ],
)
def test_a_date_is_provisional_from_the_last_week_on(
    start: date, length: str, rolls_over: bool, provisional: bool
) -> None:
    """A period that counts, skips or ends on an unsettled day is provisional; one that does not is not."""
    assert add(start, Duration.model_validate(read_duration(length)), rolls_over).provisional is provisional


CASE: dict[str, Any] = {
    "provider": "alipay",
    "issue": "unauthorised_payment",
    "incident_date": "2026-11-03",
    "attempts": [
        {"channel": "provider-complaint", "date": "2026-11-05", "outcome": "refused", "answered": "2026-11-16"},
    ],
}


def _filed(day: str, as_of: str) -> dict[str, Any]:
    filed = {"channel": "pboc-12363", "date": day, "outcome": "pending"}
    return {**CASE, "as_of": as_of, "attempts": [*CASE["attempts"], filed]}


@pytest.mark.parametrize(
    ("filed", "zh", "en"),
    [
        ("2026-12-10", None, None),
        (
            "2026-12-18",
            "从 2026-12-25 起用到了年底最后一周：2027 年",
            "From 2026-12-25 on it reaches into the last week",
        ),
        ("2026-12-28", "从 2027-01-01 起用到了还没有放假安排的年份", "From 2027-01-01 on it reaches into a year whose"),
    ],
)
def test_the_derivation_says_why_a_date_may_move(filed: str, zh: str | None, en: str | None) -> None:
    """Day by day, in both languages: from which day on it is provisional, and because of which notice; else nothing."""
    advice = adviser().advise(adviser().read(_filed(filed, filed), TODAY))
    for lang, told in (("zh", zh), ("en", en)):
        lines = day_lines(adviser().knowledge, advice, "pboc-12363", lang)  # type: ignore[arg-type]
        found = [line for line in lines if "暂定" in line or "provisional" in line]
        assert told in found[-1] if told else not found, found


@pytest.mark.parametrize(
    ("today", "year"),
    [(date(2026, 10, 31), None), (date(2026, 11, 1), 2027), (date(2027, 3, 1), 2027), (date(2025, 12, 1), None)],
)
def test_check_warns_from_november_on(today: date, year: int | None) -> None:
    """The missing notice is a warning, no fault; the outlook names it too."""
    assert notice_due(today) == year
    told = review(adviser(), today, 100_000)
    assert told.faults == ()
    assert [f"holiday notice for {year} is missing" in line for line in told.lines if line.startswith("warn")] == (
        [True] if year else []
    )
    assert outlook(adviser(), today, 3).notice == year


def test_a_later_calendar_changes_a_saved_trace_and_the_replay_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Worked out with no notice for 2026, a complaint of 29 December 2025 is answered late on other days than with it."""
    filed = {"channel": "pboc-12363", "date": "2025-12-29", "outcome": "pending"}
    attempt = {"channel": "provider-complaint", "date": "2025-12-05", "outcome": "refused", "answered": "2025-12-16"}
    case = {**CASE, "incident_date": "2025-12-03", "as_of": "2025-12-30", "attempts": [attempt, filed]}
    with _calendar_until(2025, monkeypatch):
        plan = adviser().advise(adviser().read(case, TODAY)).plan
        before = trace(adviser(), adviser().advise(adviser().read(case, TODAY)))
        assert plan.calendar == before.calendar == "chinesecalendar 0 (test) (–2025)"
        assert plan.channels["pboc-12363"].provisional
    changes = {item.where: (item.before, item.after) for item in replay(adviser(), before).changes}
    old, new = changes["date reply_due pboc-12363"]
    assert old.endswith("(provisional)")
    assert not new.endswith("(provisional)")
    assert old.split()[0] < new
    assert changes["calendar"] == (before.calendar, calendar_source())
    file = tmp_path / "trace.json"
    file.write_text(before.to_json(), encoding="utf-8")
    for lang, told in (("zh", "放假日历和当时不同"), ("en", "The holiday calendar is not that of the trace")):
        replayed = recourse("replay", str(file), "--lang", lang)
        assert replayed.returncode == 1
        assert told in replayed.stdout
        assert "date reply_due pboc-12363" in replayed.stdout


def test_another_calendar_that_changes_nothing_is_told_and_is_no_difference(tmp_path: Path) -> None:
    """The same dates under another release: the replay names both, says that all is the same, and ends well."""
    told = trace(adviser(), adviser().advise(adviser().read({**CASE, "as_of": "2026-11-20"}, TODAY)))
    file = tmp_path / "trace.json"
    file.write_text(told.but(calendar="chinesecalendar 1.10.0 (–2025)").to_json(), encoding="utf-8")
    replayed = recourse("replay", str(file), "--lang", "en")
    assert replayed.returncode == 0
    assert "chinesecalendar 1.10.0 (–2025) → " + calendar_source() in replayed.stdout


def test_a_trace_of_before_the_calendar_was_kept_can_still_be_read() -> None:
    """Without `calendar` and `dates` a trace is compared in the rest."""
    told = json.loads(
        trace(adviser(), adviser().advise(adviser().read({**CASE, "as_of": "2026-11-20"}, TODAY))).to_json()
    )
    del told["calendar"], told["dates"]
    assert replay(adviser(), Trace.model_validate(told, strict=False)).changes == ()


def test_a_day_without_a_notice_has_no_holiday() -> None:
    """New Year's Day of an unknown year is taken for its weekday; a known one has its name."""
    assert calendar_day(date(last_year() + 1, 1, 1)).holiday is None
    named = calendar_day(date(last_year(), 1, 1)).holiday
    assert named
    assert named.en == "New Year's Day"


def test_the_outlook_lists_what_changes_soon_and_the_oldest_checks() -> None:
    """Before the day on which Order 121 came into force its edition begins soon; the oldest checks come first; both languages."""
    ahead = outlook(adviser(), date(2026, 2, 1), 5)
    assert ("2026-04-15", "samr-complaints (2025-12-30)") in {(str(item.day), item.what) for item in ahead.begins}
    assert ("2026-04-14", "samr-complaints (2022-03-24)") in {(str(item.day), item.what) for item in ahead.ends}
    assert not [item for item in outlook(adviser(), date(2026, 4, 16), 5).begins if item.what.startswith("samr-comp")]
    assert [item.day for item in ahead.oldest] == sorted(item.day for item in ahead.oldest)
    assert [count for _, count in ahead.doubts] == sorted((count for _, count in ahead.doubts), reverse=True)
    for lang, told in (("zh", "最久没有核对的 10 处"), ("en", "The 10 oldest checks")):
        assert told in recourse("check", "--next", "--lang", lang).stdout


def test_a_suggested_day_is_the_last_day_and_not_the_one_before_which() -> None:
    """An entry stands on its day: “before today” would be a day too early."""
    said = adviser().knowledge.wording["calendar-suggested"]
    assert "今天前" not in said.zh
    assert said.told("zh", step="x") == "建议最晚今天做：x"
