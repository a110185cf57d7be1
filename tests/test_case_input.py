"""What goes in: every fault is named with its place and the nearest right word; nothing is guessed or lost."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from engine.case import read_case, words_of
from engine.case.changes import case_data
from engine.case.forms import NOTHING, UNKNOWN_WORDS, is_unknown
from knowledge.errors import CaseError
from knowledge.loader import parse_yaml
from rules.models import Condition
from tests.casebook import TODAY, adviser

BAD = [
    ({"providr": "alipay"}, ["providr: is not a fact; did you mean “provider”?"]),
    ({"provider": "alipai"}, ["did you mean “alipay”?"]),
    ({"provider": 7}, ["is not a word"]),
    ({"issue": ["fraud"]}, ["is not a word"]),
    ({"respondent": "bank"}, ["respondent: is concluded: it cannot be answered"]),
    ({"standing(court)": "waiting"}, ["is computed: it cannot be answered"]),
    ({"incident_date": "2026-13-01"}, ["is not a date like"]),
    ({"incident_date": "2026-12-01"}, ["is after as_of (2026-11-22)"]),
    ({"incident_date": "1999-01-01"}, ["before any of these wallets existed"]),
    ({"provider": "apple_pay", "incident_date": "2015-06-01"}, ["is before Apple Pay existed (2016-02-18)"]),
    ({"incident_date": {"days_ago": "soon"}}, ["is not a number of days"]),
    ({"amount": "a lot"}, ["is not an amount"]),
    ({"amount": "nan"}, ["is not an amount"]),
    ({"amount": "1e400"}, ["is not an amount"]),
    ({"amount": -5}, ["is not an amount"]),
    ({"amount": True}, ["is not an amount"]),
    ({"amount": "3.999"}, ["more than two decimals"]),
    ({"as_of": "soon"}, ["as_of: “soon” is not a date"]),
    ({"money_at_risk": "perhaps"}, ["money_at_risk", "allowed: yes, no"]),
    ({"attempts": "police"}, ["is not a list of contacts"]),
    ({"attempts": ["police"]}, ["attempts[1]"]),
    ({"attempts": [{}]}, ["attempts[1].channel: is missing", "attempts[1].outcome: is missing"]),
    ({"attempts": [{"channel": "polise", "date": "2026-11-01", "outcome": "pending"}]}, ["did you mean “police”?"]),
    ({"attempts": [{"channel": "police", "date": "2026-11-01", "outcome": "lost"}]}, ["attempts[1].outcome"]),
    ({"attempts": [{"channel": "police", "date": "2027-01-01", "outcome": "pending"}]}, ["is after as_of"]),
    (
        {"attempts": [{"channel": "police", "date": "2026-11-01", "outcome": "pending", "wen": 1}]},
        ["not part of a contact"],
    ),
    (
        {
            "incident_date": "2026-11-10",
            "attempts": [{"channel": "police", "date": "2026-11-01", "outcome": "pending"}],
        },
        ["attempts[1].date: 2026-11-01 is before the incident (2026-11-10)"],
    ),
    (
        {
            "incident_date": "2026-11-10",
            "attempts": [{"channel": "police", "outcome": "refused", "answered": "2026-11-01"}],
        },
        ["attempts[1].answered: 2026-11-01 is before the incident (2026-11-10)"],
    ),
    ({"incident_date": "2026-11-10", "aware_date": "2026-11-01"}, ["aware_date: 2026-11-01 is before the incident"]),
    ({"note": "x" * 201}, ["note: is not a text of at most"]),
    ("nonsense", ["case: is not a mapping"]),
    (None, ["case: is empty"]),
    ([], ["case: is not a mapping"]),
    ("", ["case: is not a mapping"]),
]


@pytest.mark.parametrize(("data", "told"), BAD, ids=range(len(BAD)))
def test_bad_input_is_refused_with_its_place(data: Any, told: list[str]) -> None:
    """Each fault names where it stands and, where there is one, the nearest right word."""
    with pytest.raises(CaseError) as caught:
        read_case(data, adviser().knowledge, TODAY)
    assert all(text in str(caught.value) for text in told), str(caught.value)


@pytest.mark.parametrize("data", [data for data, _ in BAD], ids=range(len(BAD)))
def test_every_fault_is_told_whole_in_both_languages(data: Any) -> None:
    """No value is missing from a text, and both languages tell the same numbers and days."""
    with pytest.raises(CaseError) as caught:
        read_case(data, adviser().knowledge, TODAY)
    for fault in caught.value.faults:
        assert fault.text
        assert not re.search(r"\bNone\b|[{}]{2}|“”", fault.message), fault.message
        assert re.findall(r"\d+", fault.text.en) == re.findall(r"\d+", fault.text.zh), fault.message


def test_all_faults_are_told_at_once() -> None:
    """Three wrong answers give three faults."""
    with pytest.raises(CaseError) as caught:
        read_case({"provider": "x", "issue": "y", "amount": "z"}, adviser().knowledge, TODAY)
    assert len(caught.value.faults) == 3


def test_a_case_may_be_told_in_days_ago_in_chinese_words_and_with_dont_know() -> None:
    """Elapsed days, 是/否, labels and “unknown” are understood."""
    data = {"days_ago": 12, "money_at_risk": "否", "provider": "支付宝", "amount": "3,200.00元", "issue": "不知道",
            "attempts": [{"channel": "police", "days_ago": "2", "outcome": "pending"}]}  # fmt: skip
    case = read_case(data, adviser().knowledge, TODAY)
    assert case.answers["incident_date"] == date(2026, 11, 10)
    assert case.answers["money_at_risk"] == "no"
    assert case.answers["provider"] == "alipay"
    assert case.answers["amount"] == Decimal("3200.00")
    assert case.dont_know == {"issue"}
    assert case.attempts[0].date == date(2026, 11, 20)


HOSTILE = {
    "empty": "",
    "broken flow": "{provider: alipay",
    "tab": "provider:\n\t- x",
    "twice": "provider: alipay\nprovider: wechat_pay",
    "alias bomb": "a: &a [x]\nb: [*a, *a]",
    "deep": "[" * 100,
    "ten megabytes": "x" * 10_000_000,
    "control": "provider: \x00",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_text_is_refused_without_a_traceback(text: str) -> None:
    """Whatever is in a file, reading it ends in faults or in data that the case reader refuses."""
    document = parse_yaml(text, "case.yaml")
    if not document.faults:
        with pytest.raises(CaseError):
            read_case(document.data, adviser().knowledge, TODAY)


def _told(line: Condition) -> str:
    """A word with which the line holds: the first that it names; of a line that names what is not, the first other one."""
    words = (*line.values, *words_of(adviser().knowledge.fact(line.fact)))
    return next(word for word in words if line.admits(word))


@pytest.mark.parametrize("item", adviser().rulebase.contradictions, ids=lambda item: item.entry.id)
def test_answers_that_contradict_one_another_are_refused(item: Any) -> None:
    """A case that holds every line of a contradiction is refused with its message, loses the answer that gives way, or is read as another."""
    lines = {line.fact: _told(line) for line in item.when}
    if kind := lines.pop("provider_kind", None):
        lines["provider"] = next(item.id for item in adviser().knowledge.providers.values() if item.kind == kind)
    if item.entry.becomes:
        case = adviser().read(lines, TODAY)
        kept = {fact: word for fact, word in lines.items() if fact != item.entry.gives_way}
        meant = item.entry.tells | kept | item.entry.becomes
        assert case.answers == adviser().read(meant, TODAY).answers, "what it is read as may be read as another in turn"
        more = case.answers.keys() - meant.keys()
        assert more <= {"money_missing", *case.implied} or case.answers["issue"] != meant["issue"], "only what follows"
    elif item.entry.gives_way:
        assert adviser().read(lines, TODAY).answers.get(item.entry.gives_way) != lines[item.entry.gives_way]
    else:
        with pytest.raises(CaseError) as caught:
            adviser().read(lines, TODAY)
        assert item.entry.message.zh in str(caught.value)
    for fact, value in lines.items():
        adviser().read({fact: value}, TODAY)


@pytest.mark.parametrize("word", [*UNKNOWN_WORDS, "", "un\u212anown", "unknown.", "ſure", "yes", "不", "not  sure"])
def test_what_says_that_one_cannot_tell_is_what_the_schema_says(word: str) -> None:
    """In whatever case and between whatever blanks; a sign that only looks like a letter is none."""
    for told in (word, word.upper(), word.capitalize()):
        for text in (told, f" {told}\n", f"\u3000{told}\u2003", f"\x1c{told}\x85", f"{told}x"):
            assert is_unknown(text) is (re.fullmatch(NOTHING, text) is not None), text


@pytest.mark.parametrize(
    ("told", "fact", "word"),
    [
        ({"issue": "withdrawal_failed", "counterparty": "merchant", "provider": "other"}, "counterparty", "none"),
        ({"issue": "withdrawal_failed", "counterparty": "merchant", "provider": "alipay"}, "issue", "topup_failed"),
        ({"issue": "minor_payment", "payer_age": "own_wages", "provider": "alipay"}, "payer_age", "under_8"),
    ],
)
def test_a_case_that_is_read_as_another_is_kept_and_changed_as_it_was_told(
    told: dict[str, str], fact: str, word: str
) -> None:
    """What is written down and what `what-if` changes are the answers that were given, not those that they are read as."""
    contacts = [{"channel": "provider-complaint", "date": "2026-11-10", "outcome": "refused"}]
    case = adviser().read({**told, "attempts": contacts}, TODAY)
    assert case.answers["issue"] == "merchant_dispute"
    kept = case_data(case)
    assert {name: kept[name] for name in told} == told
    assert [item["channel"] for item in kept["attempts"]] == ["provider-complaint"]
    by_hand = adviser().read({**told, "attempts": contacts, fact: word}, TODAY)
    assert adviser().read({**kept, fact: word}, TODAY).answers == by_hand.answers
