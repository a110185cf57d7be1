"""The rules, stage by stage → for each rule whether it surely fires, or may; for each concluded fact what it is, or can be.

As in the engine: what a stage drew is closed before the next one begins, and `otherwise` counts where no rule is open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from engine.proving.answers import Answers
from engine.proving.computed import Computed
from engine.proving.logic import FALSE, TRUE, Formula, Truth, all_of, any_of, boolean, either, no, same, together
from engine.proving.times import Times
from knowledge.library import Knowledge
from knowledge.models import FactKind, Origin
from rules.models import STAGES, Conclude, Condition, Op, Rule, Rulebase, Stage

__all__ = ["Chaining"]


class Chaining:
    """What the rules make of one case."""

    def __init__(
        self, knowledge: Knowledge, rulebase: Rulebase, times: Times, answers: Answers, computed: Computed
    ) -> None:
        self.knowledge, self.rulebase, self.times = knowledge, rulebase, times
        self.answers, self.computed = answers, computed
        self._truths: dict[str, Truth] = {}
        self._drawn: dict[str, Mapping[str, Truth]] = {}
        self.definitions: list[Formula] = []
        """what the names stand for that rules were given here"""
        self.fires: dict[str, Truth] = {}
        for stage in STAGES:
            self.fires |= {rule.id: self._fires(rule) for rule in rulebase.of(stage)}
            self._close(stage)

    def _fires(self, rule: Rule) -> Truth:
        held = self.conditions(rule.when)
        force = self.force(rule)
        found = held if force.eq(TRUE) else together((Truth(force, force), held))
        return Truth(self.named(f"{rule.id} fires", found.sure), self.named(f"{rule.id} may fire", found.may))

    def named(self, name: str, formula: Formula) -> Formula:
        """A name that stands for the formula, so that what is built on it stays small."""
        if formula.eq(TRUE) or formula.eq(FALSE):
            return formula
        found = boolean(self.times.name + name)
        self.definitions.append(same(found, formula))
        return found

    def force(self, rule: Rule) -> Formula:
        """Whether the rule is in force: one of its articles is, or it has a reason, and no later law takes its place."""
        replaced = any_of(map(self.times.in_force, rule.entry.yields_to))
        rests = (
            TRUE if not rule.entry.basis or rule.entry.reason else any_of(map(self.times.in_force, rule.entry.basis))
        )
        return all_of((rests, no(replaced)))

    def conditions(self, when: Iterable[Condition]) -> Truth:
        """Whether all comparisons hold."""
        return together(map(self.truth, when))

    def truth(self, condition: Condition) -> Truth:
        """Whether one comparison holds."""
        if condition.text not in self._truths:
            self._truths[condition.text] = self._truth(condition)
        return self._truths[condition.text]

    def _truth(self, condition: Condition) -> Truth:
        fact = self.knowledge.fact(condition.fact)
        if fact.kind is FactKind.AMOUNT:
            return self.answers.amount(condition)
        if fact.origin is Origin.COMPUTED:
            return self.computed.truth(condition)
        found = self.among(condition.fact, condition.values)
        return found.negated() if condition.op is Op.NE else found

    def among(self, fact: str, words: tuple[str, ...]) -> Truth:
        """Whether a fact, asked, computed or concluded, is one of the words, or one of its words is."""
        match self.knowledge.fact(fact).origin:
            case Origin.ASKED:
                return self.answers.among(fact, words)
            case Origin.COMPUTED:
                return self.computed.among(fact, words)
            case _:
                return self._concluded(fact, words)

    def _concluded(self, name: str, words: tuple[str, ...]) -> Truth:
        fact, drawn = self.knowledge.facts[name], self._drawn[name]
        inside = either(drawn[word] for word in drawn if word in words)
        outside = any_of(drawn[word].may for word in drawn if word not in words)
        nothing = no(any_of(item.sure for item in drawn.values()))
        left = nothing if fact.otherwise in words else FALSE
        sure = any_of((inside.sure, all_of((left, no(outside)))))
        if fact.many:
            return Truth(sure, any_of((inside.may, left)))
        return Truth(sure, any_of((inside.sure, all_of((nothing, any_of((inside.may, left)))))))

    def drawing(self, fact: str) -> Iterator[tuple[str, Rule]]:
        """The words that rules draw of the fact, each with a rule that draws it."""
        for rule in self.rulebase.rules:
            yield from ((c.value, rule) for c in rule.then if isinstance(c, Conclude) and c.fact == fact)

    def _close(self, stage: Stage) -> None:
        drawn: dict[str, dict[str, list[Truth]]] = {}
        for rule in self.rulebase.of(stage):
            for conclusion in (c for c in rule.then if isinstance(c, Conclude)):
                drawn.setdefault(conclusion.fact, {}).setdefault(conclusion.value, []).append(self.fires[rule.id])
        for fact, words in drawn.items():
            self._drawn[fact] = {word: either(found) for word, found in words.items()}
