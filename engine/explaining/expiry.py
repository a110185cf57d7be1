"""A case → the limits that run against the person: until when something can still be done, and what follows after.

Read off the rules: one that compares the age of an event with a named limit, and in which nothing else is in the way,
says what holds while the limit runs or what comes once it has.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from engine.adviser import Advice
from engine.case import Elapsed
from engine.findings import State, Verdict
from engine.graph import ChannelState
from knowledge.frozen import Frozen
from knowledge.library import Knowledge
from knowledge.limits import Due, NamedLimit, add, find_limit
from rules.models import Advise, Bar, Condition, Op, Rule

__all__ = ["Expiry", "find_expiries"]

UNTIL, AFTER = (Op.LT, Op.LE), (Op.GT, Op.GE)


class Expiry(Frozen):
    """A limit with the event it runs from (the earliest day it can have been), its last day, and the rule it matters to."""

    limit: NamedLimit
    event: date
    due: Due
    rule: Rule
    until: bool
    """true: the rule holds until the last day; false: from the day after"""


def find_expiries(knowledge: Knowledge, advice: Advice) -> tuple[Expiry, ...]:
    """One for each limit and event, by last day. Of what comes after, only statutory limits: a yardstick ends nothing."""
    found: dict[tuple[str, date], Expiry] = {}
    for verdict in advice.inference.verdicts:
        for expiry in _expiries(knowledge, advice, verdict):
            key = (expiry.limit.ref, expiry.event)
            if key not in found or (found[key].until and not expiry.until):
                found[key] = expiry
    return tuple(sorted(found.values(), key=lambda item: (item.due.last, item.limit.ref)))


def _expiries(knowledge: Knowledge, advice: Advice, verdict: Verdict) -> Iterator[Expiry]:
    timed = [condition for condition in verdict.rule.when if _event(advice, condition)]
    others = (advice.inference.truths.get(item.text) for item in verdict.rule.when if item not in timed)
    if verdict.state is State.OUT_OF_FORCE or not all(others) or not _matters(advice, verdict):
        return
    for condition in timed:
        limit = find_limit(knowledge, condition.values[0], advice.case.days) if "." in condition.values[0] else None
        event = _event(advice, condition)
        if limit is None or event is None:
            continue
        due = add(event.earliest, limit.length, limit.rolls_over)
        runs = condition.op in UNTIL and verdict.state is State.FIRED
        if runs or (condition.op in AFTER and limit.statutory and (due.last >= advice.case.as_of or _fired(verdict))):
            yield Expiry(limit, event.earliest, due, verdict.rule, condition.op in UNTIL)


def _event(advice: Advice, condition: Condition) -> Elapsed | None:
    value = advice.inference.facts.get(condition.fact)
    return value if isinstance(value, Elapsed) else None


def _matters(advice: Advice, verdict: Verdict) -> bool:
    """A bar against a channel that does not apply anyway takes nothing away, and advice that was followed runs out for nobody."""
    rule = verdict.rule
    advised = {item.action for item in rule.then if isinstance(item, Advise)}
    if (
        _fired(verdict)
        and len(advised) == len(rule.then)
        and advised.isdisjoint(item.action.id for item in advice.agenda.items)
    ):
        return False
    barred = [item.channel for item in rule.then if isinstance(item, Bar)]
    state = {advice.graph.nodes[channel].state for channel in barred}
    return not barred or state != {ChannelState.NOT_APPLICABLE}


def _fired(verdict: Verdict) -> bool:
    return verdict.state is State.FIRED
