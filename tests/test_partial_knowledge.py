"""What is told while answers are missing: nothing that no answer opens, nothing hung on answers that all agree, and the branches."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from typing import Any

import pytest

from engine.adviser import Advice
from engine.case import Case, words_of
from engine.findings import State
from engine.graph import ChannelState
from engine.steps.outline import Branch, Fork, Step
from knowledge.errors import CaseError
from knowledge.frozen import replace
from rules.numbers import bits_of
from tests.casebook import TODAY, adviser, random_case

FOUR = {"as_of", "issue", "provider", "incident_date", "amount", "attempts"}
MOST = 3000
CHUNK, CASES = 50, 400


def sparse_case(seed: int) -> dict[str, Any]:
    """A generated case of which mostly little more than four facts is told."""
    draw = random.Random(seed)
    data = random_case(seed)
    return {key: value for key, value in data.items() if key in FOUR or draw.random() < 0.2}


def sparse_cases(start: int, number: int) -> Iterator[Case]:
    for seed in range(start, start + number):
        try:
            yield adviser().read(sparse_case(seed), TODAY)
        except CaseError:
            continue


def _numbered(number: int, answers: list[tuple[Any, ...]]) -> tuple[Any, ...]:
    """One of the ways to choose an answer to each."""
    told = []
    for choices in answers:
        number, place = divmod(number, len(choices))
        told.append(choices[place])
    return tuple(told)


def completions(advice: Advice, facts: tuple[str, ...]) -> Iterator[Case]:
    """The case with answers to these facts, in ways in which they can all be true; in random order, from all over."""
    worlds = advice.questionnaire.worlds
    answers = [worlds.answers(adviser().knowledge.facts[fact]) for fact in facts]
    draw = random.Random(1)
    many = math.prod(map(len, answers))
    for number in draw.sample(range(many), min(many, MOST)):
        told = _numbered(number, answers)
        more = replace(advice.case, answers={**advice.case.answers, **dict(zip(facts, told, strict=True))})
        if not list(adviser().contradictions.faults(more)):
            yield more


def test_what_an_answer_leaves_open_is_of_what_is_pending() -> None:
    """No rule that nothing pending waits for is counted among those that an answer would leave undecided."""
    for case in sparse_cases(0, CHUNK):
        questionnaire = adviser().advise(case).questionnaire
        pending = {rule for item in questionnaire.prospect.pending for rule in bits_of(item.rules)}
        assert set(bits_of(questionnaire.supposer.outcome().undecided)) <= pending


@pytest.mark.parametrize("start", range(0, CASES, CHUNK))
def test_a_conditional_step_is_opened_by_some_answers_and_left_shut_by_others(start: int) -> None:
    """For each step that hangs on answers the engine itself opens its channel for some of them, and for others not."""
    for case in sparse_cases(start, CHUNK):
        advice = adviser().advise(case)
        for step in advice.plan.steps:
            if not step.provided:
                continue
            assert step.channel
            seen = set()
            for more in completions(advice, step.provided):
                graph, _ = adviser().map(adviser().engine.infer(more))
                seen.add(graph.nodes[step.channel].state is ChannelState.OPEN)
                if len(seen) == 2:
                    break
            assert seen == {True, False}, (step.action, case.answers)


@pytest.mark.parametrize(
    ("provider", "source", "payee", "channel"),
    [
        ("apple_pay", "public_card", "struck_off", "mediation"),
        ("huawei_pay", "foreign_card", "closed", "court"),
    ],
)
def test_where_every_answer_is_read_as_another_trouble_nothing_is_shown_on_a_condition(
    provider: str, source: str, payee: str, channel: str
) -> None:
    """Who was paid is ruled out word by word, or makes it another trouble: this one has no completion that opens anything."""
    told = {"issue": "unauthorised_payment", "done_by": "automatic", "payment_source": source, "payee_response": payee}
    case = adviser().read({"as_of": TODAY.isoformat(), "provider": provider, **told}, TODAY)
    assert case.ruled_out["counterparty"] == set(words_of(adviser().knowledge.facts["counterparty"]))
    advice = adviser().advise(case)
    assert advice.graph.nodes[channel].state is ChannelState.NOT_APPLICABLE
    assert not [step for step in advice.plan.steps if step.provided]


@pytest.mark.parametrize("start", range(0, 200, CHUNK))
def test_a_world_is_what_the_engine_makes_of_the_case_so_answered(start: int) -> None:
    """Verdicts, findings and facts, for one answer and for two; the day of the incident is left out: it chooses the law."""
    for case in sparse_cases(start, CHUNK):
        advice, draw = adviser().advise(case), random.Random(start)
        worlds = advice.questionnaire.worlds
        facts = [fact for fact in worlds.on if fact in adviser().knowledge.questions and fact != "incident_date"]
        for count in (1, 2):
            chosen = draw.sample(sorted(facts), min(count, len(facts)))
            answers = {fact: draw.choice(worlds.answers(adviser().knowledge.facts[fact])) for fact in chosen}
            if not worlds.admits(answers) or list(adviser().contradictions.faults(worlds.supposed(answers))):
                continue
            world, real = worlds.world(answers), adviser().engine.infer(worlds.supposed(answers))
            supposed, states = worlds.told_in(world), {v.rule.id: v.state for v in real.verdicts}
            for rule in worlds.unknowns.undecided:
                bit = worlds.inference.numbered.bit[rule]
                state = State.FIRED if bit & world.fired else State.FAILED if bit & world.failed else State.UNDECIDED
                assert states[rule] is state
            assert set(map(str, supposed.findings)) == set(map(str, real.findings))
            assert supposed.facts == {**real.facts, **{name: supposed.facts[name] for name in answers}}


def _told(step: Step) -> tuple[object, ...]:
    return step.channel, step.urgency, step.claims, {item.citation for item in step.basis}


def _branches(forks: tuple[Fork, ...], told: dict[str, str]) -> Iterator[tuple[dict[str, str], Branch]]:
    for fork in forks:
        for branch in fork.cases:
            for word in (branch.value, *branch.also):
                yield {**told, fork.fact: word}, branch
            yield from _branches(branch.branches, {**told, fork.fact: branch.value})


@pytest.mark.parametrize("start", range(0, 100, CHUNK))
def test_a_branch_tells_what_the_plan_of_the_case_so_answered_adds(start: int) -> None:
    """Every step of a branch is a certain step of that plan and was not one before; its first step is told as it is there."""
    for case in sparse_cases(start, CHUNK):
        before = adviser().advise(case).plan
        sure = {step.action for step in before.steps if not step.provided}
        for told, branch in _branches(before.branches, {}):
            after = adviser().advise(replace(case, answers={**case.answers, **told})).plan
            added = [step.action for step in after.steps if not step.provided and step.action not in sure]
            assert set(branch.steps) <= set(added), (told, case.answers)
            if branch.first and branch.value in told.values():
                there = next(step for step in after.steps if step.action == branch.first.action)
                assert _told(branch.first) == _told(there)


def test_forks_stand_two_deep_at_most_and_each_has_a_choice_in_it() -> None:
    """A fork has at least two sides, no word stands on two of them, and one of them adds a step that goes to somebody."""
    for case in sparse_cases(0, 200):
        for fork in adviser().advise(case).plan.branches:
            words = [word for branch in fork.cases for word in (branch.value, *branch.also)]
            assert len(fork.cases) > 1
            assert len(words) == len(set(words))
            assert any(branch.steps for branch in fork.cases)
            below = [inner for branch in fork.cases for inner in branch.branches]
            assert all(not branch.branches for inner in below for branch in inner.cases)


def test_not_knowing_keeps_the_branches() -> None:
    """Whoever says “don't know” at every question of a wrong transfer or a restriction still sees where each answer leads."""
    for issue in ("wrong_transfer", "account_restricted"):
        case = adviser().read(
            {"provider": "wechat_pay", "issue": issue, "incident_date": "2026-11-18", "attempts": []}, TODAY
        )
        plan = adviser().advise(case).plan
        unknown = adviser().advise(replace(case, dont_know=frozenset(item.fact for item in plan.ask))).plan
        assert plan.branches
        assert unknown.branches == plan.branches
        assert not unknown.ask
