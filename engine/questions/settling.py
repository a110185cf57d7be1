"""An undetermined channel → the state in which every completion of the case leaves it, if they agree; and what would decide it.

Whether some answers open it, and others do not, is searched: one unanswered fact after the other, with the rules as the
judge, until one way to either is found or none is left. What the search looks at is little: the rules that decide about the
channel, those behind them, what their unknown facts can still be. Cases that have all that in common share what was found.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from functools import cached_property

from engine.case import Answer
from engine.findings import World, Worlds
from engine.nodes import ChannelState, state_of, undecided
from knowledge.models import Fact, Origin
from knowledge.remembered import Remembered
from rules.numbers import Deciding, bits_of

__all__ = ["Search", "Seen", "Settled"]

TRIED = 200
"""so many sets of answers are tried for one channel; beyond, it is left undetermined"""
SHUT = (ChannelState.WAITING, ChannelState.CLOSED, ChannelState.NOT_APPLICABLE)
"""told in this order where different completions shut it differently: what may come later is not given up"""
KEPT = 2_000
"""so many searches are remembered before they are forgotten together"""
LATELY = 8
"""so many answers that opened or shut a channel are remembered"""
Told = tuple[str, Answer]
Settled = tuple[ChannelState | None, tuple[str, ...]]
"""the state that every completion leaves; without one, or where that was not found out, the facts that would decide it"""


class Seen:
    """What was found of channels in earlier cases, by what the search looked at."""

    def __init__(self) -> None:
        self._found: Remembered[Hashable, Settled] = Remembered(KEPT)
        self.told: dict[str, tuple[Told, ...]] = {}
        """by channel: the answers that opened or shut it lately, which are tried first"""

    def __len__(self) -> int:
        return len(self._found)

    def settled(self, search: Search) -> Settled:
        """As the search finds it, or as it was found before."""
        key = search.key
        if key is None:
            return search.settled()
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = search.settled()
        return found


class Search:
    """The search for one channel in one case."""

    def __init__(self, worlds: Worlds, channel: str, rules: Deciding, seen: Seen) -> None:
        self.whole, self.channel, self.deciding, self.seen = worlds, channel, rules, seen
        self.fired, self.open = worlds.inference.fired, worlds.inference.open
        numbered = worlds.inference.numbered
        parts = (rules.opens, rules.bars, rules.holds)
        self.rules = tuple(numbered.rules[number].id for part in parts for number in bits_of(part & self.open))
        """the undecided ones, those that open it first"""
        self.states: set[ChannelState] = set()
        self.tried = 0

    @cached_property
    def key(self) -> Hashable | None:
        """All that the search looks at, the same for all cases in which it finds the same; None where it looks at days and contacts."""
        scope, inference = self.open & self.deciding.behind, self.whole.inference
        waited = [fact for fact, rules in self.whole.on.items() if rules & scope]
        if not all(map(self._is_told_by_words, waited)):
            return None
        facts = {name for fact in waited for name in (self.whole.inputs(fact) or (fact,))}
        left = tuple((fact, inference.ranges.get(fact)) for fact in waited)
        out = tuple(inference.case.ruled_out.get(fact) for fact in sorted(facts))
        against = tuple(
            tuple(condition.text for condition in conditions)
            for asked, conditions in self.whole.compatible.contradictions
            if asked <= facts
        )
        return self.channel, self.fired & self.deciding.rules, scope, left, out, against

    def _is_told_by_words(self, name: str) -> bool:
        """Whether it is asked or concluded, or follows from the words of a single question that nobody answered."""
        fact: Fact = self.whole.knowledge.fact(name)
        if fact.origin is not Origin.COMPUTED:
            return True
        return bool(fact.values) and len(fact.inputs) == 1 and fact.inputs[0] not in self.whole.case.answers

    def settled(self) -> Settled:
        """The state in which every completion leaves it; none where they differ, or where that is not found out.

        Where every answer left is ruled out, or read as another trouble, the case has no completion, and nothing opens it.
        """
        if not (self._turns() or self._look({})):
            return None, self.asks
        states = self.states or {ChannelState.NOT_APPLICABLE}
        if ChannelState.OPEN in states and len(states) > 1:
            return None, self.asks
        return (ChannelState.OPEN if ChannelState.OPEN in states else next(s for s in SHUT if s in states)), ()

    @property
    def asks(self) -> tuple[str, ...]:
        """The unanswered facts behind the rules that leave it undetermined."""
        waits = undecided(self.deciding, self.fired, self.open)
        return self.whole.unknowns.behind_rules(self.whole.inference.numbered.names(waits))

    @cached_property
    def worlds(self) -> Worlds:
        """The worlds through the rules that decide the channel, and those behind them."""
        behind = 0
        for rule in self.rules:
            behind |= self.whole.unknowns.rules_behind(rule)
        return self.whole.within(behind)

    def state(self, world: World) -> ChannelState:
        """What the rules make of the channel in that world."""
        return state_of(self.deciding, self.fired | world.fired, self.open & ~world.decided)

    def _turns(self) -> bool:
        """Whether single answers are enough to open it and to shut it.

        What shuts it only once told does not count: until then it stops nobody.
        """
        once, names = self.deciding.once_told & self.open, self.whole.inference.numbered.names
        for fact, answer in self._alone(
            self.whole.unknowns.behind_rules(names(self.deciding.rules & self.open & ~once))
        ):
            world = self.worlds.world({fact: answer})
            state = self.state(world)
            if state is ChannelState.UNDETERMINED or world.fired & once or not self.worlds.admits({fact: answer}):
                continue
            if state not in self.states:
                self.states.add(state)
                self._remember((fact, answer))
            if self._differ:
                return True
        return False

    def _alone(self, facts: Sequence[str]) -> Iterator[Told]:
        """Every answer to one of the facts, those first that opened or shut the channel in other cases."""
        known = self.whole.knowledge.facts
        for fact, answer in self.seen.told.get(self.channel, ()):
            if fact in facts and answer in self.worlds.answers(known[fact]):
                yield fact, answer
        yield from ((fact, answer) for fact in facts for answer in self.worlds.answers(known[fact]))

    def _remember(self, told: Told) -> None:
        others = [item for item in self.seen.told.get(self.channel, ()) if item != told]
        self.seen.told[self.channel] = (told, *others[: LATELY - 1])

    @property
    def _differ(self) -> bool:
        """Whether one way opens it, and another does not."""
        return ChannelState.OPEN in self.states and len(self.states) > 1

    def _look(self, answers: Mapping[str, Answer]) -> bool:
        if self.tried >= TRIED:
            return False
        self.tried += 1
        world = self.worlds.world(answers)
        state = self.state(world)
        if state is not ChannelState.UNDETERMINED:
            self.states.add(state)
            return True
        fact = next(self._facts(world), None)
        if fact is None:
            return False
        for answer in self.worlds.answers(self.worlds.knowledge.facts[fact]):
            more = {**answers, fact: answer}
            if self.worlds.admits(more) and not self._look(more):
                return False
            if self._differ:
                return True
        return True

    def _facts(self, world: World) -> Iterator[str]:
        """The unanswered facts behind what is still undecided, those of the rules that open first."""
        bit = self.whole.inference.numbered.bit
        for rule in self.rules:
            if not bit[rule] & world.decided:
                yield from self._behind(rule, world)

    def _behind(self, rule: str, world: World) -> Iterator[str]:
        unknowns, bit = self.worlds.unknowns, self.whole.inference.numbered.bit
        for condition in unknowns.waits(rule):
            if self.worlds.truth(condition, world) is not None:
                continue
            if self.worlds.knowledge.fact(condition.fact).origin is not Origin.CONCLUDED:
                yield from sorted(unknowns.behind(condition.fact) - world.answers.keys())  # sets have no order
                continue
            for drawer in unknowns.drawers(condition):
                if not bit[drawer.id] & world.decided:
                    yield from self._behind(drawer.id, world)
