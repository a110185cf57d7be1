"""Rules that advise, and where their actions fit → the steps of every case in their order, as `make_agenda` has them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from engine.adviser import Adviser
from engine.agenda import ends_this_week, is_undated, nearness, soon
from engine.batch.together.crowd import Column, Crowd
from engine.batch.together.doors import Doors
from engine.batch.together.fitting import Fits, Place, Places
from engine.batch.together.judging import Judged
from engine.case import Case, ChannelStanding, compute
from engine.findings import Finding
from engine.graph import positions
from engine.steps.deadlines import Deadline, Deadlines, contacted_from
from engine.steps.steps import advice_of
from knowledge.frozen import Frozen, replace
from knowledge.remembered import Remembered
from rules.models import Advise, Urgency
from rules.numbers import bits_of

__all__ = ["Advising", "Item"]

KEPT = 1_000


class Item(Frozen, eq=False):
    """A step of cases: where, how soon, and the limit that it is due by. There is one of what is the same."""

    place: Place
    urgency: Urgency
    statutory: bool | None
    """whether the limit is one of law; None without a limit"""
    last: date | None
    """the last day of the limit"""
    unsure: bool


class _Advice(Frozen, eq=False):
    """One conclusion of a rule."""

    rule: int
    finding: Finding
    urgency: Urgency
    timed: bool
    near: bool = False
    """it counts only where its limit ends within the week, and then before what is for this week"""

    @property
    def order(self) -> int:
        """How soon it is taken for the soonest; the near ones stand before those for this week in one order."""
        return Urgency.THIS_WEEK.order if self.near else self.urgency.order


class Advising:
    """The actions, ready for any number of crowds."""

    def __init__(self, adviser: Adviser, doors: Doors) -> None:
        self.adviser, self.knowledge, self.engine, self.doors = adviser, adviser.knowledge, adviser.engine, doors
        self.places = Places(self.knowledge)
        self.advice = self._by_action()
        self.tail = {place: rank for rank, place in enumerate(sorted(self._all(), key=self._static))}
        self.blank = self.engine.infer(Case(date(2026, 1, 1), {}))
        self._deadlines: Remembered[tuple[object, ...], Deadline | None] = Remembered(KEPT)
        self._items: Remembered[tuple[object, ...], Item] = Remembered(KEPT)

    def _all(self) -> list[Place]:
        return [place for places in self.places.of.values() for place in places]

    def _by_action(self) -> dict[str, tuple[_Advice, ...]]:
        """What advises each action, soonest first, and in the order of the rules."""
        found: dict[str, list[_Advice]] = {}
        for number in range(len(self.engine.marks.rules)):
            for finding in self.engine.judged[number].found:
                advice = finding.conclusion
                if isinstance(advice, Advise):
                    timed = advice.limit is not None and advice.event is not None
                    found.setdefault(advice.action, []).append(_Advice(number, finding, advice.urgency, timed))
        order = {action: tuple(sorted(_with_near(found[action]), key=lambda item: item.order)) for action in found}
        return {action: order[action] for action in self.knowledge.actions if action in order}

    def _static(self, place: Place) -> tuple[bool | int, ...]:
        """What of the rank of a step is the same in every case."""
        number, channel = list(self.knowledge.actions).index(place.action.id), place.channel
        if channel is None:
            return (False, False, -1, 0, 0, number)
        return (*nearness(channel, positions(self.knowledge)[channel.id]), number)

    def steps(self, crowd: Crowd, judged: Judged) -> tuple[Fits, list[list[Item]]]:
        """Of each case its steps in their order; and where which place fits."""
        fits = Fits(self.adviser, self.places, self.doors, crowd, judged)
        may = []
        for action, advices in self.advice.items():
            advised = 0
            for conclusion in advices:
                advised |= judged.fired[conclusion.rule]
            if advised:
                may += [(p, column) for p in self.places.of[action] if (column := fits.may_fit(p, advised))]
        fits.settle()
        found = [(place, *fits.passable(place, column)) for place, column in may]
        found = [(place, column, 0 if place.action.heard_anyway else unsure) for place, column, unsure in found]
        items = [
            (place, advice, column, unsure, deadlines)
            for place, fitting, unsure in found
            for advice, column, deadlines in self._soonest(place, fitting, crowd, judged)
        ]
        kept = _Kept((place, column & ~unsure) for place, _, column, unsure, _ in items)
        ranked: list[list[tuple[int, Item]]] = [[] for _ in crowd.cases]
        for place, advice, column, unsure, deadlines in items:
            shown = column & ~kept.gone(place)
            if shown:
                self._rank(ranked, crowd, place, advice, shown, unsure, deadlines)
        for steps in ranked:
            steps.sort(key=_first_of)
        return fits, [[item for _, item in steps] for steps in ranked]

    def _soonest(
        self, place: Place, fitting: Column, crowd: Crowd, judged: Judged
    ) -> Iterator[tuple[_Advice, Column, dict[int, Deadline | None]]]:
        """The soonest advice whose limit is not over, the cases that have it, and its deadline in each."""
        left = fitting
        for advice in self.advice[place.action.id]:
            column = judged.fired[advice.rule] & left
            if not column:
                continue
            deadlines: dict[int, Deadline | None] = {}
            if advice.timed:
                for case in bits_of(column):
                    deadlines[case] = deadline = self._deadline(advice.finding, crowd.cases[case], crowd.tables[case])
                    far = advice.near and not ends_this_week(advice.urgency, deadline, crowd.cases[case].as_of)
                    if far or (deadline and deadline.over):
                        column &= ~(1 << case)
            left &= ~column
            if column:
                yield advice, column, deadlines

    def _deadline(self, finding: Finding, case: Case, table: dict[str, ChannelStanding]) -> Deadline | None:
        """As the engine counts it; of one limit, event and day once."""
        advice = advice_of(finding)
        assert advice.event
        full, days = {**self.blank.standings, **table}, case.days
        event = compute(advice.event, case, self.knowledge, full)
        key = (advice.limit, event or contacted_from(advice.event, case, full), days)
        if key not in self._deadlines:
            counting = Deadlines(self.knowledge, replace(self.blank, case=case, standings=full))
            self._deadlines[key] = counting.of(finding)
        return self._deadlines[key]

    def _rank(
        self,
        ranked: list[list[tuple[int, Item]]],
        crowd: Crowd,
        place: Place,
        advice: _Advice,
        shown: Column,
        unsure: Column,
        deadlines: dict[int, Deadline | None],
    ) -> None:
        action, tail, places = place.action, self.tail[place], len(self.tail)
        aside = crowd.where(action.aside)
        later = aside | ~crowd.where(action.first)
        if not advice.timed:
            for late, last, unclear in ((a, b, c) for a in (0, 1) for b in (0, 1) for c in (0, 1)):
                column = (
                    shown & (later if late else ~later) & (aside if last else ~aside) & (unsure if unclear else ~unsure)
                )
                if column:
                    rank = _rank(advice.urgency.order, not action.presses, late, unclear, 0, last) * places + tail
                    pair = (rank, self._item(place, advice.urgency, None, None, bool(unclear)))
                    for case in bits_of(column):
                        ranked[case].append(pair)
            return
        for case in bits_of(shown):
            deadline = deadlines[case]
            last_day = deadline.due.last if deadline and deadline.due else None
            statutory = deadline.limit.statutory if deadline else None
            unclear = unsure >> case & 1
            order = soon(advice.urgency, action, deadline, crowd.cases[case].as_of).order
            undated = is_undated(deadline, order)
            marks = (not action.presses, later >> case & 1, unclear, undated, aside >> case & 1)
            rank = _rank(order, *marks) * places + tail
            ranked[case].append((rank, self._item(place, advice.urgency, statutory, last_day, bool(unclear))))

    def _item(self, place: Place, urgency: Urgency, statutory: bool | None, last: date | None, unsure: bool) -> Item:
        key = (place, urgency, statutory, last, unsure)
        found = self._items.get(key)
        if found is None:
            found = self._items[key] = Item(*key)
        return found


def _with_near(advices: list[_Advice]) -> list[_Advice]:
    """With each limit once more at its head, where there is something for this week that it may come before."""
    if not any(item.urgency is Urgency.THIS_WEEK for item in advices):
        return advices
    return [*(replace(item, near=True) for item in advices if item.timed and item.urgency is Urgency.BY), *advices]


class _Kept:
    """The sure steps of every case, for which others make way."""

    def __init__(self, sure: Iterable[tuple[Place, Column]]) -> None:
        self.names: dict[str, Column] = defaultdict(int)
        self.sides: dict[object, Column] = defaultdict(int)
        self.goes: Column = 0
        for place, column in sure:
            action = place.action
            self.names[action.id] |= column
            if action.channel and not action.last_resort:
                self.goes |= column
            if place.channel and not action.yields_to_those_at:
                self.sides[place.channel.counterpart] |= column

    def gone(self, place: Place) -> Column:
        """Where it makes way."""
        action = place.action
        found = self.goes if action.last_resort else 0
        for name in action.yields_to:
            found |= self.names.get(name, 0)
        for side in action.yields_to_those_at:
            found |= self.sides.get(side, 0)
        return found


def _first_of(pair: tuple[int, Item]) -> int:
    return pair[0]


def _rank(order: int, *marks: int) -> int:
    for mark in marks:
        order = 2 * order + bool(mark)
    return order
