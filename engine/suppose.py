"""An unanswered fact and a supposed answer → which undecided rules it would decide, and what the steps would make of it.

The engine is not run: a rule that is decided stays so when one more answer comes, so only the undecided ones are looked
at, stage by stage. `tests/test_asking.py` compares with real plans of the case so answered.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from engine.case import Answer, words_of
from engine.computed import FactValue, compute
from engine.conditions import holds
from engine.inference import State
from engine.pending import Prospect
from knowledge.models import Fact, FactKind, Origin
from rules.models import STAGES, Advise, Bar, Conclude, Condition, Hold, Open, Rule, Stage

__all__ = ["Outcome", "Supposer"]

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Outcome:
    """What an answer would leave: the rules still undecided, those that fired, and what the steps would show of it."""

    undecided: frozenset[str]
    fired: frozenset[str]
    effect: frozenset[object]


@dataclass(frozen=True)
class _Waiting:
    """An undecided rule and its conditions that are not known to hold."""

    rule: Rule
    conditions: tuple[Condition, ...]


class Supposer:
    """Supposes answers to one case."""

    def __init__(self, prospect: Prospect) -> None:
        self.prospect = prospect
        self.knowledge, self.inference, self.case = prospect.knowledge, prospect.inference, prospect.case
        self.days = self.case.days
        self.waiting: dict[str, dict[Stage, list[_Waiting]]] = {}
        for verdict in prospect.unknowns.undecided.values():
            waiting = _Waiting(verdict.rule, tuple(c for c in verdict.rule.when if c.fact in verdict.unknown))
            for name in verdict.unknown:
                self.waiting.setdefault(name, {}).setdefault(verdict.rule.stage, []).append(waiting)
        self.computed: dict[str, list[str]] = {}
        for name in self.waiting:
            for fact in self._inputs(name):
                self.computed.setdefault(fact, []).append(name)
        self.scope = frozenset().union(*(item.rules for item in prospect.pending))
        self._truths: dict[tuple[str, FactValue], bool | None] = {}

    def answers(self, fact: Fact) -> list[Answer]:
        """Answers that stand for all others: every word left of a choice; of days and sums those beside a limit."""
        match fact.kind:
            case FactKind.DATE:
                return list(self._days(fact))
            case FactKind.AMOUNT:
                marks = {Decimal(c.values[0]) for c in self._conditions(fact.id)} or {Decimal(1)}
                return sorted({max(CENT, mark + step) for mark in marks for step in (-CENT, Decimal(0), CENT)})
            case _:
                out = self.case.ruled_out.get(fact.id, frozenset())
                return [word for word in words_of(fact) if word not in out]

    def _conditions(self, name: str) -> Iterator[Condition]:
        """The undecided conditions on a fact or on what is computed from it."""
        for waited in (name, *self.computed.get(name, ())):
            for waiting in itertools.chain.from_iterable(self.waiting.get(waited, {}).values()):
                yield from (condition for condition in waiting.conditions if condition.fact == waited)

    def _inputs(self, name: str) -> tuple[str, ...]:
        fact = self.knowledge.fact(name)
        return fact.inputs if fact.origin is Origin.COMPUTED else ()

    def _days(self, fact: Fact) -> list[date]:
        """The first and last day it can have been, and the two days on either side of every limit it is compared with."""
        first, last = self.prospect.span(fact.id)
        days = {first, last}
        for condition in {c.text: c for c in self._conditions(fact.id)}.values():
            days |= set(self._turn(fact, condition, first, last))
        return sorted(days)

    def _turn(self, fact: Fact, condition: Condition, first: date, last: date) -> tuple[date, ...]:
        """The two neighbouring days between which the comparison turns; none where it is the same on the whole span."""

        def truth(day: date) -> bool | None:
            value = self._computed(condition.fact, fact.id, day)
            return holds(condition, value, self.knowledge, self.days) if value is not None else None

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
        states = self._states(fact, answer) if fact is not None and answer is not None else {}
        undecided = self.scope.difference(states)
        fired = frozenset(rule for rule, state in states.items() if state is State.FIRED)
        return Outcome(undecided, fired, frozenset(self._effects(fired)))

    def _states(self, fact: str, answer: Answer) -> dict[str, State]:
        """The rules that the answer decides, through computed and concluded facts."""
        values: dict[str, FactValue | None] = {}
        if not isinstance(answer, date):
            values[fact] = answer
        for name in self.computed.get(fact, ()):
            values[name] = self._computed(name, fact, answer)
        states: dict[str, State] = {}
        for stage in STAGES:
            self._run_stage(stage, values, states)
        return states

    def _run_stage(self, stage: Stage, values: dict[str, FactValue | None], states: dict[str, State]) -> None:
        concluded: set[str] = set()
        for name in tuple(values):
            for waiting in self.waiting.get(name, {}).get(stage, ()):
                state = self._state(waiting, values)
                if state is not State.UNDECIDED:
                    states[waiting.rule.id] = state
                    concluded.update(c.fact for c in waiting.rule.then if isinstance(c, Conclude))
        for fact in concluded:
            drawing = self.prospect.unknowns.drawing[fact]
            drawn = [_value(v.rule, fact) for v in drawing if states.get(v.rule.id) is State.FIRED]
            if drawn:
                values[fact] = drawn[0]
            elif all(v.rule.id in states for v in drawing):
                values[fact] = self.knowledge.facts[fact].otherwise

    def _state(self, waiting: _Waiting, values: dict[str, FactValue | None]) -> State:
        open_left = False
        for condition in waiting.conditions:
            truth = self._truth(condition, values.get(condition.fact))
            if truth is False:
                return State.FAILED
            open_left |= truth is None
        return State.UNDECIDED if open_left else State.FIRED

    def _truth(self, condition: Condition, value: FactValue | None) -> bool | None:
        if value is None:
            return None
        key = (condition.text, value)
        if key not in self._truths:
            self._truths[key] = holds(condition, value, self.knowledge, self.days)
        return self._truths[key]

    def _effects(self, fired: Iterable[str]) -> Iterator[object]:
        """How the steps would show the rules that fired: urgency and grounds of an action, what opens or shuts a channel."""
        for rule_id in fired:
            verdict = self.prospect.showing.get(rule_id)
            for conclusion in verdict.rule.then if verdict else ():
                if isinstance(conclusion, (Advise, Open)) and verdict:
                    yield conclusion
                    yield from ((str(conclusion), ref) for ref in self.prospect.new_grounds(conclusion, verdict))
                elif isinstance(conclusion, (Bar, Hold)):
                    yield conclusion if isinstance(conclusion, Bar) else (conclusion, rule_id)


def _value(rule: Rule, fact: str) -> str:
    return next(c.value for c in rule.then if isinstance(c, Conclude) and c.fact == fact)
