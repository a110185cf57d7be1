"""The reference evaluator: what the rules say, worked out by plain Python, stage by stage. durable_rules must agree."""

from __future__ import annotations

import itertools

from engine.adviser import Adviser
from engine.case import Case, compute, standings, words_of
from engine.findings import holds
from knowledge.citations import resolve
from knowledge.frozen import replace
from knowledge.models import Origin
from rules.models import STAGES, Conclude, Op

__all__ = ["evaluate"]


def evaluate(adviser: Adviser, case: Case) -> set[tuple[str, str]]:
    """Every (rule, conclusion) that follows from the case, whatever the words that unknown facts may still turn out to have."""
    knowledge, table, known = adviser.knowledge, standings(case, adviser.knowledge), {}
    drawn: set[tuple[str, str]] = set()
    days, law, truth = case.days, {}, {}
    for stage in STAGES:
        rules, sure, maybe = adviser.rulebase.of(stage), {}, {}
        for rule in rules:
            if not _in_force(rule, knowledge, days, law):
                continue
            for c in rule.when:
                truth[c.text] = truth.get(c.text) or (_truth(c, adviser, case, table, known),)
            truths = [truth[c.text][0] for c in rule.when]
            concluded = [c for c in rule.then if isinstance(c, Conclude)]
            if all(truths):
                drawn |= {(rule.id, str(conclusion)) for conclusion in rule.then}
                for c in concluded:
                    sure.setdefault(c.fact, set()).add(c.value)
            elif False not in truths:
                for c in concluded:
                    maybe.setdefault(c.fact, set()).add(c.value)
        for fact in {c.fact for rule in rules for c in rule.then if isinstance(c, Conclude)}:
            known[fact] = _worlds(knowledge.facts[fact], sure.get(fact, set()), maybe.get(fact, set()))
    return drawn


def _in_force(rule, knowledge, days, law):
    """One of its articles is, or it has a reason of its own; and no law that it yields to. `law`: what was looked up."""
    for ref in (*rule.entry.basis, *rule.entry.yields_to):
        if ref not in law:
            law[ref] = resolve(knowledge, ref, days) is not None
    grounds = [law[ref] for ref in rule.entry.basis]
    if grounds and not any(grounds) and rule.entry.reason is None:
        return False
    return not any(law[ref] for ref in rule.entry.yields_to)


def _worlds(fact, sure, maybe):
    """Every set of words with which the fact may come out."""
    if sure and not fact.many:
        return [sure]
    more = [set(chosen) for n in range(len(maybe) + 1) for chosen in itertools.combinations(sorted(maybe), n)]
    more = more if fact.many else [chosen for chosen in more if len(chosen) < 2]
    return [sure | chosen or {fact.otherwise} for chosen in more]


def _truth(condition, adviser, case, table, known):
    """Whether the comparison holds in every world, in none, or in some (None)."""
    name, knowledge = condition.fact, adviser.knowledge
    fact = knowledge.fact(name)
    if name in known:
        worlds = known[name]
    elif fact.origin is Origin.COMPUTED:
        value = compute(name, case, knowledge, table)
        if value is not None or len(fact.inputs) != 1 or not fact.values:
            return holds(condition, value, knowledge, case.days)
        source = knowledge.facts[fact.inputs[0]]
        left = set(words_of(source)) - case.ruled_out.get(source.id, frozenset())
        cases = [replace(case, answers={**case.answers, source.id: word}) for word in left]
        worlds = [{compute(name, supposed, knowledge, table)} for supposed in cases]
    else:
        answer = case.answers.get(name)
        if answer is not None or not words_of(fact):
            return holds(condition, answer, knowledge, case.days)
        worlds = [{word} for word in set(words_of(fact)) - case.ruled_out.get(name, frozenset())]
    truths = {bool(world & set(condition.values)) is not (condition.op is Op.NE) for world in worlds}
    return truths.pop() if len(truths) == 1 else None
