"""Rules that fire and wait → the state of a channel in every case that needs it.

Where the rules that wait leave a channel undetermined, the engine itself searches whether all answers come to the same
(`Completions`). It does so once for everything that the search can see; the next case with the same is told at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from engine.adviser import Adviser
from engine.batch.together.crowd import Column, Crowd
from engine.batch.together.judging import Judged
from engine.batch.together.noting import Noting
from engine.batch.together.searching import Behind, Found, Searching
from engine.graph import ChannelState
from knowledge.models import FactKind, Origin
from knowledge.remembered import Remembered
from rules.models import Condition
from rules.numbers import bits_of

__all__ = ["Door", "Doors"]

KEPT = 1_000
"""so many searches are remembered before they are forgotten together"""


@dataclass
class Door:
    """A channel that was not tried: where it is open, where it is undetermined for the rules, and where it stays so."""

    open: Column
    waiting: Column
    """where rules wait that decide on it; what every answer leaves the same is decided case by case"""
    unsure: Column = 0
    asks: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """by case in which it stays undetermined: the facts that it hangs on"""


class Doors:
    """The channels, ready for any number of crowds."""

    def __init__(self, adviser: Adviser, noting: Noting) -> None:
        self.adviser, self.knowledge, self.marks = adviser, adviser.knowledge, adviser.engine.marks
        self.deciding = self.marks.numbers.deciding
        self.compared = [tuple(map(self._answered, item.when)) for item in adviser.rulebase.contradictions]
        """of each contradiction the answers that are compared"""
        self._behind: Remembered[tuple[str, frozenset[int], frozenset[str]], Behind] = Remembered(KEPT // 4)
        self._found: Remembered[tuple[object, ...], Found] = Remembered(KEPT)
        self.searching = Searching(adviser, noting)
        self.searched = self.asked = 0
        """how often the engine searched, and how often that was wanted"""

    def _answered(self, condition: Condition) -> str:
        fact = self.knowledge.fact(condition.fact)
        return fact.inputs[0] if fact.inputs else condition.fact

    def door(self, channel: str, judged: Judged) -> Door:
        """Where nothing was put to the channel; what is undetermined is not searched yet."""
        rules = self.deciding.get(channel)
        if rules is None:
            return Door(0, 0)
        opens, bars, holds = (self._any(judged.fired, bits) for bits in rules.kinds)
        may_open, may_bar, may_hold = (self._any(judged.open, bits & ~rules.once_told) for bits in rules.kinds)
        may = (opens | may_open) & ~bars
        waiting = may & (may_bar | may_hold | (~opens & may_open))
        return Door(may & ~waiting & ~holds, waiting)

    @staticmethod
    def _any(columns: list[Column], rules: int) -> Column:
        return reduce(or_, (columns[number] for number in bits_of(rules)), 0)

    def settle(self, channel: str, door: Door, needed: Column, crowd: Crowd, judged: Judged) -> None:
        """Decides the channel in these cases as far as it can be."""
        needed &= door.waiting
        if not needed:
            return
        live = [
            (number, column)
            for number in bits_of(self.deciding[channel].behind)
            if (column := judged.open[number]) & needed
        ]
        for case in bits_of(needed):
            state, asks = self._state(channel, case, live, crowd, judged)
            if state is ChannelState.OPEN:
                door.open |= 1 << case
            elif state is ChannelState.UNDETERMINED:
                door.unsure |= 1 << case
                door.asks[case] = asks

    def _state(self, channel: str, case: int, live: list[tuple[int, Column]], crowd: Crowd, judged: Judged) -> Found:
        open_ = frozenset(number for number, column in live if column >> case & 1)
        texts = {c.text for number in open_ for c in self.marks.rules[number].when}
        waits = frozenset(text for text in texts if crowd.open.get(text, 0) >> case & 1)
        behind = self._look_behind(channel, open_, waits)
        key = self._seen(channel, case, behind, crowd, judged)
        self.asked += 1
        found = self._found.get(key)
        if found is None:
            self.searched += 1
            found = self._found[key] = self.searching.search(channel, behind, case, crowd, judged)
        return found

    def _look_behind(self, channel: str, open_: frozenset[int], waits: frozenset[str]) -> Behind:
        key = (channel, open_, waits)
        if key not in self._behind:
            self._behind[key] = self._made(channel, open_, waits)
        return self._behind[key]

    def _made(self, channel: str, open_: frozenset[int], waits: frozenset[str]) -> Behind:
        waiting = [n for rules in self.deciding[channel].kinds for n in bits_of(rules) if n in open_]
        seen: set[int] = set()
        facts: dict[str, None] = {}
        while waiting:
            number = waiting.pop()
            if number in seen:
                continue
            seen.add(number)
            for condition in self.marks.rules[number].when:
                if condition.text in waits:
                    facts[condition.fact] = None
                    waiting += [n for n in bits_of(self.marks.drawing.get(condition.fact, 0)) if n in open_]
        origin = {fact: self.knowledge.fact(fact).origin for fact in facts}
        asked = {fact for fact in facts if origin[fact] is Origin.ASKED}
        asked |= {
            item for fact in facts if origin[fact] is Origin.COMPUTED for item in self.knowledge.fact(fact).inputs
        }
        conditions = dict.fromkeys(c.text for n in sorted(seen) for c in self.marks.rules[n].when if c.text in waits)
        return Behind(
            rules=sum(1 << number for number in seen),
            facts=tuple(dict.fromkeys(c.fact for n in sorted(seen) for c in self.marks.rules[n].when)),
            conditions=tuple(conditions),
            concluded=tuple(sorted(fact for fact in facts if origin[fact] is Origin.CONCLUDED)),
            asked=tuple(sorted(asked)),
            dated=any(self.knowledge.facts[fact].kind is FactKind.DATE for fact in asked),
            contradictions=tuple(self._against(asked)),
        )

    def _against(self, asked: set[str]) -> Iterator[int]:
        """The contradictions that compare one of these facts, or what is computed from one."""
        for number, facts in enumerate(self.compared):
            if not asked.isdisjoint(facts):
                yield number

    def _open_against(self, case: int, behind: Behind, crowd: Crowd) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Of each contradiction that answers to what is asked can still bring about, the comparisons that are open."""
        for number in behind.contradictions:
            truths = [(holds >> case & 1, open_ >> case & 1) for holds, open_ in crowd.contradictions[number]]
            waiting = tuple(place for place, (_, open_) in enumerate(truths) if open_)
            possible = all(holds or open_ for holds, open_ in truths)
            if possible and all(self.compared[number][place] in behind.asked for place in waiting):
                yield number, waiting

    def _seen(self, channel: str, case: int, behind: Behind, crowd: Crowd, judged: Judged) -> tuple[object, ...]:
        """All that a search can see: the same for two cases, it finds the same."""
        told = crowd.cases[case]
        answers = told.answers
        kinds = self.deciding[channel].kinds
        drawn = tuple(any(judged.fired[n] >> case & 1 for n in bits_of(rules)) for rules in kinds)
        left = tuple(
            next((value for value, column in crowd.left.get(fact, ()) if column >> case & 1), answers.get(fact))
            if fact not in answers
            else True
            for fact in behind.asked
        )
        concluded = tuple(
            next(value for value, column in judged.concluded[fact] if column >> case & 1) for fact in behind.concluded
        )
        dated: tuple[object, ...] = ()
        if behind.dated:
            days = (answers.get(fact) for fact in behind.asked)
            dated = (told.as_of, told.days, told.attempts, told.first_day(self.knowledge), *days)
        against = tuple(self._open_against(case, behind, crowd))
        return channel, behind.rules, behind.conditions, drawn, left, concluded, dated, against
