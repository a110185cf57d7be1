"""Dates: calendar and working days, months and years, what rolls over, and what is provisional."""

from __future__ import annotations

from datetime import date, timedelta

import holidays
import pytest
from dateutil.relativedelta import relativedelta

from engine.case import Elapsed
from engine.findings.conditions import compare_elapsed
from knowledge.citations import Days
from knowledge.limits import add, find_limit, first_running
from knowledge.models import Duration, Unit, read_duration
from knowledge.workdays import is_working_day
from rules.models import Op
from tests.casebook import TODAY, adviser

REFS = sorted({value for rule in adviser().rulebase.rules for c in rule.when for value in c.values if "." in value})
"""the limits that rules compare with"""


def _add(start: date, length: str, rolls_over: bool = False) -> date:
    return add(start, Duration.model_validate(read_duration(length)), rolls_over).last


@pytest.mark.parametrize(
    ("start", "length", "last"),
    [
        (date(2026, 11, 4), "15 days", date(2026, 11, 19)),
        (date(2026, 9, 28), "7 working days", date(2026, 10, 13)),  # National Day 1–7, make-up day 10 October
        (date(2026, 2, 12), "1 working day", date(2026, 2, 13)),
        (date(2026, 2, 13), "2 working days", date(2026, 2, 24)),  # make-up Saturday 14 February, then Spring Festival
        (date(2024, 2, 29), "3 years", date(2027, 2, 28)),
        (date(2026, 8, 31), "6 months", date(2027, 2, 28)),
        (date(2026, 11, 22), "48 hours", date(2026, 11, 24)),
        (date(2026, 11, 22), "72 hours", date(2026, 11, 25)),
    ],
)
def test_a_period_ends_on_the_right_day(start: date, length: str, last: date) -> None:
    """The first day is not counted; working days skip holidays and count make-up days."""
    assert _add(start, length) == last


def test_a_period_that_ends_on_a_holiday_rolls_over_where_the_statute_says_so() -> None:
    """1 October 2026 is a holiday; the next working day is the 8th."""
    assert _add(date(2026, 9, 16), "15 days") == date(2026, 10, 1)
    assert _add(date(2026, 9, 16), "15 days", rolls_over=True) == date(2026, 10, 8)


def test_a_year_without_a_holiday_notice_is_provisional() -> None:
    """Nothing sure can be said of working days in 2027, and every date reaching into it says so."""
    assert is_working_day(date(2026, 12, 24)) == (True, True)
    assert is_working_day(date(2027, 1, 4)) == (True, False)
    assert add(date(2026, 12, 30), Duration.model_validate(read_duration("7 working days"))).provisional


def test_two_libraries_agree_on_every_working_day_with_a_notice() -> None:
    """Chinesecalendar and holidays name the same working days from 2021 to 2026."""
    other = holidays.country_holidays("CN", years=range(2021, 2027))
    day = date(2021, 1, 1)
    while day <= date(2026, 12, 31):
        assert is_working_day(day)[0] == other.is_working_day(day), day
        day += timedelta(days=1)


@pytest.mark.parametrize("bad", ["15", "days 15", "0 days", "1.5 days", "15 dayz", "-3 days"])
def test_a_duration_is_written_one_way(bad: str) -> None:
    """Anything but a whole number and a legal unit is refused."""
    with pytest.raises(ValueError):  # noqa: PT011
        Duration.model_validate(read_duration(bad))


@pytest.mark.parametrize("unit", list(Unit))
def test_one_of_a_unit_is_told_in_the_singular(unit: Unit) -> None:
    """“1 year”, “2 years”: in English as the duration itself is written."""
    for value in (1, 2):
        length = Duration(value=value, unit=unit)
        assert adviser().knowledge.wording[length.key].told("en", n=value) == str(length)


@pytest.mark.parametrize("ref", REFS)
def test_a_condition_and_a_deadline_end_on_the_same_day(ref: str) -> None:
    """What a rule says of a period is true through the very day on which its limit ends, moved or not, and no longer."""
    limit = find_limit(adviser().knowledge, ref, Days(TODAY, TODAY))
    assert limit
    for start in (TODAY - timedelta(days=n) for n in range(400, 460)):
        last = add(start, limit.length, limit.rolls_over).last
        event = Elapsed(start, start)
        runs = [compare_elapsed(Op.LE, event, limit, last + timedelta(days=n)) for n in (-1, 0, 1)]
        over = [compare_elapsed(Op.GT, event, limit, last + timedelta(days=n)) for n in (-1, 0, 1)]
        assert runs == [True, True, False]
        assert over == [False, False, True]


@pytest.mark.parametrize("length", ["15 days", "7 working days", "6 months", "3 years", "48 hours"])
@pytest.mark.parametrize("rolls_over", [False, True])
def test_the_first_running_day_is_the_first_whose_period_has_not_ended(length: str, rolls_over: bool) -> None:
    """Its own period still ends on the day or later, and that of the day before had ended; over holidays and month ends."""
    span = Duration.model_validate(read_duration(length))
    for day in (date(2026, 1, 1) + timedelta(days=number) for number in range(365)):
        first = first_running(span, rolls_over, day)
        assert _add(first - timedelta(days=1), length, rolls_over) < day <= _add(first, length, rolls_over)


def test_months_and_years_come_to_what_another_library_makes_of_them() -> None:
    """From every day of four years on, a leap year among them."""
    starts = [date(2023, 1, 1) + timedelta(days=number) for number in range(4 * 365 + 1)]
    for months in (1, 2, 3, 6, 7, 11, 12, 36, 240):
        length = Duration(value=months, unit=Unit.MONTHS)
        assert [add(day, length).last for day in starts] == [day + relativedelta(months=months) for day in starts]
    assert add(date(2024, 2, 29), Duration(value=3, unit=Unit.YEARS)).last == date(2027, 2, 28)
