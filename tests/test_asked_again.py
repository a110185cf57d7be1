"""Asked again: an answer that opened the way on is undone by a later answer, never by silence; where a second request is a stage, the latest counts."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.adviser import Advice
from engine.batch import Order, Record, Worker
from engine.case import Case, Elapsed, compute, standings
from knowledge.outcome import FALLS_SHORT, Outcome
from knowledge.standing import Standing
from tests.casebook import TODAY, adviser
from tests.strategies import case_files

KNOWLEDGE = adviser().knowledge
SILENT = (Outcome.PENDING, Outcome.NO_REPLY, Outcome.UNKNOWN)
FIRST = {
    "provider-complaint",
    "provider-escalation",
    "merchant-platform",
    "apple-support",
    "issuing-bank",
    "telecom-operator",
}
"""whoever answers for itself: a first word of theirs is enough for whoever comes next"""
LASTING = [
    (channel.id, outcome)
    for channel in KNOWLEDGE.channels.values()
    for outcome in FALLS_SHORT
    if channel.lasts(outcome, {})
]
STAGES = [
    ("police", "refused", {"issue": "fraud"}),
    ("samr-12315", "not_accepted", {"issue": "merchant_dispute"}),
    ("pboc-12363", "not_accepted", {"issue": "payment_error"}),
    ("credit-objection", "refused", {"issue": "credit_product_dispute"}),
    ("court", "refused", {"issue": "payment_error"}),
    ("provider-complaint", "unsatisfied", {"issue": "account_restricted", "restriction_kind": "identity_expired"}),
    ("provider-complaint", "not_accepted", {"issue": "deceased_user"}),
    ("issuing-bank", "unsatisfied", {"issue": "deceased_user", "provider": "bank"}),
    ("telecom-operator", "partial", {"issue": "sim_swap"}),
    ("merchant-platform", "unsatisfied", {"issue": "wrong_transfer", "counterparty": "merchant"}),
]  # fmt: skip
"""where a second request is a stage of its own: the answer before, and the trouble"""


def _told(*attempts: tuple[str, str, str | None], **facts: str) -> dict[str, Any]:
    """A case with these contacts: whom, what came back, when."""
    contacts = [
        {"channel": channel, "outcome": outcome, **({"date": day} if day else {})} for channel, outcome, day in attempts
    ]
    case = {"as_of": "2026-11-22", "provider": "alipay", "issue": "payment_error", "incident_date": "2026-10-01"}
    return {**case, **facts, "attempts": contacts}


def _read(data: dict[str, Any]) -> Case:
    return adviser().read(data, TODAY)


def _advise(data: dict[str, Any]) -> Advice:
    return adviser().advise(_read(data))


def test_it_is_said_of_whoever_answers_for_itself() -> None:
    """And of no office: put there again, a claim begins anew with days of its own."""
    assert {channel for channel, _ in LASTING} == FIRST
    assert set(LASTING) == {(channel, outcome) for channel in FIRST for outcome in FALLS_SHORT}


@pytest.mark.parametrize("dated", [True, False])
@pytest.mark.parametrize(("channel", "outcome"), LASTING)
def test_silence_undoes_no_answer(channel: str, outcome: Outcome, dated: bool) -> None:
    """However often it was asked since; the doors that the answer opened stay as it left them. A new answer counts."""
    days = ("2026-11-03", "2026-11-10", "2026-11-15") if dated else (None, None, None)
    first = (channel, str(outcome), days[0])
    alone = _advise(_told(first))
    for silent in SILENT:
        again = _advise(_told(first, (channel, "pending", days[1]), (channel, str(silent), days[2])))
        here = again.inference.standings[channel]
        assert (here.standing, here.due) == (Standing(outcome), None)
        assert (here.attempt, here.again) == (again.case.contacts[0], again.case.contacts[2])
        assert {name: node.state for name, node in again.graph.nodes.items()} == {
            name: node.state for name, node in alone.graph.nodes.items()
        }
    for later in {*FALLS_SHORT, Outcome.RESOLVED, Outcome.SETTLED}:
        case = _read(_told(first, (channel, "pending", days[1]), (channel, str(later), days[2])))
        assert standings(case, KNOWLEDGE)[channel].standing is Standing(later)


@pytest.mark.parametrize("channel", sorted(FIRST))
def test_what_was_solved_and_comes_up_again_waits(channel: str) -> None:
    """A new request after a solution is one on a new matter, and a mere question none at all."""
    solved = _read(_told((channel, "refused", "2026-11-01"), (channel, "resolved", "2026-11-03"), (channel, "pending", "2026-11-21")))  # fmt: skip
    assert standings(solved, KNOWLEDGE)[channel].standing is Standing.WAITING
    asked = _read(_told((channel, "refused", "2026-11-01"), (channel, "asked", "2026-11-21")))
    assert standings(asked, KNOWLEDGE)[channel].again is None


@pytest.mark.parametrize("ended", ["settled", "resolved"])
def test_what_was_settled_elsewhere_with_the_same_side_is_asked_for_anew(ended: str) -> None:
    """The merchant refused, 12315 brought it round: whoever asks the merchant then asks for what was agreed. The bank is no such side."""
    refused, again = ("merchant-platform", "refused", "2026-11-01"), ("merchant-platform", "pending", "2026-11-20")
    for elsewhere, day, comes_to in (
        ("samr-12315", "2026-11-10", Standing.WAITING),
        ("samr-12315", "2026-10-20", Standing.REFUSED),
        ("samr-12315", "2026-11-21", Standing.REFUSED),
        ("issuing-bank", "2026-11-10", Standing.REFUSED),
    ):
        case = _read(_told(refused, (elsewhere, ended, day), again))
        assert standings(case, KNOWLEDGE)["merchant-platform"].standing is comes_to, (elsewhere, day)


@pytest.mark.parametrize(("channel", "before", "facts"), STAGES)
def test_a_stage_of_its_own_is_waited_for(channel: str, before: str, facts: dict[str, str]) -> None:
    """The police reconsider, an office gets a claim anew, an objection has its days by law: the latest contact counts."""
    case = _read(_told((channel, before, "2026-11-03"), (channel, "pending", "2026-11-20"), **facts))
    here = standings(case, KNOWLEDGE)[channel]
    assert (here.standing, here.again) == (Standing.WAITING, None)


def test_other_facts_see_every_contact() -> None:
    """Turned to again, when last, with a limitation period from the latest demand; when the answer came is that of the answer."""
    contacts = [
        {"channel": "merchant-platform", "date": "2026-11-03", "answered": "2026-11-05", "outcome": "refused"},
        {"channel": "merchant-platform", "date": "2026-11-15", "outcome": "no_reply"},
    ]
    case = _read({**_told(), "aware_date": "2026-10-01", "attempts": contacts})

    def value(name: str) -> object:
        return compute(name, case, KNOWLEDGE, standings(case, KNOWLEDGE))

    def since(day: int) -> Elapsed:
        return Elapsed(*[TODAY.replace(day=day)] * 2)

    assert value("turned_to_again(merchant-platform)") == "yes"
    assert value("refused_again(merchant-platform)") == "no"
    assert value("since_turned_to(merchant-platform)") == since(15)
    assert value("since_claimed") == since(15)
    assert value("since_answer(merchant-platform)") == since(5)
    assert value("since_put(merchant-platform)") == since(3)


def test_whoever_was_asked_again_may_still_solve_it() -> None:
    """What somebody else solved is not all solved while an answer is awaited, though the first request was not accepted."""
    solved = ("provider-complaint", "resolved", "2026-11-10")
    for again, told in (((), "yes"), ((("merchant-platform", "pending", "2026-11-15"),), "no")):
        case = _read(_told(("merchant-platform", "not_accepted", "2026-11-03"), solved, *again))
        assert compute("solved_anywhere", case, KNOWLEDGE, standings(case, KNOWLEDGE)) == told


AGAIN = [
    ("apple-support", "refused", "request-apple-refund-again", {"issue": "auto_renewal", "counterparty": "app_store"}),
    ("merchant-platform", "not_accepted", "resubmit-minor-refund",
     {"issue": "minor_payment", "payer_age": "from_8_to_17", "counterparty": "merchant"}),
    ("provider-complaint", "refused", "demand-restriction-ground", {"issue": "account_restricted"}),
    ("provider-complaint", "unsatisfied", "report-fraud-account", {"issue": "fraud"}),
]  # fmt: skip


@pytest.mark.parametrize(("channel", "outcome", "action", "facts"), AGAIN)
def test_nobody_is_sent_to_ask_a_third_time(channel: str, outcome: str, action: str, facts: dict[str, str]) -> None:
    """What is said once more after an answer is no step while an answer to that is awaited; alone and in a batch."""
    first, again = (channel, outcome, "2026-11-10"), (channel, "pending", "2026-11-20")
    for contacts, shown in (((first,), True), ((first, again), False)):
        data = _told(*contacts, **facts)
        assert (action in [item.action.id for item in _advise(data).agenda.items]) is shown
        record = Record(1, json.dumps({"case": data}).encode())
        order = Order(TODAY, "test")
        together, alone = Worker(adviser(), order), Worker(adviser(), order, together=False)
        assert together.work([record]).answered == alone.work([record]).answered


def test_the_time_to_ask_the_head_office_runs_from_the_answer() -> None:
    """A bank asked again in vain does not take away the check by its higher office (bank-complaints/20)."""
    refused = {"channel": "issuing-bank", "date": "2026-11-03", "answered": "2026-11-10", "outcome": "refused"}
    facts = {"provider": "bank", "issue": "fee_dispute"}
    days = []
    for again in ([], [{"channel": "issuing-bank", "date": "2026-11-15", "outcome": "pending"}]):
        plan = _advise({**_told(**facts), "attempts": [refused, *again]}).plan
        days.append(next(step.do_by for step in plan.steps if step.action == "ask-head-office"))
    assert days[0] is not None
    assert days[0] == days[1]


@given(case_files, st.sampled_from(LASTING), st.sampled_from(SILENT), st.booleans())
def test_the_standing_is_that_of_the_last_answer(
    data: dict[str, Any], answer: tuple[str, Outcome], silent: Outcome, dated: bool
) -> None:
    """Of any case: with one more contact that nobody answered every channel stands where it stood, if its answer lasts."""
    channel, outcome = answer
    day = {"date": TODAY.isoformat()} if dated else {}
    first = {"channel": channel, "outcome": str(outcome), **day}
    again = {"channel": channel, "outcome": "pending" if dated else str(silent), **day}
    contacts = data.get("attempts", [])
    before = _read({**data, "attempts": [*contacts, first]})
    after = _read({**data, "attempts": [*contacts, first, again]})
    known_before = Counter(item.channel for item in _read(data).attempts)
    new = Counter(item.channel for item in before.attempts) - known_before
    there = next(iter(new), channel)  # its door at this wallet
    known = KNOWLEDGE.channels[there]
    told, now = (standings(case, KNOWLEDGE) for case in (before, after))
    assert {name: here.standing for name, here in told.items() if name != there} == {
        name: here.standing for name, here in now.items() if name != there
    }
    if dated and told[there].standing is Standing(outcome):
        assert (now[there].standing is Standing(outcome)) is known.lasts(outcome, after.answers)
