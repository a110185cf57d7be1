"""Answers that cannot all be true → faults; and what the answers given leave no room for → one answer less to ask.

What a value does to the contradictions is worked out once, as bits: which have a condition that does not hold, and which
wait for the fact. Most cases touch none of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from engine.case import Case, Elapsed, FactValue, words_of
from engine.findings.conditions import holds
from engine.findings.inference import Engine
from knowledge.citations import Days
from knowledge.errors import Fault
from knowledge.frozen import Frozen, replace
from knowledge.library import Knowledge
from knowledge.models import Origin
from rules.models import Condition, Contradiction, Rulebase
from rules.numbers import bits_of

__all__ = ["Contradictions"]

NO_DAYS = Days(date.min)
"""on which no word depends"""


class _Effect(Frozen):
    """What a value does: contradictions that fail on it, and those of which one condition, or several, wait for it."""

    fails: int
    once: int
    more: int


class Contradictions:
    """The contradictions of the rules, looked for in cases."""

    def __init__(self, knowledge: Knowledge, rulebase: Rulebase, engine: Engine) -> None:
        self.knowledge, self.engine = knowledge, engine
        self.items: tuple[Contradiction, ...] = rulebase.contradictions
        self._every = (1 << len(self.items)) - 1
        self._on: dict[str, list[tuple[int, Condition]]] = {}
        for number, item in enumerate(self.items):
            for condition in item.when:
                self._on.setdefault(condition.fact, []).append((1 << number, condition))
        self._of_words: dict[tuple[str, FactValue | None], _Effect] = {}
        asked = {fact for fact in self._on if knowledge.fact(fact).origin is Origin.ASKED}
        self._unanswered = {fact: self._worked_out(fact, None) if fact in asked else None for fact in self._on}
        """what a question does that nobody answered; none for a fact that is computed"""
        self._words = {fact: frozenset(words_of(knowledge.facts[fact])) for fact in asked}
        self._refused = {
            condition: frozenset(filter(condition.admits, self._words[condition.fact]))
            for item in self.items
            for condition in item.when
            if condition.fact in asked
        }
        """the words that a condition on an asked fact holds for; none for a day or a sum"""

    def faults(self, case: Case) -> Iterator[Fault]:
        """One fault for each contradiction that the case holds."""
        possible, once, _ = self._look(case)
        for number in bits_of(possible & ~once):
            item = self.items[number]
            facts = ", ".join(condition.fact for condition in item.when)
            yield Fault.told(facts, item.entry.message, "contradiction", self._last_told(item, case))

    def left_aside(self, case: Case) -> Case:
        """The case without the answers that tell less than those which they do not fit, and with those that it is read as.

        What it is read as may leave other answers out of place: so it is looked at again until nothing changes, and of
        several contradictions that it holds the first one counts.
        """
        read = case
        for _ in self.items:
            further = self._left_aside(read)
            if further is read:
                break
            read = further
        return read if read is case else replace(read, as_told=case)

    def _left_aside(self, case: Case) -> Case:
        possible, once, _ = self._look(case)
        held = (self.items[number].entry for number in bits_of(possible & ~once))
        entry = next((entry for entry in held if entry.becomes or entry.gives_way in case.answers), None)
        if entry is None:
            return case
        kept = {name: word for name, word in case.answers.items() if name != entry.gives_way}
        return replace(case.moved(entry.contacts), answers={**entry.tells, **kept, **entry.becomes})

    def _look(self, case: Case) -> tuple[int, int, int]:
        """The contradictions of which no condition fails; those of them that wait for a condition; those that wait for more."""
        fails = once = more = 0
        days = case.days
        for fact, unanswered in self._unanswered.items():
            effect = unanswered if unanswered and fact not in case.answers else self._effect(fact, case, days)
            fails |= effect.fails
            more |= effect.more | (once & effect.once)
            once |= effect.once
        possible = self._every & ~fails
        return possible, once & possible, more & possible

    def _effect(self, fact: str, case: Case, days: Days) -> _Effect:
        value = self.engine.value(fact, case)
        if isinstance(value, (Decimal, Elapsed)):
            return self._worked_out(fact, value, days)
        if (fact, value) not in self._of_words:
            self._of_words[fact, value] = self._worked_out(fact, value, days)
        return self._of_words[fact, value]

    def _worked_out(self, fact: str, value: FactValue | None, days: Days = NO_DAYS) -> _Effect:
        fails = once = more = 0
        for bit, condition in self._on[fact]:
            truth = holds(condition, value, self.knowledge, days)
            if truth is False:
                fails |= bit
            elif truth is None:
                more, once = more | (once & bit), once | bit
        return _Effect(fails, once, more)

    def _left(self, item: Contradiction, case: Case, days: Days) -> tuple[Condition, ...]:
        """The conditions that are not settled yet."""
        return tuple(condition for condition in item.when if self.engine.holds(condition, case, days) is None)

    def _last_told(self, item: Contradiction, case: Case) -> tuple[str, ...]:
        """The one of its answers that was told last: the one to ask again."""
        facts = (self.knowledge.fact(condition.fact) for condition in item.when)
        behind = {name for fact in facts for name in (fact.inputs or (fact.id,))}
        return tuple(name for name in case.answers if name in behind)[-1:]

    def open(self, case: Case) -> tuple[tuple[Condition, ...], ...]:
        """Of each contradiction that more answers could bring about, the conditions that are still open."""
        days = case.days
        return tuple(self._left(self.items[number], case, days) for number in bits_of(self._look(case)[0]))

    def narrow(self, case: Case) -> Case:
        """The case with the words that are ruled out; a fact that is left with one word has that answer."""
        while True:
            ruled_out = self._ruled_out(case)
            if ruled_out != case.ruled_out:
                case = replace(case, ruled_out=ruled_out)
            left = ((name, self._words[name] - out) for name, out in ruled_out.items())
            only = {name: next(iter(words)) for name, words in left if len(words) == 1}
            if not only:
                return case
            answers = {**case.answers, **only}
            case = replace(
                case, answers=answers, implied=case.implied | set(only), dont_know=case.dont_know - set(only)
            )

    def refused(self, case: Case, fact: str) -> frozenset[str]:
        """The words of the fact that nobody is offered in this case: ruled out, and not read as another trouble instead."""
        return self._ruled_out(case, refused_only=True).get(fact, frozenset())

    def _ruled_out(self, case: Case, *, refused_only: bool = False) -> dict[str, frozenset[str]]:
        """Of each fact the words with which a contradiction of which all else holds would be complete."""
        found: dict[str, frozenset[str]] = {}
        days = case.days
        _, once, more = self._look(case)
        for number in bits_of(once & ~more):
            entry = self.items[number].entry
            if refused_only and entry.becomes and entry.offered:
                continue
            (condition,) = self._left(self.items[number], case, days)
            if refused := self._refused.get(condition):
                found[condition.fact] = found.get(condition.fact, frozenset()) | refused
        return found
