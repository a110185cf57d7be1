"""An unanswered fact and a supposed answer → which undecided rules it would decide, and what the steps would make of it.

The engine is not run: a rule that is decided stays so when one more answer comes, so only the undecided ones are looked
at, stage by stage. `tests/test_properties.py` compares with real plans of the case so answered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from engine.case import Answer, Elapsed, FactValue, compute, words_of
from engine.findings import Verdict, holds
from engine.findings.conditions import Range, compare_elapsed, may_hold, settle
from engine.questions.pending import Prospect
from knowledge.limits import find_limit
from knowledge.models import Duration, Fact, FactKind, Origin, Words
from rules.models import STAGES, Advise, Bar, Condition, Hold, Open

__all__ = ["Outcome", "Supposer"]

CENT = Decimal("0.01")


@dataclass(frozen=True, eq=False)
class Outcome:
    """What an answer would leave: the rules still undecided, those that fired, and what the steps would show of it.

    Answers that leave the same share one outcome.
    """

    undecided: frozenset[str]
    fired: frozenset[str]
    effect: frozenset[object]


class Supposer:
    """Supposes answers to one case."""

    def __init__(self, prospect: Prospect) -> None:
        self.prospect = prospect
        self.knowledge, self.inference, self.case = prospect.knowledge, prospect.inference, prospect.case
        self.days = self.case.days
        self.scope = frozenset().union(*(item.rules for item in prospect.pending))
        self.waiting = {
            verdict.rule.id: prospect.unknowns.waits(verdict) for verdict in prospect.unknowns.undecided.values()
        }
        """the undecided rules with their comparisons that are not known to hold"""
        self.compared: dict[str, dict[str, Condition]] = {}
        self.on: dict[str, set[str]] = {}
        self.holding: dict[str, set[str]] = {}
        for rule, conditions in self.waiting.items():
            for condition in conditions:
                self.compared.setdefault(condition.fact, {})[condition.text] = condition
                self.on.setdefault(condition.fact, set()).add(rule)
                self.holding.setdefault(condition.text, set()).add(rule)
        self.staged = {stage: {v.rule.id for v in self._undecided() if v.rule.stage is stage} for stage in STAGES}
        self.drawers = {
            fact: {verdict.rule.id for verdict in drawing}
            for fact, drawing in prospect.unknowns.drawing.items()
            if fact in self.inference.ranges
        }
        """the facts that are not settled, and the undecided rules that may draw them"""
        self.computed: dict[str, list[str]] = {}
        for name in self.compared:
            for fact in self._inputs(name):
                self.computed.setdefault(fact, []).append(name)
        self._truths: dict[tuple[str, Decimal | Elapsed], bool | None] = {}
        self._lengths: dict[str, Duration | None] = {}
        self._failing: dict[tuple[str, FactValue | Range], frozenset[str]] = {}
        self._shown: dict[str, tuple[object, ...]] = {}
        self._outcomes: dict[tuple[object, ...], Outcome] = {}

    def _undecided(self) -> Iterable[Verdict]:
        return self.prospect.unknowns.undecided.values()

    def answers(self, fact: Fact) -> list[Answer]:
        """Answers that stand for all others: every word left of a choice; of days and sums those beside a limit."""
        match fact.kind:
            case FactKind.DATE:
                return list(self._days(fact))
            case FactKind.AMOUNT:
                marks = {Decimal(c.values[0]) for c in self._conditions(fact.id)} or {Decimal(1)}
                return sorted({max(Decimal(0), mark + step) for mark in marks for step in (-CENT, Decimal(0), CENT)})
            case _:
                out = self.case.ruled_out.get(fact.id, frozenset())
                return [word for word in words_of(fact) if word not in out]

    def _conditions(self, name: str) -> Iterator[Condition]:
        """The undecided comparisons with a fact or with what is computed from it, each once."""
        for waited in (name, *self.computed.get(name, ())):
            yield from self.compared.get(waited, {}).values()

    def _inputs(self, name: str) -> tuple[str, ...]:
        fact = self.knowledge.fact(name)
        return fact.inputs if fact.origin is Origin.COMPUTED else ()

    def _days(self, fact: Fact) -> list[date]:
        """The first and last day it can have been, and the two days on either side of every limit it is compared with."""
        first, last = self.prospect.span(fact.id)
        days = {first, last}
        for condition in self._conditions(fact.id):
            days |= set(self._turn(fact, condition, first, last))
        return sorted(days)

    def _turn(self, fact: Fact, condition: Condition, first: date, last: date) -> tuple[date, ...]:
        """The two neighbouring days between which the comparison turns; none where it is the same on the whole span."""

        def truth(day: date) -> bool | None:
            value = self._computed(condition.fact, fact.id, day)
            return self._truth(condition, value)

        at_first = truth(first)
        if at_first == truth(last):
            return ()
        low, high = first, last
        while (high - low).days > 1:
            middle = low + (high - low) / 2
            low, high = (middle, high) if truth(middle) == at_first else (low, middle)
        return low, high

    def _computed(self, name: str, fact: str, answer: Answer) -> FactValue | None:
        supposed = replace(self.case, answers={**self.case.answers, fact: answer})
        return compute(name, supposed, self.knowledge, self.inference.standings)

    def outcome(self, fact: str | None = None, answer: Answer | None = None) -> Outcome:
        """What would be left if this were the answer; without one, as things stand."""
        values = self._values(fact, answer) if fact is not None and answer is not None else {}
        key = (fact, *(self._fails(name, value) for name, value in values.items()))
        if key not in self._outcomes:  # answers on which every comparison comes out the same leave the same
            self._outcomes[key] = self._outcome(values)
        return self._outcomes[key]

    def _outcome(self, values: dict[str, FactValue | None]) -> Outcome:
        """Stage by stage: the rules that fail on these values, those that fire, what they conclude, and so on."""
        failed, fired, touched = set[str](), set[str](), set[str]()
        known: dict[str, FactValue | Range | None] = {**values}
        for name, value in values.items():
            self._tell(name, value, failed, touched)
        for stage in STAGES:
            for rule in self.staged[stage] & touched - failed:
                if all(self._truth(condition, known.get(condition.fact)) for condition in self.waiting[rule]):
                    fired.add(rule)
            for fact, drawers in self.drawers.items():
                if not drawers.isdisjoint(self.staged[stage]) and not drawers.isdisjoint(failed | fired):
                    known[fact] = self._settled(fact, drawers, failed, fired)
                    self._tell(fact, known[fact], failed, touched)
        return Outcome(self.scope - failed - fired, frozenset(fired), frozenset(self._effects(fired)))

    def _tell(self, name: str, value: FactValue | Range | None, failed: set[str], touched: set[str]) -> None:
        """Adds the rules that fail on the value of a fact, and those that look at it."""
        touched |= self.on.get(name, set())
        failed.update(*(self.holding[text] for text in self._fails(name, value)))

    def _settled(self, fact: str, drawers: set[str], failed: set[str], fired: set[str]) -> FactValue | Range | None:
        """What the fact is, or can still be, once these rules have failed and those have fired."""
        drawn, rules = self.inference.ranges[fact].drawn, self.prospect.unknowns.undecided
        more = {rules[rule].rule.value_of(fact) for rule in drawers & fired}
        return settle(
            self.knowledge.facts[fact],
            drawn | more,
            (rules[rule].rule.value_of(fact) for rule in drawers - failed - fired),
        )

    def _values(self, fact: str, answer: Answer) -> dict[str, FactValue | None]:
        """The fact, and what is computed from it."""
        values: dict[str, FactValue | None] = {} if isinstance(answer, date) else {fact: answer}
        return values | {name: self._computed(name, fact, answer) for name in self.computed.get(fact, ())}

    def _fails(self, name: str, value: FactValue | Range | None) -> frozenset[str]:
        """The undecided comparisons that fail on this value."""
        if value is None:
            return frozenset()
        key = (name, value)
        if key not in self._failing:
            compared = self.compared.get(name, {}).items()
            self._failing[key] = frozenset(text for text, c in compared if self._truth(c, value) is False)
        return self._failing[key]

    def _truth(self, condition: Condition, value: FactValue | Range | None) -> bool | None:
        if value is None:
            return None
        if isinstance(value, Range):
            return may_hold(condition, value)
        if isinstance(value, (str, Words)):
            return condition.admits(value)
        key = (condition.text, value)
        if key not in self._truths:
            self._truths[key] = self._holds(condition, value)
        return self._truths[key]

    def _holds(self, condition: Condition, value: Decimal | Elapsed) -> bool | None:
        if not isinstance(value, Elapsed):
            return holds(condition, value, self.knowledge, self.days)
        length = self._length(condition)
        return length is not None and compare_elapsed(condition.op, value, length, self.days.as_of)

    def _length(self, condition: Condition) -> Duration | None:
        ref = condition.values[0]
        if ref not in self._lengths:
            limit = find_limit(self.knowledge, ref, self.days)
            self._lengths[ref] = limit.length if limit else None
        return self._lengths[ref]

    def _effects(self, fired: Iterable[str]) -> Iterator[object]:
        """How the steps would show the rules that fired: urgency and grounds of an action, what opens or shuts a channel."""
        for rule_id in fired:
            if rule_id in self.prospect.showing:
                if rule_id not in self._shown:
                    self._shown[rule_id] = tuple(self._effect(self.prospect.showing[rule_id]))
                yield from self._shown[rule_id]

    def _effect(self, verdict: Verdict) -> Iterator[object]:
        for conclusion in verdict.rule.then:
            if isinstance(conclusion, (Advise, Open)):
                yield conclusion
                yield from ((str(conclusion), ref) for ref in self.prospect.new_grounds(conclusion, verdict))
            elif isinstance(conclusion, (Bar, Hold)):
                yield conclusion if isinstance(conclusion, Bar) else (conclusion, verdict.rule.id)
