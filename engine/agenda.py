"""Findings and graph → the agenda: what is advised and can be done, in the order in which to do it; and what is too late.

The order is lexicographic and explainable: urgency from rules (a limit that ends soon is as urgent as that), then what a
limit of procedure presses for (`presses` in its file), then what stops the loss in such an issue or after such an answer,
then what is certain before what hangs on an unknown, a limit with a day before one without, what goes to somebody before
what is only kept or prepared, doors that lead on or bind before those that do not, free before costly, then the position
on the graph, cost, expected days, and the order of the action files. A general action makes way for a special one that
says the same and more (`yields_to` in its file), and a last resort for whatever goes to somebody, where that is a sure step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from engine.findings import Finding, Inference
from engine.graph import Graph
from engine.steps.deadlines import Deadline, Deadlines
from engine.steps.fitting import instead_of, is_sure_at, standing_in
from engine.steps.steps import WEEK, Advised, advice_of
from knowledge.action import Action
from knowledge.channel import Channel, Level
from knowledge.frozen import Frozen
from knowledge.library import Knowledge
from knowledge.remembered import remembered
from rules.models import Urgency

__all__ = ["Agenda", "ends_this_week", "is_undated", "make_agenda", "nearness", "soon"]

COSTLY = 2
"""the cost rank from which a channel comes after the free and cheap ones of the same urgency"""
OUTSIDE = len(Level)
"""the position of doors that lead nowhere and bind nobody"""


class Agenda(Frozen):
    """The advised actions that can be done, in order; and those that only a limit that is over stands against."""

    items: tuple[Advised, ...]
    lost: tuple[Advised, ...]


def make_agenda(
    knowledge: Knowledge,
    inference: Inference,
    graph: Graph,
    advised: Mapping[str, Sequence[Finding]],
    fits: Callable[[Action], bool],
) -> Agenda:
    """`advised` are the findings by action; `fits` says whether an action can be done now."""
    writer = _Writer(knowledge, inference, graph)
    doable = {action: findings for action, findings in advised.items() if fits(knowledge.actions[action])}
    items = [item for action, findings in doable.items() if (item := writer.advice(action, findings))]
    done = {item.action.id for item in items}
    lost = [writer.lost(action, findings) for action, findings in doable.items() if action not in done]
    kept = _Kept(knowledge, [item for item in items if item.sure])
    gone = {item.action.id for item in lost}
    too_late = (item for item in lost if gone.isdisjoint(item.action.yields_to))
    return Agenda(tuple(sorted(filter(kept.stands, items), key=writer.rank)), tuple(too_late))


class _Kept:
    """Which actions stand beside the sure ones."""

    def __init__(self, knowledge: Knowledge, sure: Sequence[Advised]) -> None:
        actions = [item.action for item in sure]
        self.names = {action.id for action in actions}
        special = [item.channel for item in sure if item.channel and not item.action.yields_to_those_at]
        self.sides = {knowledge.channels[channel].counterpart for channel in special}
        self.goes = any(action.channel and not action.last_resort and not self.makes_way(action) for action in actions)

    def makes_way(self, action: Action) -> bool:
        """Whether one of them says the same and more."""
        return not self.names.isdisjoint(action.yields_to) or not self.sides.isdisjoint(action.yields_to_those_at)

    def stands(self, item: Advised) -> bool:
        """Whether it makes way for none of them, nor as a last resort for what goes to somebody."""
        return not self.makes_way(item.action) and not (self.goes and item.action.last_resort)


class _Writer:
    def __init__(self, knowledge: Knowledge, inference: Inference, graph: Graph) -> None:
        self.knowledge, self.case, self.graph = knowledge, inference.case, graph
        self.deadlines = Deadlines(knowledge, inference)
        self.order, self.instead = _order(knowledge), instead_of(knowledge, self.case)

    def advice(self, action: str, findings: Sequence[Finding]) -> Advised | None:
        """The action with the soonest urgency of its findings; None where the limits of all of them are over.

        What is for this week and has a limit that ends within the week is due by that limit.
        """
        timed = [(item, self.deadlines.of(item)) for item in findings]
        alive = [(item, deadline) for item, deadline in timed if not (deadline and deadline.over)]
        if not alive:
            return None
        soonest, deadline = min(alive, key=self._urgency) if len(alive) > 1 else alive[0]
        rest = [item for item, _ in alive if item is not soonest]
        entry = self.knowledge.actions[action]
        channel = standing_in(entry, self.instead)
        sure = is_sure_at(channel, entry, self.graph)
        return Advised(entry, (soonest, *rest), advice_of(soonest).urgency, deadline, channel, sure)

    def _urgency(self, told: tuple[Finding, Deadline | None]) -> tuple[int, bool]:
        urgency = advice_of(told[0]).urgency
        near = ends_this_week(urgency, told[1], self.case.as_of)
        return (Urgency.THIS_WEEK.order if near else urgency.order, not near)

    def lost(self, action: str, findings: Sequence[Finding]) -> Advised:
        """The action with the limit, of those that are over, which ended last."""
        ended = [(item, deadline) for item, deadline in self._timed(findings)]
        last, deadline = max(ended, key=lambda pair: str(pair[1].due and pair[1].due.last))
        entry = self.knowledge.actions[action]
        return Advised(entry, (last,), Urgency.BY, deadline, standing_in(entry, self.instead))

    def _timed(self, findings: Sequence[Finding]) -> Iterator[tuple[Finding, Deadline]]:
        for item in findings:
            if deadline := self.deadlines.of(item):
                yield item, deadline

    def rank(self, item: Advised) -> tuple[int | bool, ...]:
        place, where = self.order[item.action.id], item.channel
        urgency, told = soon(item.urgency, item.action, item.deadline, self.case.as_of).order, self.case.answers
        aside = item.action.aside.holds(told)
        calm, later = not item.action.presses, aside or not item.action.first.holds(told)
        undated = is_undated(item.deadline, urgency)
        if where is None:
            return (urgency, calm, later, False, undated, aside, False, False, -1, 0, 0, place)
        channel, position = self.knowledge.channels[where], self.graph.position[where]
        return (urgency, calm, later, not item.sure, undated, aside, *nearness(channel, position), place)


@remembered(8)
def _order(knowledge: Knowledge) -> dict[str, int]:
    """The place of each action in the order of the files."""
    return {action: place for place, action in enumerate(knowledge.actions)}


def soon(urgency: Urgency, action: Action, deadline: Deadline | None, as_of: date) -> Urgency:
    """The urgency; a limit that ends, or can end, today or this week is as urgent as that; what presses is for today."""
    if action.presses and urgency is Urgency.BY:
        return Urgency.TODAY
    if deadline is None or deadline.soonest is None or deadline.soonest > as_of + WEEK:
        return urgency
    return Urgency.TODAY if deadline.due and deadline.soonest <= as_of else Urgency.THIS_WEEK


def ends_this_week(urgency: Urgency, deadline: Deadline | None, as_of: date) -> bool:
    """Whether it is due by a limit of known days that ends within the week."""
    due = deadline.due if deadline and urgency is Urgency.BY else None
    return due is not None and due.last <= as_of + WEEK


def is_undated(deadline: Deadline | None, order: int) -> bool:
    """Whether it is due by a limit whose day is not known and that does not press."""
    return deadline is not None and deadline.due is None and order == Urgency.BY.order


def nearness(channel: Channel, position: int) -> tuple[bool, bool, int, int, int]:
    """What orders the doors of steps of one urgency: those that lead nowhere last, costly ones late, then the nearest."""
    cost = int(channel.cost.rank)
    return position == OUTSIDE, cost >= COSTLY, position, cost, channel.expected.days
