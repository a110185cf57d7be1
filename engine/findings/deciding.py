"""The numbered rules → of each channel those that open, bar and hold it, and those that these may wait for. As bits, worked out once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from operator import or_

from engine.findings.marks import Marks, bits_of
from knowledge.frozen import Frozen
from knowledge.remembered import remembered
from rules.models import Bar, Hold, Open

__all__ = ["Deciding", "deciding"]


class Deciding(Frozen):
    """The rules that decide about one channel."""

    opens: int = 0
    bars: int = 0
    holds: int = 0
    once_told: int = 0
    """those of them that count only once their facts are told"""
    behind: int = 0
    """all of them, and the rules that conclude what they compare, and so on"""

    @property
    def kinds(self) -> tuple[int, int, int]:
        return self.opens, self.bars, self.holds

    @property
    def rules(self) -> int:
        return self.opens | self.bars | self.holds


@remembered(8)
def deciding(numbered: Marks) -> Mapping[str, Deciding]:
    """By channel, in the order of their names; a channel that no rule names is not there."""
    opens, bars, holds = (_naming(numbered, kind) for kind in (Open, Bar, Hold))
    once = sum(1 << number for number, rule in enumerate(numbered.rules) if rule.once_told)
    found = {}
    for channel in sorted({*opens, *bars, *holds}):
        parts = (opens.get(channel, 0), bars.get(channel, 0), holds.get(channel, 0))
        rules = reduce(or_, parts)
        found[channel] = Deciding(*parts, once_told=rules & once, behind=_behind(numbered, rules))
    return found


def _naming(numbered: Marks, kind: type[Open | Bar | Hold]) -> dict[str, int]:
    """By channel, the rules that conclude this of it."""
    found: dict[str, int] = {}
    for number, rule in enumerate(numbered.rules):
        for conclusion in rule.then:
            if isinstance(conclusion, kind):
                found[conclusion.channel] = found.get(conclusion.channel, 0) | 1 << number
    return found


def _behind(numbered: Marks, rules: int) -> int:
    """These rules and all that they may wait for, through the facts that rules conclude."""
    found, new = rules, rules
    while new:
        facts = {condition.fact for number in bits_of(new) for condition in numbered.rules[number].when}
        new = reduce(or_, (numbered.drawing.get(fact, 0) for fact in facts), 0) & ~found
        found |= new
    return found
