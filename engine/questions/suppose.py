"""An unanswered fact and a supposed answer → which undecided rules it would decide, and what the steps would make of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property, reduce
from operator import or_

from engine.case import Answer, FactValue
from engine.findings import World, Worlds
from engine.findings.conditions import Range
from engine.questions.pending import Prospect
from knowledge.frozen import Frozen
from rules.models import Advise, Bar, Hold, Open, Rule
from rules.numbers import bits_of

__all__ = ["Outcome", "Supposer"]


class Outcome(Frozen, eq=False):
    """What an answer would leave: the rules still undecided, those that fired (bits), and what the steps would show of it.

    Answers that leave the same share one outcome.
    """

    undecided: int
    fired: int
    effect: frozenset[object]


class Supposer:
    """Supposes answers to one case, one at a time, and looks at what they would do to the steps."""

    def __init__(self, prospect: Prospect, worlds: Worlds) -> None:
        self.prospect, self.worlds = prospect, worlds
        self.answers = worlds.answers
        self._shown: dict[int, tuple[object, ...]] = {}
        self._outcomes: dict[tuple[object, ...], Outcome] = {}

    @cached_property
    def scope(self) -> int:
        """The rules behind all that is pending, as bits."""
        return reduce(or_, (item.rules for item in self.prospect.pending), 0)

    def outcome(self, fact: str | None = None, answer: Answer | None = None) -> Outcome:
        """What would be left if this were the answer; without one, as things stand."""
        answers = {fact: answer} if fact is not None and answer is not None else {}
        narrowed = self.worlds.narrowed(answers)
        values = {**self.worlds.values(answers), **narrowed}
        key = (fact, *(self._sign(name, value) for name, value in values.items()))
        if key not in self._outcomes:  # answers on which every comparison comes out the same leave the same
            world = self.worlds.of_values(values, answers) if narrowed else self.worlds.world(answers)
            self._outcomes[key] = self._outcome(world)
        return self._outcomes[key]

    def world(self, answers: Mapping[str, Answer]) -> World:
        """What the rules would make of the answers, and of what they rule out."""
        narrowed = self.worlds.narrowed(answers)
        if not narrowed:
            return self.worlds.world(answers)
        return self.worlds.of_values({**self.worlds.values(answers), **narrowed}, answers)

    def _sign(self, name: str, value: FactValue | Range | None) -> tuple[str, int, int]:
        """What tells two values of a fact apart here: the undecided rules that fail on them, and those that still wait."""
        mark = self.worlds.mark(name, value)
        return name, mark.fails & self.worlds.scope, mark.waits & self.worlds.on.get(name, 0)

    def _outcome(self, world: World) -> Outcome:
        return Outcome(self.scope & ~world.decided, world.fired, frozenset(self._effects(world.fired)))

    def _effects(self, fired: int) -> Iterator[object]:
        """How the steps would show the rules that fired: urgency and grounds of an action, what opens or shuts a channel."""
        for number in bits_of(fired & self.prospect.showing):
            if number not in self._shown:
                self._shown[number] = tuple(_effect(self.prospect.numbered.rules[number]))
            yield from self._shown[number]


def _effect(rule: Rule) -> Iterator[object]:
    for conclusion in rule.then:
        if isinstance(conclusion, (Advise, Open)):
            yield conclusion
        elif isinstance(conclusion, (Bar, Hold)):
            yield conclusion if isinstance(conclusion, Bar) else (conclusion, rule.id)
