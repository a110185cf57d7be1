"""Answers that cannot all be true → faults; and what the answers given leave no room for → one answer less to ask."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from engine.case import Case, words_of
from engine.findings.inference import Engine
from knowledge.citations import Days
from knowledge.errors import Fault
from knowledge.library import Knowledge
from knowledge.models import Origin
from rules.models import Condition, Contradiction, Rulebase

__all__ = ["Contradictions"]


@dataclass(frozen=True)
class Contradictions:
    """The contradictions of the rules, looked for in cases."""

    knowledge: Knowledge
    rulebase: Rulebase
    engine: Engine

    def faults(self, case: Case) -> Iterator[Fault]:
        """One fault for each contradiction that the case holds."""
        days = case.days
        for item in self.rulebase.contradictions:
            if self._left(item, case, days) == ():
                facts = ", ".join(condition.fact for condition in item.when)
                yield Fault.told(facts, item.entry.message, "contradiction", self._last_told(item, case))

    def _left(self, item: Contradiction, case: Case, days: Days) -> tuple[Condition, ...] | None:
        """The conditions that are not settled yet, where all others hold; None as soon as one does not."""
        left = []
        for condition in item.when:
            holds = self.engine.holds(condition, case, days)
            if holds is False:
                return None
            if holds is None:
                left.append(condition)
        return tuple(left)

    def _last_told(self, item: Contradiction, case: Case) -> tuple[str, ...]:
        """The one of its answers that was told last: the one to ask again."""
        facts = (self.knowledge.fact(condition.fact) for condition in item.when)
        behind = {name for fact in facts for name in (fact.inputs or (fact.id,))}
        return tuple(name for name in case.answers if name in behind)[-1:]

    def open(self, case: Case) -> tuple[tuple[Condition, ...], ...]:
        """Of each contradiction that more answers could bring about, the conditions that are still open."""
        days = case.days
        left = (self._left(item, case, days) for item in self.rulebase.contradictions)
        return tuple(conditions for conditions in left if conditions is not None)

    def narrow(self, case: Case) -> Case:
        """The case with the words that are ruled out; a fact that is left with one word has that answer."""
        while True:
            ruled_out = self._ruled_out(case)
            left = {
                name: [word for word in words_of(self.knowledge.facts[name]) if word not in out]
                for name, out in ruled_out.items()
            }
            only = {name: words[0] for name, words in left.items() if len(words) == 1}
            case = replace(case, ruled_out=ruled_out)
            if not only:
                return case
            answers = {**case.answers, **only}
            case = replace(
                case, answers=answers, implied=case.implied | set(only), dont_know=case.dont_know - set(only)
            )

    def _ruled_out(self, case: Case) -> dict[str, frozenset[str]]:
        found: dict[str, frozenset[str]] = {}
        days = case.days
        for item in self.rulebase.contradictions:
            condition = self._last_open(item, case, days)
            if condition:
                words = (word for word in words_of(self.knowledge.facts[condition.fact]) if condition.admits(word))
                found[condition.fact] = found.get(condition.fact, frozenset()).union(words)
        return found

    def _last_open(self, item: Contradiction, case: Case, days: Days) -> Condition | None:
        """The one condition that is still open, where all others hold and it is on an asked fact with words."""
        left = self._left(item, case, days)
        if left is None or len(left) != 1:
            return None
        fact = self.knowledge.fact(left[0].fact)
        return left[0] if fact.origin is Origin.ASKED and words_of(fact) else None
