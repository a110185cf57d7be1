"""A case on its day → the ways it still has: doors at which one may begin, what each leg waits for, and how long.

What counts is defined in the README of this package. Nothing here searches: `analysis.py` does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta

from engine.adviser import Advice
from engine.analysis.survey import Leg, Measure, Option
from engine.case import reply_clock
from engine.findings import State, Verdict
from engine.graph import ChannelState, Node
from knowledge.channel import Channel
from knowledge.citations import citations
from knowledge.escalation import Escalation
from knowledge.frozen import Frozen
from knowledge.library import Knowledge
from knowledge.standing import AWAITED, UNANSWERED, Standing
from rules.models import Condition, Hold, Open

__all__ = ["Ways", "find_ways"]


class Ways(Frozen):
    """The doors that are not out, those at which one may begin, the legs between them, and what stands behind what."""

    knowledge: Knowledge
    advice: Advice
    doors: tuple[str, ...]
    starts: tuple[str, ...]
    legs: Mapping[tuple[str, str], Leg]
    behind: Mapping[str, frozenset[str]]
    """channel → those of which one must have been tried before: held until then, or opened by its outcome"""

    def node(self, channel: str) -> Node:
        return self.advice.graph.nodes[channel]

    def tried(self, channel: str) -> bool:
        return self.node(channel).standing.standing is not Standing.NOT_TRIED

    def decided(self, channel: str) -> bool:
        """Whether its outcome has come, so that nothing more is to be expected of it."""
        return self.node(channel).standing.standing not in UNANSWERED

    def cost(self, channel: str) -> int:
        """The rank of what it costs; nothing more once it was used."""
        return 0 if self.tried(channel) else int(self.knowledge.channels[channel].cost.rank)

    def outcome(self, channel: str) -> int:
        """Days until an outcome there: the channel's own yardstick, less what has passed since it was used."""
        return 0 if self.decided(channel) else _awaited(self.knowledge.channels[channel], self.advice)

    def binds(self, channel: str) -> bool:
        """Whether a binding outcome is still to be had there."""
        return self.knowledge.channels[channel].binding and not self.decided(channel)


def find_ways(knowledge: Knowledge, advice: Advice) -> Ways:
    behind = {**_held(advice), **_opened_later(advice)}
    doors = tuple(channel for channel, node in advice.graph.nodes.items() if _counts(node, behind))
    known = set(doors)
    legs = {
        (channel, item.to): leg
        for channel in doors
        for item in knowledge.channels[channel].next
        if item.to in known and (leg := _leg(knowledge, advice, channel, item))
    }
    starts = tuple(
        c for c in doors if c not in behind or advice.graph.nodes[c].standing.standing is not Standing.NOT_TRIED
    )
    return Ways(knowledge, advice, doors, starts, legs, behind)


def _counts(node: Node, behind: Mapping[str, frozenset[str]]) -> bool:
    if node.state is ChannelState.NOT_APPLICABLE:
        return node.channel in behind
    return node.state is not ChannelState.CLOSED


def _held(advice: Advice) -> dict[str, frozenset[str]]:
    """Channels whose turn has not come, or may not have: a hold counts until it is known not to apply."""
    found: dict[str, frozenset[str]] = {}
    for verdict in advice.inference.verdicts:
        for conclusion in verdict.rule.then if verdict.state in (State.FIRED, State.UNDECIDED) else ():
            if isinstance(conclusion, Hold) and conclusion.channel not in _tried(advice):
                before = frozenset(condition.channel for condition in verdict.rule.when if condition.base == "standing")
                found[conclusion.channel] = found.get(conclusion.channel, before) & before
    return found


def _opened_later(advice: Advice) -> dict[str, frozenset[str]]:
    """Channels that do not apply yet, and that the right outcome elsewhere opens: nothing else is in the way of a rule."""
    found: dict[str, frozenset[str]] = {}
    for verdict in advice.inference.verdicts:
        missing = _missing_standings(verdict, advice.inference.truths)
        for conclusion in verdict.rule.then if missing else ():
            if not isinstance(conclusion, Open):
                continue
            if advice.graph.nodes[conclusion.channel].state is ChannelState.NOT_APPLICABLE:
                found[conclusion.channel] = found.get(conclusion.channel, frozenset()) | missing
    return found


def _missing_standings(verdict: Verdict, truths: Mapping[str, bool | None]) -> frozenset[str]:
    """The channels whose standing alone keeps the rule from firing; none when something else does."""
    if verdict.state is not State.FAILED:
        return frozenset()
    failing: list[Condition] = [item for item in verdict.rule.when if truths.get(item.text) is False]
    return frozenset(item.channel for item in failing) if all(f.base == "standing" for f in failing) else frozenset()


def _tried(advice: Advice) -> set[str]:
    return {c for c, standing in advice.inference.standings.items() if standing.standing is not Standing.NOT_TRIED}


def _leg(knowledge: Knowledge, advice: Advice, channel: str, item: Escalation) -> Leg | None:
    """The leg with its options; None when the outcomes on which it leads on can no longer come."""
    options = tuple(_options(knowledge, advice, knowledge.channels[channel], item))
    if not options:
        return None
    return Leg(
        source=channel,
        target=item.to,
        days=min(option.days for option in options),
        options=options,
        basis=citations(knowledge, item.basis, advice.case.as_of),
        note=item.note,
    )


def _options(knowledge: Knowledge, advice: Advice, channel: Channel, item: Escalation) -> Iterator[Option]:
    """Silence first, which needs nobody's answer; then what leads on at once; then an answer that does not solve it."""
    now = advice.graph.nodes[channel.id].standing.standing
    if now in item.on and now is not Standing.WAITING:
        yield Option(on=(now,), days=0, measure=Measure.PASSED)
        return
    if now not in UNANSWERED:
        return
    if Standing.OVERDUE in item.on:
        yield _silence(knowledge, advice, channel)
    if Standing.WAITING in item.on and now is not Standing.OVERDUE:
        yield Option(on=(Standing.WAITING,), days=0, measure=Measure.AT_ONCE)
    answers = tuple(on for on in item.on if on not in AWAITED)
    if answers:
        yield Option(on=answers, days=_awaited(channel, advice), measure=Measure.EXPECTED)


def _silence(knowledge: Knowledge, advice: Advice, channel: Channel) -> Option:
    """The limit that has to run out: what is left of one that runs, else one that starts on the day of the case."""
    case, standing = advice.case, advice.graph.nodes[channel.id].standing
    clock = standing.clock or (() if standing.attempt else reply_clock(channel, case.as_of, case, knowledge))
    if not clock:
        return Option(on=(Standing.OVERDUE,), days=_awaited(channel, advice), measure=Measure.EXPECTED)
    return Option(
        on=(Standing.OVERDUE,),
        days=max(0, (clock[-1][1].last - case.as_of).days),
        measure=Measure.STATUTORY if all(limit.statutory for limit, _ in clock) else Measure.YARDSTICK,
        limits=tuple(limit.ref for limit, _ in clock),
        last=clock[-1][1].last if standing.clock else None,
        provisional=any(due.provisional for _, due in clock),
    )


def _awaited(channel: Channel, advice: Advice) -> int:
    """Days until an outcome can be expected; one that is overdue may come tomorrow."""
    attempt = advice.graph.nodes[channel.id].standing.attempt
    if attempt is None or attempt.date is None:
        return channel.expected.days
    return max(1, (attempt.date + timedelta(days=channel.expected.days) - advice.case.as_of).days)
