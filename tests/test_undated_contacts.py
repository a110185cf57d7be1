"""Contacts of which nobody knows the day: what they stand for, what is never counted from them, how they are told and drawn."""

from __future__ import annotations

import dataclasses
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import diagrams
from diagrams import PICTURES, Request, write_picture
from diagrams.drawing import Timeline
from diagrams.drawing.bars import Mark
from diagrams.pictures.timeline import draw_timeline
from documents.letters import write_letter
from documents.plan_text import plan_blocks
from engine.adviser import Advice
from engine.batch import Order, Record, Worker
from engine.case import Case, Elapsed, compute, standings
from engine.case.changes import case_data, changed, read_changes
from engine.case.leaving_out import fit
from engine.findings import holds
from engine.interview import begin
from engine.steps.deadlines import Deadlines
from engine.steps.outline import Plan
from knowledge.frozen import replace
from knowledge.models import CONTACTS, FactKind
from knowledge.outcome import Outcome
from knowledge.standing import Standing
from tests.casebook import TODAY, adviser
from tests.strategies import cases
from tests.test_batch import recourse
from web.question import answered, question_of

STOLEN = {"as_of": TODAY.isoformat(), "provider": "alipay", "issue": "unauthorised_payment", "amount": "3200"}
ANSWERED = (
    Outcome.NOT_ACCEPTED, Outcome.REFUSED, Outcome.UNSATISFIED, Outcome.PARTIAL, Outcome.RESOLVED, Outcome.SETTLED, Outcome.ASKED,
)  # fmt: skip
UNTOLD: list[dict[str, Any]] = [
    {}, {"date": "unknown"}, {"date": None}, {"date": "不记得了"}, {"date": {"days_ago": None}}, {"days_ago": "unknown"},
]  # fmt: skip
KNOWLEDGE = adviser().knowledge


def read(*attempts: dict[str, Any], **more: object) -> Case:
    return adviser().read({**STOLEN, **more, CONTACTS: list(attempts)}, TODAY)


def advise(*attempts: dict[str, Any], **more: object) -> Advice:
    return adviser().advise(read(*attempts, **more))


def standing(channel: str, case: Case) -> Standing:
    return standings(case, KNOWLEDGE)[channel].standing


# --- what they stand for ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("untold", UNTOLD, ids=range(len(UNTOLD)))
def test_however_it_is_said_the_day_is_unknown(untold: dict[str, Any]) -> None:
    case = read({"channel": "provider-complaint", "outcome": "refused", **untold})
    assert case.attempts[0].date is None
    assert adviser().read(case_data(case), TODAY) == case


@pytest.mark.parametrize("outcome", ANSWERED)
def test_an_answer_stands_for_the_same_without_a_day(outcome: Outcome) -> None:
    """At every channel; where “solved” can mean that a loss was stopped, as on the first days."""
    for channel in KNOWLEDGE.channels:
        contact = {"channel": channel, "outcome": outcome.value}
        dated = read({**contact, "date": TODAY.isoformat()}, incident_date=TODAY.isoformat())
        assert standing(channel, read(contact)) is standing(channel, dated), channel


def test_what_is_pending_waits_and_no_day_is_shown() -> None:
    """However long ago it happened: nobody said that no answer came."""
    advice = advise({"channel": "pboc-12363", "outcome": "pending"}, incident_date="2026-01-03")
    entry = advice.plan.channels["pboc-12363"]
    assert (entry.standing, entry.reply_due, entry.opens_on) == (Standing.WAITING, None, None)
    assert all(step.reply_due is None for step in advice.plan.steps if step.channel == "pboc-12363")
    assert "day of the contact is not known" in told(advice)


def told(advice: Advice, lang: Any = "en") -> str:
    blocks = plan_blocks(advice.plan, advice.case, KNOWLEDGE, lang, full=True)
    return "\n".join(text for block in blocks for _, text in block.lines)


@pytest.mark.parametrize(
    ("incident", "comes_to"),
    [
        ("unknown", Standing.OVERDUE),
        ("2026-10-09", Standing.OVERDUE),
        ("2026-11-16", Standing.WAITING),
        ("2026-11-22", Standing.WAITING),
    ],
)
def test_silence_is_late_unless_even_the_incident_is_younger_than_the_limit(incident: str, comes_to: Standing) -> None:
    """Whoever says that no answer came is believed; not where no contact can be so old. No day is told, nobody is late since one."""
    advice = advise({"channel": "provider-complaint", "outcome": "no_reply"}, incident_date=incident)
    entry = advice.plan.channels["provider-complaint"]
    assert (entry.standing, entry.reply_due) == (comes_to, None)
    assert advice.plan.late == ()
    assert adviser().advise(advice.case).inference.facts.get("since_overdue(provider-complaint)") is None


def test_silence_where_no_limit_runs_is_silence() -> None:
    case = read({"channel": "public-review", "outcome": "no_reply"}, incident_date=TODAY.isoformat())
    assert standing("public-review", case) is Standing.OVERDUE


# --- their order ------------------------------------------------------------------------------------------------------


def test_they_stay_behind_the_contact_that_they_were_told_after() -> None:
    """First where none is before them; those with days go by their days. Read again, the order is the same."""
    case = read(
        {"channel": "police", "outcome": "pending"},
        {"channel": "pboc-12363", "outcome": "pending", "date": "2026-11-20"},
        {"channel": "samr-12315", "outcome": "refused"},
        {"channel": "provider-complaint", "outcome": "refused", "date": "2026-11-04"},
        {"channel": "issuing-bank", "outcome": "refused"},
    )
    order = ["police", "provider-complaint", "issuing-bank", "pboc-12363", "samr-12315"]
    assert [attempt.channel for attempt in case.attempts] == order
    assert adviser().read(case_data(case), TODAY).attempts == case.attempts
    assert compute("turned_to_last(samr-12315)", case, KNOWLEDGE, {}) == "yes"


def test_at_one_channel_the_last_in_the_file_counts() -> None:
    """A day stands after none, unless the file says otherwise."""
    refused, settled = ({"channel": "provider-complaint", "outcome": outcome} for outcome in ("refused", "settled"))
    dated = {**refused, "date": "2026-11-04"}
    for attempts, last in (
        ((refused, settled), Standing.SETTLED),
        ((settled, refused), Standing.REFUSED),
        ((settled, dated), Standing.REFUSED),
        ((dated, settled), Standing.SETTLED),
    ):
        assert standing("provider-complaint", read(*attempts)) is last


# --- nothing is counted from them -------------------------------------------------------------------------------------


def test_it_does_not_tell_when_it_happened() -> None:
    """Nor which law holds; a contact with a day beside it does."""
    refused = {"channel": "provider-complaint", "outcome": "refused"}
    alone = read(refused, incident_date="unknown")
    assert alone.days.incident is None
    assert compute("since_incident", alone, KNOWLEDGE, {}) is None
    both = read(refused, {**refused, "date": "2026-11-04"}, incident_date="unknown")
    since = compute("since_incident", both, KNOWLEDGE, {})
    assert isinstance(since, Elapsed)
    assert since.latest == date(2026, 11, 4)


def test_limitation_may_have_begun_anew_and_nothing_is_certain() -> None:
    """Neither over nor far from over; with a day it is one of them."""
    court = {"channel": "provider-complaint", "outcome": "refused"}
    found = compute("since_claimed", read(court, incident_date="2021-11-02"), KNOWLEDGE, {})
    assert found == Elapsed(date(2021, 11, 2), TODAY)
    assert compute("since_claimed", read(court), KNOWLEDGE, {}) is None
    limits = [c for rule in adviser().rulebase.rules for c in rule.when if c.fact == "since_claimed"]
    assert limits
    for condition in limits:
        assert holds(condition, found, KNOWLEDGE, read().days) is None, condition.text


def test_a_limit_from_its_answer_has_no_day_and_the_step_stays() -> None:
    """The time to have a decision reviewed runs from the answer; of an answer with a day it is counted, though the contact has none."""
    refused = {"channel": "pboc-12363", "outcome": "not_accepted"}
    of = "administrative-reconsideration"
    without, answered = advise(refused), advise({**refused, "answered": "2026-11-10"})
    counted = [[s.limit for s in a.plan.steps if s.channel == of and s.limit] for a in (without, answered)]
    assert [limit.last for limit in counted[0]] == [None] * len(counted[0])
    assert counted[0]
    assert all(limit.last and limit.last > TODAY for limit in counted[1])


@pytest.mark.parametrize(("made", "presses"), [("2026-08-10", True), ("2026-08-09", False)])
def test_a_limit_from_an_answer_of_unknown_day_presses_as_long_as_the_measure_says(made: str, presses: bool) -> None:
    """Fifteen days for an appeal, and ninety (a measure of this project) in which the judgment may have come, up to a Monday."""
    lost = {"channel": "court", "date": made, "outcome": "refused"}
    inference = adviser().engine.infer(read(lost, as_of="2026-11-23"))
    appeal = next(finding for finding in inference.findings if finding.rule.family == "judgment-appeal")
    deadline = Deadlines(KNOWLEDGE, inference).of(appeal)
    assert KNOWLEDGE.yardsticks["answer-of-unknown-day"].length.value == 90
    assert deadline
    assert (deadline.soonest is not None) is presses


@given(cases(), st.data())
def test_every_day_that_it_can_have_been_fits(case: Case, data: st.DataObject) -> None:
    """Of a case whose contact loses its day: answers stand for the same, and what is told of time holds for the day it had."""
    dated = [place for place, item in enumerate(case.attempts) if item.date]
    if not dated:
        return
    place = data.draw(st.sampled_from(dated))
    blank = replace(case.attempts[place], date=None)
    less = replace(case, attempts=(*case.attempts[:place], blank, *case.attempts[place + 1 :]))
    before, after = standings(case, KNOWLEDGE), standings(less, KNOWLEDGE)
    for channel, was in before.items():
        if was.standing not in (Standing.WAITING, Standing.OVERDUE, Standing.NOT_TRIED):
            assert after[channel].standing is was.standing
        if after[channel].undated:
            assert after[channel].clock == ()
    for name in (n for n in adviser().engine.infer(case).facts if KNOWLEDGE.fact(n).kind is FactKind.ELAPSED):
        rough, exact = compute(name, less, KNOWLEDGE, after), compute(name, case, KNOWLEDGE, before)
        if isinstance(rough, Elapsed):
            assert isinstance(exact, Elapsed)
            assert rough.earliest <= exact.earliest <= exact.latest <= rough.latest, name


@given(cases())
def test_no_day_of_a_plan_hangs_on_one_that_is_not_told(case: Case) -> None:
    """Without any day of a contact or answer, no answer is due and nobody is late."""
    bare = tuple(replace(item, date=None, answered=None) for item in case.attempts)
    plan: Plan = adviser().advise(replace(case, attempts=bare)).plan
    tried = {channel: entry for channel, entry in plan.channels.items() if entry.standing is not Standing.NOT_TRIED}
    assert plan.late == ()
    assert all(entry.reply_due is None for entry in tried.values())
    assert all(
        step.reply_due is None
        for step in plan.steps
        if step.channel in tried and tried[step.channel].standing in (Standing.WAITING, Standing.OVERDUE)
    )


# --- where they come from ---------------------------------------------------------------------------------------------


def test_records_without_days_are_worked_out_together() -> None:
    """As their cases alone; left out, unknown and empty are the same."""
    contacts = [{"channel": "provider-complaint", "outcome": outcome, **more} for outcome in Outcome for more in UNTOLD]
    told = [{**STOLEN, "incident_date": day, CONTACTS: [item]} for item in contacts for day in (None, "2026-10-01")]
    told += [{**STOLEN, CONTACTS: [one, other]} for one, other in zip(contacts, reversed(contacts), strict=True)]
    records = [Record(n, json.dumps(case).encode()) for n, case in enumerate(told, 1)]
    worker, alone = Worker(adviser(), Order(TODAY, "test")), Worker(adviser(), Order(TODAY, "test"), together=False)
    assert worker.work(records).answered == alone.work(records).answered
    assert worker.together
    plain = [record for record, case in zip(records, told, strict=True) if not _counted(case)]
    assert len(worker.together.answer(plain, TODAY)) == len(plain)


def _counted(case: dict[str, Any]) -> bool:
    return any("不" in str(item.get("date")) for item in case[CONTACTS])


def test_a_table_leaves_the_day_out(tmp_path: Path) -> None:
    """By an empty cell, by a word, or by having no such column."""
    head = "id,provider,issue,incident_date,attempts.1.channel,attempts.1.outcome"
    line = "alipay,fee_dispute,2026-10-15,provider-complaint,refused"
    tables = (f"{head},attempts.1.date\na,{line},\nb,{line},unknown\nc,{line},2026-11-04\n", f"{head}\nd,{line}\n")
    for number, text in enumerate(tables):
        source, out = tmp_path / f"{number}.csv", tmp_path / f"{number}.jsonl"
        source.write_text(text, encoding="utf-8")
        assert recourse("batch", str(source), "-o", str(out), "--jobs", "1", "--on", "2026-11-22").returncode == 0
        answers = [json.loads(row) for row in out.read_text(encoding="utf-8").splitlines()]
        doors = {next(step["channel"] for step in item["steps"] if step["channel"]) for item in answers}
        assert doors == {"pboc-12363"}


def test_a_kept_contact_whose_day_no_longer_fits_loses_only_the_day() -> None:
    """The incident turned out to be later: the contact is kept, and the day is named as left out."""
    kept = {
        **STOLEN,
        "incident_date": "2026-11-10",
        CONTACTS: [{"channel": "police", "date": "2026-11-01", "outcome": "pending"}],
    }
    found = fit(kept, lambda data: adviser().read(data, TODAY))
    assert [fault.path for fault in found.left_out] == [(CONTACTS, 0, "date")]
    assert found.data[CONTACTS] == [{"channel": "police", "date": "unknown", "outcome": "pending"}]


def test_a_supposed_contact_can_have_no_day() -> None:
    data = {**STOLEN, CONTACTS: []}
    after = changed(data, read_changes(["provider-complaint=refused@unknown"], KNOWLEDGE), KNOWLEDGE)
    (attempt,) = adviser().read(after, TODAY).attempts
    assert (attempt.date, attempt.outcome) == (None, Outcome.REFUSED)


# --- how they are told ------------------------------------------------------------------------------------------------


def test_a_letter_leaves_the_day_blank() -> None:
    """What is filled in stands there; of two such contacts each keeps its own blank."""
    refused = {"channel": "provider-complaint", "outcome": "refused"}
    advice = advise(refused, incident_date="2026-11-03")
    letter = write_letter(advice.plan, advice.case, KNOWLEDGE, "complain-pboc")
    assert "＿＿＿＿年＿＿月＿＿日，本人向支付宝" in str(letter)
    assert "contact_date" in [blank.id for blank in letter.blanks]
    filled = write_letter(advice.plan, advice.case, KNOWLEDGE, "complain-pboc", {"contact_date": "2026年11月5日"})
    assert "2026年11月5日，本人向支付宝" in str(filled)
    assert "contact_date" not in [blank.id for blank in filled.blanks]
    two = advise(refused, {**refused, "channel": "police"}, incident_date="2026-11-03")
    both = write_letter(two.plan, two.case, KNOWLEDGE, "complain-pboc", {"contact_date": "2026年11月5日"})
    assert "2026年11月5日，本人" not in str(both)


@pytest.mark.parametrize("incident", ["2026-11-03", "unknown"])
def test_a_timeline_shows_the_days_that_it_can_have_been(incident: str) -> None:
    """From the incident to today, or no bar at all where that is unknown; told in words, without a day."""
    attempts = [{"channel": channel, "outcome": "pending"} for channel in ("provider-complaint", "pboc-12363")]
    advice = advise(*attempts, {"channel": "police", "outcome": "refused"}, incident_date=incident)
    picture = draw_timeline(adviser(), Request(TODAY, advice=advice, lang="en"))
    assert isinstance(picture, Timeline)
    rows = [row for row in picture.sections[0].rows if "day not known" in row.words]
    assert len(rows) == len(attempts) + 1
    days = {(bar.mark, bar.first, bar.last) for row in rows for bar in row.bars}
    assert days == ({(Mark.SOMETIME, date(2026, 11, 3), TODAY)} if incident != "unknown" else set())
    assert {row.words.partition("; ")[2] for row in rows} == {
        "waiting for an answer, no limit can be counted",
        "outcome: refused",
    }


@pytest.mark.parametrize("what", ["timeline", "escalation", "proof"])
@pytest.mark.parametrize("ending", ["svg", "mmd", "json"])
def test_every_picture_can_be_drawn(what: str, ending: str, tmp_path: Path) -> None:
    """No “None” stands where a day would."""
    contacts = [{"channel": channel, "outcome": "no_reply"} for channel in ("provider-complaint", "police")]
    advice = advise(*contacts, {"channel": "pboc-12363", "outcome": "refused"})
    for lang in ("zh", "en"):
        file = tmp_path / f"{what}-{lang}.{ending}"
        request = Request(TODAY, lang, advice, name="administrative-reconsideration")
        write_picture(diagrams.Order(PICTURES[what], adviser(), request), file)
        assert "None" not in file.read_text(encoding="utf-8")


def test_a_page_has_a_button_for_not_knowing_the_day() -> None:
    """It sends what the terminal takes; what was noted is shown without a day."""
    interview = dataclasses.replace(begin(adviser(), TODAY, "en", {**STOLEN}), asking=CONTACTS, card=())
    for line in ("12345", "0", "refused", "0"):
        asked = question_of(interview)
        assert asked
        picked = {"fact": asked.fact, "part": asked.part, "count": str(asked.count)}
        assert asked.part != "date" or asked.none == "Don't know"
        interview, _, wrong = answered(interview, {**picked, "pick" if line == "0" else "typed": line})
        assert not wrong
    asked = question_of(interview)
    assert asked
    assert asked.noted == ("12345 government hotline: day not known · refused",)


OFFICES = sorted(channel.id for channel in KNOWLEDGE.channels.values() if channel.presumes)


@pytest.mark.parametrize("outcome", [Outcome.PENDING, Outcome.REFUSED, Outcome.RESOLVED])
@pytest.mark.parametrize(("wallet", "first"), [("jd_pay", "provider-complaint"), ("bank", "issuing-bank")])
def test_who_asked_a_superior_had_asked_before(wallet: str, first: str, outcome: Outcome) -> None:
    """A first answer that did not satisfy is read from it; of a mere question nothing is, and what is told is never doubled."""
    above = {"channel": "provider-escalation", "date": "2026-11-19", "outcome": outcome.value}
    more = {"provider": wallet, "issue": "payment_error", "incident_date": "2026-11-02"}
    assert standing(first, read(above, **more)) is Standing.UNSATISFIED
    assert standing(first, read({**above, "outcome": "asked"}, **more)) is Standing.NOT_TRIED
    told = {"channel": "provider-complaint", "date": "2026-11-10", "outcome": "refused"}
    assert len(read(told, above, **more).attempts) == 2
    assert standing(first, read(told, above, **more)) is Standing.REFUSED


@pytest.mark.parametrize("channel", OFFICES)
def test_what_is_read_from_a_contact_is_nowhere_told(channel: str) -> None:
    """Not in the case file, nor a letter; it takes part in no limitation; an office that has not answered says nothing of it."""
    more = {
        "issue": "payment_error",
        "counterparty": "merchant",
        "payment_source": "bank_card",
        "incident_date": "2023-11-02",
    }
    there = {"channel": channel, "date": "2024-01-10", "outcome": "refused"}
    case = read(there, **more)
    assert {item.channel for item in case.contacts} == {channel}
    assert len(case.attempts) == 2
    assert [item["channel"] for item in case_data(case)[CONTACTS]] == [channel]
    assert adviser().read(case_data(case), TODAY) == case
    alone = replace(case, attempts=case.contacts)
    since = [compute("since_claimed", item, KNOWLEDGE, standings(item, KNOWLEDGE)) for item in (case, alone)]
    assert since[0] == since[1]
    waiting = read({**there, "outcome": "pending"}, **more)
    assert len(waiting.attempts) == (2 if channel == "provider-escalation" else 1)


@pytest.mark.parametrize(("lang", "says"), [("en", "as a later contact shows"), ("zh", "从后来的联系看出来")])
def test_what_is_read_from_a_contact_is_said_to_be(tmp_path: Path, lang: str, says: str) -> None:
    """Where a reason rests on it, and where a channel is drawn as turned to."""
    told = {"channel": "samr-12315", "date": "2026-11-10", "outcome": "refused"}
    case = {
        "as_of": "2026-11-22",
        "provider": "alipay",
        "issue": "merchant_dispute",
        "counterparty": "merchant",
        CONTACTS: [told],
    }
    source = tmp_path / "case.json"
    source.write_text(json.dumps(case), encoding="utf-8")
    assert says in recourse("why", str(source), "sue-merchant", "--lang", lang).stdout
    drawn = recourse("draw", "escalation", "--case", str(source), "--lang", lang, "-o", str(tmp_path / "case.dot"))
    assert drawn.returncode == 0
    assert says in " ".join((tmp_path / "case.dot").read_text(encoding="utf-8").replace("\\n", " ").split())
