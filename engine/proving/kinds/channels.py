"""Guarantees about the doors: to whom one may be sent, after what, and until when."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial

from engine.adviser import Advice
from engine.case import Elapsed, compute
from engine.findings import holds as compared
from engine.findings.conditions import compare_elapsed
from engine.findings.conditions import may_hold as left
from engine.graph import ChannelState
from engine.proving.claims import Claim
from engine.proving.logic import TRUE, Formula, all_of, any_of, no
from engine.proving.space import Space
from engine.proving.times import Age
from engine.steps import channel_of
from knowledge.citations import in_force
from knowledge.limits import find_limit
from knowledge.models import Origin
from rules.guarantees import Guarantee
from rules.models import Bar, Condition, Hold, Op

__all__ = [
    "after",
    "barred",
    "barred_by_time",
    "counts",
    "foreclosed",
    "holds",
    "law_of",
    "may_hold",
    "never_open",
    "only_open",
]

Lines = Sequence[Condition]


def holds(advice: Advice, lines: Lines) -> bool:
    """Whether all lines surely hold in the case."""
    return all(_truth(advice, line) is True for line in lines)


def may_hold(advice: Advice, lines: Lines) -> bool:
    """Whether none of the lines surely fails."""
    return all(_truth(advice, line) is not False for line in lines)


def _truth(advice: Advice, line: Condition) -> bool | None:
    """As a rule would find it; a comparison that no rule makes is made here."""
    known, inference, answer = advice.knowledge, advice.inference, advice.case.answers.get(line.fact)
    if line.text in inference.truths:
        return inference.truths[line.text]
    if line.fact in inference.ranges:
        return left(line, inference.ranges[line.fact])
    value = inference.facts.get(line.fact, None if isinstance(answer, date) else answer)
    if value is None and known.fact(line.fact).origin is Origin.COMPUTED:
        value = compute(line.fact, advice.case, known, inference.standings)
    return compared(line, value, known, advice.case.days)


def is_open(advice: Advice, channel: str) -> bool:
    """Whether the channel is open, whatever is unknown, or the plan sends there as if it were."""
    return advice.graph.nodes[channel].state is ChannelState.OPEN


def _open(space: Space, channel: str) -> Formula:
    return space.doors[channel].open


def law_of(space: Space, guarantee: Guarantee) -> Formula:
    """The days for which the guarantee is given."""
    law = guarantee.entry.law
    return any_of(map(space.times.in_force, law)) if law else TRUE


def never_open(space: Space, guarantee: Guarantee) -> Iterator[Claim]:
    given = space.chaining.conditions(guarantee.given).sure
    for channel in guarantee.entry.channels:
        yield Claim(
            channel,
            all_of((_open(space, channel), given, law_of(space, guarantee))),
            _seen(channel, guarantee.given, (), guarantee.entry.law),
        )


def only_open(space: Space, guarantee: Guarantee) -> Iterator[Claim]:
    """Of what is unknown it is enough that it may be."""
    may = any_of(space.chaining.conditions(lines).may for lines in guarantee.only)
    for channel in guarantee.entry.channels:
        yield Claim(
            channel,
            all_of((_open(space, channel), no(may), law_of(space, guarantee))),
            _seen(channel, (), guarantee.only, guarantee.entry.law),
        )


def after(space: Space, guarantee: Guarantee) -> Iterator[Claim]:
    given = space.chaining.conditions(guarantee.given).sure
    may = any_of(space.chaining.conditions(lines).may for lines in guarantee.only)
    for channel in guarantee.entry.channels:
        broken = all_of((_open(space, channel), given, no(may), law_of(space, guarantee)))
        yield Claim(channel, broken, _seen(channel, guarantee.given, guarantee.only, guarantee.entry.law))


def counts(advice: Advice, law: Sequence[str]) -> bool:
    """Whether the guarantee is given for that day."""
    return not law or in_force(advice.knowledge, law, advice.case.days)


def _seen(channel: str, given: Lines, only: Sequence[Lines], law: Sequence[str] = ()) -> Callable[[Advice], bool]:
    def seen(advice: Advice) -> bool:
        excused = any(may_hold(advice, lines) for lines in only)
        return is_open(advice, channel) and holds(advice, given) and not excused and counts(advice, law)

    return seen


def foreclosed(space: Space, _: Guarantee) -> Iterator[Claim]:
    closed = {item.channel for channel in space.knowledge.channels.values() for item in channel.forecloses}
    for channel in sorted(closed):
        fact = f"foreclosed({channel})"
        broken = all_of((_open(space, channel), space.computed.foreclosed(channel)))
        yield Claim(channel, broken, _seen(channel, (Condition.of(fact, Op.EQ, ("yes",)),), ()))


def barred(space: Space, _: Guarantee) -> Iterator[Claim]:
    """A step at a door that has not been tried, though a rule bars it or holds it back for certain."""
    for name, step in space.steps.step.items():
        action = space.knowledge.actions[name]
        shut = any_of(
            all_of((at, space.doors[door].untried, any_of((space.doors[door].barred.sure, _held(space, door)))))
            for at, door in space.steps.places(action)
        )
        aside = all_of((step, shut))
        yield Claim(name, aside, partial(_steps_at_shut_door, name=name))


def _held(space: Space, door: str) -> Formula:
    """Held back for certain, with nothing else left open."""
    return space.doors[door].waiting


def _steps_at_shut_door(advice: Advice, name: str) -> bool:
    shown = [item.action for item in advice.agenda.items if item.action.id == name]
    doors = [channel_of(action, advice.knowledge, advice.case) for action in shown]
    return any(_is_shut(advice, door) for door in doors if door)


def _is_shut(advice: Advice, door: str) -> bool:
    node = advice.graph.nodes[door]
    drawn = [f.conclusion for f in advice.inference.findings if getattr(f.conclusion, "channel", "") == door]
    barred_ = any(isinstance(item, Bar) for item in drawn)
    held = any(isinstance(item, Hold) for item in drawn) and node.state is ChannelState.WAITING
    return node.standing.standing == "not_tried" and (barred_ or held)


def barred_by_time(space: Space, guarantee: Guarantee) -> Iterator[Claim]:
    entry = guarantee.entry
    assert entry.limit
    assert entry.event
    event = space.computed.event(entry.event)
    ends = [
        all_of((text.holds, space.times.over(event.latest, Age(text.length, text.rolls_over))))
        for text in space.times.limits(entry.limit)
    ]
    for channel in entry.channels:
        broken = all_of((_open(space, channel), event.known, any_of(ends)))
        yield Claim(channel, broken, partial(_late, channel=channel, ref=entry.limit, event=entry.event))


def _late(advice: Advice, channel: str, ref: str, event: str) -> bool:
    """Whether the channel is open although the limit is over."""
    limit = find_limit(advice.knowledge, ref, advice.case.days)
    since = compute(event, advice.case, advice.knowledge, advice.inference.standings)
    over = limit and isinstance(since, Elapsed) and compare_elapsed(Op.GT, since, limit, advice.case.as_of)
    return bool(over) and is_open(advice, channel)
