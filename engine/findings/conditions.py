"""A condition and what is known → True, False, or None for “unknown”. Unknown is never treated as no."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from engine.case import Elapsed, FactValue
from knowledge.citations import Days
from knowledge.frozen import Frozen
from knowledge.library import Knowledge
from knowledge.limits import DAY, NamedLimit, find_limit, first_running
from knowledge.models import Fact, Words
from rules.models import ORDERING, Condition, Op

__all__ = ["Range", "compare_elapsed", "holds", "may_hold", "settle", "turning_day"]

LONGER = (Op.GT, Op.GE)
"""what asks whether an event is longer ago than a limit"""
PAST_THE_END = (Op.GT, Op.LE)
"""what draws the line after the limit's last day, not before it"""
NOTHING = ""
"""stands among the words still possible where a fact may come out without any"""


class Range(Frozen):
    """What a fact that is not settled can still be: the words that are true already, and all that may be (those too)."""

    drawn: frozenset[str]
    possible: frozenset[str]


def settle(fact: Fact, drawn: Iterable[str], open_: Iterable[str]) -> FactValue | Range | None:
    """The value of a concluded fact, from what rules drew and what undecided ones may yet draw; a range while it is open.

    Without a rule that drew or may draw something it is the fact's `otherwise`, which may be none.
    """
    has, may = frozenset(drawn), frozenset(open_)
    if has and (not fact.many or may <= has):
        return Words(has) if fact.many else min(has)
    if not may:
        return Words({fact.otherwise}) if fact.many and fact.otherwise else fact.otherwise
    possible = has | may if has else may | {fact.otherwise or NOTHING}
    if len(possible) == 1 and NOTHING not in possible:
        return Words(possible) if fact.many else min(possible)
    return Range(has, possible)


def may_hold(condition: Condition, range_: Range) -> bool | None:
    """Whether the comparison holds whatever the fact turns out to be; None where that differs."""
    wanted = frozenset(condition.values)
    if range_.drawn & wanted or range_.possible <= wanted:
        among = True
    elif range_.possible.isdisjoint(wanted):
        among = False
    else:
        return None
    return among is not (condition.op is Op.NE)


def holds(condition: Condition, value: FactValue | None, knowledge: Knowledge, days: Days) -> bool | None:
    """Whether the comparison holds; None when the fact is unknown, or known too roughly to tell."""
    if value is None:
        return None
    if isinstance(value, Elapsed):
        return _elapsed(condition, value, knowledge, days)
    if isinstance(value, Decimal):
        return bool(ORDERING[condition.op](value, Decimal(condition.values[0])))
    return condition.admits(value)


def _elapsed(condition: Condition, event: Elapsed, knowledge: Knowledge, days: Days) -> bool | None:
    """“Longer ago than the limit” means that as_of lies after the limit's last day. Out of force: does not hold."""
    limit = find_limit(knowledge, condition.values[0], days)
    return False if limit is None else compare_elapsed(condition.op, event, limit, days.as_of)


def compare_elapsed(op: Op, event: Elapsed, limit: NamedLimit, as_of: date) -> bool | None:
    """Whether an event is (`>`, `>=`) or is not (`<`, `<=`) so long ago; None where the days it may have been differ.

    The period ends when the limit does: on the next working day where the law moves its last day.
    """
    first_recent = _first_recent(op, limit, as_of)
    surely = event.latest < first_recent
    return surely is (op in LONGER) if surely or event.earliest >= first_recent else None


def turning_day(condition: Condition, knowledge: Knowledge, days: Days) -> date | None:
    """The first day of an event that is not as long ago as the comparison asks for; None where its limit is not in force."""
    limit = find_limit(knowledge, condition.values[0], days)
    return _first_recent(condition.op, limit, days.as_of) if limit else None


def _first_recent(op: Op, limit: NamedLimit, as_of: date) -> date:
    return first_running(limit.length, limit.rolls_over, as_of if op in PAST_THE_END else as_of + DAY)
