"""What is remembered from case to case: the same as if it were worked out anew, for every day and every case."""

from __future__ import annotations

import gc
import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from engine.adviser import Advice
from engine.findings import Engine, Inference, State, Verdict, Worlds
from engine.graph import Graph, build_graph
from engine.questions import Completions, Seen, settling
from engine.steps import grounds, wallet, ways
from knowledge import citations, limits
from knowledge.citations import Days
from knowledge.errors import CaseError
from knowledge.frozen import replace
from knowledge.spans import Spans
from rules.models import STAGES
from tests.casebook import TODAY, adviser, random_case

FIRST, DAYS = date(2021, 1, 1), 365 * 8


def days(seed: object, number: int) -> list[date]:
    drawn = random.Random(str(seed))
    return [FIRST + timedelta(days=drawn.randrange(DAYS)) for _ in range(number)]


def advices(seeds: range) -> Iterator[Advice]:
    for seed in seeds:
        try:
            yield adviser().advise(adviser().read(random_case(seed), TODAY))
        except CaseError:
            continue


def stretches() -> Iterator[Spans[Any]]:
    """Everything that is made once for a stretch of days."""
    known = adviser().knowledge
    refs = {ref for rule in adviser().rulebase.rules for ref in rule.entry.basis}
    yield from (citations._editions(known, ref)[1] for ref in sorted(refs))
    named = {ref for channel in known.channels.values() for reply in channel.reply for ref in reply.limits}
    yield from (spans for ref in sorted(named) for _, spans in limits._setters(known, ref))
    yield from (wallet._wallets(known, name) for name in known.providers)
    for action in known.actions.values():
        for name in (None, *random.Random(action.id).sample(sorted(known.providers), 4)):
            channel = (
                known.providers[name].instead.get(action.channel or "", action.channel) if name else action.channel
            )
            yield ways._ways(known, action.purpose, action.channel, channel, name)


def test_a_stretch_is_what_each_of_its_days_is() -> None:
    for number, spans in enumerate(stretches()):
        for day in (*days(number, 6), *spans.turns[1:4], *(turn - timedelta(days=1) for turn in spans.turns[1:4])):
            assert spans.on(day) == spans.held_on(day), (number, day)


def test_what_citations_come_to_is_what_they_come_to_on_the_very_days() -> None:
    """Edition, doubt, the other edition, whom the law binds and to whom it does not speak, for steps of drawn cases."""
    known, shown = adviser().knowledge, 0
    for advice in advices(range(3000, 3200)):
        case, told = advice.case, advice.case.days
        for item in advice.agenda.items:
            refs = (*item.action.basis, *(ref for finding in item.findings for ref in finding.rule.entry.basis))
            bound = [
                r for r in dict.fromkeys(refs) if citations.resolve(known, r, told) and grounds.binds(known, case, r)
            ]
            heard = [ref for ref in bound if not grounds.silent(known, case, ref)] or bound
            found = grounds.ground(known, case, refs)
            assert found == tuple(
                grounds._basis(cited, told) for ref in heard if (cited := citations.resolve(known, ref, told))
            )
            assert grounds.Grounds(known, case).speaks(refs) is any(
                not grounds.silent(known, case, ref) for ref in bound
            )
            shown += len(found)
    assert shown > 1000


def test_the_same_days_are_not_needed_for_the_same_text() -> None:
    """Two days of one stretch share what is shown; the day on which it changes does not."""
    known = adviser().knowledge
    ref = next(
        ref for ref in sorted({r for a in known.actions.values() for r in a.basis}) if grounds._turns(known, ref)
    )
    article, turn = grounds._article(known, ref), max(grounds._turns(known, ref))
    before, on, later = (article.stretch(Days(turn + timedelta(days=days))) for days in (-1, 0, 40))
    assert before != on == later


def test_a_case_leaves_nothing_to_the_garbage_collector() -> None:
    """Nothing that a case makes holds what holds it, so its memory is free at once."""
    cases = [advice.case for advice in advices(range(4500, 4540))]
    assert all(adviser().advise(case).plan for case in cases)
    gc.collect()
    gc.disable()
    try:
        assert all(adviser().advise(case).plan for case in cases)
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_what_contacts_tell_nothing_of_is_worked_out_once_for_the_channels_a_stage_looks_at() -> None:
    """Cases that turned to other channels share it, and every fact is what a new engine makes of that case alone."""
    engine = Engine(adviser().knowledge, adviser().rulebase)
    cases = [advice.case for advice in advices(range(4600, 4680))]
    for case in cases:
        engine.infer(case)
    reached = {engine._values._touched(case) for case in cases}
    assert 1 < len(engine._values._stills) < len(reached) * len(STAGES) * 3 / 4
    for case in cases[:12]:
        alone, found = Engine(adviser().knowledge, adviser().rulebase).infer(case), engine.infer(case)
        assert (found.facts, found.fired, found.open, found.marks) == (
            alone.facts,
            alone.fired,
            alone.open,
            alone.marks,
        )


def verdict(inference: Inference, number: int) -> Verdict:
    """By the conditions of the rule alone, one after the other."""
    rule, told = inference.numbered.rules[number], inference.truths
    if not inference.in_force >> number & 1:
        return Verdict(rule, State.OUT_OF_FORCE)
    for condition in rule.when:
        if told[condition.text] is False:
            return Verdict(rule, State.FAILED, condition)
    waits = [condition.fact for condition in rule.when if told[condition.text] is None]
    return Verdict(rule, State.UNDECIDED, None, tuple(dict.fromkeys(waits))) if waits else Verdict(rule, State.FIRED)


def test_every_verdict_is_what_the_conditions_of_its_rule_say() -> None:
    """Also where verdicts of earlier cases, on other days of the law, are at hand again."""
    for seed, day in enumerate((TODAY, date(2024, 3, 1), date(2026, 4, 1)) * 12, 4700):
        case = replace(adviser().read(random_case(seed), TODAY), as_of=day)
        inference = adviser().engine.infer(case)
        assert inference.verdicts == tuple(verdict(inference, n) for n in range(len(inference.numbered.rules)))


def fresh(advice: Advice) -> Graph:
    """The graph by searches of which none was made before."""
    inference = advice.inference
    graph = build_graph(adviser().knowledge, inference)
    worlds = Worlds(adviser().engine, inference, graph.unknowns, adviser().contradictions)
    return Completions(worlds, graph, Seen()).settled()


@pytest.mark.parametrize("start", range(4000, 4400, 100))
def test_channels_are_as_if_nothing_had_been_searched_before(start: int) -> None:
    for advice in advices(range(start, start + 100)):
        assert dict(advice.graph.nodes) == dict(fresh(advice).nodes)


def test_what_is_remembered_of_searches_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forgetting changes nothing."""
    monkeypatch.setattr(settling, "KEPT", 3)
    seen = Seen()
    for advice in advices(range(4400, 4440)):
        graph = build_graph(adviser().knowledge, advice.inference)
        worlds = Worlds(adviser().engine, advice.inference, graph.unknowns, adviser().contradictions)
        nodes = Completions(worlds, graph, seen).settled().nodes
        assert dict(nodes) == dict(fresh(advice).nodes)
        assert len(seen) <= 3
