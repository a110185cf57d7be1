"""A case → findings, stage by stage, by durable_rules.

Each stage is handed one flat message of booleans (the truth of its conditions); what it concluded goes to the next one.
"""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from engine.case import Answer, Case, ChannelStanding, Elapsed, FactValue, compute, standings, words_of
from engine.findings.conditions import Range, holds, may_hold, settle
from engine.findings.firing import SERIAL, create, fire
from knowledge.citations import Days
from knowledge.errors import InferenceError
from knowledge.library import Knowledge
from knowledge.models import Fact, FactKind, Origin, Words
from knowledge.timeline import boundaries
from rules.compiler import compile_stage
from rules.models import STAGES, Conclude, Conclusion, Condition, Rule, Rulebase, Stage

__all__ = ["Engine", "Finding", "Inference", "State", "Verdict", "found_by"]


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


@dataclass(frozen=True)
class Finding:
    """One conclusion with the rule that drew it and the facts it rested on: an edge of the proof."""

    rule: Rule
    conclusion: Conclusion
    facts: tuple[str, ...]


@dataclass(frozen=True)
class Inference:
    """All that follows from a case: every verdict, every finding, and the value of every fact (None: unknown)."""

    case: Case
    facts: Mapping[str, FactValue | None]
    verdicts: tuple[Verdict, ...]
    findings: tuple[Finding, ...]
    standings: Mapping[str, ChannelStanding]
    truths: Mapping[str, bool | None]
    """every condition, as it is written, and whether it holds (None: unknown)"""
    ranges: Mapping[str, Range]
    """what each unknown fact of words that a rule looked at can still be"""

    def undecided(self) -> Iterator[Verdict]:
        return (verdict for verdict in self.verdicts if verdict.state is State.UNDECIDED)


@dataclass
class _Run:
    """What is known so far in one run; grows from stage to stage."""

    case: Case
    table: Mapping[str, ChannelStanding]
    days: Days
    facts: dict[str, FactValue | None] = field(default_factory=dict)
    verdicts: list[Verdict] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    truths: dict[str, bool | None] = field(default_factory=dict)
    ranges: dict[str, Range] = field(default_factory=dict)


class _Judged:
    """A rule with the verdicts that it can get, made once: most cases share most verdicts."""

    def __init__(self, rule: Rule) -> None:
        self.rule, self.id, self.found = rule, rule.id, tuple(found_by(rule))
        self.fired, self.out = Verdict(rule, State.FIRED), Verdict(rule, State.OUT_OF_FORCE)
        self.when = tuple((c.text, c.fact, Verdict(rule, State.FAILED, c)) for c in rule.when)
        self.undecided: dict[tuple[str, ...], Verdict] = {}

    def verdict(self, in_force: frozenset[str], fired: set[str], truths: Mapping[str, bool | None]) -> Verdict:
        """Raises InferenceError where every condition holds and yet the library did not fire the rule."""
        if self.id not in in_force:
            return self.out
        if self.id in fired:
            return self.fired
        unknown = []
        for text, fact, failed in self.when:
            truth = truths[text]
            if truth is False:
                return failed
            if truth is None:
                unknown.append(fact)
        if not unknown:
            raise InferenceError(f"{self.id}: every condition holds, yet durable_rules did not fire it")
        waits = tuple(dict.fromkeys(unknown))
        if waits not in self.undecided:
            self.undecided[waits] = Verdict(self.rule, State.UNDECIDED, None, waits)
        return self.undecided[waits]


class Engine:
    """The compiled rules, ready for any number of cases. Safe to share between threads: one case runs at a time."""

    def __init__(self, knowledge: Knowledge, rulebase: Rulebase) -> None:
        self.knowledge, self.rulebase = knowledge, rulebase
        self._lock = threading.Lock()
        self._turns = boundaries(knowledge.statutes.values())
        """the days on which some edition begins: between two of them the same rules are in force"""
        self._in_force: dict[tuple[int, int | None], frozenset[str]] = {}
        self._images: dict[tuple[str, frozenset[str]], frozenset[str]] = {}
        self._judged = {stage: tuple(_Judged(rule) for rule in rulebase.of(stage)) for stage in STAGES}
        serial = next(SERIAL)
        self._rulesets = {
            stage: tuple(create(item, serial) for item in compile_stage(rulebase, stage)) for stage in STAGES
        }
        self._on: dict[str, tuple[Condition, ...]] = {}
        self._compared: dict[Stage, tuple[str, ...]] = {}
        """the facts that each stage is the first to compare, and all comparisons with them"""
        for stage in STAGES:
            conditions = dict.fromkeys(condition for rule in rulebase.of(stage) for condition in rule.when)
            self._compared[stage] = tuple(dict.fromkeys(c.fact for c in conditions if c.fact not in self._on))
            for fact in self._compared[stage]:
                every = (condition for rule in rulebase.rules for condition in rule.when if condition.fact == fact)
                self._on[fact] = tuple(dict.fromkeys(every))
        self._truths_memo: dict[tuple[str, object], Mapping[str, bool | None]] = {}
        self._drawn_by: dict[str, list[Rule]] = {}
        for rule in rulebase.rules:
            for conclusion in rule.then:
                if isinstance(conclusion, Conclude):
                    self._drawn_by.setdefault(conclusion.fact, []).append(rule)

    def infer(self, case: Case) -> Inference:
        """Raises InferenceError when the library fails, or when two rules conclude different values."""
        run = _Run(case, standings(case, self.knowledge), case.days)
        with self._lock:
            for stage in STAGES:
                self._run_stage(stage, run)
        return Inference(case, run.facts, tuple(run.verdicts), tuple(run.findings), run.table, run.truths, run.ranges)

    def drawn_by(self, fact: str) -> list[Rule]:
        """The rules that can conclude the fact."""
        return self._drawn_by.get(fact, [])

    def truths(self, conditions: Iterable[Condition], case: Case) -> list[bool | None]:
        """Whether each of the conditions, on asked and computed facts, holds; None where its fact is unknown."""
        run = _Run(case, {}, case.days)
        return [
            holds(condition, self._value(condition.fact, run), self.knowledge, run.days) for condition in conditions
        ]

    def _run_stage(self, stage: Stage, run: _Run) -> None:
        in_force = self._rules_in_force(run.days)
        for name in self._compared[stage]:
            run.truths.update(self._truths_of(name, run))
        fired: set[str] = set().union(*(fire(ruleset, run.truths) for ruleset in self._rulesets[stage]))
        for judged in self._judged[stage]:
            verdict = judged.verdict(in_force, fired, run.truths)
            run.verdicts.append(verdict)
            if verdict.state is State.FIRED:
                run.findings += judged.found
        self._close_stage(stage, run)

    def _truths_of(self, name: str, run: _Run) -> Mapping[str, bool | None]:
        """Whether each comparison with the fact holds. Of words it is worked out once for each word."""
        if name not in run.facts:
            run.facts[name] = self._value(name, run)
            if run.facts[name] is None and (words := self._left(name, run.case)):
                run.ranges[name] = Range(frozenset(), words)
        value = run.facts[name]
        key = (name, run.ranges.get(name) if value is None else value)
        if isinstance(value, (Decimal, Elapsed)):
            return {c.text: holds(c, value, self.knowledge, run.days) for c in self._on[name]}
        if key not in self._truths_memo:
            self._truths_memo[key] = {c.text: _truth(c, key[1]) for c in self._on[name]}
        return self._truths_memo[key]

    def _left(self, name: str, case: Case) -> frozenset[str]:
        """The words that an unanswered question, or what is computed from one such question, leaves open; else none."""
        fact = self.knowledge.fact(name)
        if fact.origin is Origin.ASKED:
            return frozenset(words_of(fact)) - case.ruled_out.get(name, frozenset())
        if len(fact.inputs) != 1 or not fact.values:
            return frozenset()
        answers = self._left(fact.inputs[0], case)
        if (name, answers) not in self._images:
            cases = (replace(case, answers={**case.answers, fact.inputs[0]: answer}) for answer in sorted(answers))
            values = {compute(name, supposed, self.knowledge, {}) for supposed in cases}
            self._images[name, answers] = frozenset(value for value in values if isinstance(value, str))
        return self._images[name, answers]

    def _value(self, name: str, run: _Run) -> FactValue | None:
        fact = self.knowledge.fact(name)
        if fact.origin is Origin.COMPUTED:
            return compute(name, run.case, self.knowledge, run.table)
        return _typed(fact, run.case.answers.get(name))

    def _close_stage(self, stage: Stage, run: _Run) -> None:
        """Each fact that this stage can conclude takes its value, or its `otherwise` when no rule is undecided; else a range."""
        undecided = {v.rule.id for v in run.verdicts if v.state is State.UNDECIDED and v.rule.stage is stage}
        for fact, rules in self._drawn_by.items():
            if rules[0].stage is not stage:
                continue
            drawn = {
                finding.conclusion.value: finding.rule.id
                for finding in run.findings
                if isinstance(finding.conclusion, Conclude) and finding.conclusion.fact == fact
            }
            entry = self.knowledge.facts[fact]
            if len(drawn) > 1 and not entry.many:
                told = ", ".join(f"{value} ({rule})" for value, rule in sorted(drawn.items()))
                raise InferenceError(f"{fact}: rules conclude different values: {told}")
            value = settle(entry, drawn, (rule.value_of(fact) for rule in rules if rule.id in undecided))
            run.facts[fact] = None if isinstance(value, Range) else value
            if isinstance(value, Range):
                run.ranges[fact] = value

    def _rules_in_force(self, days: Days) -> frozenset[str]:
        """The rules of which at least one cited edition is in force, or that rest on no statute, and that yield to none."""
        incident = bisect_right(self._turns, days.incident) if days.incident else None
        span = (bisect_right(self._turns, days.as_of), incident)
        if span not in self._in_force:
            self._in_force[span] = frozenset(
                rule.id for rule in self.rulebase.rules if rule.in_force(self.knowledge, days)
            )
        return self._in_force[span]


def found_by(rule: Rule) -> list[Finding]:
    """What the rule finds where it fires."""
    facts = tuple(dict.fromkeys(condition.fact for condition in rule.when))
    return [Finding(rule, conclusion, facts) for conclusion in rule.then]


def _typed(fact: Fact, answer: Answer | None) -> FactValue | None:
    if answer is None or fact.kind is FactKind.DATE:
        return None
    return None if isinstance(answer, date) else answer


def _truth(condition: Condition, value: object) -> bool | None:
    if isinstance(value, Range):
        return may_hold(condition, value)
    return condition.admits(value) if isinstance(value, (str, Words)) else None
