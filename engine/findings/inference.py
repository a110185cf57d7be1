"""A case → findings, stage by stage, by durable_rules.

Each stage is handed one flat message of booleans (the truth of its conditions); what it concluded goes to the next one.
What the library fires must be what the marks of the facts leave to fire: it fails silently, so each is held to the other.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from itertools import chain

from engine.case import Case, FactValue, standings
from engine.findings.conditions import Range, holds, settle
from engine.findings.firing import SERIAL, Ruleset, fire
from engine.findings.force import Force
from engine.findings.marks import KEPT, Marks
from engine.findings.values import Known, Values
from engine.findings.verdicts import Inference, Judgements
from knowledge.citations import Days
from knowledge.errors import InferenceError
from knowledge.library import Knowledge
from knowledge.remembered import Remembered
from rules.models import STAGES, Condition, Rule, Rulebase, Stage
from rules.numbers import bits_of

__all__ = ["Engine"]

NO_WORDS = frozenset[str]()
_Concluded = tuple[str, int, Mapping[str, int], FactValue | Range | None]
"""a fact that rules of a stage conclude, these rules, those that draw each word, and its value where none of them does"""


class _Run:
    """The rules so far in one run, as bits; grows from stage to stage."""

    def __init__(self, known: Known, in_force: int) -> None:
        self.known, self.in_force = known, in_force
        self.fails = self.at_once = self.waits = self.met = self.fired = self.open = 0


class Engine:
    """The compiled rules, ready for any number of cases. Safe to share between threads: one case runs at a time."""

    def __init__(self, knowledge: Knowledge, rulebase: Rulebase) -> None:
        self.knowledge, self.rulebase = knowledge, rulebase
        self.marks = Marks(knowledge, rulebase)
        self.judged = Judgements(self.marks.rules)
        self._lock = threading.Lock()
        self._force, self._values = Force(knowledge, self.marks), Values(knowledge, self.marks)
        serial = next(SERIAL)
        self._rulesets = {
            stage: tuple(Ruleset(told, serial, self.marks) for told in rulebase.numbers.sets[stage]) for stage in STAGES
        }
        self._settled: Remembered[tuple[str, frozenset[str], frozenset[str]], FactValue | Range | None] = Remembered(
            KEPT
        )
        self._closing = {stage: tuple(self._concluded(stage)) for stage in STAGES}

    def _concluded(self, stage: Stage) -> Iterator[_Concluded]:
        rules = self.marks.stage[stage]
        for fact, words in self.marks.drawers[stage].items():
            yield fact, self.marks.drawing[fact] & rules, words, self.settled(fact, NO_WORDS, NO_WORDS)

    @property
    def rulesets(self) -> tuple[Ruleset, ...]:
        """All of them, in the order in which they run."""
        return tuple(chain.from_iterable(self._rulesets.values()))

    def infer(self, case: Case) -> Inference:
        """Raises InferenceError when the library fails, or when two rules conclude different values."""
        days = case.days
        run = _Run(self._values.known(case, standings(case, self.knowledge)), self._force.on(days))
        with self._lock:
            for stage in STAGES:
                self._run_stage(stage, run)
        return Inference(
            case=case,
            facts=run.known.facts,
            standings=run.known.table,
            ranges=run.known.ranges,
            judged=self.judged,
            numbered=self.marks,
            marks=run.known.marks,
            in_force=run.in_force,
            fired=run.fired,
            open=run.open,
            failed_at_once=run.at_once,
        )

    def drawn_by(self, fact: str) -> list[Rule]:
        """The rules that can conclude the fact."""
        return [self.marks.rules[number] for number in bits_of(self.marks.drawing.get(fact, 0))]

    def value(self, name: str, case: Case) -> FactValue | None:
        """The value of an asked fact, or of one that is computed without the contacts; None where it is unknown."""
        return self._values.value(name, case)

    def holds(self, condition: Condition, case: Case, days: Days) -> bool | None:
        """Whether a comparison with an asked or computed fact holds; None where the fact is unknown. `days` are the case's."""
        return holds(condition, self.value(condition.fact, case), self.knowledge, days)

    def _run_stage(self, stage: Stage, run: _Run) -> None:
        fails, at_once, waits, met = self._values.look(stage, run.known)
        run.fails |= fails
        run.at_once |= at_once
        run.waits |= waits
        run.met |= met
        rules = self.marks.stage[stage]
        fires = rules & ~run.fails & ~run.waits
        self._hold_to(fires, fire(self._rulesets[stage], run.met))
        run.fired |= fires & run.in_force
        run.open |= rules & run.waits & ~run.fails & run.in_force
        self._close_stage(stage, run)

    def _hold_to(self, expected: int, fired: int) -> None:
        if expected != fired:
            told = ", ".join(self.marks.names(expected ^ fired))
            raise InferenceError(f"durable_rules and the truth of the conditions disagree on {told}")

    def _close_stage(self, stage: Stage, run: _Run) -> None:
        """Each fact that this stage can conclude takes its value, or its `otherwise` when no rule is undecided; else a range."""
        facts, ranges, left = run.known.facts, run.known.ranges, run.fired | run.open
        for fact, rules, words, unsaid in self._closing[stage]:
            value = self._closed(fact, words, run) if rules & left else unsaid
            if isinstance(value, Range):
                facts[fact], ranges[fact] = None, value
            else:
                facts[fact] = value

    def _closed(self, fact: str, words: Mapping[str, int], run: _Run) -> FactValue | Range | None:
        """The value of a fact of which some rule fired or is undecided."""
        drawn = frozenset([word for word, rules in words.items() if rules & run.fired])
        if len(drawn) > 1 and not self.knowledge.facts[fact].many:
            told = ", ".join(
                f"{word} ({', '.join(self.marks.names(words[word] & run.fired))})" for word in sorted(drawn)
            )
            raise InferenceError(f"{fact}: rules conclude different values: {told}")
        return self.settled(fact, drawn, frozenset([word for word, rules in words.items() if rules & run.open]))

    def settled(self, fact: str, drawn: frozenset[str], open_: frozenset[str]) -> FactValue | Range | None:
        """As `conditions.settle`, worked out once."""
        key = (fact, drawn, open_)
        try:  # another thread may forget all between two looks
            return self._settled[key]
        except KeyError:
            found = self._settled[key] = settle(self.knowledge.facts[fact], drawn, open_)
            return found
