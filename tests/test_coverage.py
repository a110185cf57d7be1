"""The told cases exercise everything: each rule, condition, way, door, article, number, question, step, urgency, claim and letter."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from documents.coverage_text import coverage_lines, fitting_letters
from engine.adviser import Adviser
from engine.coverage import Coverage, Told, changed, cover, misses_of, proposed, read_all, read_near_misses
from engine.coverage.near_misses import near_miss
from engine.coverage.wanted import WAYS, Item, wanted
from engine.findings import State
from knowledge.library import ROOT, load_knowledge
from knowledge.models import CONTACTS
from rules.library import ROOT as RULES
from rules.library import load_rules
from rules.models import Advise
from tests.casebook import TODAY, adviser
from tests.spoiling import copy_files, spoil
from tests.test_cli import recourse

HERE = Path(__file__).parent
NEAR = read_near_misses(HERE / "near_misses.yaml", adviser().knowledge.wording)


@pytest.fixture(scope="module")
def coverage() -> Coverage:
    return cover(adviser(), read_all(adviser(), HERE), fitting_letters, TODAY)


def test_nothing_is_left_out(coverage: Coverage) -> None:
    """What no case exercises is told by its name: another case is needed, or it is dead."""
    assert [f"{kind} {item.id}: {item.way}" for kind, item in coverage.missing] == []
    assert coverage.cases > 2900
    assert all(part.there == part.covered > 0 for part in coverage.parts)


def test_everything_is_to_be_exercised_each_under_a_name_of_its_own() -> None:
    """Counted from the files: what had no name, or the name of another, would be left out and nobody would miss it."""
    known, rules = adviser().knowledge, adviser().rulebase.rules
    channels, claims = known.channels.values(), [(i.id, c.text.zh) for i in known.issues.values() for c in i.claims]
    advised = {(rule.id, str(then)) for rule in rules for then in rule.then if isinstance(then, Advise)}
    there = {
        ("rule", "fires"): len(rules),
        ("rule", "rests"): sum(bool(rule.when) for rule in rules),
        ("condition", "alone"): len({(rule.id, condition) for rule in rules for condition in rule.when}),
        ("urgency", "needed"): len(advised),
        ("edge", "taken"): len({(c.id, edge.to, on) for c in channels for edge in c.next for on in edge.on}),
        ("edge", "not-taken"): len({(c.id, edge.to) for c in channels for edge in c.next}),
        ("foreclosure", "shut"): len({(c.id, closed.channel) for c in channels for closed in c.forecloses}),
        ("question", "not-asked"): len(known.questions),
        ("wording", "asked"): sum(len(question.wordings) for question in known.questions.values()),
        ("action", "step"): len(known.actions),
        ("letter", "fits"): len(known.letters.forms),
        ("claim", "made"): len(set(claims)),
    }
    items = list(wanted(adviser()))
    found = Counter((item.kind, item.way) for item in items)
    assert {key: found[key] for key in there} == there
    assert found["foreclosure", "not-shut"] == there["foreclosure", "shut"]
    assert {kind: {way for of, way in found if of == kind} for kind, _ in found} == {
        kind: set(ways) for kind, ways in WAYS.items()
    }


@pytest.mark.parametrize(
    ("kind", "name", "way"),
    [
        ("rule", "pboc-after-provider", "rests"),
        ("condition", "pboc-after-provider: standing(provider-complaint) in not_tried, waiting", "alone"),
        ("channel", "pboc-12363", "held"),
        ("edge", "provider-complaint → pboc-12363 on refused", "taken"),
        ("edge", "provider-complaint → pboc-12363", "not-taken"),
        ("foreclosure", "pboc-12363 ✕ samr-12315", "shut"),
        ("citation", "payment-regulation/35(2)", "shown"),
        ("entrance", "samr-12315: 12315", "shown"),
        ("question", "money_at_risk", "asked"),
        ("action", "complain-pboc", "step"),
    ],
)
def test_what_is_left_out_is_told_by_a_name_that_one_finds_in_the_files(kind: str, name: str, way: str) -> None:
    """The owner first, then its part as the file writes it."""
    assert Item(kind, name, way) in set(wanted(adviser()))


@pytest.mark.parametrize("name", NEAR)
def test_further_near_misses_rest(name: str) -> None:
    """Each changes the example of its rule so that the rule does not fire."""
    named = adviser().rulebase.named(name)
    assert named
    for found, change in ((rule, change) for rule in named for change in misses_of(rule, NEAR)):
        inference = adviser().engine.infer(adviser().read(changed(found.entry.fires, change), TODAY))
        state = next(verdict.state for verdict in inference.verdicts if verdict.rule is found)
        assert state is not State.FIRED, change


def test_what_nothing_needs_is_told_with_a_near_miss(tmp_path: Path) -> None:
    """A condition that is new is missing until a case needs it, and a change of the rule's example is proposed."""
    for root in (ROOT, RULES):
        copy_files(root, tmp_path)
    spoil(
        tmp_path / "rules/bars/foreclosed.yaml",
        "    - foreclosed(pboc-12363) = yes\n",
        "    - foreclosed(pboc-12363) = yes\n    - closure_stage != planning\n",
    )
    spoil(
        tmp_path / "rules/bars/foreclosed.yaml",
        "issue: unauthorised_payment, attempts",
        "issue: account_closure, closure_stage: refused, attempts",
    )
    knowledge = load_knowledge(tmp_path / ROOT.name)
    other = Adviser(knowledge, load_rules(knowledge, tmp_path / RULES.name))
    rule = other.rulebase.get("pboc-foreclosed")
    assert rule
    found = cover(other, [Told("fires", rule.entry.fires, example=True)], fitting_letters, TODAY)
    told = [item.id for kind, item in found.missing if kind == "condition" and "pboc-foreclosed: " in item.id]
    assert "pboc-foreclosed: closure_stage != planning" in told
    near = dict(proposed(other, told[-1:], TODAY, 1))
    assert near == {"pboc-foreclosed: closure_stage != planning": {"closure_stage": "planning"}}
    assert any("near miss" in line for line in coverage_lines(found, near, knowledge, "en"))


@pytest.mark.parametrize(
    ("rule", "fact", "channel", "outcome"),
    [
        ("nfra-not-for-micro-lender", "standing(issuing-bank)", "issuing-bank", "pending"),
        ("emergency-phone-number-recent", "standing(telecom-operator)", "telecom-operator", "resolved"),
        ("nfra-after-bank", "standing(merchant-platform)", "merchant-platform", "pending"),
    ],
)
def test_a_near_miss_may_be_one_more_contact(rule: str, fact: str, channel: str, outcome: str) -> None:
    """A rule about a channel that was not turned to, or that did not help, rests once it was, or did: that contact alone is added."""
    found = adviser().rulebase.get(rule)
    assert found
    condition = next(condition for condition in found.when if condition.fact == fact)
    change = near_miss(adviser(), found, condition, TODAY)
    assert change
    assert change.keys() == {CONTACTS}
    assert [(item["channel"], item["outcome"]) for item in change[CONTACTS]] == [(channel, outcome)]
    inference = adviser().engine.infer(adviser().read(changed(found.entry.fires, change), TODAY))
    assert rule not in {finding.rule.id for finding in inference.findings}


def test_the_command_prints_a_table_and_json(coverage: Coverage) -> None:
    """Both languages name every kind; the JSON is of the shape that `schema` prints."""
    zh, en = (list(coverage_lines(coverage, {}, adviser().knowledge, lang)) for lang in ("zh", "en"))
    assert len(zh) == len(en) == len(coverage.parts) + 1
    assert en[1].startswith(f"{coverage.parts[0].there} of {coverage.parts[0].there} rules")
    shape = json.loads(recourse("schema", "coverage").stdout)
    assert set(shape["properties"]) >= {"cases", "examples", "parts"}
    refused = recourse("check", "--json")
    assert refused.returncode == 2
