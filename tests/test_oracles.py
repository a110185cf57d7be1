"""The engine against CLIPS, a rule engine of others: from an export of the rules it draws the same, case by case."""

from __future__ import annotations

import pytest

from engine.adviser import Adviser
from engine.case import Case
from rules.models import Rulebase, Stage
from tests.casebook import TODAY, adviser, random_case

pytest.importorskip("clips", reason="clipspy is not installed (it is in requirements.lock)")

from tests.foreign import Foreign

SAMPLE = range(70_000, 70_120)


def seen(case: Case) -> tuple[set[str], set[str]]:
    """The rules that fire and those that wait, by our engine."""
    inference = adviser().engine.infer(case)
    return {f.rule.id for f in inference.findings}, {verdict.rule.id for verdict in inference.undecided()}


def drawn(seeds: range) -> list[Case]:
    return [adviser().read(random_case(seed), TODAY) for seed in seeds]


def test_clips_fires_the_same_rules_and_leaves_the_same_undecided() -> None:
    """On a sample of generated cases; `benchmarks/oracles.py` takes as many as are wanted."""
    foreign = Foreign(adviser())
    for seed, case in zip(SAMPLE, drawn(SAMPLE), strict=True):
        assert foreign.judge(case) == seen(case), f"seed {seed}"


@pytest.mark.parametrize("stage", [Stage.CHARACTER, Stage.BARS, Stage.ADMISSIBILITY, Stage.ADVICE])
def test_a_dropped_condition_is_seen(stage: Stage) -> None:
    """The comparison can fail: of a rule without its last condition CLIPS says something else in one of the cases."""
    cases = drawn(SAMPLE)
    verdicts = [seen(case) for case in cases]
    spoiled = next(
        verdict.rule
        for case in cases
        for verdict in adviser().engine.infer(case).verdicts
        if verdict.rule.stage is stage and len(verdict.rule.when) > 1 and verdict.failed_at is verdict.rule.when[-1]
    )
    shorter = spoiled.but(when=spoiled.when[:-1])
    rulebase = Rulebase(tuple(shorter if rule is spoiled else rule for rule in adviser().rulebase.rules))
    foreign = Foreign(Adviser(adviser().knowledge, rulebase))
    assert any(foreign.judge(case) != verdict for case, verdict in zip(cases, verdicts, strict=True))
