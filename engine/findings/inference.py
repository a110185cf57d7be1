"""A case → findings, stage by stage, by durable_rules.

Each stage is handed one flat message of booleans (the truth of its conditions); what it concluded goes to the next one.
What the library fires must be what the marks of the facts leave to fire: it fails silently, so each is held to the other.
"""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property, reduce
from operator import or_

from engine.case import Answer, Case, ChannelStanding, FactValue, compute, standings, words_of
from engine.findings.conditions import Range, holds, settle
from engine.findings.firing import SERIAL, Ruleset
from engine.findings.marks import KEPT, Mark, Marks, bits_of
from knowledge.citations import Days, in_force
from knowledge.errors import InferenceError
from knowledge.library import Knowledge
from knowledge.models import Fact, FactKind, Origin
from knowledge.timeline import boundaries
from rules.compiler import compile_stage
from rules.models import STAGES, Conclusion, Condition, Rule, Rulebase, Stage

__all__ = ["Engine", "Finding", "Inference", "Judged", "State", "Verdict"]


class State(StrEnum):
    """What became of a rule in a case."""

    FIRED = "fired"
    FAILED = "failed"
    UNDECIDED = "undecided"
    OUT_OF_FORCE = "out_of_force"


@dataclass(frozen=True)
class Verdict:
    """One rule's verdict: the condition it failed at, or the facts that it waits for."""

    rule: Rule
    state: State
    failed_at: Condition | None = None
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Finding:
    """One conclusion with the rule that drew it and the facts it rested on: an edge of the proof."""

    rule: Rule
    conclusion: Conclusion
    facts: tuple[str, ...]


class Judged:
    """A rule with what it finds and the verdicts that it can get, made once: most cases share most of them."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        facts = tuple(dict.fromkeys(condition.fact for condition in rule.when))
        self.found = tuple(Finding(rule, conclusion, facts) for conclusion in rule.then)
        self.fired, self.out = Verdict(rule, State.FIRED), Verdict(rule, State.OUT_OF_FORCE)
        self._failed = {condition.text: Verdict(rule, State.FAILED, condition) for condition in rule.when}
        self.at_once = self._failed[rule.when[0].text] if rule.when else self.fired
        self._undecided: dict[tuple[str, ...], Verdict] = {}

    def failed(self, marks: Mapping[str, Mark]) -> Verdict:
        """It fails at the first of its conditions that does not hold."""
        return next(self._failed[c.text] for c in self.rule.when if marks[c.fact].truths[c.text] is False)

    def undecided(self, marks: Mapping[str, Mark]) -> Verdict:
        waits = tuple(dict.fromkeys(c.fact for c in self.rule.when if marks[c.fact].truths[c.text] is None))
        if waits not in self._undecided:
            self._undecided[waits] = Verdict(self.rule, State.UNDECIDED, None, waits)
        return self._undecided[waits]


@dataclass(frozen=True)
class Inference:
    """All that follows from a case: every verdict, every finding, and the value of every fact (None: unknown)."""

    case: Case
    facts: Mapping[str, FactValue | None]
    findings: tuple[Finding, ...]
    standings: Mapping[str, ChannelStanding]
    ranges: Mapping[str, Range]
    """what each unknown fact of words that a rule looked at can still be"""
    judged: tuple[Judged, ...]
    at_once: tuple[Verdict, ...]
    """of each rule the verdict that it fails at its first condition"""
    numbered: Marks
    marks: Mapping[str, Mark]
    """what each fact that rules compare does to them"""
    in_force: int
    fired: int
    open: int
    """the undecided rules"""
    failed_at_once: int
    """the rules that fail at their first condition; these four as bits"""

    @cached_property
    def verdicts(self) -> tuple[Verdict, ...]:
        """One for every rule, in the order in which they run. Most rules of a case fail at once."""
        found = list(self.at_once)
        for number in bits_of(self.numbered.every & ~(self.failed_at_once & self.in_force)):
            found[number] = self._verdict(number, self.judged[number])
        return tuple(found)

    def _verdict(self, number: int, judged: Judged) -> Verdict:
        bit = 1 << number
        if not self.in_force & bit:
            return judged.out
        if self.fired & bit:
            return judged.fired
        return judged.undecided(self.marks) if self.open & bit else judged.failed(self.marks)

    @property
    def decided(self) -> tuple[Hashable, ...]:
        """What the states of channels follow from, their own standings apart: the same for two cases that the rules judge alike."""
        unknown = frozenset(name for name, value in self.facts.items() if value is None)
        return self.fired, self.open, unknown, frozenset(self.ranges.items())

    def undecided(self) -> Iterator[Verdict]:
        return (self.judged[number].undecided(self.marks) for number in bits_of(self.open))

    @cached_property
    def truths(self) -> Mapping[str, bool | None]:
        """Every condition, as it is written, and whether it holds (None: unknown)."""
        return {text: truth for mark in self.marks.values() for text, truth in mark.truths.items()}


@dataclass
class _Run:
    """What is known so far in one run; grows from stage to stage."""

    case: Case
    table: Mapping[str, ChannelStanding]
    days: Days
    in_force: int
    facts: dict[str, FactValue | None] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    ranges: dict[str, Range] = field(default_factory=dict)
    marks: dict[str, Mark] = field(default_factory=dict)
    fails: int = 0
    at_once: int = 0
    waits: int = 0
    met: int = 0
    fired: int = 0
    open: int = 0


class Engine:
    """The compiled rules, ready for any number of cases. Safe to share between threads: one case runs at a time."""

    def __init__(self, knowledge: Knowledge, rulebase: Rulebase) -> None:
        self.knowledge, self.rulebase = knowledge, rulebase
        self.marks = Marks(knowledge, rulebase)
        self.judged = tuple(map(Judged, self.marks.rules))
        self._at_once = tuple(judged.at_once for judged in self.judged)
        self._lock = threading.Lock()
        self._turns = boundaries(knowledge.statutes.values())
        """the days on which some edition begins: between two of them the same rules are in force"""
        self._in_force: dict[tuple[int, int | None], int] = {}
        self._resting = self.marks.citing(lambda rule: rule.entry.basis)
        self._yielding = self.marks.citing(lambda rule: rule.entry.yields_to)
        self._free = self.marks.union(r.id for r in self.marks.rules if not r.entry.basis or r.entry.reason)
        """the rules that rest on no statute, or not only"""
        self._images: dict[tuple[str, frozenset[str]], frozenset[str]] = {}
        serial = next(SERIAL)
        self._rulesets = {
            stage: tuple(
                Ruleset(item, serial, self.marks.condition, self.marks.bit) for item in compile_stage(rulebase, stage)
            )
            for stage in STAGES
        }
        self._compared: dict[Stage, tuple[str, ...]] = {}
        """the facts that each stage is the first to compare"""
        for stage in STAGES:
            before = {fact for facts in self._compared.values() for fact in facts}
            self._compared[stage] = self.marks.compared(stage, before)
        self._settled: dict[tuple[str, frozenset[str], frozenset[str]], FactValue | Range | None] = {}

    def infer(self, case: Case) -> Inference:
        """Raises InferenceError when the library fails, or when two rules conclude different values."""
        days = case.days
        run = _Run(case, standings(case, self.knowledge), days, self._rules_in_force(days))
        with self._lock:
            for stage in STAGES:
                self._run_stage(stage, run)
        findings = tuple(finding for number in bits_of(run.fired) for finding in self.judged[number].found)
        return Inference(
            case=case,
            facts=run.facts,
            findings=findings,
            standings=run.table,
            ranges=run.ranges,
            judged=self.judged,
            at_once=self._at_once,
            numbered=self.marks,
            marks=run.marks,
            in_force=run.in_force,
            fired=run.fired,
            open=run.open,
            failed_at_once=run.at_once,
        )

    def drawn_by(self, fact: str) -> list[Rule]:
        """The rules that can conclude the fact."""
        drawers = (words.get(fact, {}).values() for words in self.marks.drawers.values())
        rules = reduce(or_, (bits for drawing in drawers for bits in drawing), 0)
        return [self.marks.rules[number] for number in bits_of(rules)]

    def holds(self, condition: Condition, case: Case, days: Days) -> bool | None:
        """Whether a comparison with an asked or computed fact holds; None where the fact is unknown. `days` are the case's."""
        return holds(condition, self._value(condition.fact, case, {}), self.knowledge, days)

    def _run_stage(self, stage: Stage, run: _Run) -> None:
        for name in self._compared[stage]:
            mark = self._mark(name, run)
            run.marks[name] = mark
            run.fails |= mark.fails
            run.at_once |= mark.at_once
            run.waits |= mark.waits
            run.met |= mark.met
        rules = self.marks.stage[stage]
        fires = rules & ~run.fails & ~run.waits
        self._hold_to(fires, sum(ruleset.fire(run.met) for ruleset in self._rulesets[stage]))
        run.fired |= fires & run.in_force
        run.open |= rules & run.waits & ~run.fails & run.in_force
        self._close_stage(stage, run)

    def _hold_to(self, expected: int, fired: int) -> None:
        if expected != fired:
            told = ", ".join(self.marks.names(expected ^ fired))
            raise InferenceError(f"durable_rules and the truth of the conditions disagree on {told}")

    def _mark(self, name: str, run: _Run) -> Mark:
        """What the value of the fact does, or what it can still be where it is unknown."""
        if name not in run.facts:
            run.facts[name] = self._value(name, run.case, run.table)
            if run.facts[name] is None and (words := self._left(name, run.case)):
                run.ranges[name] = Range(frozenset(), words)
        value = run.facts[name]
        return self.marks.mark(name, run.ranges.get(name) if value is None else value, run.days)

    def _left(self, name: str, case: Case) -> frozenset[str]:
        """The words that an unanswered question, or what is computed from one such question, leaves open; else none."""
        fact = self.knowledge.fact(name)
        if fact.origin is Origin.ASKED:
            return frozenset(words_of(fact)) - case.ruled_out.get(name, frozenset())
        if len(fact.inputs) != 1 or not fact.values:
            return frozenset()
        answers = self._left(fact.inputs[0], case)
        if (name, answers) not in self._images:
            cases = (case.answered({fact.inputs[0]: answer}) for answer in sorted(answers))
            values = {compute(name, supposed, self.knowledge, {}) for supposed in cases}
            self._images[name, answers] = frozenset(value for value in values if isinstance(value, str))
        return self._images[name, answers]

    def _value(self, name: str, case: Case, table: Mapping[str, ChannelStanding]) -> FactValue | None:
        fact = self.knowledge.fact(name)
        if fact.origin is Origin.COMPUTED:
            return compute(name, case, self.knowledge, table)
        return _typed(fact, case.answers.get(name))

    def _close_stage(self, stage: Stage, run: _Run) -> None:
        """Each fact that this stage can conclude takes its value, or its `otherwise` when no rule is undecided; else a range."""
        for fact, words in self.marks.drawers[stage].items():
            drawn = frozenset(word for word, rules in words.items() if rules & run.fired)
            if len(drawn) > 1 and not self.knowledge.facts[fact].many:
                told = ", ".join(
                    f"{word} ({', '.join(self.marks.names(words[word] & run.fired))})" for word in sorted(drawn)
                )
                raise InferenceError(f"{fact}: rules conclude different values: {told}")
            value = self.settled(fact, drawn, frozenset(word for word, rules in words.items() if rules & run.open))
            run.facts[fact] = None if isinstance(value, Range) else value
            if isinstance(value, Range):
                run.ranges[fact] = value

    def settled(self, fact: str, drawn: frozenset[str], open_: frozenset[str]) -> FactValue | Range | None:
        """As `conditions.settle`, worked out once."""
        key = (fact, drawn, open_)
        store = self._settled
        if key not in store:
            if len(store) >= KEPT:
                store = self._settled = {}  # another thread may still look into the old one
            store[key] = settle(self.knowledge.facts[fact], drawn, open_)
        return store[key]

    def _rules_in_force(self, days: Days) -> int:
        """The rules of which at least one cited edition is in force, or that rest on no statute, and that yield to none."""
        incident = bisect_right(self._turns, days.incident) if days.incident else None
        span = (bisect_right(self._turns, days.as_of), incident)
        if span not in self._in_force:
            holding = (self._resting[ref] for ref in self._resting if in_force(self.knowledge, (ref,), days))
            replaced = (self._yielding[ref] for ref in self._yielding if in_force(self.knowledge, (ref,), days))
            self._in_force[span] = reduce(or_, holding, self._free) & ~reduce(or_, replaced, 0)
        return self._in_force[span]


def _typed(fact: Fact, answer: Answer | None) -> FactValue | None:
    if answer is None or fact.kind is FactKind.DATE:
        return None
    return None if isinstance(answer, date) else answer
