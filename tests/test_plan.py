"""What holds for every plan, on generated cases."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise

import pytest

from documents.layout import as_plain
from documents.plan_text import plan_blocks
from engine.agenda import nearness
from engine.graph import positions
from engine.steps import Plan
from knowledge.channel import Level
from knowledge.citations import Days, resolve
from knowledge.frozen import replace
from knowledge.models import Confidence, Lang
from tests.casebook import CASES, TODAY, adviser, random_case, read_cases

SEEDS = range(400)
HAN = re.compile(r"[\u4e00-\u9fff]")


def _plan(seed: int) -> tuple[dict[str, object], Plan]:
    data = random_case(seed)
    return data, adviser().advise(adviser().read(data, TODAY)).plan


@pytest.mark.parametrize("start", range(0, len(SEEDS), 100))
def test_every_step_stands_on_law_in_force_or_on_a_named_source(start: int) -> None:
    """Each step has a ground; each citation exists, was in force on its day, and has the number it had then."""
    known = adviser().knowledge
    for seed in SEEDS[start : start + 100]:
        data, plan = _plan(seed)
        case = adviser().read(data, TODAY)
        for step in plan.steps:
            assert step.basis or step.sources, (seed, step.action)
            for item in step.basis:
                cited = resolve(known, item.citation, case.days)
                assert cited is not None, (seed, step.action, item.citation)
                assert cited.number == item.citation.partition("/")[2]
                day = case.days.for_(cited.article.applies)
                assert item.in_force[0] <= day <= (item.in_force[1] or day)


@pytest.mark.parametrize("start", range(0, len(SEEDS), 100))
def test_no_plan_shows_a_low_number_or_a_gap(start: int) -> None:
    """No entrance of low confidence, no placeholder left open, no Chinese sentence in an English reason."""
    for seed in SEEDS[start : start + 100]:
        data, plan = _plan(seed)
        for step in plan.steps:
            assert all(way.confidence is not Confidence.LOW for way in step.entrances)
        case = adviser().read(data, TODAY)
        text = as_plain(plan_blocks(plan, case, adviser().knowledge, "zh"))
        text += as_plain(plan_blocks(plan, case, adviser().knowledge, "en"))
        assert not re.search(r"\{[a-z_]+\}", text), (seed, re.search(r"\{[a-z_]+\}", text))


def test_no_wallet_is_judged_by_the_law_of_another_kind() -> None:
    """A statute that binds some kinds of wallet only (payment institutions; where there are cards) is never cited for others."""
    known = adviser().knowledge
    only = {statute.id: statute.only_for for statute in known.statutes.values() if statute.only_for}
    assert only
    for seed in SEEDS:
        data, plan = _plan(seed)
        provider = known.providers.get(str(data.get("provider")))
        if provider:
            cited = {item.citation.partition("/")[0] for step in plan.steps for item in step.basis}
            wrong = {name for name in cited & only.keys() if provider.kind not in only[name]}
            assert not wrong, (seed, wrong)


def test_a_plan_is_the_same_each_time_and_ranks_without_gaps() -> None:
    """The same case gives the same JSON; ranks run from 1; channels cover all."""
    for seed in SEEDS[:60]:
        _, plan = _plan(seed)
        assert plan.to_json() == _plan(seed)[1].to_json()
        assert [step.rank for step in plan.steps] == list(range(1, len(plan.steps) + 1))
        assert not plan.covered or set(plan.channels) == set(adviser().knowledge.channels)


def test_the_order_of_answers_does_not_matter() -> None:
    """A case told backwards gives the same plan."""
    for seed in SEEDS[:80]:
        data, plan = _plan(seed)
        told_backwards = dict(reversed(list(data.items())))
        assert adviser().advise(adviser().read(told_backwards, TODAY)).plan == plan


def test_a_limit_is_told_from_a_yardstick() -> None:
    """A statutory limit names its article in force; a yardstick has none and gives its reason."""
    for seed in SEEDS[:200]:
        data, plan = _plan(seed)
        case = adviser().read(data, TODAY)
        for limit in (limit for step in plan.steps for limit in step.reply_limits):
            if limit.statutory:
                assert limit.basis
                assert resolve(adviser().knowledge, limit.basis, Days(case.as_of, case.days.incident))
            else:
                assert limit.basis is None
                assert limit.reason


def test_an_article_is_not_cited_to_whom_it_does_not_speak() -> None:
    """Consumer law and the central bank's consumer measures are cited to a consumer, not to a business."""
    case = {
        "provider": "alipay",
        "issue": "merchant_dispute",
        "counterparty": "merchant",
        "incident_date": "2026-11-10",
    }
    known = adviser().knowledge.statutes

    def cited(user: str) -> set[str]:
        plan = adviser().advise(adviser().read({**case, "user_type": user}, TODAY)).plan
        refs = [basis.citation for step in plan.steps if step.channel == "merchant-platform" for basis in step.basis]
        return {ref.partition("/")[0] for ref in refs}

    assert "consumer-law" in cited("consumer")
    assert not {law for law in cited("business") if "business" in known[law].silent_on.get("user_type", ())}


def test_the_doors_of_one_urgency_are_ordered_as_it_is_told() -> None:
    """What leads nowhere last; what has to be paid for after what is free or cheap; the nearest, the cheapest, the quickest first."""
    position = positions(adviser().knowledge)
    doors = sorted(adviser().knowledge.channels.values(), key=lambda door: nearness(door, position[door.id]))
    outside = [position[door.id] == len(Level) for door in doors]
    assert outside == sorted(outside)
    assert len(set(outside)) == 2
    for within in (False, True):
        held = [door for door, out in zip(doors, outside, strict=True) if out is within]
        dear = [door.cost.rank in {"2", "3"} for door in held]
        assert dear == sorted(dear)
        for one, other in pairwise(held):
            if (one.cost.rank in {"2", "3"}) == (other.cost.rank in {"2", "3"}):
                keys = [(position[door.id], door.cost.rank, door.expected.days) for door in (one, other)]
                assert keys == sorted(keys)
    assert {door.cost.rank for door in doors} >= {"0", "1", "2"}


@pytest.mark.parametrize(("rank", "first"), [("0", "near"), ("1", "near"), ("2", "far"), ("3", "far")])
def test_a_near_door_comes_first_unless_it_has_to_be_paid_for(rank: str, first: str) -> None:
    """Free and cheap doors go by how near they are; a costly one comes after a free one that is farther."""
    door = next(iter(adviser().knowledge.channels.values()))
    near, far = (replace(door, cost=replace(door.cost, rank=it)) for it in (rank, "0"))
    ordered = min((nearness(near, 1), "near"), (nearness(far, 4), "far"))
    assert ordered[1] == first


LOST = [entry["case"] for entry in read_cases(CASES) if entry.get("lost")]


def test_what_is_lost_was_a_step_there_until_the_last_day_of_its_limit() -> None:
    """On that day it is a step, to the same channel, in the same words, by the same limit; the day after it is told as lost."""
    looked_at = set()
    for told in LOST:
        for lost in adviser().advise(adviser().read(told, TODAY)).plan.lost:
            last = lost.limit.last
            assert last
            if any(str(contact["date"]) > str(last) for contact in told["attempts"]):
                continue
            before, after = (_on(told, last + timedelta(days=days)) for days in (0, 1))
            step = next(step for step in before.steps if step.action == lost.action)
            assert (step.channel, step.title) == (lost.channel, lost.title)
            assert step.limit == lost.limit
            assert lost.action not in {item.action for item in before.lost}
            assert lost in after.lost
            assert lost.action not in {step.action for step in after.steps}
            looked_at.add(lost.action)
    assert len(looked_at) > 2


def _on(told: dict[str, object], day: date) -> Plan:
    return adviser().advise(adviser().read({**told, "as_of": day.isoformat()}, TODAY)).plan


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("action", "told"),
    [
        ("answer-suit", {"issue": "merchant_dispute", "counterparty": "merchant", "sued": "yes"}),
        ("answer-suit-over-theft", {"issue": "unauthorised_payment", "sued": "yes", "sued_date": "2026-11-16"}),
        ("answer-suit-late", {"issue": "payment_error", "sued": "yes", "sued_date": "2026-11-02"}),
        ("object-to-payment-order", {"issue": "credit_product_dispute", "sued": "payment_order"}),
        (
            "ask-court-to-undo-payment-order",
            {"issue": "credit_product_dispute", "sued": "payment_order", "sued_date": "2026-11-02"},
        ),
    ],
)
def test_whoever_is_sued_is_not_sent_to_file_a_case(action: str, told: dict[str, str], lang: Lang) -> None:
    """The steps of a defendant name the court and never the way in by which a new suit is filed, in no text of the plan."""
    case = adviser().read({"as_of": "2026-11-22", "provider": "alipay", **told}, TODAY)
    plan = adviser().advise(case).plan
    step = next(step for step in plan.steps if step.action == action)
    assert [way.kind for way in step.entrances] == ["in-person"]
    assert [line.entrance for line in plan.summary.today if line.action == action] == [step.entrances[0]]
    text = as_plain(plan_blocks(plan, case, adviser().knowledge, lang))
    assert "我要立案" not in text
    assert "File a case" not in text


@pytest.mark.parametrize("licence", ["unlicensed", "crypto", "overseas"])
@pytest.mark.parametrize("outcome", [None, "refused"])
def test_nobody_without_a_licence_is_held_to_the_duties_of_an_institution(licence: str, outcome: str | None) -> None:
    """Whatever the trouble, something else carries each step; who says that there is no licence is cited all the same."""
    told = [{"channel": "provider-complaint", "date": "2026-11-10", "outcome": outcome}] if outcome else []
    citing = set()
    for issue in adviser().knowledge.issues:
        case = {"as_of": "2026-11-22", "provider": "other", "issue": issue, "wallet_licence": licence, "attempts": told}
        plan = adviser().advise(adviser().read(case, TODAY)).plan
        held = adviser().knowledge.statutes
        for step in plan.steps:
            cited = [basis.citation.partition("/") for basis in step.basis]
            articles = [(held[name], {item.at: item for item in held[name].articles}[at]) for name, _, at in cited]
            silent = [
                licence in law.silent_on.get("wallet_licence", ()) and not item.to_everybody for law, item in articles
            ]
            citing |= {step.action} if any(silent) else set()
    assert not citing


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        ({}, {"civil-code/157"}),
        ({"payer_age": "under_8"}, {"civil-code/144"}),
        ({"payer_age": "from_8_to_17"}, {"civil-code/145(1)"}),
        ({"guardian_consent": "yes"}, set()),
        ({"guardian_consent": "yes", "payer_age": "from_8_to_17"}, set()),
        ({"guardian_consent": "yes", "payer_age": "under_8"}, {"civil-code/144"}),
    ],
)
def test_what_a_child_paid_is_asked_back_once_whatever_is_told_of_its_age(
    told: dict[str, str], asked: set[str]
) -> None:
    """One main claim for each age and for none; a parent's consent ends it, but not under eight."""
    case = {"provider": "wechat_pay", "issue": "minor_payment", "counterparty": "merchant", **told}
    claims = adviser().knowledge.issues["minor_payment"].claims
    known = adviser().read(case, TODAY).answers
    made = [claim for claim in claims if claim.made(known) and not claim.supports]
    assert len(made) == len(asked)
    assert all(asked & set(claim.basis) for claim in made)


@pytest.mark.parametrize(("issue", "of_insurer"), [("insurance_claim", True), ("fee_dispute", False)])
def test_a_complaint_over_an_insurance_claim_is_one_to_the_insurer(issue: str, of_insurer: bool) -> None:
    """The name of a channel goes with the trouble."""
    speaker = adviser().advise(adviser().read({"issue": issue, "provider": "alipay"}, TODAY)).speaker
    assert ("insurer" in speaker.channel("provider-complaint").en) is of_insurer


def test_a_suit_closes_no_door_to_a_dispute_with_somebody_else() -> None:
    """Who sues Apple is not told that the appeal about the operator closes; that 12315 about Apple does he is told."""
    refused = [
        {"channel": name, "date": "2026-11-06", "outcome": "refused"} for name in ("apple-support", "telecom-operator")
    ]
    case = {"issue": "auto_renewal", "counterparty": "app_store", "payment_source": "phone_bill", "provider": "alipay"}
    plan = adviser().advise(adviser().read({**case, "attempts": refused}, TODAY)).plan
    closed = {step.action: [item.forecloses for item in step.warnings] for step in plan.steps}
    assert str(plan.channels["miit-12300"].state) == "open"
    assert "samr-12315" in closed["sue-merchant"]
    assert "miit-12300" not in closed["sue-merchant"]


@pytest.mark.parametrize("provider", ["alipay", "wechat_pay", "unionpay_app", None])
def test_what_goes_to_an_insurer_has_no_number_of_the_wallet(provider: str | None) -> None:
    """Who complains to the insurer, or has it look again, is told the insurer's number, and none that can be dialled here."""
    refused = {"channel": "provider-self-service", "date": "2026-11-10", "outcome": "refused"}
    late = {"channel": "provider-complaint", "date": "2026-11-15", "outcome": "refused"}
    for attempts in ([refused], [refused, late]):
        case = {"issue": "insurance_claim", "attempts": attempts, **({"provider": provider} if provider else {})}
        plan = adviser().advise(adviser().read(case, TODAY)).plan
        there = [step for step in plan.steps if step.channel in ("provider-complaint", "provider-escalation")]
        phones = [way for step in there for way in step.entrances if way.kind == "phone"]
        assert there, "no step goes to the insurer"
        assert phones
        assert not [way.value for way in phones if way.of or way.value[0].isdigit()]


@pytest.mark.parametrize(
    ("age", "consent", "cited"),
    [
        ("from_8_to_17", "no", {"civil-code/145(1)", "civil-code/157"}),
        ("from_8_to_17", "yes", set()),
        ("under_8", "yes", {"civil-code/144", "civil-code/157"}),
        ("under_8", "no", {"civil-code/144", "civil-code/157"}),
    ],
)
def test_what_a_child_paid_stands_on_the_article_of_its_age_and_on_none_where_a_parent_agreed(
    age: str, consent: str, cited: set[str]
) -> None:
    """From eight to seventeen a parent's consent ends the claim; under eight the payment is void whatever a parent said."""
    about = {"civil-code/144", "civil-code/145(1)", "civil-code/157"}
    for counterparty in ("merchant", "app_store", "individual"):
        case = {
            "issue": "minor_payment",
            "provider": "alipay",
            "counterparty": counterparty,
            "incident_date": "2026-11-20",
        }
        told = {**case, "payer_age": age, "guardian_consent": consent, "attempts": []}
        plan = adviser().advise(adviser().read(told, TODAY)).plan
        assert {basis.citation for step in plan.steps for basis in step.basis} & about == cited
