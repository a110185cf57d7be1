"""The pictures of proofs, rules, time, many cases and differences: what is drawn, and that it can be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from diagrams import PICTURES, Request, write_dot
from diagrams.attributes import LEGEND, NAME, WORDS
from diagrams.drawing import Drawing, Look, Way
from diagrams.sizes import width_of
from engine.adviser import Advice
from engine.explain import reached, ways_to
from engine.inference import State
from knowledge.errors import CaseError
from knowledge.loader import parse_yaml
from rules.models import Advise
from tests.casebook import TODAY, adviser
from tests.test_cli import EXAMPLE
from tests.test_diagrams import labels

A = adviser()
REAL = {
    item["id"]: item["case"]
    for item in parse_yaml((Path(__file__).parent / "cases/real/real_cases.yaml").read_text(encoding="utf-8"), "").data
}
SOME = ("RC64", "RC31", "RC71", "RC16", "RC48", "RC11", "RC29", "RC49")


def advice_of(case: dict[str, Any]) -> Advice:
    return A.advise(A.read(case, TODAY))


def example() -> Advice:
    return advice_of(parse_yaml(EXAMPLE.read_text(encoding="utf-8"), "").data)


def draw(what: str, advice: Advice | None = None, **asked: Any) -> Drawing:
    return PICTURES[what](A, Request(advice.case.as_of if advice else TODAY, advice=advice, **asked))


def proofs(lang: Any) -> Iterator[Drawing]:
    for name in SOME:
        advice = advice_of(REAL[name])
        for step in advice.plan.steps:
            yield draw("proof", advice, lang=lang, name=step.action)
        for channel in list(A.knowledge.channels)[::4]:
            yield draw("proof", advice, lang=lang, name=channel)


ALL = {"proof": proofs}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("what", ALL)
def test_the_same_twice(what: str, lang: str) -> None:
    """The same knowledge and case give the same DOT text, byte for byte."""
    assert [write_dot(drawing) for drawing in ALL[what](lang)] == [write_dot(drawing) for drawing in ALL[what](lang)]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("what", ALL)
def test_texts_fit_and_nothing_is_left_unsaid(what: str, lang: str) -> None:
    """No line is wider than its box, no placeholder is left, arrows join boxes that there are, each in a cluster there is."""
    for drawing in ALL[what](lang):
        for lines, width, size in labels(write_dot(drawing)):
            assert size in (NAME, WORDS, LEGEND)
            assert max(width_of(line, size) for line in lines) <= width + 0.1, lines
        ids, clusters = {node.id for node in drawing.nodes}, {cluster.id for cluster in drawing.clusters}
        assert len(ids) == len(drawing.nodes)
        assert {end for edge in drawing.edges for end in (edge.source, edge.target)} <= ids
        assert {node.cluster for node in drawing.nodes} == clusters
        told = (*drawing.title, *drawing.notes, *(line for node in drawing.nodes for line in node.lines))
        assert not [text for text in told if re.search(r"\{[a-z_]+\}", text)]


@pytest.mark.parametrize("what", ALL)
def test_the_legend_fits_what_is_shown(what: str) -> None:
    """The legend explains every look and way of the picture, and none that the picture lacks."""
    for drawing in ALL[what]("zh"):
        used = {node.look for node in drawing.nodes} | {edge.way for edge in drawing.edges}
        assert used | {Look.PLAIN} == {sample.look for sample in drawing.legend} | {Look.PLAIN}


@pytest.mark.parametrize("name", SOME)
def test_a_proof_has_every_rule_that_advises_and_all_it_rests_on(name: str) -> None:
    """For each step: every rule that advises it, and an arrow from each fact that the rule tests."""
    advice = advice_of(REAL[name])
    for step in advice.plan.steps:
        drawing = draw("proof", advice, name=step.action)
        arrows = {(edge.source, edge.target) for edge in drawing.edges}
        for finding in reached(advice, step.action):
            assert isinstance(finding.conclusion, Advise)
            assert (f"rule:{finding.rule.id}", f"goal:{step.action}") in arrows
            assert {(f"fact:{fact}", f"rule:{finding.rule.id}") for fact in finding.facts} <= arrows
        assert not {edge.way for edge in drawing.edges} & {Way.WOULD}


def test_a_proof_rests_on_answers() -> None:
    """Whatever a proof shows, its arrows start at answers, dates or defaults, or at rules that ask nothing; none goes round."""
    for drawing in proofs("zh"):
        targets = {edge.target for edge in drawing.edges}
        for node in drawing.nodes:
            if node.id not in targets and len(drawing.nodes) > 1:
                assert node.look in (Look.FACT, Look.MISSING, Look.UNDETERMINED, Look.RULE)
        columns = [cluster.id for cluster in drawing.clusters]
        place = {node.id: columns.index(node.cluster or "") for node in drawing.nodes}
        assert all(place[edge.source] < place[edge.target] for edge in drawing.edges)


def test_what_is_not_advised_shows_what_is_missing() -> None:
    """The nearest ways are drawn, each with every condition that fails or is unknown; the number of others is told."""
    advice = example()
    target = next(
        c for c in A.knowledge.channels if not reached(advice, c) and len(ways_to(advice, A.knowledge, c)) > 1
    )
    drawing = draw("proof", advice, name=target)
    ways = ways_to(advice, A.knowledge, target)
    for way in ways[:3]:
        assert way.blocks
        drawn = {edge.source for edge in drawing.edges if edge.target == f"rule:{way.rule.id}"}
        assert {f"needs:{block.condition.text}" for block in way.blocks if block.condition} <= drawn
        verdict = next(v for v in advice.inference.verdicts if v.rule is way.rule)
        assert verdict.state is not State.FIRED
    assert [n for n in drawing.notes if str(len(ways) - 3) in n] == list(drawing.notes) if len(ways) > 3 else True


def test_a_proof_needs_a_case_and_a_name() -> None:
    """Without a case, or for a name that is neither action nor channel, it is bad input with the nearest right name."""
    with pytest.raises(CaseError, match="near: complain-pboc"):
        draw("proof", example(), name="complain-pbok")
    with pytest.raises(CaseError):
        draw("proof", None, name="complain-pboc")
