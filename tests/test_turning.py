"""Which questions are asked: those that turn the first step, no others unless they are wanted."""

from __future__ import annotations

from dataclasses import replace
from statistics import mean, median
from typing import Any
from zlib import crc32

import pytest

from engine.adviser import Advice
from engine.interview import Interview, begin
from knowledge.errors import CaseError
from knowledge.models import CONTACTS
from tests.casebook import CASES, TODAY, adviser, read_cases

STORIES = [told for told in (*read_cases(CASES), *read_cases(CASES / "real")) if " – " not in told["story"]]
TOLD = [told["case"] for told in STORIES]
SOME = [told["case"] for told in STORIES if crc32(told["story"].encode()) % 3 == 0]
"""a third of them, each in or out by itself, whatever is told beside it; all of them: `benchmarks/questions.py`"""


def _talk(case: dict[str, Any], *, everything: bool = False) -> Interview:
    """The questionnaire to its end, answered from what the case tells; what it does not tell cannot be told."""
    days_ago = {"days_ago": case["days_ago"]} if "days_ago" in case else "unknown"
    talk = begin(adviser(), TODAY, "en", {"as_of": case.get("as_of", TODAY.isoformat())}, everything=everything)
    while name := talk.question():
        untold = {CONTACTS: [], "incident_date": days_ago}.get(name, "unknown")
        talk = replace(talk.told(name, case.get(name, untold)), card=())
        talk = replace(talk, declined=0 if talk.data[name] != "unknown" else talk.declined)
    return talk


def _first(advice: Advice) -> tuple[str, str | None] | None:
    return next(((item.action.id, item.channel) for item in advice.agenda.items if item.channel), None)


def test_few_questions_lead_to_the_first_step_that_all_told_facts_lead_to() -> None:
    """Over told cases eight questions at most in the middle; the first step is what knowing everything gives in 19 of 20."""
    talks = [(case, _talk(case)) for case in SOME]
    asked = [len(talk.history) for _, talk in talks]
    same = [_first(talk.advice) == _first(adviser().advise(adviser().read(case, TODAY))) for case, talk in talks]
    assert median(asked) <= 8
    assert mean(asked) <= 7.8  # whether an answer against one only wanted papers is asked as well
    assert sum(same) >= 0.95 * len(same)


@pytest.mark.parametrize(
    "case", [case for case in TOLD if "provider" in case][::12], ids=lambda case: str(case.get("issue"))
)
def test_no_answer_that_was_not_asked_for_turns_the_first_step(case: dict[str, Any]) -> None:
    """With the wallet told, the engine itself, given any answer to what stayed open, still begins with the same step."""
    talk = _talk(case)
    for question in talk.advice.questionnaire.open():
        for answer in talk.advice.questionnaire.worlds.answers(adviser().knowledge.facts[question.fact]):
            try:
                more = adviser().read({**talk.data, question.fact: answer}, TODAY)
            except CaseError:
                continue
            assert _first(adviser().advise(more)) == _first(talk.advice), (question.fact, answer)


def test_whoever_wants_to_is_asked_all_that_can_change_the_plan() -> None:
    """With everything asked nothing stays open, and more is asked; without, what stayed open is named."""
    case = {"issue": "fee_dispute", "provider": "alipay", "incident_date": "2026-11-03", "money_at_risk": "no"}
    short, whole = _talk(case), _talk(case, everything=True)
    assert set(short.history) < set(whole.history)
    assert short.questions
    assert not whole.questions
    named = adviser().knowledge.questions[short.questions[0]].asked(short.advice.case.answers)["en"].rstrip("?")
    assert named in short.ending("recourse")[0]
    assert "no other answer" in whole.ending("recourse")[0]


def test_a_reason_names_the_steps_that_are_there() -> None:
    """Of a theft from Alipay the day is asked for the sake of its own steps, not of an e-CNY wallet that nobody spoke of."""
    talk = begin(adviser(), TODAY, "en", {"money_at_risk": "no", "issue": "unauthorised_payment", "provider": "alipay"})
    assert talk.question() == "incident_date"
    told = " ".join(talk.help())
    assert "What may hang on your answer" in told
    assert "e-CNY" not in told


def test_what_every_step_hangs_on_is_asked_before_what_only_some_do() -> None:
    """Trouble, wallet, day and contacts stand before every detail."""
    history = _talk({"issue": "refund_not_received", "provider": "alipay"}).history
    assert set(history[:4]) == {"issue", "provider", "incident_date", CONTACTS}
