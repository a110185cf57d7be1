"""A case and a target → the smallest sets of changes that open the channel, or put the action into the plan.

A search from the case outwards, one change at a time, fewest first: at each step one obstacle is taken and every change
that may remove it is tried, with the engine itself as the judge. Rules that fire behind an obstacle, bars and holds are
found the same way. A set is only named if each of its changes is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from engine.adviser import Advice, Adviser
from engine.case import Case
from engine.case.changes import Change, case_data, changed
from engine.explaining.remedies import Kind, Remedies
from engine.findings import Inference, State
from engine.graph import ChannelState, Graph
from engine.steps import Fitting, channel_of
from knowledge.errors import CaseError
from knowledge.frozen import Frozen, replace
from knowledge.standing import Standing
from rules.models import Advise, Bar, Conclusion, Hold, Open, Rule

__all__ = ["Move", "Reach", "Search", "smallest", "target_of"]

DOABLE = frozenset(Kind) - {Kind.FIXED}
ORDER = list(Kind)


class Search(Frozen):
    """How far to look: the most changes, the most cases to try, the most sets to name, and what kinds of change count."""

    changes: int = 3
    cases: int = 400
    sets: int = 6
    kinds: frozenset[Kind] = DOABLE


class Move(Frozen):
    """One change, in any of its values: `counterparty` to `individual` or to `merchant`, whichever."""

    key: str
    values: tuple[str, ...]
    kind: Kind

    def __str__(self) -> str:
        return f"{self.key}={'|'.join(self.values)}"


class Reach(Frozen):
    """Changes after which the target is reached; none of them can be left out. In the order in which to make them."""

    moves: tuple[Move, ...]

    @property
    def changes(self) -> tuple[Change, ...]:
        """The changes, each with the first of its values."""
        return tuple(Change(move.key, move.values[0]) for move in self.moves)


class _Spot(Frozen):
    """The case after some changes."""

    inference: Inference
    graph: Graph
    made: tuple[tuple[Change, Kind], ...] = ()


def smallest(adviser: Adviser, advice: Advice, target: str, search: Search, rule: Rule | None = None) -> list[Reach]:
    """The smallest sets of changes, fewest first; by way of one rule if one is given. Empty: none within the search."""
    return _Searcher(adviser, advice, target, search, rule).run()


def target_of(conclusion: Conclusion) -> str | None:
    """The action or channel that a rule with this conclusion leads to."""
    if isinstance(conclusion, Advise):
        return conclusion.action
    return conclusion.channel if isinstance(conclusion, Open) else None


class _Searcher:
    def __init__(self, adviser: Adviser, advice: Advice, target: str, search: Search, rule: Rule | None) -> None:
        self.adviser, self.advice, self.target, self.search = adviser, advice, target, search
        self.action = adviser.knowledge.actions.get(target)
        self.by_rule = rule is not None
        found = [r for r in adviser.rulebase.rules if any(target_of(c) == target for c in r.then)]
        self.rules = [rule] if rule else found
        self.data = case_data(advice.case)
        self.tried = 0

    def run(self) -> list[Reach]:
        found: list[_Spot] = []
        level, seen = [_Spot(self.advice.inference, self.advice.graph)], {frozenset[Change]()}
        for _ in range(self.search.changes):
            level = list(self.next_level(level, seen, found))
            reached = [spot for spot in level if self.reached(spot)]
            found += [spot for spot in reached if self.needed(spot)]
            level = [spot for spot in level if spot not in reached]
            if len(_merged(found)) >= self.search.sets:
                break
        return sorted(_merged(found), key=_cost)[: self.search.sets]

    def next_level(self, level: list[_Spot], seen: set[frozenset[Change]], found: list[_Spot]) -> Iterator[_Spot]:
        for spot in level:
            remedies = Remedies(self.adviser, self.advice.case, spot.inference, spot.graph)
            made = dict(spot.made)
            keys = {change.key for change in made}
            for change in dict.fromkeys(self.moves(spot, remedies)):
                kind, after = remedies.kind(change), frozenset({*made, change})
                if kind not in self.search.kinds or change.key in keys or after in seen:
                    continue
                seen.add(after)
                there = self.spot((*spot.made, (change, kind))) if self.worth(after, found) else None
                if there is not None:
                    yield there

    def worth(self, changes: frozenset[Change], found: list[_Spot]) -> bool:
        """Whether to try them: within the budget, and no part of them is found to be enough."""
        return self.tried < self.search.cases and not any(dict(spot.made).keys() <= changes for spot in found)

    def spot(self, made: tuple[tuple[Change, Kind], ...]) -> _Spot | None:
        """The case with these changes; None where it contradicts itself."""
        self.tried += 1
        try:
            case = self.read(change for change, _ in made)
        except CaseError:
            return None
        inference = self.adviser.engine.infer(case)
        return _Spot(inference, self.adviser.map(inference)[0], made)

    def read(self, changes: Iterable[Change]) -> Case:
        return self.adviser.read(changed(self.data, changes, self.adviser.knowledge), self.advice.case.as_of)

    def channel(self, spot: _Spot) -> str | None:
        return channel_of(self.action, self.adviser.knowledge, spot.inference.case) if self.action else self.target

    def reached(self, spot: _Spot) -> bool:
        """Whether the channel is open, or the action would be a step; by the rule asked for."""
        fired = any(_fired(spot, rule) for rule in self.rules)
        channel = self.channel(spot)
        node = spot.graph.nodes[channel] if channel else None
        if not fired and (self.by_rule or self.action is not None or node is None):
            return False
        if self.action is None:
            return node is not None and node.state is ChannelState.OPEN
        tried = node is None or node.state is ChannelState.OPEN or node.standing.standing is not Standing.NOT_TRIED
        return tried and Fitting(self.adviser.knowledge, spot.inference, spot.graph).fits(self.action)

    def needed(self, spot: _Spot) -> bool:
        """Whether the target is out of reach as soon as any one of the changes is left out."""
        for leave_out in range(len(spot.made)) if len(spot.made) > 1 else ():
            rest = self.spot(spot.made[:leave_out] + spot.made[leave_out + 1 :])
            if rest is not None and self.reached(rest):
                return False
        return True

    def moves(self, spot: _Spot, remedies: Remedies) -> Iterator[Change]:
        """Changes that may remove one obstacle: of the rules that lead there, and of what stands before the channel.

        Of both at once: a channel is open too where whatever rule would fire, so that only a bar is in the way.
        """
        fired = any(_fired(spot, rule) for rule in self.rules)
        for rule in self.rules if not fired else ():
            yield from remedies.toward(rule)
        channel = self.channel(spot)
        if channel is None or (not fired and self.action is not None):
            return
        stops = [verdict.rule for verdict in spot.inference.verdicts if _stops(verdict.state, verdict.rule, channel)]
        if stops:
            yield from remedies.against(stops[0])
        elif fired and self.action is not None:
            for verdict in spot.inference.verdicts:
                if Open(channel) in verdict.rule.then:
                    yield from remedies.toward(verdict.rule)


def _fired(spot: _Spot, rule: Rule) -> bool:
    return any(verdict.rule is rule and verdict.state is State.FIRED for verdict in spot.inference.verdicts)


def _stops(state: State, rule: Rule, channel: str) -> bool:
    kinds: tuple[Callable[[str], Conclusion], ...] = (Bar, Hold)
    stands = state is State.FIRED or (state is State.UNDECIDED and not rule.entry.once_told)
    return stands and any(kind(channel) in rule.then for kind in kinds)


def _merged(spots: list[_Spot]) -> list[Reach]:
    """Sets that differ in one value only are told as one."""
    found = [Reach(tuple(Move(change.key, (change.value,), kind) for change, kind in spot.made)) for spot in spots]
    merged: list[Reach] = []
    for reach in found:
        into = next((n for n, other in enumerate(merged) if _differing(other, reach) is not None), None)
        if into is None:
            merged.append(reach)
        else:
            merged[into] = _join(merged[into], reach)
    return merged if len(merged) == len(found) else _remerged(merged)


def _remerged(reaches: list[Reach]) -> list[Reach]:
    """Merged again until no two differ in one change only."""
    for n, first in enumerate(reaches):
        for m in range(n + 1, len(reaches)):
            if _differing(first, reaches[m]) is not None:
                return _remerged([*reaches[:n], _join(first, reaches[m]), *reaches[n + 1 : m], *reaches[m + 1 :]])
    return reaches


def _differing(first: Reach, second: Reach) -> int | None:
    """The place of the one move in which they differ; None when they are of other shape or differ in more."""
    if [(move.key, move.kind) for move in first.moves] != [(move.key, move.kind) for move in second.moves]:
        return None
    places = [
        n for n, (a, b) in enumerate(zip(first.moves, second.moves, strict=True)) if set(a.values) != set(b.values)
    ]
    return places[0] if len(places) == 1 else None


def _join(first: Reach, second: Reach) -> Reach:
    place = _differing(first, second)
    assert place is not None
    one, other = first.moves[place], second.moves[place]
    values = tuple(dict.fromkeys((*one.values, *other.values)))
    return Reach((*first.moves[:place], replace(one, values=values), *first.moves[place + 1 :]))


def _cost(reach: Reach) -> tuple[int, list[int], list[str]]:
    """Fewest changes first, then those that are easiest to bring about."""
    return len(reach.moves), sorted(ORDER.index(move.kind) for move in reach.moves), [str(move) for move in reach.moves]
