"""The law on any day from 2021 on: one edition or a declared gap, rules that outlive no change, the right text beside it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from engine.case import Case
from engine.findings import State
from engine.steps import Step, ground
from knowledge.citations import Days, find_article, resolve
from knowledge.law import Article, Statute
from knowledge.limits import find_limit
from knowledge.timeline import grounds
from rules.models import Advise, Rule, Urgency
from tests.casebook import CASES, TODAY, adviser, read_cases

KNOWLEDGE, RULES = adviser().knowledge, adviser().rulebase.rules
DAY, FIRST, LAST = timedelta(days=1), date(2021, 1, 1), date(2028, 12, 31)


def _days() -> Iterator[date]:
    """Every quarter's first and last day, and the days around every start and end of an edition."""
    for year in range(FIRST.year, LAST.year + 1):
        for month in (1, 4, 7, 10):
            yield date(year, month, 1)
            yield date(year + month // 10, (month + 3) % 12, 1) - DAY
    spans = [edition.in_force for statute in KNOWLEDGE.statutes.values() for edition in statute.editions]
    for turn in (turn for span in spans for turn in span if turn):
        yield from (turn - DAY, turn, turn + DAY)


DAYS = sorted({day for day in _days() if FIRST <= day <= LAST})


def _cited(ref: str) -> tuple[Statute, Article]:
    found = find_article(KNOWLEDGE, ref)
    assert found, ref
    return found


def _excused(ref: str, refs: tuple[str, ...], day: date) -> bool:
    """The statute declares a gap for the day, or the article's counterpart of the day is cited, or there is said to be none."""
    statute, article = _cited(ref)
    edition = statute.edition_on(day)
    if edition is None:
        return any(gap.covers(day) for gap in statute.gaps)
    counterparts = article.instead[edition.id]
    return not counterparts or any(f"{statute.id}/{at}" in refs for at in counterparts)


@pytest.mark.parametrize("statute", KNOWLEDGE.statutes.values(), ids=lambda statute: statute.id)
def test_each_day_has_one_edition_or_one_gap(statute: Statute) -> None:
    """No statute has a day from 2021 to 2028 with neither edition nor gap, or with two of them."""
    for day in DAYS:
        covering = [
            *(e.id for e in statute.editions if e.covers(day)),
            *(g.why.en for g in statute.gaps if g.covers(day)),
        ]
        assert len(covering) == 1, (day, covering)


def test_a_citation_rests_on_nothing_only_where_the_files_say_so() -> None:
    """Rules, actions, issues and channels cite something in force on each day, or a gap or the counterpart explains it."""
    cited = {("Rule", rule.id, rule.entry.basis) for rule in RULES} | set(grounds(KNOWLEDGE))
    bare = [
        (kind, key, ref, day)
        for kind, key, refs in cited
        for ref in refs
        for day in DAYS
        if not resolve(KNOWLEDGE, ref, Days(day)) and not _excused(ref, refs, day)
    ]
    assert bare == []


def _limits(rule: Rule) -> set[str]:
    compared = {value for condition in rule.when for value in condition.values if "." in value and value[0].isalpha()}
    return compared | {c.limit for c in rule.then if isinstance(c, Advise) and c.limit}


def test_a_named_limit_runs_on_each_day_or_its_statute_says_why_not() -> None:
    """Every limit that a rule or a channel's clock names has a length on each day, unless the statute declares a gap."""
    named = {ref for rule in RULES for ref in _limits(rule)}
    named |= {ref for channel in KNOWLEDGE.channels.values() for reply in channel.reply for ref in reply.limits}
    assert len(named) > 20
    for ref in named:
        for day in (day for day in DAYS if find_limit(KNOWLEDGE, ref, Days(day)) is None):
            statute = KNOWLEDGE.statutes[ref.partition(".")[0]]
            assert any(gap.covers(day) for gap in statute.gaps), (ref, day)


def test_a_rule_sleeps_only_in_gaps_and_before_its_law() -> None:
    """Where a rule is out of force, its law had a gap, had no such article yet, or has been replaced by what it names."""
    for rule in RULES:
        for day in (day for day in DAYS if not rule.in_force(KNOWLEDGE, Days(day))):
            replaced = any(resolve(KNOWLEDGE, ref, Days(day)) for ref in rule.entry.yields_to)
            assert replaced or all(_excused(ref, rule.entry.basis, day) for ref in rule.entry.basis), (rule.id, day)


def test_every_rule_of_todays_law_is_in_force_today() -> None:
    """On the day of the research no rule is out of force but those that say what replaced them."""
    asleep = {rule.id for rule in RULES if not rule.in_force(KNOWLEDGE, Days(TODAY))}
    assert asleep == {rule.id for rule in RULES if rule.entry.yields_to}


@pytest.mark.parametrize(
    ("ref", "first", "before", "after"),
    [
        ("samr-complaints/16(1)(1)", date(2026, 4, 15), "15(1)(1)", "16(1)(1)"),
        ("samr-complaints/16(1)(2)", date(2026, 4, 15), None, "16(1)(2)"),
        ("samr-complaints/15(1)(2)", date(2026, 4, 15), "15(1)(2)", None),
        ("samr-complaints/3(1)", date(2026, 4, 15), "3(1)", "3(1)"),
        ("samr-complaints/18(1)", date(2026, 4, 15), "16(1)", "18(1)"),
        ("samr-complaints/37", date(2026, 4, 15), "33", "37"),
        ("public-security-law/49", date(2026, 1, 1), "49", None),
        ("public-security-law/58", date(2026, 1, 1), None, "58"),
        ("public-security-law/56(1)", date(2026, 1, 1), None, "56(1)"),
        ("public-security-law/90", date(2026, 1, 1), None, "90"),
        ("public-security-law/77", date(2026, 1, 1), "77", None),
        ("arbitration-law/71(1)", date(2026, 3, 1), "58(1)", "71(1)"),
        ("arbitration-law/5", date(2026, 3, 1), "5", "5"),
        ("cybersecurity-law/44(2)", date(2026, 1, 1), "42(2)", "44(2)"),
        ("cybersecurity-law/51(1)", date(2026, 1, 1), "49(1)", "51(1)"),
        ("internet-courts/1(1)(7)", date(2025, 11, 1), "2(1)(2)", "1(1)(7)"),
        ("internet-courts/2(1)(7)", date(2025, 11, 1), "2(1)(7)", None),
        ("payment-regulation/4(2)", date(2024, 5, 1), None, "4(2)"),
        ("payment-regulation-rules/58(3)", date(2024, 7, 9), None, "58(3)"),
        ("complaint-division-notice/notice", date(2024, 6, 28), None, "notice"),
        ("personal-information-law/65(1)", date(2021, 11, 1), None, "65(1)"),
        ("anti-fraud-law/32(3)", date(2022, 12, 1), None, "32(3)"),
        ("anti-money-laundering-law/39(1)", date(2025, 1, 1), None, "39(1)"),
        ("consumer-law-regulation/10(2)", date(2024, 7, 1), None, "10(2)"),
        ("network-data-regulation/23", date(2025, 1, 1), None, "23"),
        ("due-diligence-measures/44(1)(2)", date(2026, 1, 1), None, "44(1)(2)"),
        ("platform-pricing/20", date(2026, 4, 10), None, "20"),
        ("online-trading-measures/18", date(2021, 5, 1), None, "18"),
        ("arbitration-law/3(2)(1)", date(2026, 3, 1), "3(1)(1)", "3(2)(1)"),
        ("loan-cost-disclosure/notice", date(2026, 8, 1), None, "notice"),
        ("ecny-action-plan/notice", date(2026, 1, 1), None, "notice"),
        ("financial-marketing/notice", date(2026, 9, 30), None, "notice"),
    ],
)
def test_a_citation_has_the_number_of_its_day(ref: str, first: date, before: str | None, after: str | None) -> None:
    """The day before the change the old number or nothing, from the day itself the new one or nothing."""
    assert [
        cited.number if (cited := resolve(KNOWLEDGE, ref, Days(day))) else None for day in (first - DAY, first)
    ] == [
        before,
        after,
    ]


@pytest.mark.parametrize(
    ("ref", "first", "before", "after"),
    [
        ("samr-complaints.mediation", date(2026, 4, 15), ("45 working days", None), ("60 days", None)),
        ("samr-complaints.acceptance", date(2026, 4, 15), ("7 working days", None), ("7 working days", None)),
        ("arbitration-law.set-aside", date(2026, 3, 1), ("6 months", None), ("3 months", None)),
        ("public-security-law.case", date(2026, 1, 1), ("30 days", "60 days"), ("30 days", "90 days")),
        ("anti-money-laundering-law.objection-reply", date(2025, 1, 1), None, ("15 days", None)),
        ("due-diligence-measures.retention", date(2026, 1, 1), None, ("10 years", None)),
        ("consumer-law-regulation.mediation", date(2024, 7, 1), None, ("60 days", None)),
        ("payment-regulation.agreement-change", date(2024, 5, 1), None, ("30 days", None)),
    ],
)
def test_a_limit_has_the_length_of_its_day(ref: str, first: date, before: object, after: object) -> None:
    """A limit whose statute changed has the old length (and the longest) up to the last day, then the new."""
    told = []
    for day in (first - DAY, first):
        limit = find_limit(KNOWLEDGE, ref, Days(day))
        told.append((str(limit.length), str(limit.at_most) if limit.at_most else None) if limit else None)
    assert told == [before, after]


def test_a_gap_tells_what_governed_before_where_the_corpus_knows_it() -> None:
    """On the eve of the payment regulation it names the order of 2010; of the due-diligence measures, both orders."""
    for statute, day, named in (
        ("payment-regulation", date(2024, 4, 30), "令〔2010〕第2号"),
        ("payment-regulation-rules", date(2024, 7, 8), "令〔2010〕第2号"),
        ("due-diligence-measures", date(2025, 12, 31), "令〔2007〕第2号"),
        ("anti-fraud-law", date(2022, 11, 30), "银发〔2016〕86号"),
    ):
        assert [named in gap.why.zh for gap in KNOWLEDGE.statutes[statute].gaps if gap.covers(day)] == [True]


def _state(rule: str, data: dict[str, object]) -> State:
    inference = adviser().engine.infer(adviser().read(data, TODAY))
    return next(verdict.state for verdict in inference.verdicts if verdict.rule.id == rule)


def _steps(data: dict[str, object]) -> tuple[Step, ...]:
    return adviser().advise(adviser().read(data, TODAY)).plan.steps


def test_liability_follows_the_incident_and_procedure_the_day_of_asking() -> None:
    """For a fraud of 2025 reported in 2026 article 49 of the old law still punishes, and article 90 of the new one binds."""
    case = Case(date(2026, 1, 20), {"incident_date": date(2025, 12, 31)})
    told = list(ground(KNOWLEDGE, case, [f"public-security-law/{at}" for at in ("58", "49", "90", "77", "78")]))
    assert [(basis.citation, basis.edition, basis.other_edition) for basis in told] == [
        ("public-security-law/49", "2012-10-26", "2025-06-27"),
        ("public-security-law/90", "2025-06-27", "2012-10-26"),
    ]


def test_a_step_between_two_editions_names_both() -> None:
    """Asked in January 2026 about a fraud of December 2025, the police step has today's law and names the other edition."""
    case: dict[str, object] = {
        "issue": "fraud",
        "provider": "alipay",
        "as_of": "2026-01-20",
        "incident_date": "2025-12-30",
    }
    told = {
        (basis.edition, basis.other_edition)
        for step in _steps(case)
        for basis in step.basis
        if basis.citation.startswith("public-security-law/")
    }
    assert ("2025-06-27", "2012-10-26") in told
    same = {basis.other_edition for step in _steps({**case, "incident_date": "2026-01-02"}) for basis in step.basis}
    assert "2012-10-26" not in same


@pytest.mark.parametrize(("day", "due"), [("2026-04-14", date(2026, 6, 17)), ("2026-04-15", date(2026, 6, 12))])
def test_a_complaint_at_12315_is_due_by_the_limit_of_the_day(day: str, due: date) -> None:
    """Filed on 1 April 2026: asked on the 14th, mediation may take 45 working days; asked on the 15th, 60 days."""
    case = {"issue": "merchant_dispute", "provider": "alipay", "counterparty": "merchant", "as_of": day}
    inference = adviser().engine.infer(
        adviser().read(
            {**case, "attempts": [{"channel": "samr-12315", "date": "2026-04-01", "outcome": "pending"}]}, TODAY
        )
    )
    assert inference.standings["samr-12315"].due == due


def test_mediation_closed_12315_under_the_old_measures_only() -> None:
    """What a mediation body has dealt with 12315 refused up to 14 April 2026, and takes from the 15th."""
    case = {
        "issue": "merchant_dispute",
        "provider": "alipay",
        "counterparty": "merchant",
        "attempts": [{"channel": "mediation", "date": "2026-03-02", "outcome": "unsatisfied"}],
    }
    assert _state("samr-foreclosed", {**case, "as_of": "2026-04-14"}) is State.FIRED
    assert _state("samr-foreclosed", {**case, "as_of": "2026-04-15"}) is State.FAILED


def test_a_plan_warns_only_of_doors_that_the_law_of_the_day_closes() -> None:
    """No plan of today warns that mediation closes 12315, and no warning cites an article that is not in force."""
    case = {"issue": "service_quality", "provider": "alipay", "attempts": [
        {"channel": "provider-complaint", "date": "2026-03-02", "outcome": "refused"},
    ]}  # fmt: skip
    for day in (date(2026, 4, 14), TODAY):
        warnings = [w for step in _steps({**case, "as_of": day.isoformat()}) for w in step.warnings]
        assert warnings
        assert all(resolve(KNOWLEDGE, ref, Days(day)) for warning in warnings for ref in warning.basis)
    closing = {c.channel for c in KNOWLEDGE.channels["mediation"].forecloses}
    assert "samr-12315" in closing


def test_the_central_bank_took_payment_complaints_about_banks_before_the_division_of_work() -> None:
    """An Apple Pay user whom the bank refused could turn to the PBOC up to 27 June 2024, to the regulator of banks always."""
    refused = [{"channel": "issuing-bank", "date": "2024-06-10", "outcome": "refused"}]
    case = {"issue": "service_quality", "provider": "apple_pay", "user_type": "consumer", "attempts": refused}
    for day, pboc in (("2024-06-27", "open"), ("2024-06-28", "not_applicable")):
        plan = adviser().advise(adviser().read({**case, "as_of": day}, TODAY)).plan
        assert str(plan.channels["pboc-12363"].state) == pboc
        assert str(plan.channels["nfra-12378"].state) == "open"


CHANGES = read_cases(CASES / "law")


def _told(item: dict[str, Any], eve: bool) -> tuple[set[str], set[str]]:
    """The articles of the text, and the actions, of the steps that are certain."""
    day = date.fromisoformat(item["case"][item["moves"]]) - (DAY if eve else timedelta())
    steps = [step for step in _steps({**item["case"], item["moves"]: day.isoformat()}) if not step.provided]
    cited = {basis.citation for step in steps for basis in step.basis if basis.citation.startswith(f"{item['law']}/")}
    return {ref.partition("/")[2] for ref in cited}, {step.action for step in steps}


@pytest.mark.parametrize("item", CHANGES, ids=[f"{item['law']}-{item['story'][:40]}" for item in CHANGES])
def test_a_plan_rests_on_the_text_of_its_day(item: dict[str, Any]) -> None:
    """The eve of the day on which a text began to hold, its articles are not cited or under the old numbers; from the day on they are."""
    begins = next(e.in_force[0] for e in KNOWLEDGE.statutes[item["law"]].editions if e.id == item["edition"])
    assert date.fromisoformat(item["case"][item["moves"]]) == begins
    (eve, before), (day, after) = _told(item, eve=True), _told(item, eve=False)
    assert (eve, day) == (set(item["eve"]), set(item["day"]))
    gained = set(item.get("steps", ()))
    assert gained <= after
    assert not gained & before
    assert eve or day or gained


def test_forty_changes_are_told() -> None:
    """At least forty texts, on at least thirty days since 2021, have a case on either side of the day on which they began."""
    assert len({(item["law"], item["edition"]) for item in CHANGES}) >= 40
    assert len({item["case"][item["moves"]] for item in CHANGES}) >= 30


QUARTERS = [date(year, month, 1) for year in range(2021, 2027) for month in (1, 4, 7, 10)]
ANSWERED = {"report_violation": {"violation_by": "wallet"}, "wrong_transfer": {"payee_response": "refused"}}


def _for_today(rule: Rule) -> bool:
    """Whether it advises what stops a loss at once, or makes an account safer from now on."""
    urgent = any(isinstance(end, Advise) and end.urgency is Urgency.NOW for end in rule.then)
    return urgent or "issue = account_security" in rule.entry.when


@pytest.mark.parametrize("rule", [rule for rule in RULES if _for_today(rule)], ids=lambda rule: rule.id)
def test_what_is_for_today_hangs_on_no_law_that_came_after_it_began(rule: Rule) -> None:
    """A deduction that has run since 2021 is switched off today all the same."""
    assert all(rule.in_force(KNOWLEDGE, Days(TODAY, day)) for day in QUARTERS if day <= TODAY)


@pytest.mark.parametrize("issue", KNOWLEDGE.issues)
def test_a_plan_on_any_day_has_a_first_step_and_a_way_on(issue: str) -> None:
    """Each quarter since 2021: something to do at once; refused by its first addressee, somebody else to turn to."""
    for wallet, asked in (("alipay", "provider-complaint"), ("apple_pay", "issuing-bank")):
        for day in QUARTERS:
            told = {"as_of": day.isoformat(), "incident_date": (day - 20 * DAY).isoformat()}
            case: dict[str, object] = {"issue": issue, "provider": wallet, **ANSWERED.get(issue, {}), **told}
            assert _steps(case), (wallet, day)
            refused = [{"channel": asked, "date": (day - 5 * DAY).isoformat(), "outcome": "refused"}]
            onward = {step.channel for step in _steps({**case, "attempts": refused})} - {None, asked, "public-review"}
            assert onward, (wallet, day)
