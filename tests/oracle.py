"""The reference evaluator: what the rules say, worked out by plain Python, stage by stage. durable_rules must agree."""

from __future__ import annotations

from engine.adviser import Adviser
from engine.case import Case, compute, standings
from engine.findings import holds
from knowledge.citations import resolve
from knowledge.models import Origin
from rules.models import STAGES, Conclude

__all__ = ["evaluate"]


def evaluate(adviser: Adviser, case: Case) -> set[tuple[str, str]]:
    """Every (rule, conclusion) that follows from the case. Facts concluded by no rule and open by none stay unknown."""
    knowledge, table, known = adviser.knowledge, standings(case, adviser.knowledge), {}
    drawn: set[tuple[str, str]] = set()
    for stage in STAGES:
        rules, undecided = adviser.rulebase.of(stage), set()
        for rule in rules:
            grounds = [resolve(knowledge, ref, case.days) for ref in rule.entry.basis]
            if grounds and not any(grounds) and rule.entry.reason is None:
                continue
            if any(resolve(knowledge, ref, case.days) for ref in rule.entry.yields_to):
                continue
            truths = [holds(c, _value(c.fact, adviser, case, table, known), knowledge, case.days) for c in rule.when]
            if all(truths):
                drawn |= {(rule.id, str(conclusion)) for conclusion in rule.then}
                known |= {c.fact: c.value for c in rule.then if isinstance(c, Conclude)}
            elif False not in truths:
                undecided |= {c.fact for c in rule.then if isinstance(c, Conclude)}
        concluded = {c.fact for rule in rules for c in rule.then if isinstance(c, Conclude)}
        known |= {fact: knowledge.facts[fact].otherwise for fact in concluded - undecided if fact not in known}
    return drawn


def _value(name, adviser, case, table, known):
    if name in known:
        return known[name]
    fact = adviser.knowledge.fact(name)
    if fact.origin is Origin.COMPUTED:
        return compute(name, case, adviser.knowledge, table)
    return case.answers.get(name) if fact.origin is Origin.ASKED else None
