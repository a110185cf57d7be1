"""The rules in the order in which they run, and their conditions, numbered: all that follows from them whatever the case.

A set of rules, or of conditions, is one number: bit n is rule n. Worked out once, and kept with the rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial, reduce
from operator import or_
from typing import TYPE_CHECKING, TypeVar

from knowledge.frozen import Frozen
from rules.models import STAGES, Advise, Bar, Conclude, Hold, Open, Stage

if TYPE_CHECKING:
    from rules.models import Rule, Rulebase

__all__ = ["Compared", "Deciding", "Numbers", "Set", "bits_of", "number"]

K = TypeVar("K", bound=str)


class Compared(Frozen):
    """A condition by its number: the rules that make it, and those that make it first."""

    number: int
    looking: int
    first: int


class Set(Frozen):
    """A ruleset, compiled: what durable_rules is given, its rules, and the conditions that its message carries, by numbers."""

    name: str
    text: str
    rules: tuple[int, ...]
    carried: Mapping[str, int]
    """by the name that each has in the message"""
    reads: int
    """the same as bits"""


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


class Numbers(Frozen):
    """What is the same in every case."""

    ids: tuple[str, ...]
    stage: Mapping[Stage, int]
    advising: int
    """the rules that advise an action"""
    free: int
    """those that rest on no statute, or not only"""
    resting: Mapping[str, int]
    """of each citation the rules that rest on it"""
    yielding: Mapping[str, int]
    """and those that yield to it"""
    facts: Mapping[Stage, tuple[str, ...]]
    """by stage: the facts that its rules compare"""
    on: Mapping[str, tuple[Compared, ...]]
    """of each fact the conditions on it"""
    drawers: Mapping[Stage, Mapping[str, Mapping[str, int]]]
    """by stage: the facts that its rules conclude, and for each word the rules that draw it"""
    drawing: Mapping[str, int]
    """of each fact the rules that conclude some word of it"""
    deciding: Mapping[str, Deciding]
    """by channel, in the order of their names; a channel that no rule names is not there"""
    sets: Mapping[Stage, tuple[Set, ...]]


def number(rulebase: Rulebase) -> Numbers:
    """What follows from these rules."""
    rules = rulebase.running
    conditions = {condition.text: place for place, condition in enumerate(rulebase.conditions)}
    drawers = {stage: _drawers(rules, stage) for stage in STAGES}
    drawing: dict[str, int] = {}
    for stage in STAGES:
        for fact, words in drawers[stage].items():
            drawing[fact] = reduce(or_, words.values(), drawing.get(fact, 0))
    return Numbers(
        ids=tuple(rule.id for rule in rules),
        stage=dict.fromkeys(STAGES, 0) | _by(rules, lambda rule: (rule.stage,)),
        advising=_those(rules, lambda rule: any(isinstance(item, Advise) for item in rule.then)),
        free=_those(rules, lambda rule: not rule.basis or rule.has_reason),
        resting=_by(rules, lambda rule: rule.basis),
        yielding=_by(rules, lambda rule: rule.yields_to),
        facts={
            stage: tuple(dict.fromkeys(c.fact for rule in rulebase.of(stage) for c in rule.when)) for stage in STAGES
        },
        on=_on(rulebase),
        drawers=drawers,
        drawing=drawing,
        deciding=_deciding(rules, drawing),
        sets={stage: tuple(_sets(rulebase, stage, conditions)) for stage in STAGES},
    )


def _those(rules: Iterable[Rule], wanted: Callable[[Rule], bool]) -> int:
    return sum(1 << place for place, rule in enumerate(rules) if wanted(rule))


def _by(rules: Iterable[Rule], named: Callable[[Rule], Iterable[K]]) -> dict[K, int]:
    """Of each name the rules that name it."""
    found: dict[K, int] = {}
    for place, rule in enumerate(rules):
        for name in named(rule):
            found[name] = found.get(name, 0) | 1 << place
    return found


def _on(rulebase: Rulebase) -> dict[str, tuple[Compared, ...]]:
    looking = _by(rulebase.running, lambda rule: (condition.text for condition in rule.when))
    first = _by(rulebase.running, lambda rule: (condition.text for condition in rule.when[:1]))
    found: dict[str, list[Compared]] = {}
    for place, condition in enumerate(rulebase.conditions):
        text = condition.text
        found.setdefault(condition.fact, []).append(Compared(place, looking[text], first.get(text, 0)))
    return {fact: tuple(entries) for fact, entries in found.items()}


def _drawers(rules: Iterable[Rule], stage: Stage) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for place, rule in enumerate(rules):
        for item in rule.then if rule.stage is stage else ():
            if isinstance(item, Conclude):
                words = found.setdefault(item.fact, {})
                words[item.value] = words.get(item.value, 0) | 1 << place
    return found


def _deciding(rules: Sequence[Rule], drawing: Mapping[str, int]) -> dict[str, Deciding]:
    opens, bars, holds = (_by(rules, partial(_channels, kind)) for kind in (Open, Bar, Hold))
    once = _those(rules, lambda rule: rule.once_told)
    found = {}
    for channel in sorted({*opens, *bars, *holds}):
        kinds = (opens.get(channel, 0), bars.get(channel, 0), holds.get(channel, 0))
        all_ = reduce(or_, kinds)
        found[channel] = Deciding(*kinds, once_told=all_ & once, behind=_behind(rules, drawing, all_))
    return found


def _channels(kind: type[Open | Bar | Hold], rule: Rule) -> Iterator[str]:
    """The channels of which the rule concludes this."""
    return (item.channel for item in rule.then if isinstance(item, kind))


def _behind(rules: Sequence[Rule], drawing: Mapping[str, int], these: int) -> int:
    """These rules and all that they may wait for, through the facts that rules conclude."""
    found, new = these, these
    while new:
        facts = {condition.fact for place in bits_of(new) for condition in rules[place].when}
        new = reduce(or_, (drawing.get(fact, 0) for fact in facts), 0) & ~found
        found |= new
    return found


def _sets(rulebase: Rulebase, stage: Stage, conditions: Mapping[str, int]) -> Iterator[Set]:
    import json

    from rules.compiler import SINK, compile_stage

    places = {rule.id: place for place, rule in enumerate(rulebase.running)}
    for told in compile_stage(rulebase, stage):
        carried = {name: conditions[condition.text] for name, condition in told.conditions.items()}
        rules = tuple(places[name] for name in told.rules if name != SINK)
        yield Set(told.name, json.dumps(told.rules), rules, carried, sum(1 << place for place in carried.values()))


def bits_of(bits: int) -> Iterator[int]:
    """The numbers of the bits that are set, lowest first."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
