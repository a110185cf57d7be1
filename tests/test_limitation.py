"""Limitation: what starts it anew while it runs, and what no longer does once it is over."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.case import Case, Elapsed, compute, standings
from knowledge.channel import Interruption
from tests.casebook import TODAY, adviser

KNOWLEDGE = adviser().knowledge
STARTS = {channel.id: channel.limitation for channel in KNOWLEDGE.channels.values() if channel.limitation}
AWARE = date(2020, 3, 2)


def _case(*attempts: dict[str, Any], **facts: Any) -> Case:
    told = {"as_of": TODAY.isoformat(), "provider": "alipay", "issue": "payment_error", "aware_date": AWARE, **facts}
    return adviser().read({**{k: str(v) for k, v in told.items() if v}, "attempts": list(attempts)}, TODAY)


def _began(case: Case) -> Elapsed:
    found = compute("since_claimed", case, KNOWLEDGE, standings(case, KNOWLEDGE))
    assert isinstance(found, Elapsed)
    return found


@pytest.mark.parametrize("channel", STARTS)
def test_what_comes_after_the_end_starts_nothing_anew(channel: str) -> None:
    """A demand, a report, a suit: whichever door, and whether it was refused, not taken or still waits."""
    for outcome in ("refused", "not_accepted", "pending", "no_reply"):
        late = {"channel": channel, "date": "2023-03-03", "outcome": outcome}
        assert _began(_case(late)) == Elapsed(AWARE, AWARE)


@pytest.mark.parametrize("channel", STARTS)
def test_what_comes_on_the_last_day_does(channel: str) -> None:
    began = _began(_case({"channel": channel, "date": "2023-03-02", "outcome": "refused"}))
    assert began == Elapsed(date(2023, 3, 2), date(2023, 3, 2))


@pytest.mark.parametrize("channel", STARTS)
def test_the_other_side_can_give_the_time_back(channel: str) -> None:
    """A settlement after the end counts from its day; that an office helped in part is no promise of the debtor."""
    agreed = {"channel": channel, "date": "2024-03-03", "answered": "2024-05-06"}
    day = date(2024, 5, 6)
    assert _began(_case({**agreed, "outcome": "settled"})) == Elapsed(day, day)
    kept = AWARE if STARTS[channel] is Interruption.REPORT else day
    assert _began(_case({**agreed, "outcome": "partial"})) == Elapsed(kept, kept)


def test_each_demand_has_to_come_within_the_time_of_the_one_before() -> None:
    chain = [{"channel": "provider-complaint", "date": f"{year}-03-02", "outcome": "refused"} for year in (2022, 2025)]
    assert _began(_case(*chain)).earliest == date(2025, 3, 2)
    assert _began(_case(chain[1])).earliest == AWARE


def test_a_contact_of_unknown_day_may_have_come_in_time_or_not() -> None:
    assert _began(_case({"channel": "provider-complaint", "outcome": "refused"})) == Elapsed(AWARE, TODAY)


def test_whoever_may_have_known_long_before_may_have_been_late() -> None:
    """The day of knowing lies between the incident and the first contact; on the earlier the contact was late, on the later not."""
    asked = {"channel": "provider-complaint", "date": "2024-05-06", "outcome": "refused"}
    assert _began(_case(asked, aware_date=None, incident_date=AWARE)) == Elapsed(AWARE, date(2024, 5, 6))
    soon = {**asked, "date": "2021-05-06"}
    assert _began(_case(soon, aware_date=None, incident_date=AWARE)).earliest == date(2021, 5, 6)


@given(st.lists(st.tuples(st.sampled_from(sorted(STARTS)), st.dates(AWARE, TODAY)), max_size=4))
def test_a_later_start_never_makes_the_period_older(contacts: list[tuple[str, date]]) -> None:
    """Of every day on which it can have begun, both ends hold what becomes of it."""
    made = [{"channel": channel, "date": day.isoformat(), "outcome": "refused"} for channel, day in contacts]
    first = min((day for _, day in contacts), default=TODAY)
    open_ = _began(_case(*made, aware_date=None, incident_date=AWARE))
    for day in (AWARE, AWARE + (first - AWARE) / 2, first):
        known = _began(_case(*made, aware_date=day, incident_date=AWARE))
        assert open_.earliest <= known.earliest <= known.latest <= open_.latest
