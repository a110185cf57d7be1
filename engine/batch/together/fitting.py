"""What an action is meant for → the cases in which it can be done, as `Fitting` has it of one case."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

from engine.adviser import Adviser
from engine.batch.together.crowd import Column, Crowd
from engine.batch.together.doors import Door, Doors
from engine.batch.together.judging import Judged
from engine.batch.together.noting import SOLVED
from engine.case import bind, settlers
from knowledge.action import Action
from knowledge.channel import Channel, Level
from knowledge.counterpart import Counterpart
from knowledge.frozen import Frozen
from knowledge.library import Knowledge
from knowledge.outcome import Outcome
from knowledge.standing import Standing

__all__ = ["Fits", "Place", "Places"]


class Place(Frozen, eq=False):
    """An action at the channel at which it is done, and the wallets at which it is done there; None: at all others."""

    action: Action
    channel: Channel | None
    wallets: tuple[str, ...]
    elsewhere: bool
    """whether it is the usual one, so that these wallets have another"""

    @cached_property
    def files(self) -> bool:
        """Whether it puts the dispute to somebody, who then has to answer."""
        return self.channel is not None and self.action.starts_clock

    @property
    def aside(self) -> bool:
        """Whether it puts no dispute to a bank or operator, and so waits for none."""
        return not self.action.files and self.channel is not None and self.channel.level is Level.PROVIDER

    @property
    def side(self) -> Counterpart | None:
        return self.action.counterpart or (self.channel.counterpart if self.channel else None)


class Places:
    """Every action at every channel at which it can be done, by action."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.of = {action.id: tuple(self._of(action, knowledge)) for action in knowledge.actions.values()}
        self.done_by = {action.id: frozenset(self._done_by(action, knowledge)) for action in knowledge.actions.values()}
        """the actions of which a contact leaves this one nothing to do"""

    @staticmethod
    def _of(action: Action, knowledge: Knowledge) -> Iterator[Place]:
        usual = action.channel
        if usual is None:
            yield Place(action, None, (), elsewhere=True)
            return
        other: dict[str, list[str]] = {}
        for provider in knowledge.providers.values():
            if (there := provider.instead.get(usual, usual)) != usual:
                other.setdefault(there, []).append(provider.id)
        for channel, wallets in other.items():
            yield Place(action, knowledge.channels[channel], tuple(wallets), elsewhere=False)
        away = tuple(wallet for wallets in other.values() for wallet in wallets)
        yield Place(action, knowledge.channels[usual], away, elsewhere=True)

    @staticmethod
    def _done_by(action: Action, knowledge: Knowledge) -> Iterator[str]:
        yield from (action.id, *action.yields_to)
        for item in knowledge.actions.values():
            same = item.heard_anyway and item.channel == action.channel
            if same and action.id in item.yields_to and not action.files:
                yield item.id


class Fits:
    """Which places fit in which cases of one crowd."""

    def __init__(self, adviser: Adviser, places: Places, doors: Doors, crowd: Crowd, judged: Judged) -> None:
        self.knowledge, self.places, self.doors = adviser.knowledge, places, doors
        self.crowd, self.judged = crowd, judged
        self.solved = crowd.having(SOLVED, ("yes",))
        self._door: dict[str, Door] = {}
        self._wanted: dict[str, Column] = defaultdict(int)
        self._tried = self._count_tried()
        self._again = self._count_again()

    def _count_tried(self) -> dict[str, dict[Standing, Column]]:
        """By channel and standing the cases in which the dispute was put there."""
        found: dict[str, dict[Standing, Column]] = {}
        for number, table in enumerate(self.crowd.tables):
            for channel, told in table.items():
                standings = found.setdefault(channel, {})
                standings[told.standing] = standings.get(told.standing, 0) | 1 << number
        return found

    def _count_again(self) -> dict[str, Column]:
        """By channel the cases in which it has answered, was asked again, and nothing has come back."""
        found: dict[str, Column] = {}
        for number, table in enumerate(self.crowd.tables):
            for channel, told in table.items():
                if told.reopened:
                    found[channel] = found.get(channel, 0) | 1 << number
        return found

    @cached_property
    def settled(self) -> dict[frozenset[Counterpart], Column]:
        """By those with whom a settlement was signed: the cases."""
        found: dict[frozenset[Counterpart], Column] = {}
        for number, case in enumerate(self.crowd.cases):
            if any(attempt.outcome is Outcome.SETTLED for attempt in case.attempts):
                sides = settlers(case, self.knowledge)
                found[sides] = found.get(sides, 0) | 1 << number
        return found

    @cached_property
    def done(self) -> dict[str, Column]:
        """By action: the cases in which a contact was for it."""
        found: dict[str, Column] = {}
        for number, case in enumerate(self.crowd.cases):
            for attempt in case.attempts:
                if attempt.action:
                    found[attempt.action] = found.get(attempt.action, 0) | 1 << number
        return found

    def tried(self, channel: str) -> Column:
        """The cases in which the dispute was put there."""
        found = 0
        for column in self._tried.get(channel, {}).values():
            found |= column
        return found

    def door(self, channel: str) -> Door:
        if channel not in self._door:
            self._door[channel] = self.doors.door(channel, self.judged)
        return self._door[channel]

    def may_fit(self, place: Place, advised: Column) -> Column:
        """Where the place fits but for its door, among the cases in which the action is advised."""
        at = self.crowd.having("provider", place.wallets)
        found = advised & (self.crowd.every & ~at if place.elsewhere else at)
        action, channel = place.action, place.channel
        if found and not action.when_solved:
            found &= ~(self.solved | self._bound(place))
        if not (found := found and self._meant(action, found)) or channel is None:
            return found
        for name in self.places.done_by[action.id] & self.done.keys():
            found &= ~self.done[name]
        standings = self._tried.get(channel.id, {})
        untried = self.crowd.every & ~self.tried(channel.id)
        if not place.aside:
            at_standing = untried if Standing.NOT_TRIED in action.at else 0
            for standing, column in standings.items():
                at_standing |= column if standing in action.at else 0
            if Standing.WAITING not in action.at:
                at_standing &= ~self._again.get(channel.id, 0)
            found &= at_standing
        door = self.door(channel.id)
        if action.refiles:
            found &= untried | door.open | door.waiting
        self._wanted[channel.id] |= found & untried & door.waiting
        return found & ~(untried & ~door.open & ~door.waiting)

    def settle(self) -> None:
        """Decides the doors of all that may fit."""
        for channel, column in self._wanted.items():
            self.doors.settle(channel, self.door(channel), column, self.crowd, self.judged)

    def passable(self, place: Place, found: Column) -> tuple[Column, Column]:
        """Where it fits with its door decided; and where the door stays undetermined."""
        if place.channel is None:
            return found, 0
        door, untried = self.door(place.channel.id), self.crowd.every & ~self.tried(place.channel.id)
        fits = found & ~(untried & ~door.open & ~door.unsure)
        return fits, fits & untried & door.unsure

    def _bound(self, place: Place) -> Column:
        """Where a settlement binds the other side; without a channel, where there is any."""
        found = 0
        for sides, column in self.settled.items():
            found |= column if place.channel is None or bind(sides, place.side) else 0
        return found

    def _meant(self, action: Action, among: Column) -> Column:
        crowd = self.crowd
        if action.while_unknown:
            told = among
            for fact in action.while_unknown:
                told &= crowd.told.get(fact, 0)
            among &= ~told
        for fact, words in action.not_for.items():
            among &= ~crowd.having(fact, words)
        for fact, words in action.only_for.items():
            among &= crowd.having(fact, words) | self._may_be(fact, frozenset(words))
        return among

    def _may_be(self, fact: str, words: frozenset[str]) -> Column:
        """Where the fact is not known and not all of the words are ruled out."""
        crowd = self.crowd
        if fact not in crowd.told:
            known = 0
            for column in crowd.words.get(fact, {}).values():
                known |= column
            return crowd.every & ~known
        found = 0
        for value, column in crowd.left[fact]:
            found |= column if not words.isdisjoint(getattr(value, "possible", words)) else 0
        return found
