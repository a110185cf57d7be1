"""Columns of conditions → which rules fire and which wait in which cases, stage by stage, as `Engine.infer` has it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from engine.adviser import Adviser
from engine.batch.together.crowd import Column, Crowd, parted
from engine.batch.together.times import Span
from engine.case import FactValue
from engine.findings.conditions import Range
from engine.findings.force import Force
from knowledge.citations import Days
from knowledge.remembered import Remembered
from rules.models import STAGES, Stage
from rules.numbers import bits_of

__all__ = ["Judged", "Judging"]

KEPT = 500


@dataclass
class Judged:
    """By number of a rule the cases in which it fires, and those in which it waits; what rules concluded or may yet."""

    fired: list[Column]
    open: list[Column]
    concluded: dict[str, list[tuple[FactValue | Range | None, Column]]] = field(default_factory=dict)


class Judging:
    """The rules, ready for any number of crowds."""

    def __init__(self, adviser: Adviser) -> None:
        self.adviser, self.engine, self.marks = adviser, adviser.engine, adviser.engine.marks
        self.facts = adviser.knowledge.facts
        self.when = [tuple(dict.fromkeys(c.text for c in rule.when)) for rule in self.marks.rules]
        self.numbers = {stage: tuple(bits_of(self.marks.stage[stage])) for stage in STAGES}
        self.first: dict[Stage, tuple[str, ...]] = {}
        """the concluded facts that each stage is the first to compare"""
        concluded = {fact for words in self.marks.drawers.values() for fact in words}
        seen: set[str] = set()
        for stage in STAGES:
            compared = self.marks.compared(stage, seen)
            seen.update(compared)
            self.first[stage] = tuple(fact for fact in compared if fact in concluded)
        self.drawers = {
            stage: {
                fact: {word: tuple(bits_of(rules)) for word, rules in words.items()}
                for fact, words in self.marks.drawers[stage].items()
            }
            for stage in STAGES
        }
        self.force = Force(adviser.knowledge, self.marks)
        self._out: Remembered[Span, int] = Remembered(KEPT)

    def judge(self, crowd: Crowd) -> Judged:
        """What becomes of every rule; cases in which two rules conclude different values are odd."""
        size = len(self.when)
        judged, resting = Judged([0] * size, [0] * size), self._out_of_force(crowd)
        for stage in STAGES:
            for fact in self.first[stage]:
                for value, column in judged.concluded.get(fact, [(None, crowd.every)]):
                    crowd.note(self.marks.mark(fact, value, crowd.days[0]), column)
            self._run(stage, crowd, judged, resting)
            for fact, words in self.drawers[stage].items():
                judged.concluded[fact] = list(self._concluded(fact, words, crowd, judged))
        return judged

    def _run(self, stage: Stage, crowd: Crowd, judged: Judged, resting: dict[int, Column]) -> None:
        true, open_ = crowd.true.get, crowd.open.get
        for number in self.numbers[stage]:
            met = may = crowd.every & ~resting.get(number, 0)
            for text in self.when[number]:
                holds = true(text, 0)
                met &= holds
                may &= holds | open_(text, 0)
                if not may:
                    break
            judged.fired[number] = met
            judged.open[number] = may & ~met

    def _concluded(
        self, fact: str, words: dict[str, tuple[int, ...]], crowd: Crowd, judged: Judged
    ) -> Iterator[tuple[FactValue | Range | None, Column]]:
        drawn = [(f"+{word}", self._any(judged.fired, rules)) for word, rules in words.items()]
        open_ = [(f"?{word}", self._any(judged.open, rules)) for word, rules in words.items()]
        for names, column in parted(crowd.every, drawn + open_):
            has, may = (frozenset(name[1:] for name in names if name[0] == sign) for sign in "+?")
            if len(has) > 1 and not self.facts[fact].many:
                crowd.odd |= column
                continue
            yield self.engine.settled(fact, has, may), column

    @staticmethod
    def _any(columns: list[Column], rules: tuple[int, ...]) -> Column:
        found = 0
        for number in rules:
            found |= columns[number]
        return found

    def _out_of_force(self, crowd: Crowd) -> dict[int, Column]:
        """By rule: the cases on whose days it is not in force."""
        spans: dict[Span, list[int]] = {}
        for number, span in enumerate(crowd.spans):
            spans.setdefault(span, []).append(number)
        found: dict[int, Column] = {}
        for span, numbers in spans.items():
            column = sum(1 << number for number in numbers)
            for rule in bits_of(self._resting(span, crowd.days[numbers[0]])):
                found[rule] = found.get(rule, 0) | column
        return found

    def _resting(self, span: Span, days: Days) -> int:
        """The rules out of force between two turns of the law, as bits."""
        if span not in self._out:
            self._out[span] = self.marks.every & ~self.force.on(days)
        return self._out[span]
