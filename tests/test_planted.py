"""Faults planted in rules and knowledge are met: a small sample of `benchmarks/planted.py`, and one of each kind that once passed."""

from __future__ import annotations

from functools import cache

import pytest

from tests.planted import KINDS, Judge, Mutation, plant

SEED, COUNT = 11, len(KINDS)
MOST_SURVIVE = 1
"""of the sample"""


@cache
def judge() -> Judge:
    return Judge()


def test_the_same_seed_plants_the_same_and_all_kinds() -> None:
    """Each fault changes its line and nothing else; every kind finds a place."""
    asked = (judge().texts, judge().sound.knowledge, judge().sound.rulebase, SEED, COUNT)
    faults = list(plant(*asked))
    assert faults == list(plant(*asked))
    assert {fault.kind for fault in faults} == set(KINDS)
    for fault in faults:
        text = judge().texts[fault.root, fault.name]
        assert fault.applied(text) != text
        assert text.split("\n")[fault.line] == fault.old


def test_a_sample_of_planted_faults_is_met() -> None:
    """Of one fault of every kind at most one passes."""
    faults = plant(judge().texts, judge().sound.knowledge, judge().sound.rulebase, SEED, COUNT)
    survivors = [str(fault) for fault in faults if judge().catcher(fault) is None]
    assert len(survivors) <= MOST_SURVIVE, survivors


def _fault(kind: str, root: str, name: str, old: str, new: str | None, record: str) -> Mutation:
    lines = judge().texts[root, name].split("\n")
    line = next(number for number, told in enumerate(lines) if old in told)
    return Mutation(kind, root, name, line, lines[line], new and lines[line].replace(old, new), record)


@pytest.mark.parametrize(
    ("root", "name", "old", "new", "record"),
    [
        ("knowledge", "statutes/samr-complaints.yaml", "within 7 working days", "within 7 days", "samr-complaints"),
        ("rules", "advice/restriction.yaml", "advise appeal-fraud-restriction this-week", "advise appeal-fraud-restriction when-useful", "fraud-risk-appeal"),
        ("rules", "advice/closing.yaml", "    - issue = account_closure", None, "closing-zero-balance"),
        ("knowledge", "channels/pboc-12363.yaml", 'value: "12363"', 'value: "12364"', "pboc-12363"),
        ("rules", "advice/sim.yaml", "<= yardstick.recent-loss", "<= police-criminal-procedure.reconsideration-decision", "sim-tell-wallet-open"),
        ("rules", "guarantees.yaml", "basis: [arbitration-law/4, ", "basis: [arbitration-law/71(1), ", "arbitration-needs-an-agreement"),
        ("knowledge", "providers/alipay.yaml", "hours: {zh: 全天, en: Day and night}", "hours: {zh: 工作日, en: Working days}", "alipay"),
        ("knowledge", "channels/out-of-scope.yaml", "en: 12315 does not take", "en: 12315 does take", "out-of-scope"),
    ],
)  # fmt: skip
def test_what_once_survived_is_met(root: str, name: str, old: str, new: str | None, record: str) -> None:
    """A unit in one language, an urgency lowered, a condition on the trouble dropped, a digit of a hotline; another limit of the
    same length, another article of a guarantee, hours, a “not” less in one language.
    """
    assert judge().catcher(_fault("once survived", root, name, old, new, record)) is not None


def test_files_without_a_fault_are_met_by_nobody() -> None:
    """A comment changes nothing, and nobody complains: what is caught is caught for its fault."""
    text = judge().texts["rules", "bars/foreclosed.yaml"].split("\n")
    harmless = Mutation("harmless", "rules", "bars/foreclosed.yaml", 0, text[0], "# Something else.", "pboc-foreclosed")
    assert judge().catcher(harmless) is None
