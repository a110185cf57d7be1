"""The questionnaire: what is asked, in which order, how answers are read, changed and taken back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.interview import ATTEMPTS, Interview, begin
from tests.casebook import TODAY, adviser, random_case


def _start(**data: object) -> Interview:
    return begin(adviser(), TODAY, "en", dict(data))


def _say(interview: Interview, *lines: str) -> Interview:
    for line in lines:
        interview, _ = interview.take(line)
    return interview


def test_danger_comes_first() -> None:
    """With nothing known the first question is whether money is still leaving."""
    assert _start().question() == "money_at_risk"


def test_numbers_words_dates_and_dont_know_are_understood() -> None:
    """A number chooses a value; a word or a date is taken as it is; nothing means “don't know”."""
    dated = replace(_start(), asking="incident_date")
    assert _say(dated, "about 2 weeks ago").data == {"incident_date": {"days_ago": 14}}
    assert _say(dated, "2026-11-03").data == {"incident_date": "2026-11-03"}
    assert _say(_start(), "").data == {"money_at_risk": "unknown"}
    assert _say(_start(), "1").data == {"money_at_risk": "yes"}
    assert _say(_start(), "no").data == {"money_at_risk": "no"}


def test_what_is_not_understood_is_asked_again() -> None:
    """A wrong answer changes nothing and says why."""
    interview, told = _start().take("perhaps")
    assert interview.data == {}
    assert "perhaps" in told[0]


def test_back_takes_the_last_answer_away_and_keeps_the_others() -> None:
    """`b` asks the last question again."""
    interview = _say(_start(), "2", "5", "b")
    assert interview.data == {"money_at_risk": "no"}


def test_a_changed_answer_keeps_the_others_and_tells_what_it_does() -> None:
    """Changing danger to yes adds the steps that stop the loss."""
    interview = _say(_start(), "2", "5", "1", "", "c 1")
    assert interview.question() == "money_at_risk"
    after, told = interview.take("1")
    assert after.data["issue"] == "unauthorised_payment"
    assert any(line.startswith("+") for line in told)


def test_contacts_are_taken_one_a_line() -> None:
    """A contact is a number, a date and an outcome; a date in the future is refused."""
    interview = _say(_start(money_at_risk="no", issue="unauthorised_payment", provider="alipay"))
    assert interview.question() == ATTEMPTS
    refused, told = interview.take("1 2030-01-01 4")
    assert refused.contacts == ()
    assert "2030" in told[0]
    after = _say(interview, "1 2026-11-20 4", "")
    assert len(after.data[ATTEMPTS]) == 1


@pytest.mark.parametrize("seed", range(40))
def test_it_always_ends(seed: int) -> None:
    """However the questions are answered, no question is asked twice and the interview ends."""
    case = random_case(seed)
    interview = _start()
    asked: list[str] = []
    for _ in range(60):
        name = interview.question()
        if name is None:
            break
        assert name not in asked
        asked.append(name)
        line = "" if name == ATTEMPTS else str(case.get(name, ""))
        interview, _ = interview.take(line)
        if interview.question() == name:
            interview, _ = interview.take("")
    assert interview.question() is None
