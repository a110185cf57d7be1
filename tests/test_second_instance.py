"""What a court has time for: a new suit to be docketed and judged, an appeal to be judged; however the contact is told."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from engine.case import standings
from knowledge.standing import Standing
from tests.casebook import TODAY, adviser

KNOWLEDGE = adviser().knowledge
COURTS = ("court", "internet-court")
APPEAL = {"court": "appeal-judgment", "internet-court": "appeal-internet-judgment"}
REFUSAL = {"court": "appeal-refusal-to-docket", "internet-court": "appeal-internet-refusal-to-docket"}


def _due(channel: str, before: str, *, made: str = "2026-09-21", **contact: Any) -> tuple[Standing, date | None]:
    """Where the court stands after a contact that followed one answered on 10 September, and when its answer is due."""
    first = {"channel": channel, "date": "2026-03-02", "answered": "2026-09-10", "outcome": before}
    latest = {"channel": channel, "date": made, "outcome": "pending", **contact}
    told = {"as_of": "2026-11-22", "provider": "alipay", "issue": "payment_error", "attempts": [first, latest]}
    found = standings(adviser().read(told, TODAY), KNOWLEDGE)[channel]
    return found.standing, found.due


@pytest.mark.parametrize("channel", COURTS)
@pytest.mark.parametrize("before", ["refused", "unsatisfied", "partial"])
@pytest.mark.parametrize("told", [True, False])
def test_an_appeal_has_the_time_of_the_second_instance(channel: str, before: str, told: bool) -> None:
    """Five days for the copy, fifteen for the answer, five for the file, three months; two of them end on days of rest and move."""
    action = {"action": APPEAL[channel]} if told else {}
    assert _due(channel, before, **action) == (Standing.WAITING, date(2027, 1, 19))


@pytest.mark.parametrize("channel", COURTS)
def test_an_appeal_against_a_ruling_has_thirty_days_of_it(channel: str) -> None:
    assert _due(channel, "not_accepted", action=REFUSAL[channel]) == (Standing.OVERDUE, date(2026, 11, 18))


@pytest.mark.parametrize("channel", COURTS)
@pytest.mark.parametrize(("before", "action"), [("refused", {"action": "sue-provider"}), ("not_accepted", {})])
def test_a_new_suit_has_the_days_of_docketing_and_the_six_months_of_the_first_instance(
    channel: str, before: str, action: dict[str, str]
) -> None:
    """Seven days, which move past a weekend, and six months; a suit that waits for its judgment is not late."""
    assert _due(channel, before, **action) == (Standing.WAITING, date(2027, 3, 29))


def test_an_application_that_is_no_suit_has_the_days_of_docketing() -> None:
    assert _due("court", "refused", action="apply-payment-order") == (Standing.OVERDUE, date(2026, 9, 28))
