"""The asked facts → variables: the words that each can still be, sums and days that are told or not; which answers fit together.

A fact is answered where one word is left. What is left of an unanswered one is what the contradictions leave.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cached_property

from engine.case import Answer, Case, compute, words_of
from engine.proving.logic import (
    FALSE,
    TRUE,
    Formula,
    Number,
    Truth,
    all_of,
    any_of,
    boolean,
    exactly_one,
    no,
    number,
    same,
)
from engine.proving.times import Times
from knowledge.frozen import Frozen
from knowledge.library import Knowledge
from knowledge.models import Fact, FactKind, Given, Origin, Where
from knowledge.timeline import START
from rules.models import ORDERING, Condition, Contradiction, Rulebase

__all__ = ["Answers", "Told"]

CENTS = 100


class Told(Frozen):
    """A day or a sum that is known or not."""

    known: Formula
    value: Number


class Answers:
    """The variables of all asked facts of one case."""

    def __init__(self, knowledge: Knowledge, rulebase: Rulebase, times: Times) -> None:
        self.knowledge, self.rulebase, self.times, self.name = knowledge, rulebase, times, times.name
        asked = [fact for fact in knowledge.facts.values() if fact.origin is Origin.ASKED]
        self.words: Mapping[str, Mapping[str, Formula]] = {
            fact.id: {word: boolean(f"{self.name}{fact.id}={word}") for word in words_of(fact)}
            for fact in asked
            if words_of(fact)
        }
        """of each fact of words, which of them it can still be"""
        self.told: Mapping[str, Told] = {
            fact.id: Told(boolean(f"{self.name}{fact.id}?"), number(f"{self.name}{fact.id}"))
            for fact in asked
            if fact.id not in self.words
        }
        self.answered: Mapping[str, Formula] = {
            **{name: exactly_one(words.values()) for name, words in self.words.items()},
            **{name: told.known for name, told in self.told.items()},
        }

    def among(self, fact: str, words: Iterable[str]) -> Truth:
        """Whether the fact is one of the words. One that nothing is left of is unknown altogether."""
        left = self.words[fact]
        wanted = frozenset(words)
        inside = any_of(left[word] for word in left if word in wanted)
        outside = any_of(left[word] for word in left if word not in wanted)
        return Truth(all_of((inside, no(outside))), any_of((inside, self._nothing[fact])))

    @cached_property
    def _images(self) -> dict[str, Mapping[str | None, object]]:
        return {}

    @cached_property
    def _nothing(self) -> Mapping[str, Formula]:
        return {fact: no(any_of(words.values())) for fact, words in self.words.items()}

    def is_told(self, fact: str, words: Iterable[str]) -> Formula:
        """Whether the fact is answered with one of the words."""
        return all_of((self.answered[fact], any_of(self.words[fact][word] for word in words)))

    def meets(self, given: Given) -> Formula:
        """Whether every fact is answered with one of its words."""
        return all_of(self.is_told(fact, words) for fact, words in given.items())

    def where(self, where: Where) -> Formula:
        """Whether it holds of what is answered."""
        return all_of((any_of(map(self.meets, where.any_of)), no(any_of(map(self.meets, where.unless)))))

    def amount(self, condition: Condition) -> Truth:
        """Whether the comparison with a sum holds."""
        told, value = self.told[condition.fact], int(Decimal(condition.values[0]) * CENTS)
        held: Formula = ORDERING[condition.op](told.value, value)
        return Truth(all_of((told.known, held)), any_of((no(told.known), held)))

    def bounds(self) -> Iterator[Formula]:
        """What holds of every case that can be read: days in order, no contradiction, and only what fits is left."""
        for told in self.told.values():
            yield told.value >= 0
        for fact in self._of(FactKind.DATE):
            yield self.told[fact.id].value >= self.times.earliest
            yield self.told[fact.id].value <= self.times.as_of
        yield from self._fitting()

    def _of(self, kind: FactKind) -> Iterator[Fact]:
        return (self.knowledge.facts[name] for name in self.told if self.knowledge.facts[name].kind is kind)

    def _fitting(self) -> Iterator[Formula]:
        shut: dict[str, dict[str, list[Formula]]] = {}
        for item in self.rulebase.contradictions:
            sure = [self._holds(condition) for condition in item.when]
            yield no(all_of(sure))
            for fact, word, rest in self._leaves_out(item, sure):
                shut.setdefault(fact, {}).setdefault(word, []).append(rest)
        for fact, words in self.words.items():
            left = [same(may, no(any_of(shut.get(fact, {}).get(word, ())))) for word, may in words.items()]
            yield any_of((self.answered[fact], all_of(left)))

    def _holds(self, condition: Condition) -> Formula:
        """Whether a line of a contradiction is settled and holds."""
        fact = self.source(condition.fact)
        held = any_of(self.words[fact][word] for word in self._words(condition))
        return all_of((self.answered[fact], held))

    def _leaves_out(self, item: Contradiction, sure: list[Formula]) -> Iterator[tuple[str, str, Formula]]:
        """The words that the contradiction leaves no room for, each with the other lines, which have to hold."""
        for place, condition in enumerate(item.when):
            if condition.fact in self.words:
                rest = all_of((*sure[:place], *sure[place + 1 :]))
                yield from ((condition.fact, word, rest) for word in self._words(condition))

    def source(self, fact: str) -> str:
        """The asked fact behind one that is computed from it alone."""
        found = self.knowledge.fact(fact)
        return fact if found.origin is Origin.ASKED else found.inputs[0]

    def images(self, fact: str) -> Mapping[str | None, object]:
        """What each answer makes of a fact that is computed from one question; under None, what no answer does."""
        if fact not in self._images:
            source = self.source(fact)
            answers: list[dict[str, Answer]] = [{}]
            answers += [{source: word} for word in self.words[source]]
            cases = ((told.get(source), Case(START, told)) for told in answers)
            self._images[fact] = {str(w) if w else None: compute(fact, case, self.knowledge, {}) for w, case in cases}
        return self._images[fact]

    def computed(self, fact: str, words: Collection[str]) -> Truth:
        """Whether a fact that is computed from one question is one of the words."""
        images, source = self.images(fact), self.source(fact)
        held = self.among(source, [word for word in self.words[source] if images[word] in words])
        if images[None] is None:
            return held
        unanswered = all_of((no(self.answered[source]), TRUE if images[None] in words else FALSE))
        known = any_of((all_of((self.answered[source], held.sure)), unanswered))
        return Truth(known, known)

    def _words(self, condition: Condition) -> list[str]:
        """The answers with which the comparison holds."""
        if condition.fact in self.words:
            return [word for word in self.words[condition.fact] if condition.admits(word)]
        images = self.images(condition.fact)
        return [word for word in self.words[self.source(condition.fact)] if condition.admits(str(images[word]))]
