"""The order of steps → formulas, as `engine/agenda.py` ranks them; `before` says that one stands before another."""

from __future__ import annotations

from functools import lru_cache

from engine.agenda import nearness
from engine.graph import positions
from engine.proving.logic import Formula, Number, all_of, any_of, choose, no
from engine.proving.space import Space
from engine.proving.steps import Advice
from engine.proving.times import Age
from engine.steps.steps import WEEK
from knowledge.action import Action
from rules.models import Urgency

__all__ = ["Ranks"]


class Ranks:
    """How soon each step is due, and what stands before it."""

    def __init__(self, space: Space) -> None:
        self.space, self.knowledge = space, space.knowledge
        self.place = {action: place for place, action in enumerate(self.knowledge.actions)}
        self.position = positions(self.knowledge)
        self._numbers: dict[str, Number] = {}

    def before(self, one: str, other: str) -> Formula:
        """Whether the one would stand before the other where that is a step at all."""
        return any_of((no(self.space.steps.step[other]), self.number(one) < self.number(other)))

    def number(self, name: str) -> Number:
        """The place in the order, as one number: what comes first in it weighs most."""
        if name not in self._numbers:
            self._numbers[name] = self._number(name)
        return self._numbers[name]

    def _number(self, name: str) -> Number:
        action = self.knowledge.actions[name]
        aside = self.space.answers.where(action.aside)
        later = any_of((aside, no(self.space.answers.where(action.first))))
        undetermined = no(self.space.steps.sure(name))
        parts = ((later, 4), (undetermined, 2), (aside, 1))
        found = self._urgency(name) * 16 + (0 if action.presses else 8)
        for held, weight in parts:
            found = found + choose(held, weight, 0)
        return found * SCALE + self._static(action)

    def _static(self, action: Action) -> Number:
        """What follows from the door alone, and from the order of the files."""
        found: Number = self.place[action.id]
        for at, door in self.space.steps.places(action):
            keys = nearness(self.knowledge.channels[door], self.position[door])
            found = choose(at, _packed(keys) * 1000 + self.place[action.id], found)
        return found

    def _urgency(self, name: str) -> Number:
        """The soonest that is advised and not over; a limit that ends today or this week is as urgent as that."""
        found: Number = len(Urgency)
        for item in sorted(self.space.steps.advice[name], key=lambda item: -item.advise.urgency.order):
            found = choose(item.alive, self._soon(item, self.knowledge.actions[name]), found)
        return found

    def _soon(self, item: Advice, action: Action) -> Number:
        order: Number = item.advise.urgency.order
        if action.presses and item.advise.limit:
            return Urgency.TODAY.order
        if item.advise.limit and item.advise.event:
            event = self.space.computed.event(item.advise.event)
            for text in self.space.times.limits(item.advise.limit):
                age = Age(text.length, text.rolls_over)
                for days, urgency in ((WEEK.days, Urgency.THIS_WEEK), (0, Urgency.TODAY)):
                    near = self.space.times.over(event.earliest - days - 1, age)
                    order = choose(all_of((event.known, text.holds, near)), urgency.order, order)
        return order


SCALE = 10**12


@lru_cache(maxsize=512)
def _packed(keys: tuple[int, ...]) -> int:
    found = 0
    for key in keys:
        found = found * 1000 + min(int(key), 999)
    return found
