"""The rules of a stage → plain durable_rules definitions: data that a test can compare.

Every rule becomes one pattern that tests one flat message of booleans, each boolean being the truth of one condition.
A stage is cut into rulesets of at most `RULES` rules with at most `TESTS` tests: above sizes that it does not check the library
is not to be relied on, and with no joins between rules the cut changes nothing. What is too large is refused before it is asked.
Rules that test the same stand together: the fewer booleans a ruleset reads, the sooner its message is one that was met before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from knowledge.errors import Fault, KnowledgeError
from knowledge.frozen import Frozen
from rules.models import Condition, Rule, Rulebase, Stage

__all__ = ["CASE", "SINK", "TESTS", "Definition", "compile_stage", "cut", "define", "refuse_equal_hashes"]

RULES = 6
TESTS = 400
CASE = "$case"
SINK = "$sink"


class Definition(Frozen):
    """One ruleset: what durable_rules is given, and the conditions that its message carries."""

    name: str
    rules: dict[str, Any]
    conditions: Mapping[str, Condition]
    """by the name that each has in the message: short, since the library reads every message anew"""


def compile_stage(rulebase: Rulebase, stage: Stage) -> tuple[Definition, ...]:
    """The definitions of a stage. Raises KnowledgeError where the library's proved limits would be passed."""
    return tuple(define(name, rules) for name, rules in cut(rulebase, stage))


def cut(rulebase: Rulebase, stage: Stage) -> Iterator[tuple[str, tuple[Rule, ...]]]:
    """The rulesets of a stage: the name of each, and its rules."""
    alike = sorted(rulebase.of(stage), key=lambda rule: sorted([condition.text for condition in rule.when]))
    for number, start in enumerate(range(0, len(alike), RULES)):
        yield f"{stage}-{number}", tuple(alike[start : start + RULES])


def define(name: str, rules: tuple[Rule, ...]) -> Definition:
    """What durable_rules is given of these rules. Raises KnowledgeError where the library's proved limits would be passed."""
    conditions = dict.fromkeys(condition for rule in rules for condition in rule.when)
    if len(conditions) > TESTS:
        told = f"{len(rules)} rules from here on make {len(conditions)} comparisons; the engine takes at most {TESTS} at a time"
        raise KnowledgeError([rules[0].fault(told)])
    names = {condition: f"c{number}" for number, condition in enumerate(conditions)}
    refuse_equal_hashes(name, names.values())
    patterns: dict[str, Any] = {rule.id: _pattern([names[c] for c in rule.when] or [CASE]) for rule in rules}
    patterns[SINK] = _pattern([CASE])
    carried = {short: condition for condition, short in names.items()}
    return Definition(name, patterns, carried)


def _pattern(names: Iterable[str]) -> dict[str, Any]:
    return {"all": [{"m": {"$and": [{name: True} for name in dict.fromkeys(names)]}}]}


def refuse_equal_hashes(name: str, words: Iterable[str]) -> None:
    """durable_rules tells property names apart by their 32-bit FNV-1a hash only. Raises KnowledgeError."""
    seen: dict[int, str] = {}
    for word in [*words, CASE, "id", "sid"]:
        value = 0x811C9DC5
        for byte in word.encode():
            value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
        if value in seen:
            raise KnowledgeError([Fault(name, 0, f"“{word}” and “{seen[value]}” have the same hash for durable_rules")])
        seen[value] = word
