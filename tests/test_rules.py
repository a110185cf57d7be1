"""Every rule's own examples, and the agreement of durable_rules with the reference evaluator."""

from __future__ import annotations

import json

import pytest

from engine.findings import State
from rules.compiler import SINK, compile_stage
from rules.lint import lint_rules
from rules.models import STAGES, Rule
from tests.casebook import TODAY, adviser, random_case
from tests.oracle import evaluate

RULES = adviser().rulebase.rules


def _state(rule: Rule, data: dict[str, object]) -> State:
    inference = adviser().engine.infer(adviser().read(data, TODAY))
    return next(verdict.state for verdict in inference.verdicts if verdict.rule.id == rule.id)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_fires_on_its_example_and_rests_on_the_near_miss(rule: Rule) -> None:
    """The case under `fires` fires the rule; changed by what stands under `rests`, it does not."""
    missed = {**rule.entry.fires, **rule.entry.rests}
    missed = {key: value for key, value in missed.items() if value not in (None, "null")}
    assert _state(rule, rule.entry.fires) is State.FIRED
    assert not rule.when or _state(rule, missed) is not State.FIRED


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_near_miss_is_near(rule: Rule) -> None:
    """The near miss differs from the example in one fact or in the attempts, or in the days and nothing else."""
    assert not rule.when or len(rule.entry.rests) == 1 or set(rule.entry.rests) <= {"as_of", "incident_date"}


@pytest.mark.parametrize("start", range(0, 2400, 300))
def test_durable_rules_and_the_reference_evaluator_agree(start: int) -> None:
    """On 2,400 generated cases both draw the same findings."""
    for seed in range(start, start + 300):
        data = random_case(seed)
        case = adviser().read(data, TODAY)
        drawn = {(f.rule.id, str(f.conclusion)) for f in adviser().engine.infer(case).findings}
        assert drawn == evaluate(adviser(), case), f"seed {seed}: {data}"


def test_the_compiled_definitions_are_plain_data_within_the_proved_limits() -> None:
    """Each ruleset is JSON, tests booleans of one message only, and stays below the counts up to which the library was proved."""
    for stage in STAGES:
        for definition in compile_stage(adviser().rulebase, stage):
            assert json.loads(json.dumps(definition.rules)) == definition.rules
            assert len(definition.rules) <= 51
            assert len(definition.conditions) <= 400
            for pattern in definition.rules.values():
                assert [list(term.values()) for term in pattern["all"][0]["m"]["$and"]] == [
                    [True] for _ in pattern["all"][0]["m"]["$and"]
                ]
            assert SINK in definition.rules


def test_the_rules_have_no_lint() -> None:
    """No unused fact, unreachable channel, unadvised action, or number written twice."""
    assert [str(fault) for fault in lint_rules(adviser().rulebase, adviser().knowledge)] == []
