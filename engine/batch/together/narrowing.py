"""The contradictions → which cases hold one, which words the answers of each leave no room for, and what is implied by that.

The same as `Contradictions.narrow` does for one case, for all at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from operator import and_

from engine.batch.together.crowd import Column, Crowd, parted
from engine.case import words_of
from engine.findings.conditions import Range
from knowledge.frozen import Frozen, replace
from knowledge.library import Knowledge
from knowledge.remembered import Remembered
from rules.models import Condition, Contradiction
from rules.numbers import bits_of

__all__ = ["Narrowing"]

KEPT = 1_000
"""so many ranges are remembered before they are forgotten together"""
Ruled = dict[str, dict[str, Column]]


class _Compared(Frozen):
    """A comparison of a contradiction: the answers with which it holds, and those with which it is known."""

    fact: str
    holding: tuple[str, ...]
    known: tuple[str, ...]
    narrows: bool
    """whether it is the fact itself that is compared, so that words of it can be ruled out"""
    text: str

    def columns(self, crowd: Crowd) -> tuple[Column, Column]:
        """Where it holds, and where it is open."""
        return crowd.having(self.fact, self.holding), crowd.every & ~crowd.having(self.fact, self.known)


class Narrowing:
    """Narrows the cases of a crowd. `images` tell what each answer to a fact makes of one that is computed from it alone."""

    def __init__(
        self,
        knowledge: Knowledge,
        contradictions: tuple[Contradiction, ...],
        images: Mapping[str, tuple[str, Mapping[str, str | None]]],
    ) -> None:
        """Raises KeyError where one compares something else."""
        self.knowledge, self.images = knowledge, images
        self.contradictions = tuple(tuple(map(self._compared, item.when)) for item in contradictions)
        self._ranges: Remembered[tuple[str, frozenset[str]], Range] = Remembered(KEPT)

    def _compared(self, condition: Condition) -> _Compared:
        name = condition.fact
        if name in self.images:
            fact, image = self.images[name]
            known = {word: value for word, value in image.items() if value is not None}
            holding = tuple(word for word, value in known.items() if condition.admits(value))
            return _Compared(fact, holding, tuple(known), narrows=False, text=condition.text)
        words = tuple(words_of(self.knowledge.facts[name]))
        if not words:
            raise KeyError(name)
        return _Compared(name, tuple(filter(condition.admits, words)), words, narrows=True, text=condition.text)

    def narrow(self, crowd: Crowd) -> None:
        """Notes what is left of every unanswered fact; cases that hold a contradiction, or are left with nothing, are odd."""
        looked = [[item.columns(crowd) for item in items] for items in self.contradictions]
        for columns in looked:
            crowd.odd |= reduce(and_, (holds for holds, _ in columns))
        ruled = self._ruled(crowd)
        while implied := list(self._implied(crowd, ruled)):
            for fact, word, column in implied:
                self._imply(crowd, fact, word, column)
            ruled = self._ruled(crowd)
        crowd.contradictions = [[item.columns(crowd) for item in items] for items in self.contradictions]
        for fact in crowd.told:
            self._leave(crowd, fact, ruled.get(fact, {}))

    def _ruled(self, crowd: Crowd) -> Ruled:
        """By fact and word: the cases in which all the rest of a contradiction holds."""
        found: Ruled = {}
        for items in self.contradictions:
            columns = [item.columns(crowd) for item in items]
            for place, item in enumerate(items):
                if not item.narrows:
                    continue
                rest = (holds for other, (holds, _) in enumerate(columns) if other != place)
                if last := reduce(and_, rest, columns[place][1]):
                    words = found.setdefault(item.fact, {})
                    for word in item.holding:
                        words[word] = words.get(word, 0) | last
        return found

    def _implied(self, crowd: Crowd, ruled: Ruled) -> Iterator[tuple[str, str, Column]]:
        """The facts of which one word is left, that word, and in which cases."""
        for fact, words in ruled.items():
            some = 0
            for column in words.values():
                some |= column
            left = {word: some & ~words.get(word, 0) for word in words_of(self.knowledge.facts[fact])}
            once = more = 0
            for column in left.values():
                more |= once & column
                once |= column
            crowd.odd |= some & ~once
            yield from ((fact, word, found) for word, column in left.items() if (found := column & ~more))

    def _imply(self, crowd: Crowd, fact: str, word: str, column: Column) -> None:
        crowd.words[fact][word] = crowd.words[fact].get(word, 0) | column
        crowd.told[fact] |= column
        for number in bits_of(column):
            case = crowd.cases[number]
            answers = {**case.answers, fact: word}
            crowd.cases[number] = replace(case, answers=answers, dont_know=case.dont_know - {fact})

    def _leave(self, crowd: Crowd, fact: str, ruled: Mapping[str, Column]) -> None:
        words = words_of(self.knowledge.facts[fact])
        if not words:
            return
        parts = parted(crowd.every & ~crowd.told[fact], list(ruled.items()))
        crowd.left[fact] = [(self._range(fact, words, out), column) for out, column in parts]

    def _range(self, fact: str, words: Iterable[str], out: frozenset[str]) -> Range:
        """What is left of the fact; one object for what is the same, since much that is remembered holds it."""
        found = self._ranges.get((fact, out))
        if found is None:
            found = self._ranges[fact, out] = Range(frozenset(), frozenset(words) - out)
        return found
