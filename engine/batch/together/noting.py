"""Cases → the columns of every condition on what they tell: answers, what is computed from them, contacts and days."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date
from decimal import Decimal

from engine.adviser import Adviser
from engine.batch.together.crowd import Column, Crowd, columns_of
from engine.batch.together.history import SOME_DAY, History
from engine.batch.together.narrowing import Narrowing
from engine.batch.together.times import Span, Times
from engine.case import Answer, Case, ChannelStanding, Elapsed, FactValue, compute, tried, words_of
from engine.case.shape import asked
from engine.findings.conditions import Range
from engine.findings.marks import Mark
from knowledge.citations import Days
from knowledge.models import FactKind, Origin, name_parts
from knowledge.remembered import Remembered

__all__ = ["Noting"]

KEPT = 1_000
KINDS = 250
"""so many ways in which a sum or time can come out are told apart by a code; a case with one more goes another way"""
SOLVED = "solved_anywhere"
_Kind = tuple[str | None, Mark]
"""a word, where the value is one, and what it does"""


class Noting:
    """Notes what the cases of a crowd tell."""

    def __init__(self, adviser: Adviser) -> None:
        self.adviser, self.knowledge, self.marks = adviser, adviser.knowledge, adviser.engine.marks
        self.blank, self.nothing = Case(SOME_DAY, {}), Days(SOME_DAY)
        facts = asked(self.knowledge)
        self.codes = {
            name: {word: code for code, word in enumerate(words_of(fact), 1)}
            for name, fact in facts.items()
            if fact.kind not in (FactKind.DATE, FactKind.AMOUNT)
        }
        self.rows = list(facts)
        self.many = frozenset(name for name, words in self.codes.items() if len(words) > KINDS)
        """facts of so many words that a code does not tell them apart"""
        self.sums = [name for name, fact in facts.items() if fact.kind is FactKind.AMOUNT]
        compared = dict.fromkeys(condition.fact for rule in self.marks.rules for condition in rule.when)
        self.compared = frozenset(compared)
        names = dict.fromkeys((*compared, *self._named(), SOLVED))
        computed = [name for name in names if self.knowledge.fact(name).origin is Origin.COMPUTED]
        self.images: dict[str, tuple[str, dict[str, str | None]]] = {}
        """by fact that is computed from one answer alone: that answer, and what each word makes of it"""
        for name in computed:
            inputs = self.knowledge.fact(name).inputs
            if len(inputs) == 1 and inputs[0] in self.codes and not name_parts(name)[1]:
                self.images[name] = (
                    inputs[0],
                    {word: self._image(name, inputs[0], word) for word in self.codes[inputs[0]]},
                )
        self.history = History(self.knowledge, [name for name in computed if name not in self.images])
        self.narrowing = Narrowing(self.knowledge, adviser.rulebase.contradictions, self.images)
        self.times = Times(adviser)
        self.bounds = {name: tuple(self._bounds(name)) for name in compared}
        """what sums are compared with, the smallest first: two sums between the same ones come to the same"""
        self._kinds: dict[str, list[_Kind]] = {}
        for name, value in self.history.default.items():
            self._kinds[name] = [
                (value if isinstance(value, str) else None, self.marks.mark(name, value, self.nothing))
            ]
        for name in self.sums:
            self._kinds[name] = [(None, self.marks.mark(name, None, self.nothing))]
        self._kind: Remembered[tuple[object, ...], int] = Remembered(KEPT)
        self._aged: Remembered[tuple[str, Span, int], int] = Remembered(4 * KEPT)
        """of times that began on one day, where the calendar does not matter"""

    def _bounds(self, name: str) -> list[Decimal]:
        if self.knowledge.fact(name).kind is not FactKind.AMOUNT:
            return []
        return sorted({Decimal(condition.values[0]) for condition, _ in self.marks.looked_at(name)})

    def _named(self) -> list[str]:
        """The facts that actions are or are not meant for."""
        return [name for action in self.knowledge.actions.values() for name in (*action.only_for, *action.not_for)]

    def _image(self, name: str, fact: str, word: str) -> str | None:
        value = compute(name, Case(SOME_DAY, {fact: word}), self.knowledge, {})
        return value if isinstance(value, str) else None

    def note(self, cases: list[Case]) -> Crowd:
        """All that the cases tell."""
        crowd = Crowd(cases)
        self._answers(crowd)
        self.narrowing.narrow(crowd)
        crowd.days = [case.days for case in crowd.cases]
        crowd.spans = [self.times.span(days) for days in crowd.days]
        for fact, words in crowd.words.items():
            if fact in self.compared:
                for word, column in words.items():
                    crowd.note(self.marks.mark(fact, word, self.nothing), column)
                for left, column in crowd.left[fact]:
                    crowd.note(self.marks.mark(fact, left, self.nothing), column)
        for name in self.images:
            self._computed(crowd, name)
        self._history(crowd)
        return crowd

    def _answers(self, crowd: Crowd) -> None:
        size, codes, many = len(crowd.cases), self.codes, self.many
        rows = {name: bytearray(size) for name in self.rows}
        wide: dict[str, dict[str, Column]] = {name: {} for name in many}
        for number, case in enumerate(crowd.cases):
            for name, answer in case.answers.items():
                known = codes.get(name)
                if known is None:
                    rows[name][number] = 1
                elif name in many:
                    word = str(answer)
                    wide[name][word] = wide[name].get(word, 0) | 1 << number
                    rows[name][number] = 1
                else:
                    rows[name][number] = known[answer]  # type: ignore[index]  # the reader lets no other in
        for name, row in rows.items():
            columns = columns_of(row)
            crowd.told[name] = crowd.every & ~columns.get(0, 0)
            if name in codes:
                told = {word: columns[code] for word, code in codes[name].items() if code in columns}
                crowd.words[name] = wide.get(name, told)

    def _computed(self, crowd: Crowd, name: str) -> None:
        """A fact computed from one answer: what each word makes of it, and what it can be where that is open."""
        fact, image = self.images[name]
        words: dict[str, int] = {}
        for word, value in image.items():
            column = crowd.words[fact].get(word, 0)
            if value is not None:
                words[value] = words.get(value, 0) | column
            else:
                crowd.note(self._left(name, frozenset(self.codes[fact])), column)
        for value, column in words.items():
            crowd.note(self.marks.mark(name, value, self.nothing), column)
        for left, column in crowd.left[fact]:
            assert isinstance(left, Range)
            none = compute(name, self.blank, self.knowledge, {})
            mark = self._left(name, left.possible) if none is None else self.marks.mark(name, none, self.nothing)
            crowd.note(mark, column)
            if isinstance(none, str):
                words[none] = words.get(none, 0) | column
        crowd.words[name] = words

    def _left(self, name: str, words: frozenset[str]) -> Mark:
        return self.marks.mark(name, self.left(name, words), self.nothing)

    def left(self, name: str, words: frozenset[str]) -> Range | None:
        """What a fact computed from one answer can be while these answers are open; None for one without words."""
        if not self.knowledge.fact(name).values:
            return None
        possible = frozenset(value for word in words if (value := self.images[name][1][word]) is not None)
        return Range(frozenset(), possible) if possible else None

    def _history(self, crowd: Crowd) -> None:
        """Sums, and what is computed from contacts and days."""
        rows: dict[str, bytearray] = {}
        untried: dict[str, ChannelStanding] = {}
        for number, case in enumerate(crowd.cases):
            table = tried(case, self.knowledge) if case.attempts else untried
            values = self.history.values(case, table)
            crowd.tables.append(table)
            crowd.values.append(values)
            self._code_all(crowd, rows, number, case, values)
        for name, kinds in self._kinds.items():
            columns = columns_of(rows[name]) if name in rows else {0: crowd.every}
            self._note_kinds(crowd, name, kinds, columns)

    def _code_all(
        self, crowd: Crowd, rows: dict[str, bytearray], number: int, case: Case, values: dict[str, FactValue | None]
    ) -> None:
        told = [(name, case.answers[name]) for name in self.sums if name in case.answers]
        for name, value in (*told, *values.items()):
            if value is None:
                crowd.odd |= 1 << number
                continue
            if name not in rows:
                rows[name] = bytearray(len(crowd.cases))
            rows[name][number] = self._code(name, value, crowd.days[number], crowd.spans[number])

    def _note_kinds(self, crowd: Crowd, name: str, kinds: list[_Kind], columns: dict[int, Column]) -> None:
        words: dict[str, Column] = {}
        for code, column in columns.items():
            if code > KINDS:
                crowd.odd |= column
                continue
            word, mark = kinds[code]
            crowd.note(mark, column)
            if word is not None:
                words[word] = words.get(word, 0) | column
        if words:
            crowd.words[name] = words

    def _code(self, name: str, value: Answer | FactValue, days: Days, span: Span) -> int:
        """The kind of the value: two of a kind do the same to every rule."""
        if value.__class__ is Decimal:
            bounds = self.bounds.get(name, ())
            return self._code_of(name, value, (bisect_left(bounds, value), bisect_right(bounds, value)), days)
        if value.__class__ is not Elapsed:
            return self._code_of(name, value, value, days)
        if value.earliest != value.latest:
            return self._code_of(name, value, self.times.truths(name, value, days, span), days)
        age = (days.as_of - value.earliest).days
        code = self._aged.get((name, span, age))
        if code is None:
            code = self._code_of(name, value, self.times.truths(name, value, days, span), days)
            if self.times.is_plain(name, days, span, age):
                self._aged[name, span, age] = code
        return code

    def _code_of(self, name: str, value: Answer | FactValue, told: object, days: Days) -> int:
        code = self._kind.get((name, told))
        if code is None:
            code = self._kind[name, told] = self._new(name, value, days)
        return code

    def _new(self, name: str, value: Answer | FactValue, days: Days) -> int:
        assert not isinstance(value, date)
        mark, kinds = self.marks.mark(name, value, days), self._kinds[name]
        word = value if isinstance(value, str) else None
        same = (code for code, kind in enumerate(kinds) if kind[0] == word and kind[1].truths == mark.truths)
        code = next(same, len(kinds))
        if code > KINDS:
            return KINDS + 1
        if code == len(kinds):
            kinds.append((word, mark))
        return code
