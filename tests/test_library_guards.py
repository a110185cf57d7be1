"""Libraries fail in known ways: each has a guard, and the guard is tried with what harms nobody (docs/assurance.md has the list)."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from engine.findings import Engine
from engine.findings.firing import SERIAL, Ruleset, fire
from knowledge.errors import InferenceError, KnowledgeError
from knowledge.workdays import Unsettled, is_working_day, last_year, unsettled
from rules.compiler import TESTS, compile_stage, refuse_equal_hashes
from rules.models import Condition, Op, Rulebase, Stage
from tests.casebook import TODAY, adviser, random_case

STAGE = Stage.CHARACTER


def ruleset() -> Ruleset:
    found = Ruleset(adviser().rulebase.numbers.sets[STAGE][0], next(SERIAL), adviser().engine.marks)
    assert found._handle is not None  # made by the library before something stands for it
    return found


def library_that(**functions: Callable[..., Any]) -> SimpleNamespace:
    """Stands for the library, and fails as it does."""
    return SimpleNamespace(**{"delete_state": lambda *_: (0, 1), **functions})


def _raise(*_: object) -> None:
    raise RuntimeError


@pytest.mark.parametrize(
    ("library", "told"),
    [
        (library_that(assert_fact=lambda *_: (303, 1)), "answered 303"),
        (library_that(assert_fact=_raise), "failed"),
        (library_that(assert_fact=lambda *_: (0, 1), start_action_for_state=lambda *_: None), "lost the message"),
    ],
)
def test_what_the_library_drops_is_an_error(library: SimpleNamespace, told: str) -> None:
    """A code, an exception, a message that fires not even the sink: never an answer without findings."""
    found = ruleset()
    found._library = library
    with pytest.raises(InferenceError, match=told):
        found.fire(0)


def test_what_the_library_fires_otherwise_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """One rule too few: the truth of the conditions says so."""
    engine = Engine(adviser().knowledge, adviser().rulebase)
    fire = Ruleset.fire
    monkeypatch.setattr(Ruleset, "fire", lambda self, met: fire(self, met) & (fire(self, met) - 1))
    case = adviser().read({"issue": "fraud", "provider": "alipay"}, TODAY)
    with pytest.raises(InferenceError, match="disagree"):
        engine.infer(case)


def test_more_comparisons_than_were_proved_are_refused_at_load() -> None:
    """Counted before the library sees them, and told with the place of the rules."""
    sample = adviser().rulebase.of(STAGE)[0]
    rules = [sample.but(when=tuple(Condition.of("amount", Op.GT, (str(sum_),)) for sum_ in range(TESTS + 1)))]
    with pytest.raises(KnowledgeError, match=r"rules/.*at most 400 at a time"):
        compile_stage(Rulebase(tuple(rules)), STAGE)


def test_names_that_the_library_cannot_tell_apart_are_refused() -> None:
    """Two words of one 32-bit hash."""
    refuse_equal_hashes("x", ["costarring", "fluid"])
    with pytest.raises(KnowledgeError, match="the same hash"):
        refuse_equal_hashes("x", ["costarring", "liquid"])


def test_engines_of_one_process_are_apart() -> None:
    """Names of rulesets are the process's: two engines on other rules each draw what their own say."""
    fewer = Rulebase(adviser().rulebase.rules[::2])
    one, other = Engine(adviser().knowledge, adviser().rulebase), Engine(adviser().knowledge, fewer)
    for seed in range(30):
        case = adviser().read(random_case(seed), TODAY)
        found, less = one.infer(case), other.infer(case)
        assert {f.rule.id for f in found.findings} == {f.rule.id for f in adviser().engine.infer(case).findings}
        assert {f.rule.id for f in less.findings} <= {rule.id for rule in fewer.rules}


def test_only_booleans_reach_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """Long integers, floats, texts and null are compared here: they are compared otherwise there."""
    found, seen = ruleset(), []
    library = found._library
    assert_fact = lambda handle, text: seen.append(json.loads(text)) or library.assert_fact(handle, text)  # noqa: E731
    found._library = library_that(
        assert_fact=assert_fact,
        **{
            name: getattr(library, name)
            for name in ("start_action_for_state", "complete_and_start_action", "delete_state")
        },
    )
    engine = adviser().engine
    fire([found], engine.marks.condition[next(iter(engine.marks.condition))])
    fire([found], (1 << len(engine.marks.condition)) - 1)
    assert seen
    for message in seen:
        assert (message.pop("id"), message.pop("sid")) == (1, "0")
        assert set(message.values()) == {True}


def test_a_year_without_a_notice_is_never_settled() -> None:
    """The calendar refuses such a year: Monday to Friday count, and it is said that this may change. So may the last days before."""
    later = date(last_year() + 1, 7, 1)
    assert unsettled(later) is Unsettled.NO_NOTICE
    assert is_working_day(later) == (later.weekday() < 5, False)
    assert unsettled(date(last_year(), 12, 31)) is Unsettled.NEXT_NOTICE
    assert unsettled(date(last_year(), 12, 1)) is None
