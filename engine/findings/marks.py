"""A fact and its value → what that does to every rule: which fail on it, and which wait for it. Worked out once a value.

Rules and conditions are numbered (`rules/numbers.py`), and a set of them is one number: bit n is rule n. What a case makes
of all rules is then the union of what its facts do, without a look at any single rule.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cached_property

from engine.case import Elapsed, FactValue
from engine.findings.conditions import Range, holds, may_hold
from knowledge.citations import Days
from knowledge.frozen import Frozen, field
from knowledge.library import Knowledge
from knowledge.remembered import Remembered
from rules.models import Condition, Rulebase, Stage
from rules.numbers import bits_of

__all__ = ["KEPT", "Mark", "Marks", "together"]

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


class Marks:
    """The numbered rules and conditions, and the mark of every value that came up so far."""

    def __init__(self, knowledge: Knowledge, rulebase: Rulebase) -> None:
        self.knowledge, self.rules, self.numbers = knowledge, rulebase.running, rulebase.numbers
        self.conditions = rulebase.conditions
        self.stage, self.drawers, self.drawing = self.numbers.stage, self.numbers.drawers, self.numbers.drawing
        self.advising = self.numbers.advising
        self.every = (1 << len(self.rules)) - 1
        self._of_words: Remembered[tuple[object, ...], Mark] = Remembered(KEPT)
        self._of_sizes: Remembered[tuple[object, ...], Mark] = Remembered(KEPT // 4)

    @cached_property
    def bit(self) -> Mapping[str, int]:
        """Of each rule, by its id."""
        return {name: 1 << number for number, name in enumerate(self.numbers.ids)}

    @cached_property
    def condition(self) -> Mapping[str, int]:
        """Of each condition, by its text."""
        return {condition.text: 1 << number for number, condition in enumerate(self.conditions)}

    def union(self, rules: Iterable[str]) -> int:
        """These rules, as bits."""
        return sum(self.bit[rule] for rule in set(rules))

    def names(self, bits: int) -> Iterator[str]:
        """The rules of these bits, in the order in which they run."""
        return (self.numbers.ids[number] for number in bits_of(bits))

    def compared(self, stage: Stage, before: Collection[str]) -> tuple[str, ...]:
        """The facts that the rules of the stage compare, without those compared before."""
        return tuple(fact for fact in self.numbers.facts[stage] if fact not in before)

    def looked_at(self, fact: str) -> Iterator[tuple[Condition, int]]:
        """Every comparison with the fact, once, and the rules that make it."""
        return ((self.conditions[item.number], item.looking) for item in self.numbers.on.get(fact, ()))

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
        for item in self.numbers.on.get(fact, ()):
            condition = self.conditions[item.number]
            truths[condition.text] = truth = self._truth(condition, value, days)
            if truth is None:
                waits |= item.looking
            elif truth:
                met |= 1 << item.number
            else:
                fails |= item.looking
                at_once |= item.first
        return Mark(fails, at_once, waits, met, truths)

    def _truth(self, condition: Condition, value: FactValue | Range | None, days: Days) -> bool | None:
        if isinstance(value, Range):
            return may_hold(condition, value)
        return holds(condition, value, self.knowledge, days)


def together(marks: Collection[Mark]) -> Mark:
    """What they do together, without a word on single conditions."""
    fails = at_once = waits = met = 0
    for mark in marks:
        fails, at_once, waits, met = fails | mark.fails, at_once | mark.at_once, waits | mark.waits, met | mark.met
    return Mark(fails, at_once, waits, met)
