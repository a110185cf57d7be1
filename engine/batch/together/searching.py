"""An undetermined channel of one case → whether all answers leave it the same: the engine's own search, on what it can see.

What it is given is as much of the case as a search can see, and no more: the rules that wait and those behind them, the
facts that these compare, the answers that are missing.
"""

from __future__ import annotations

from datetime import date

from engine.adviser import Adviser
from engine.batch.together.crowd import Crowd
from engine.batch.together.judging import Judged
from engine.batch.together.noting import Noting
from engine.case import Case, FactValue, compute, words_of
from engine.findings import Inference, Unknowns, Worlds
from engine.findings.conditions import Range
from engine.findings.marks import Mark
from engine.graph import ChannelState
from engine.questions import Search, Seen
from knowledge.frozen import Frozen, replace
from knowledge.models import Origin
from rules.numbers import bits_of

__all__ = ["Behind", "Found", "Searching"]

Found = tuple[ChannelState, tuple[str, ...]]
"""the state of a channel, and the facts that it hangs on where it stays undetermined"""


class Behind(Frozen):
    """What a search can see of some undecided rules: those behind them too, their conditions, the answers that are missing."""

    rules: int
    """as bits"""
    facts: tuple[str, ...]
    """all that these rules compare"""
    conditions: tuple[str, ...]
    """the comparisons that are open"""
    concluded: tuple[str, ...]
    asked: tuple[str, ...]
    """the facts asked for behind what is open, answered or not"""
    dated: bool
    """whether one of them is a day"""
    contradictions: tuple[int, ...]
    """the numbers of those that such answers may bring about"""


class Searching:
    """Searches for one channel of one case."""

    def __init__(self, adviser: Adviser, noting: Noting) -> None:
        self.adviser, self.knowledge, self.noting = adviser, adviser.knowledge, noting
        self.blank = adviser.engine.infer(Case(date(2026, 1, 1), {}))
        self.deciding = adviser.engine.marks.numbers.deciding
        self.seen = Seen()

    def search(self, channel: str, behind: Behind, number: int, crowd: Crowd, judged: Judged) -> Found:
        """The state of the channel as far as it can be decided."""
        inference = self._inference(channel, behind, number, crowd, judged)
        unknowns = Unknowns(self.knowledge, inference)
        worlds = Worlds(self.adviser.engine, inference, unknowns, self.adviser.contradictions)
        state, asks = Search(worlds, channel, self.deciding[channel], self.seen).settled()
        return state or ChannelState.UNDETERMINED, asks

    def _inference(self, channel: str, behind: Behind, number: int, crowd: Crowd, judged: Judged) -> Inference:
        case = replace(crowd.cases[number], ruled_out=self._ruled_out(behind, number, crowd))
        facts: dict[str, FactValue | None] = {}
        ranges: dict[str, Range] = {}
        marks: dict[str, Mark] = {}
        for name in behind.facts:
            value = self._value(name, case, number, crowd, judged)
            facts[name] = None if isinstance(value, Range) else value
            if isinstance(value, Range):
                ranges[name] = value
            marks[name] = self.adviser.engine.marks.mark(name, value, crowd.days[number])
        rules = bits_of(self.deciding[channel].rules)
        return replace(
            self.blank,
            case=case,
            facts=facts,
            standings={**self.blank.standings, **crowd.tables[number]},
            ranges=ranges,
            marks=marks,
            fired=sum(1 << rule for rule in rules if judged.fired[rule] >> number & 1),
            open=behind.rules,
        )

    def _ruled_out(self, behind: Behind, number: int, crowd: Crowd) -> dict[str, frozenset[str]]:
        found = {}
        for fact in behind.asked:
            left = self._left(fact, number, crowd)
            if left is not None:
                found[fact] = frozenset(words_of(self.knowledge.facts[fact])) - left.possible
        return {fact: out for fact, out in found.items() if out}

    @staticmethod
    def _left(fact: str, number: int, crowd: Crowd) -> Range | None:
        """What an unanswered fact of words can still be."""
        found = next((value for value, column in crowd.left.get(fact, ()) if column >> number & 1), None)
        return found if isinstance(found, Range) else None

    def _value(self, name: str, told: Case, number: int, crowd: Crowd, judged: Judged) -> FactValue | Range | None:
        match self.knowledge.fact(name).origin:
            case Origin.CONCLUDED:
                return next(value for value, column in judged.concluded[name] if column >> number & 1)
            case Origin.ASKED:
                answer = told.answers.get(name)
                return self._left(name, number, crowd) if answer is None or isinstance(answer, date) else answer
            case _:
                return self._computed(name, told, number, crowd)

    def _computed(self, name: str, case: Case, number: int, crowd: Crowd) -> FactValue | Range | None:
        if name not in self.noting.images:
            return crowd.values[number].get(name, self.noting.history.default[name])
        value = compute(name, case, self.knowledge, {})
        if value is not None:
            return value
        fact = self.noting.images[name][0]
        left = self._left(fact, number, crowd)
        return self.noting.left(name, left.possible if left else frozenset(self.noting.codes[fact]))
