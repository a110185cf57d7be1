"""A case → the value of every fact that rules compare, what each can still be while it is unknown, and what that does to the rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from engine.case import Answer, Case, ChannelStanding, FactValue, computing, standings, words_of
from engine.findings.conditions import Range
from engine.findings.marks import Mark, Marks, together
from knowledge.frozen import Frozen
from knowledge.library import Knowledge
from knowledge.models import Origin, name_parts
from knowledge.outcome import Outcome
from knowledge.remembered import Remembered
from rules.models import STAGES, Stage

__all__ = ["Known", "Values"]

NO_CASE = Case(date.max, {})
"""in which nothing is known"""
KEPT = 200
"""so many sets of channels that were turned to are remembered before they are forgotten together"""
Table = Mapping[str, ChannelStanding]
Computing = Callable[[Case, Table], FactValue | None]


class Known:
    """What is known so far of one case; grows from stage to stage."""

    def __init__(self, case: Case, table: Table, touched: frozenset[str] | None) -> None:
        """`touched` are the channels about which the contacts may tell something; None: about any."""
        self.case, self.table, self.days, self.touched = case, table, case.days, touched
        self.facts: dict[str, FactValue | None] = {}
        self.ranges: dict[str, Range] = {}
        self.marks: dict[str, Mark] = {}


class _Compared(Frozen):
    """A fact that a stage is the first to compare: how it is computed, or what it is as long as nobody answered."""

    name: str
    computed: Computing | None
    unanswered: Range | None
    unmarked: Mark
    concluded: bool
    channel: str
    """where it hangs on nothing but the contacts with this channel and with those that close it; else empty"""


class _Still(Frozen):
    """A stage where the contacts tell nothing about most channels: what that makes of their facts, and the facts left to look at."""

    facts: Mapping[str, FactValue | None]
    """every fact of the stage, in their order; those left to look at as yet unknown"""
    marks: Mapping[str, Mark]
    mark: Mark
    """what all that is not left to look at does together"""
    left: tuple[_Compared, ...]


class Values:
    """The facts of each stage, ready for any number of cases."""

    def __init__(self, knowledge: Knowledge, marks: Marks) -> None:
        self.knowledge, self.marks = knowledge, marks
        self._images: dict[tuple[str, frozenset[str]], frozenset[str]] = {}
        self._how: dict[str, Computing | None] = {}
        self._compared: dict[Stage, tuple[_Compared, ...]] = {}
        self._telling: dict[Stage, frozenset[str]] = {}
        """by stage: the channels about which contacts tell it something new"""
        self._blanks: dict[str, tuple[FactValue | None, Mark]] = {}
        self._reaches: Remembered[frozenset[str], frozenset[str]] = Remembered(KEPT)
        self._stills: Remembered[tuple[Stage, frozenset[str] | None], _Still] = Remembered(KEPT)
        before = set[str]()
        for stage in STAGES:
            names = marks.compared(stage, before)
            before |= set(names)
            self._compared[stage] = entries = tuple(self._entry(name) for name in names)
            self._telling[stage] = frozenset(entry.channel for entry in entries if entry.channel)

    def _entry(self, name: str) -> _Compared:
        fact = self.knowledge.fact(name)
        computed = computing(name, self.knowledge) if fact.origin is Origin.COMPUTED else None
        words = frozenset(words_of(fact)) if fact.origin is Origin.ASKED else frozenset()
        unanswered = Range(frozenset(), words) if words else None
        channel = name_parts(name)[1] if computed and not fact.inputs else ""
        concluded, unmarked = fact.origin is Origin.CONCLUDED, self.marks.mark(name, unanswered, NO_CASE.days)
        return _Compared(name, computed, unanswered, unmarked, concluded, channel)

    def known(self, case: Case, table: Table) -> Known:
        """What is known before the first stage."""
        return Known(case, table, self._touched(case))

    def _touched(self, case: Case) -> frozenset[str] | None:
        """A contact tells of its channel and of those that it closes; a settlement may bind anybody."""
        if any(attempt.outcome is Outcome.SETTLED for attempt in case.attempts):
            return None
        return self._reached(frozenset(attempt.channel for attempt in case.attempts))

    def _reached(self, contacted: frozenset[str]) -> frozenset[str]:
        found = self._reaches.get(contacted)
        if found is None:
            closed = {item.channel for name in contacted for item in self.knowledge.channels[name].forecloses}
            found = self._reaches[contacted] = contacted | closed
        return found

    def _still(self, stage: Stage, touched: frozenset[str] | None) -> _Still:
        """What the facts of the stage are that no contact tells anything of, worked out once for each set of its channels."""
        seen = touched if touched is None else touched & self._telling[stage]
        found = self._stills.get((stage, seen))
        if found is None:
            found = self._stills[stage, seen] = self._held_still(stage, seen)
        return found

    def _held_still(self, stage: Stage, touched: frozenset[str] | None) -> _Still:
        facts, marks = dict[str, FactValue | None](), dict[str, Mark]()
        left, still = list[_Compared](), list[Mark]()
        for entry in self._compared[stage]:
            name, mark = entry.name, entry.unmarked
            if entry.channel and touched is not None and entry.channel not in touched:
                facts[name], mark = self._blank(entry)
                still.append(mark)
            else:
                left.append(entry)
                if not entry.concluded:
                    facts[name] = None
            marks[name] = mark
        return _Still(facts, marks, together(still), tuple(left))

    def _blank(self, entry: _Compared) -> tuple[FactValue | None, Mark]:
        """The fact in a case without contacts, and what that does."""
        found = self._blanks.get(entry.name)
        if found is None:
            value = entry.computed(NO_CASE, standings(NO_CASE, self.knowledge)) if entry.computed else None
            found = self._blanks[entry.name] = value, self.marks.mark(entry.name, value, NO_CASE.days)
        return found

    def look(self, stage: Stage, known: Known) -> tuple[int, int, int, int]:
        """Notes the facts that the stage is the first to compare, and tells what they do to the rules, as a `Mark` does."""
        answers, ruled_out = known.case.answers, known.case.ruled_out
        still, ranges, marks = self._still(stage, known.touched), known.ranges, known.marks
        known.facts.update(still.facts)
        marks.update(still.marks)
        mark = still.mark
        fails, at_once, waits, met = mark.fails, mark.at_once, mark.waits, mark.met
        for entry in still.left:
            name = entry.name
            if entry.unanswered and name not in answers and name not in ruled_out:
                ranges[name], mark = entry.unanswered, entry.unmarked
            else:
                mark = marks[name] = self._mark(entry, known)
            fails |= mark.fails
            at_once |= mark.at_once
            waits |= mark.waits
            met |= mark.met
        return fails, at_once, waits, met

    def _mark(self, entry: _Compared, known: Known) -> Mark:
        """What the value of the fact does, or what it can still be where it is unknown."""
        name, facts = entry.name, known.facts
        if entry.concluded and name in facts:
            value = facts[name]
        elif entry.computed:
            value = facts[name] = entry.computed(known.case, known.table)
        else:
            value = facts[name] = _typed(known.case.answers.get(name))
        if value is None and not entry.concluded and (words := self.left(name, known.case)):
            known.ranges[name] = Range(frozenset(), words)
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
            asked = self.knowledge.fact(name).origin is not Origin.COMPUTED
            self._how[name] = None if asked else computing(name, self.knowledge)
        computed = self._how[name]
        return computed(case, {}) if computed else _typed(case.answers.get(name))


def _typed(answer: Answer | None) -> FactValue | None:
    """What rules compare of an answer: a day is none, but how long ago it was."""
    return None if isinstance(answer, date) else answer
