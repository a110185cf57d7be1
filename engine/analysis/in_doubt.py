"""Four facts at every wallet → which plans hang on which doubt: an article, a channel or a rule behind one of their steps is in it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date

from engine.adviser import Advice, Adviser
from engine.analysis.thin import STATES, four_facts
from engine.steps import Step
from engine.steps.parts import Basis
from knowledge.citations import find_article
from knowledge.doubts import doubtful_articles
from knowledge.grounds import Doubt
from knowledge.library import Knowledge
from rules.models import Advise, Conclusion, Open, Rule

__all__ = ["plans_in_doubt", "rules_in_doubt"]


def rules_in_doubt(adviser: Adviser, doubt: Doubt) -> tuple[Rule, ...]:
    """The rules that are in this doubt, or cite, advise on the ground of, or open what is."""
    knowledge, articles = adviser.knowledge, doubtful_articles(adviser.knowledge, doubt)

    def rests(rule: Rule) -> bool:
        return doubt in rule.entry.doubt or not articles.isdisjoint(rule.entry.basis) or any(map(leads, rule.then))

    def leads(conclusion: Conclusion) -> bool:
        if isinstance(conclusion, Advise):
            return not articles.isdisjoint(knowledge.actions[conclusion.action].basis)
        return isinstance(conclusion, Open) and doubt in knowledge.channels[conclusion.channel].doubt

    return tuple(filter(rests, adviser.rulebase.rules))


def plans_in_doubt(adviser: Adviser, as_of: date) -> Mapping[str, Mapping[str, int]]:
    """For each doubt, how many plans of each trouble hang on it: at every wallet, in every state of contacts."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    rules = {rule.id: rule for rule in adviser.rulebase.rules}
    for issue in adviser.knowledge.issues:
        for state in STATES.values():
            for _, advice in four_facts(adviser, issue, state, as_of):
                found_here = {doubt.id for doubt in _doubts(advice, rules) if doubt.on(as_of)}
                for name in found_here:
                    found[name][issue] += 1
    return found


def _doubts(advice: Advice, rules: Mapping[str, Rule]) -> Iterator[Doubt]:
    for step in advice.plan.steps:
        yield from _of_step(advice.knowledge, step, rules)


def _of_step(knowledge: Knowledge, step: Step, rules: Mapping[str, Rule]) -> Iterator[Doubt]:
    if step.channel:
        yield from knowledge.channels[step.channel].doubt
    for name in step.because:
        yield from rules[name].entry.doubt
    for basis in step.basis:
        yield from _of_article(knowledge, basis)


def _of_article(knowledge: Knowledge, basis: Basis) -> Iterator[Doubt]:
    found = find_article(knowledge, basis.citation)
    assert found
    statute, article = found
    yield from article.doubt
    yield from (doubt for edition in statute.editions if edition.id == basis.edition for doubt in edition.doubt)
