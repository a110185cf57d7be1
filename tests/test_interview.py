"""The questionnaire: what is asked, in which order, how answers are read, changed and taken back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.interview import Interview, begin
from engine.interview.spoken_day import read_day
from knowledge.models import CONTACTS
from tests.casebook import TODAY, adviser, random_case


def _start(**data: object) -> Interview:
    return begin(adviser(), TODAY, "en", dict(data))


def _say(interview: Interview, *lines: str) -> Interview:
    for line in lines:
        interview, _ = interview.take(line)
    return interview


def test_no_answer_is_offered_that_the_other_answers_rule_out() -> None:
    """A child's payment offers no grown-up payer; the number chosen is one of those shown, also when it is changed."""
    asked = replace(_start(issue="minor_payment"), asking="payer_age")
    shown = [choice.words for choice in asked.choices(adviser().knowledge.facts["payer_age"])]
    assert shown == [("under_8",), ("from_8_to_17",)]
    assert not any("Adult" in line for line in asked.prompt())
    assert _say(asked, "2").data["payer_age"] == "from_8_to_17"
    told = replace(_start(issue="minor_payment", payer_age="under_8"), asking="payer_age")
    assert [choice.words for choice in told.choices(adviser().knowledge.facts["payer_age"])] == shown


def _contacts(**more: object) -> Interview:
    """An interview that has just come to the contacts."""
    return replace(_start(provider="alipay", issue="unauthorised_payment", **more), asking=CONTACTS)


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
    assert "Type 1 or 2" in told[0]


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


def test_contacts_are_told_part_by_part() -> None:
    """Whom, when, what came back, under which number; nobody else ends the list."""
    interview = _contacts()
    after = _say(interview, "Formal complaint", "about two weeks ago", "4", "20261104-118", "0")
    assert after.data[CONTACTS] == [
        {"channel": "provider-complaint", "days_ago": 14, "outcome": "refused", "reference": "20261104-118"}
    ]


def test_a_contact_in_the_future_or_before_the_incident_is_refused() -> None:
    """The day is asked again, with what was wrong; what was told of the contact is kept."""
    interview = _say(_contacts(incident_date="2026-11-10"), "Formal complaint")
    for day, wrong in (
        ("2030-01-01", "2030"),
        ("2026-11-01", "2026-11-10"),
        ("soon", "12 days ago"),
        ("", "two weeks"),
    ):
        after, told = interview.take(day)
        assert after.draft == {"channel": "provider-complaint"}
        assert wrong in told[0]


def test_a_blocked_card_is_told_from_a_complaint_to_the_bank() -> None:
    """Where a channel has actions that do not put the dispute to it, what the contact was for is asked."""
    interview = _say(_contacts(card_exposed="yes"), "The bank that issued the card", "yesterday", "solved")
    assert any("card blocked" in line for line in interview.prompt())
    after = _say(interview, "2", "", "")
    assert after.data[CONTACTS] == [
        {"channel": "issuing-bank", "days_ago": 1, "outcome": "resolved", "action": "freeze-card"}
    ]


def test_back_takes_a_contact_apart_again() -> None:
    """`b` takes away the last part of a contact, then the last contact."""
    interview = _say(_contacts(), "Formal complaint", "yesterday")
    assert _say(interview, "b").draft == {"channel": "provider-complaint"}
    whole = _say(interview, "4", "")
    assert len(whole.contacts) == 1
    assert len(whole.kept[CONTACTS]) == 1
    assert _say(whole, "b").contacts == ()


def test_full_width_input_is_understood() -> None:
    """Letters and digits as a Chinese keyboard types them count as their plain ones."""
    assert _say(_start(), "２").data == {"money_at_risk": "no"}
    assert _start().take("？")[1]


def test_answers_that_no_longer_matter_are_kept_and_marked() -> None:
    """A reason for a restriction does not matter to a refund; it stays in the file."""
    interview = _say(_start(issue="account_restricted", restriction_kind="breach", provider="alipay"), "c 1")
    assert interview.asking == "issue"
    after, told = interview.take("3")
    assert after.data["restriction_kind"] == "breach"
    assert any("reason given for the restriction" in line for line in told)
    assert any("no longer matters" in line for line in after.take("c")[1])


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("两周前", {"days_ago": 14}), ("大约二十五天前", {"days_ago": 25}), ("一个半月前", {"days_ago": 45}), ("前天", {"days_ago": 2}),
        ("上周三", "2026-11-11"), ("11月4日", "2026-11-04"), ("12月1日", "2025-12-01"), ("2026年11月4日", "2026-11-04"),
        ("20261104", "2026-11-04"), ("Nov 4", "2026-11-04"), ("4 November 2025", "2025-11-04"), ("two weeks ago", {"days_ago": 14}),
        ("about 12 days ago", {"days_ago": 12}), ("3", "3"), ("2-30", "2-30"), ("soon", "soon"), ("", ""),
    ],
)  # fmt: skip
def test_days_are_read_as_people_say_them(said: str, day: object) -> None:
    """Time ago, days of the week and dates in Chinese and English; what is no day stays as it was typed."""
    assert read_day(said, TODAY) == day


@pytest.mark.parametrize("seed", range(40))
def test_it_always_ends(seed: int) -> None:
    """However the questions are answered the interview ends, and no question is asked twice but the trouble, once it is narrowed."""
    case = random_case(seed)
    interview = _start()
    asked: list[str] = []
    for _ in range(60):
        interview = _say(interview, "") if interview.card else interview
        name = interview.question()
        if name is None:
            break
        assert name not in asked or (name == "issue" and asked.count(name) == 1)
        asked.append(name)
        line = "" if name == CONTACTS else str(case.get(name, ""))
        interview, _ = interview.take(line)
        if interview.question() == name:
            interview, _ = interview.take("")
    assert interview.question() is None


def test_the_day_of_an_answer_is_asked_where_a_limit_runs_from_it() -> None:
    """The bank's refusal starts a limit: when it came is asked, and may be left open. A wallet's refusal starts none."""
    interview = _say(_contacts(card_exposed="yes"), "The bank that issued the card", "12 days ago", "refused", "1")
    assert any("When did the answer" in line for line in interview.prompt())
    known, unknown = _say(interview, "5 days ago", "", "0"), _say(interview, "", "", "0")
    assert known.data[CONTACTS][0]["answered"] == {"days_ago": 5}
    assert "answered" not in unknown.data[CONTACTS][0]
    too_early, told = interview.take("20 days ago")
    assert too_early.draft == interview.draft
    assert told
