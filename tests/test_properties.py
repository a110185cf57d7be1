"""What holds for every case: of the order of answers, of what is asked, of explanations, of what is kept."""

from __future__ import annotations

import json
import random
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from engine.adviser import Advice
from engine.case import Answer, Case
from engine.case.changes import Change, case_data, changed
from engine.explaining.difference import compare, substance, weighty
from engine.explaining.reaching import Search, smallest
from engine.explaining.remedies import Kind
from engine.explaining.trace import Trace, replay, trace
from engine.findings import State
from engine.graph import ChannelState
from engine.interview import begin
from engine.questions.pending import Prospect
from engine.steps import Plan
from engine.steps.outline import Matter
from knowledge.errors import CaseError
from knowledge.frozen import replace
from knowledge.loader import parse_yaml, write_yaml
from knowledge.models import CONTACTS, meets
from rules.guarantees import load_guarantees
from rules.library import ROOT
from tests.casebook import TODAY, adviser
from tests.strategies import ASKED, answers_to, case_files, cases

few = settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
many = settings(few, max_examples=50)


def _advise(data: dict[str, Any]) -> Advice:
    return adviser().advise(adviser().read(data, TODAY))


def _with(case: Case, fact: str, answer: Answer) -> Case | None:
    """The case with one more answer; None where the answers would contradict one another."""
    more = replace(case, answers={**case.answers, fact: answer}, dont_know=case.dont_know - {fact})
    return None if list(adviser().contradictions.faults(more)) else adviser().narrow(more)


def _by_dated(contacts: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Those of unknown day that were told first, then each contact of known day with the undated ones told after it."""
    groups: list[list[dict[str, Any]]] = [[]]
    for contact in contacts:
        if contact["days_ago"] != "unknown":
            groups.append([])
        groups[-1].append(contact)
    return groups


@many
@given(case_files, st.randoms(use_true_random=False))
def test_the_plan_does_not_depend_on_the_order_of_answers(data: dict[str, Any], shuffle: random.Random) -> None:
    """The same answers and contacts in another order give the same bytes; one of unknown day stays behind what it was told after."""
    items = list(data.items())
    shuffle.shuffle(items)
    other = dict(items)
    first, *groups = _by_dated(other.get(CONTACTS, []))
    if len({(group[0]["channel"], group[0]["days_ago"]) for group in groups}) == len(groups):
        shuffle.shuffle(groups)
        other |= {CONTACTS: [*first, *(contact for group in groups for contact in group)]} if CONTACTS in other else {}
    assert _advise(other).plan.to_json() == _advise(data).plan.to_json()


SHUT = (ChannelState.CLOSED, ChannelState.NOT_APPLICABLE)
GUARANTEES = load_guarantees(adviser().knowledge, adviser().rulebase, ROOT)
EXCEPTED = next(item.exempt_rules for item in GUARANTEES if item.id == "answers-settle-for-good")


@many
@given(case_files, st.data())
def test_one_more_answer_never_turns_a_settled_conclusion(data: dict[str, Any], draw: st.DataObject) -> None:
    """Rules that fired or failed stay so, concluded facts keep their value, an open channel stays open and a shut one shut.

    The days of the incident and of knowing are left out: they choose the law, and with it the rules in force. What only
    the other side can plead (an arbitration agreement) shuts a door once it is known, and stops nobody before. Rules that
    wait for something to be said, or stop with it, are the stated exceptions of the guarantee.
    """
    left = [fact for fact in ASKED if fact.id not in data and fact.id not in ("incident_date", "aware_date")]
    assume(left)
    fact = draw.draw(st.sampled_from(left))
    more = {**data, fact.id: draw.draw(answers_to(fact))}
    try:
        after = _advise(more)
    except CaseError:
        assume(False)
    before = _advise(data)
    states = {verdict.rule.id: verdict.state for verdict in after.inference.verdicts}
    for verdict in before.inference.verdicts:
        settled = verdict.state is not State.UNDECIDED and verdict.rule.id not in EXCEPTED
        assert not settled or states[verdict.rule.id] is verdict.state
    for channel, node in before.graph.nodes.items():
        later = after.graph.nodes[channel].state
        told = any(adviser().rulebase.get(rule).entry.once_told for rule in after.graph.nodes[channel].because)
        assert node.state is not ChannelState.OPEN or later is ChannelState.OPEN or told
        assert node.state not in SHUT or later in SHUT


def _steps(plan: Plan) -> tuple[object, ...]:
    return substance(plan)[: len(weighty(plan))]


def _grounds(plan: Plan) -> frozenset[tuple[str, str]]:
    return frozenset((item.citation, item.edition) for step in plan.steps for item in step.basis)


def _texts(plan: Plan) -> frozenset[str]:
    """What a person is told to do, word for word."""
    return frozenset(text.zh for step in plan.steps for text in (*step.how, *step.guidance))


def _is_moot(fact: str, advice: Advice) -> bool:
    question, known = advice.knowledge.questions[fact], advice.questionnaire.prospect.known
    foreign = any(known.get(name) and not meets({name: words}, known) for name, words in question.only_for.items())
    return foreign or question.is_moot(known)


def _comes_later(fact: str, asked: set[str]) -> bool:
    """The day of knowing is asked once the day itself cannot be told: until then it is that one which tells that it was long ago."""
    return fact == "aware_date" and "incident_date" in asked


def _law(prospect: Prospect) -> list[str]:
    """What the steps, and the rules that may change them, rest on."""
    rules = [ref for rule in prospect._rules() for ref in (*rule.entry.basis, *rule.entry.yields_to)]
    return [*prospect._shown(), *rules]


def _matters_together(advice: Advice, fact: str, asked: set[str]) -> bool:
    """Whether a rule that would change a step, or the time of an answer, waits for this fact and another one that is asked; or it rules out answers to that."""
    behind, others = advice.graph.unknowns.behind_rule, frozenset(asked - {fact})
    replies = (item.facts for item in advice.questionnaire.prospect.pending if item.about is Matter.REPLY)
    if any({fact} < facts & asked for facts in replies):
        return True
    because = (rule for item in advice.plan.ask if item.fact == fact for rule in item.because)
    return fact in advice.questionnaire.prospect._linked(others) or any(
        {fact} < behind(rule) & asked for rule in because
    )


@few
@given(cases())
def test_a_question_is_asked_exactly_if_it_can_change_the_plan(case: Case) -> None:
    """An asked fact has two answers with different plans; an unanswered one that is not asked has none.

    “Don't know” is an answer: it may leave out a step that all others bring. A day is asked for the law that it chooses, too,
    and then tells the texts of the steps. Not asked is what the answers leave out of place, what texts only tell, and what only
    rules out answers to another question, so that a step which hangs on that one is no longer pending. Several answers can
    matter together only, as wallet, sum and source of the money do over an estate: then each of them is asked.
    """
    advice = adviser().advise(case)
    asked = {item.fact for item in advice.plan.ask}
    for fact in ASKED:
        if fact.id in case.answers or _is_moot(fact.id, advice):
            continue
        if fact.id not in asked and _comes_later(fact.id, asked):
            continue
        answers = advice.questionnaire.supposer.answers(fact)
        prospect = advice.questionnaire.prospect
        if fact.id in ("incident_date", "aware_date"):
            first, last = prospect.span(fact.id)
            answers += [day for day in prospect.turning_days(_law(prospect)) if first <= day <= last]
        told = [more for answer in answers if (more := _with(case, fact.id, answer))]
        found = [adviser().advise(more).plan for more in told]
        dated = fact.id in ("incident_date", "aware_date")
        plans = {(substance(plan), _grounds(plan) if dated else None) for plan in found}
        steps = {_steps(plan) for plan in found}
        differ = len(plans if fact.id in asked else steps) > 1
        differ |= fact.id in asked and len(steps | {_steps(advice.plan)}) > 1
        differ |= dated and fact.id in asked and len({_texts(plan) for plan in found}) > 1
        differ |= fact.id in asked and _matters_together(advice, fact.id, asked)
        assert differ is (fact.id in asked), fact.id


@many
@given(cases(), st.data())
def test_what_is_not_asked_cannot_change_the_plan_even_all_at_once(case: Case, draw: st.DataObject) -> None:
    """Whatever the answers to all that is not asked, the steps are the same."""
    advice = adviser().advise(case)
    asked = {item.fact for item in advice.plan.ask}
    more = case
    for fact in ASKED:
        if fact.id in asked or _comes_later(fact.id, asked):
            continue
        if fact.id not in case.answers and not _is_moot(fact.id, advice):
            answers = advice.questionnaire.supposer.answers(fact)
            more = _with(more, fact.id, draw.draw(st.sampled_from(answers))) or more if answers else more
    after = adviser().advise(more).plan
    assert _steps(after) == _steps(advice.plan)


@few
@given(cases(), st.sampled_from(list(adviser().knowledge.channels)))
def test_every_change_that_is_named_is_needed(case: Case, channel: str) -> None:
    """The changes open the channel; with any one of them left out it stays closed. So for what is doable, and for all."""
    advice = adviser().advise(case)
    assume(advice.graph.nodes[channel].state is not ChannelState.OPEN)
    data = case_data(case)
    for kinds in (frozenset(Kind) - {Kind.FIXED}, frozenset(Kind)):
        for reach in smallest(adviser(), advice, channel, Search(changes=2, cases=80, kinds=kinds)):
            assert _opens(data, reach.changes, channel)
            for left_out in reach.changes:
                assert not _opens(data, [change for change in reach.changes if change != left_out], channel)


def _opens(data: dict[str, Any], changes: Any, channel: str) -> bool:
    """Whether the channel is open in the changed case. A case that contradicts itself opens nothing."""
    try:
        advice = _advise(changed(data, changes, adviser().knowledge))
    except CaseError:
        return False
    return advice.graph.nodes[channel].state is ChannelState.OPEN


@few
@given(cases(), st.sampled_from(list(adviser().knowledge.channels)))
def test_no_single_change_of_an_answer_is_overlooked(case: Case, channel: str) -> None:
    """Where one answer to one open question would open a channel, the smallest sets have one change.

    What works only by ruling out answers to other questions need not be found (that a wallet has no licence rules out those
    on the list): those others are.
    """
    advice = adviser().advise(case)
    assume(advice.graph.nodes[channel].state is ChannelState.UNDETERMINED)
    singles = [
        (fact.id, more.ruled_out == case.ruled_out and fact.id in advice.graph.nodes[channel].asks)
        for fact in ASKED
        if fact.id not in case.answers
        for answer in advice.questionnaire.supposer.answers(fact)
        if (more := _with(case, fact.id, answer))
        and adviser().advise(more).graph.nodes[channel].state is ChannelState.OPEN
    ]
    assume(any(alone for _, alone in singles))
    found = smallest(adviser(), advice, channel, Search(changes=1))
    keys = {reach.changes[0].key for reach in found if reach.moves[0].kind is Kind.ANSWER}
    assert {key for key, alone in singles if alone} <= keys <= {key for key, _ in singles}


@many
@given(case_files, st.data())
def test_what_if_is_the_plan_of_the_changed_case(data: dict[str, Any], draw: st.DataObject) -> None:
    """Changing the case as it was read is the same as changing the file by hand."""
    fact = draw.draw(st.sampled_from(ASKED))
    value = draw.draw(answers_to(fact))
    try:
        by_hand = _advise({**data, fact.id: value}).plan
    except CaseError:
        assume(False)
    told = case_data(adviser().read(data, TODAY))
    plan = _advise(changed(told, [Change(fact.id, str(value))], adviser().knowledge)).plan
    assert plan.to_json() == by_hand.to_json()
    assert compare(plan, by_hand).empty


@many
@given(case_files)
def test_a_case_that_is_kept_and_read_again_is_the_same(data: dict[str, Any]) -> None:
    """Through a file and back: the same next question and the same plan, byte for byte."""
    kept = parse_yaml(write_yaml(data), "kept.yaml").data
    first, second = begin(adviser(), TODAY, "zh", data), begin(adviser(), TODAY, "zh", kept)
    assert first.question() == second.question()
    assert first.advice.plan.to_json() == second.advice.plan.to_json()


@few
@given(case_files)
def test_a_trace_can_be_replayed(data: dict[str, Any]) -> None:
    """The trace, read back from its JSON, comes out the same, byte for byte."""
    told = trace(adviser(), _advise(data))
    again = Trace.model_validate(json.loads(told.to_json()), strict=False)
    assert again == told
    assert replay(adviser(), again).changes == ()
