"""A case → the value of every fact that rules compare, what each can still be while it is unknown, and what that does to the rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from engine.case import Answer, Case, ChannelStanding, FactValue, computing, words_of
from engine.findings.conditions import Range
from engine.findings.marks import Mark, Marks
from knowledge.citations import Days
from knowledge.frozen import Frozen
from knowledge.library import Knowledge
from knowledge.models import Fact, FactKind, Origin
from rules.models import STAGES, Stage

__all__ = ["Known", "Values"]

Table = Mapping[str, ChannelStanding]
Computing = Callable[[Case, Table], FactValue | None]


@dataclass
class Known:
    """What is known so far of one case; grows from stage to stage."""

    case: Case
    table: Table
    days: Days
    facts: dict[str, FactValue | None] = field(default_factory=dict)
    ranges: dict[str, Range] = field(default_factory=dict)
    marks: dict[str, Mark] = field(default_factory=dict)


class _Compared(Frozen):
    """A fact that a stage is the first to compare: how it is computed, or what it is as long as nobody answered."""

    name: str
    fact: Fact
    computed: Computing | None
    unanswered: Range | None
    unmarked: Mark


class Values:
    """The facts of each stage, ready for any number of cases."""

    def __init__(self, knowledge: Knowledge, marks: Marks) -> None:
        self.knowledge, self.marks = knowledge, marks
        self._images: dict[tuple[str, frozenset[str]], frozenset[str]] = {}
        self._how: dict[str, tuple[Fact, Computing | None]] = {}
        self._compared: dict[Stage, tuple[_Compared, ...]] = {}
        before = set[str]()
        for stage in STAGES:
            names = marks.compared(stage, before)
            before |= set(names)
            self._compared[stage] = tuple(self._entry(name) for name in names)

    def _entry(self, name: str) -> _Compared:
        fact = self.knowledge.fact(name)
        computed = computing(name, self.knowledge) if fact.origin is Origin.COMPUTED else None
        words = frozenset(words_of(fact)) if fact.origin is Origin.ASKED else frozenset()
        unanswered = Range(frozenset(), words) if words else None
        return _Compared(name, fact, computed, unanswered, self.marks.of_word(name, unanswered))

    def look(self, stage: Stage, known: Known) -> Iterator[Mark]:
        """Notes the facts that the stage is the first to compare, and tells what each does to the rules."""
        answers, ruled_out = known.case.answers, known.case.ruled_out
        for entry in self._compared[stage]:
            name = entry.name
            if entry.unanswered and name not in answers and name not in ruled_out:
                known.facts[name], known.ranges[name], mark = None, entry.unanswered, entry.unmarked
            else:
                mark = self._mark(entry, known)
            known.marks[name] = mark
            yield mark

    def _mark(self, entry: _Compared, known: Known) -> Mark:
        """What the value of the fact does, or what it can still be where it is unknown."""
        name = entry.name
        if name not in known.facts:
            value = known.facts[name] = (
                entry.computed(known.case, known.table)
                if entry.computed
                else _typed(entry.fact, known.case.answers.get(name))
            )
            if value is None and (words := self.left(name, known.case)):
                known.ranges[name] = Range(frozenset(), words)
        value = known.facts[name]
        return self.marks.mark(name, known.ranges.get(name) if value is None else value, known.days)

    def left(self, name: str, case: Case) -> frozenset[str]:
        """The words that an unanswered question, or what is computed from one such question, leaves open; else none."""
        fact = self.knowledge.fact(name)
        if fact.origin is Origin.ASKED:
            return frozenset(words_of(fact)) - case.ruled_out.get(name, frozenset())
        if len(fact.inputs) != 1 or not fact.values:
            return frozenset()
        answers = self.left(fact.inputs[0], case)
        if (name, answers) not in self._images:
            cases = (case.answered({fact.inputs[0]: answer}) for answer in sorted(answers))
            values = {computing(name, self.knowledge)(supposed, {}) for supposed in cases}
            self._images[name, answers] = frozenset(value for value in values if isinstance(value, str))
        return self._images[name, answers]

    def value(self, name: str, case: Case) -> FactValue | None:
        """The value of an asked or computed fact that needs no contact; None where it is unknown."""
        if name not in self._how:
            fact = self.knowledge.fact(name)
            self._how[name] = fact, computing(name, self.knowledge) if fact.origin is Origin.COMPUTED else None
        fact, computed = self._how[name]
        return computed(case, {}) if computed else _typed(fact, case.answers.get(name))


def _typed(fact: Fact, answer: Answer | None) -> FactValue | None:
    if answer is None or fact.kind is FactKind.DATE:
        return None
    return None if isinstance(answer, date) else answer
