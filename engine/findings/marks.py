"""A fact and its value → what that does to every rule: which fail on it, and which wait for it. Worked out once a value.

Rules and conditions are numbered in the order in which they run, and a set of them is one number: bit n is rule n. What
a case makes of all rules is then the union of what its facts do, without a look at any single rule.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import reduce
from operator import or_

from engine.case import Elapsed, FactValue
from engine.findings.conditions import Range, holds, may_hold
from knowledge.citations import Days
from knowledge.frozen import Frozen, field
from knowledge.library import Knowledge
from knowledge.remembered import Remembered
from rules.models import STAGES, Advise, Conclude, Condition, Rule, Rulebase, Stage

__all__ = ["KEPT", "Mark", "Marks", "bits_of", "together"]

KEPT = 2_000
"""so many sums and times, and so many words and ranges, are remembered before they are forgotten together"""


class Mark(Frozen):
    """What one value of a fact does: rules that fail on it, rules that wait for it, conditions that hold, all as bits."""

    fails: int = 0
    at_once: int = 0
    """of the rules that fail, those that do so at their first condition"""
    waits: int = 0
    met: int = 0
    truths: Mapping[str, bool | None] = field(default_factory=dict)
    """every condition on the fact, as it is written, and whether it holds (None: unknown)"""


class _Compared(Frozen):
    """A condition: its own bit, the rules that make it, and those that make it first."""

    condition: Condition
    own: int
    looking: int
    first: int


class Marks:
    """The numbered rules and conditions, and the mark of every value that came up so far."""

    def __init__(self, knowledge: Knowledge, rulebase: Rulebase) -> None:
        self.knowledge = knowledge
        self._of = {stage: rulebase.of(stage) for stage in STAGES}
        self.rules: tuple[Rule, ...] = tuple(rule for rules in self._of.values() for rule in rules)
        self.bit = {rule.id: 1 << number for number, rule in enumerate(self.rules)}
        self.stage = {stage: self.union(rule.id for rule in rulebase.of(stage)) for stage in STAGES}
        self.every = (1 << len(self.rules)) - 1
        advising = (rule.id for rule in self.rules if any(isinstance(item, Advise) for item in rule.then))
        self.advising = self.union(advising)
        """the rules that advise an action"""
        conditions = _conditions(self.rules)
        self.condition = {text: 1 << number for number, text in enumerate(conditions)}
        looking, first = (dict.fromkeys(self.condition, 0) for _ in range(2))
        self.read_by = dict.fromkeys(self.bit, 0)
        """of each rule the conditions that it makes"""
        for rule in self.rules:
            bit, read = self.bit[rule.id], 0
            for condition in rule.when:
                looking[condition.text] |= bit
                read |= self.condition[condition.text]
            self.read_by[rule.id] = read
            if rule.when:
                first[rule.when[0].text] |= bit
        self._on: dict[str, list[_Compared]] = {}
        for condition in conditions.values():
            entry = _Compared(condition, self.condition[condition.text], looking[condition.text], first[condition.text])
            self._on.setdefault(condition.fact, []).append(entry)
        self.drawers: dict[Stage, dict[str, dict[str, int]]] = {stage: {} for stage in STAGES}
        """by stage: the facts that its rules conclude, and for each word the rules that draw it"""
        for rule in self.rules:
            for conclusion in rule.then:
                if isinstance(conclusion, Conclude):
                    words = self.drawers[rule.stage].setdefault(conclusion.fact, {})
                    words[conclusion.value] = words.get(conclusion.value, 0) | self.bit[rule.id]
        self.drawing: dict[str, int] = {}
        """of each fact the rules that conclude some word of it"""
        for drawers in self.drawers.values():
            for fact, words in drawers.items():
                self.drawing[fact] = reduce(or_, words.values(), self.drawing.get(fact, 0))
        self._of_words: Remembered[tuple[object, ...], Mark] = Remembered(KEPT)
        self._of_sizes: Remembered[tuple[object, ...], Mark] = Remembered(KEPT // 4)

    def union(self, rules: Iterable[str]) -> int:
        """These rules, as bits."""
        return sum(self.bit[rule] for rule in set(rules))

    def citing(self, cited: Callable[[Rule], Iterable[str]]) -> dict[str, int]:
        """Of each citation the rules that make it."""
        found: dict[str, int] = {}
        for rule in self.rules:
            for ref in cited(rule):
                found[ref] = found.get(ref, 0) | self.bit[rule.id]
        return found

    def names(self, bits: int) -> Iterator[str]:
        """The rules of these bits, in the order in which they run."""
        return (self.rules[number].id for number in bits_of(bits))

    def compared(self, stage: Stage, before: Collection[str]) -> tuple[str, ...]:
        """The facts that the rules of the stage compare, without those compared before."""
        facts = (condition.fact for rule in self._of[stage] for condition in rule.when)
        return tuple(dict.fromkeys(fact for fact in facts if fact not in before))

    def looked_at(self, fact: str) -> Iterator[tuple[Condition, int]]:
        """Every comparison with the fact, once, and the rules that make it."""
        return ((item.condition, item.looking) for item in self._on.get(fact, ()))

    def mark(self, fact: str, value: FactValue | Range | None, days: Days) -> Mark:
        """What the value does. Of a word it is always the same; of a sum or a time it hangs on the days."""
        found = self._of_words.get((fact, value))
        if found is not None:
            return found
        sized = isinstance(value, (Decimal, Elapsed))
        kept, key = (self._of_sizes, (fact, value, days)) if sized else (self._of_words, (fact, value))
        found = kept.get(key)
        if found is None:
            found = kept[key] = self._made(fact, value, days)
        return found

    def _made(self, fact: str, value: FactValue | Range | None, days: Days) -> Mark:
        fails = at_once = waits = met = 0
        truths = dict[str, bool | None]()
        for item in self._on.get(fact, ()):
            truths[item.condition.text] = truth = self._truth(item.condition, value, days)
            if truth is None:
                waits |= item.looking
            elif truth:
                met |= item.own
            else:
                fails |= item.looking
                at_once |= item.first
        return Mark(fails, at_once, waits, met, truths)

    def _truth(self, condition: Condition, value: FactValue | Range | None, days: Days) -> bool | None:
        if isinstance(value, Range):
            return may_hold(condition, value)
        return holds(condition, value, self.knowledge, days)


def _conditions(rules: Iterable[Rule]) -> dict[str, Condition]:
    """By what is written, in the order in which they are first made."""
    found: dict[str, Condition] = {}
    for rule in rules:
        for condition in rule.when:
            found.setdefault(condition.text, condition)
    return found


def together(marks: Collection[Mark]) -> Mark:
    """What they do together, without a word on single conditions."""
    fails = at_once = waits = met = 0
    for mark in marks:
        fails, at_once, waits, met = fails | mark.fails, at_once | mark.at_once, waits | mark.waits, met | mark.met
    return Mark(fails, at_once, waits, met)


def bits_of(bits: int) -> Iterator[int]:
    """The numbers of the bits that are set, lowest first."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
