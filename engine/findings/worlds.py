"""A case and some supposed answers → what the rules would make of it, without running the engine again.

A rule that is decided stays so when one more answer comes, so only the undecided ones are looked at, stage by stage.
`tests/test_properties.py` compares with what the engine makes of the case so answered.
"""

from __future__ import annotations

import copy
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from engine.case import Answer, Case, Elapsed, FactValue, compute, words_of
from engine.findings.conditions import Range, compare_elapsed, holds, may_hold, settle
from engine.findings.contradictions import Contradictions
from engine.findings.inference import Inference, Verdict, found_by
from engine.findings.unknowns import Unknowns
from knowledge.library import Knowledge
from knowledge.limits import find_limit
from knowledge.models import Duration, Fact, FactKind, Origin, Words
from rules.models import STAGES, Conclude, Condition, Stage

__all__ = ["World", "Worlds"]

CENT = Decimal("0.01")
LONG_AGO = timedelta(days=3653)


@dataclass(frozen=True, eq=False)
class World:
    """What some answers would make of the undecided rules, and of the facts that they or rules would tell."""

    answers: Mapping[str, Answer]
    failed: frozenset[str]
    fired: frozenset[str]
    known: Mapping[str, FactValue | Range | None]

    @cached_property
    def decided(self) -> frozenset[str]:
        """The rules that fail or fire."""
        return self.failed | self.fired


class Worlds:
    """The worlds that a case leaves open."""

    def __init__(self, knowledge: Knowledge, inference: Inference, unknowns: Unknowns, against: Contradictions) -> None:
        self.knowledge, self.inference, self.unknowns = knowledge, inference, unknowns
        self.case: Case = inference.case
        self.days = self.case.days
        self.contradictions = tuple((self._asked(open_), open_) for open_ in against.open(self.case))
        """what is open of each contradiction, and the facts that have to be answered for it to come about"""
        self._truths: dict[tuple[str, Decimal | Elapsed], bool | None] = {}
        self._lengths: dict[str, Duration | None] = {}
        self._footprints: dict[str, frozenset[str]] = {}
        self._look_at(unknowns.undecided.values())

    def _look_at(self, undecided: Collection[Verdict]) -> None:
        self.waiting = {verdict.rule.id: self.unknowns.waits(verdict) for verdict in undecided}
        """the undecided rules with their comparisons that are not known to hold"""
        self.compared: dict[str, dict[str, Condition]] = {}
        self.on: dict[str, set[str]] = {}
        self.holding: dict[str, set[str]] = {}
        for rule, conditions in self.waiting.items():
            for condition in conditions:
                self.compared.setdefault(condition.fact, {})[condition.text] = condition
                self.on.setdefault(condition.fact, set()).add(rule)
                self.holding.setdefault(condition.text, set()).add(rule)
        self.staged: dict[Stage, set[str]] = {}
        for verdict in undecided:
            self.staged.setdefault(verdict.rule.stage, set()).add(verdict.rule.id)
        self.drawers: dict[Stage, dict[str, set[str]]] = {}
        """by stage: the facts that are not settled, and the undecided rules that may draw them"""
        for fact, drawing in self.unknowns.drawing.items():
            rules = {verdict.rule.id for verdict in drawing if verdict.rule.id in self.waiting}
            if rules and fact in self.inference.ranges:
                self.drawers.setdefault(drawing[0].rule.stage, {})[fact] = rules
        self.stages = [stage for stage in STAGES if stage in self.staged]
        self.computed: dict[str, list[str]] = {}
        for name in self.compared:
            for fact in self._inputs(name):
                self.computed.setdefault(fact, []).append(name)
        self._failing: dict[tuple[str, FactValue | Range], frozenset[str]] = {}

    def within(self, rules: Collection[str]) -> Worlds:
        """The same worlds, looked at through these undecided rules only; they must hold the rules behind them too."""
        part = copy.copy(self)
        part._look_at([self.unknowns.undecided[rule] for rule in rules])  # noqa: SLF001  # it is one of ours
        return part

    def world(self, answers: Mapping[str, Answer]) -> World:
        """Stage by stage: the rules that fail on these answers, those that fire, what they conclude, and so on."""
        return self.of_values(self.values(answers), answers)

    def of_values(self, values: Mapping[str, FactValue | Range | None], answers: Mapping[str, Answer]) -> World:
        """As `world`, where the values of the facts are worked out already."""
        failed, fired, touched = set[str](), set[str](), set[str]()
        known: dict[str, FactValue | Range | None] = {**values}
        for name, value in values.items():
            self._tell(name, value, failed, touched)
        for stage in self.stages:
            for rule in self.staged[stage] & touched - failed:
                if all(self.truth(condition, known.get(condition.fact)) for condition in self.waiting[rule]):
                    fired.add(rule)
            for fact, drawers in self.drawers.get(stage, {}).items():
                if not (drawers.isdisjoint(failed) and drawers.isdisjoint(fired)):
                    known[fact] = self._settled(fact, drawers, failed, fired)
                    self._tell(fact, known[fact], failed, touched)
        return World(answers, frozenset(failed), frozenset(fired), known)

    def _tell(self, name: str, value: FactValue | Range | None, failed: set[str], touched: set[str]) -> None:
        """Adds the rules that fail on the value of a fact, and those that look at it."""
        touched |= self.on.get(name, set())
        failed.update(*(self.holding[text] for text in self.fails(name, value)))

    def _settled(self, fact: str, drawers: set[str], failed: set[str], fired: set[str]) -> FactValue | Range | None:
        """What the fact is, or can still be, once these rules have failed and those have fired."""
        rules = self.unknowns.undecided
        drawn = self.inference.ranges[fact].drawn | {rules[rule].rule.value_of(fact) for rule in drawers & fired}
        still = (rules[rule].rule.value_of(fact) for rule in drawers - failed - fired)
        return settle(self.knowledge.facts[fact], drawn, still)

    def values(self, answers: Mapping[str, Answer]) -> dict[str, FactValue | None]:
        """The answered facts, and what is computed from them."""
        values: dict[str, FactValue | None] = {
            fact: answer for fact, answer in answers.items() if not isinstance(answer, date)
        }
        names = dict.fromkeys(name for fact in answers for name in self.computed.get(fact, ()))
        supposed = self.supposed(answers) if names else self.case
        return values | {name: compute(name, supposed, self.knowledge, self.inference.standings) for name in names}

    def supposed(self, answers: Mapping[str, Answer]) -> Case:
        """The case with these answers."""
        told = self.case.dont_know - set(answers)
        return replace(self.case, answers={**self.case.answers, **answers}, dont_know=told)

    def admits(self, answers: Mapping[str, Answer]) -> bool:
        """Whether the answers can all be true."""
        told = answers.keys()
        return not any(
            facts <= told and all(self._meets(condition, answers) for condition in conditions)
            for facts, conditions in self.contradictions
        )

    def narrowed(self, answers: Mapping[str, Answer]) -> dict[str, Range]:
        """The unanswered facts of which the answers leave less room than before, and the words that are left."""
        out: dict[str, set[str]] = {}
        for facts, conditions in self.contradictions:
            if facts.isdisjoint(answers):
                continue
            open_ = [c for c in conditions if not self._meets(c, answers)]
            if len(open_) == 1 and open_[0].fact not in answers and self.compared.get(open_[0].fact):
                left = self.answers(self.knowledge.fact(open_[0].fact))
                out.setdefault(open_[0].fact, set()).update(str(w) for w in left if open_[0].admits(str(w)))
        left_of = {
            fact: {str(word) for word in self.answers(self.knowledge.fact(fact))} - words for fact, words in out.items()
        }
        return {fact: Range(frozenset(), frozenset(words)) for fact, words in left_of.items() if words}

    def _asked(self, conditions: Iterable[Condition]) -> frozenset[str]:
        return frozenset((self._inputs(condition.fact) or (condition.fact,))[0] for condition in conditions)

    def _meets(self, condition: Condition, answers: Mapping[str, Answer]) -> bool:
        name = condition.fact
        sources = self._inputs(name)
        answer = answers.get(name)
        if sources and sources[0] in answers:
            found = compute(name, self.supposed(answers), self.knowledge, self.inference.standings)
            return isinstance(found, str) and condition.admits(found)
        return isinstance(answer, str) and condition.admits(answer)

    def footprint(self, fact: str) -> frozenset[str]:
        """What an answer can touch: the undecided rules that look at it or at what they conclude, and where these lead.

        Two facts without anything in common decide nothing together that neither decides alone.
        """
        if fact not in self._footprints:
            self._footprints[fact] = frozenset(self._touched(fact))
        return self._footprints[fact]

    def _touched(self, fact: str) -> Iterator[str]:
        waiting, seen = [fact, *self.computed.get(fact, ())], set[str]()
        while waiting:
            name = waiting.pop()
            for rule in self.on.get(name, set()) - seen:
                seen.add(rule)
                yield rule
                for conclusion in self.unknowns.undecided[rule].rule.then:
                    yield str(getattr(conclusion, "channel", "") or getattr(conclusion, "action", ""))
                    waiting += [conclusion.fact] if isinstance(conclusion, Conclude) else []

    def told_in(self, world: World) -> Inference:
        """What a step needs to be written in that world: the case, the facts and the findings, without the verdicts."""
        base, rules = self.inference, self.unknowns.undecided
        more = (finding for rule in sorted(world.fired) for finding in found_by(rules[rule].rule))
        facts = {**base.facts, **{n: None if isinstance(v, Range) else v for n, v in world.known.items()}}
        return Inference(
            self.supposed(world.answers), facts, (), (*base.findings, *more), base.standings, base.truths, base.ranges
        )

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

    def span(self, fact: str) -> tuple[date, date]:
        """The first and the last day that the other answers leave open for an unanswered day."""
        incident, first = self.case.answers.get("incident_date"), self.case.first_day(self.knowledge)
        if fact == "incident_date":
            return first, self.case.happened_by or self.case.as_of
        if fact == "aware_date":
            return (incident if isinstance(incident, date) else first), self.case.happened_by or self.case.as_of
        return self.case.as_of - LONG_AGO, self.case.as_of

    def _conditions(self, name: str) -> Iterator[Condition]:
        """The undecided comparisons with a fact or with what is computed from it, each once."""
        for waited in (name, *self.computed.get(name, ())):
            yield from self.compared.get(waited, {}).values()

    def _inputs(self, name: str) -> tuple[str, ...]:
        fact = self.knowledge.fact(name)
        return fact.inputs if fact.origin is Origin.COMPUTED else ()

    def _days(self, fact: Fact) -> list[date]:
        """The first and last day it can have been, and the two days on either side of every limit it is compared with."""
        first, last = self.span(fact.id)
        days = {first, last}
        for condition in self._conditions(fact.id):
            days |= set(self._turn(fact, condition, first, last))
        return sorted(days)

    def _turn(self, fact: Fact, condition: Condition, first: date, last: date) -> tuple[date, ...]:
        """The two neighbouring days between which the comparison turns; none where it is the same on the whole span."""

        def truth(day: date) -> bool | None:
            supposed = self.supposed({fact.id: day})
            return self.truth(condition, compute(condition.fact, supposed, self.knowledge, self.inference.standings))

        at_first = truth(first)
        if at_first == truth(last):
            return ()
        low, high = first, last
        while (high - low).days > 1:
            middle = low + (high - low) / 2
            low, high = (middle, high) if truth(middle) == at_first else (low, middle)
        return low, high

    def fails(self, name: str, value: FactValue | Range | None) -> frozenset[str]:
        """The undecided comparisons that fail on this value."""
        if value is None:
            return frozenset()
        key = (name, value)
        if key not in self._failing:
            compared = self.compared.get(name, {}).items()
            self._failing[key] = frozenset(text for text, c in compared if self.truth(c, value) is False)
        return self._failing[key]

    def truth(self, condition: Condition, value: FactValue | Range | None) -> bool | None:
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
