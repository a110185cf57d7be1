"""What is undecided → the unanswered facts that would decide it, through computed and concluded facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from engine.findings.verdicts import Inference
from knowledge.library import Knowledge
from knowledge.models import Origin
from rules.models import Conclude, Condition, Rule
from rules.numbers import bits_of

__all__ = ["Unknowns"]


class Unknowns:
    """Traces unknown facts back to the questions behind them, for one inference."""

    def __init__(self, knowledge: Knowledge, inference: Inference) -> None:
        self.knowledge, self.inference = knowledge, inference
        self._memo: dict[str, frozenset[str]] = {}
        self._facts: dict[str, frozenset[str]] = {}
        self._rules: dict[str, int] = {}
        self._drawers: dict[str, list[Rule]] = {}
        self._waits: dict[str, tuple[Condition, ...]] = {}

    @cached_property
    def undecided(self) -> Mapping[str, Rule]:
        """The undecided rules by their names, in the order in which they run."""
        rules = self.inference.numbered.rules
        return {rules[number].id: rules[number] for number in bits_of(self.inference.open)}

    @cached_property
    def drawing(self) -> Mapping[str, list[Rule]]:
        """Those of them that may conclude each fact."""
        found: dict[str, list[Rule]] = {}
        for rule in self.undecided.values():
            for conclusion in rule.then:
                if isinstance(conclusion, Conclude):
                    found.setdefault(conclusion.fact, []).append(rule)
        return found

    def behind_rules(self, rule_ids: Iterable[str]) -> tuple[str, ...]:
        """The asked facts that these undecided rules wait for, in the order of facts.yaml."""
        found: set[str] = set()
        for rule_id in rule_ids:
            found |= self.behind_rule(rule_id)
        return tuple(fact for fact in self.knowledge.facts if fact in found)

    def behind_rule(self, rule_id: str) -> frozenset[str]:
        if rule_id not in self._facts:
            self._facts[rule_id] = frozenset().union(*map(self.behind_condition, self.waits(rule_id)))
        return self._facts[rule_id]

    def rules_behind(self, rule_id: str) -> int:
        """The rule itself and every undecided rule that it waits for through concluded facts, as bits."""
        if rule_id not in self._rules:
            self._rules[rule_id] = found = self.inference.numbered.bit[rule_id]
            for condition in self.waits(rule_id):
                for earlier in self.drawers(condition):
                    found |= self.rules_behind(earlier.id)
            self._rules[rule_id] = found
        return self._rules[rule_id]

    def waits(self, rule_id: str) -> tuple[Condition, ...]:
        """The comparisons of an undecided rule that are not known to hold; of any other rule none."""
        if rule_id not in self._waits:
            rule, marks = self.undecided.get(rule_id), self.inference.marks
            open_ = (c for c in (rule.when if rule else ()) if marks[c.fact].truths[c.text] is None)
            self._waits[rule_id] = tuple(open_)
        return self._waits[rule_id]

    def drawers(self, condition: Condition) -> list[Rule]:
        """The undecided rules on which it hangs whether the comparison with a concluded fact holds.

        Of a fact that can have several words at once only those that draw a word compared with, unless it may be left
        with what it is otherwise.
        """
        if condition.text not in self._drawers:
            self._drawers[condition.text] = self._drawing(condition)
        return self._drawers[condition.text]

    def _drawing(self, condition: Condition) -> list[Rule]:
        drawing = self.drawing.get(condition.fact, [])
        fact = self.knowledge.fact(condition.fact)
        if not fact.many or fact.otherwise in condition.values:
            return drawing
        return [rule for rule in drawing if rule.value_of(fact.id) in condition.values]

    def behind(self, name: str) -> frozenset[str]:
        """The unanswered asked facts behind one unknown fact."""
        if name not in self._memo:
            self._memo[name] = self._asked(name, self.drawing.get(name, []))
        return self._memo[name]

    def behind_condition(self, condition: Condition) -> frozenset[str]:
        """The unanswered asked facts on which it hangs whether the comparison holds."""
        if condition.text not in self._memo:
            self._memo[condition.text] = self._asked(condition.fact, self.drawers(condition))
        return self._memo[condition.text]

    def _asked(self, name: str, drawing: list[Rule]) -> frozenset[str]:
        fact = self.knowledge.fact(name)
        answers = self.inference.case.answers
        if fact.origin is Origin.ASKED:
            return frozenset({name}) if name not in answers else frozenset()
        if fact.origin is Origin.COMPUTED:
            return frozenset(item for item in fact.inputs if item not in answers)
        return frozenset().union(*(self.behind_rule(rule.id) for rule in drawing))
