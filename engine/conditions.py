"""A condition and what is known → True, False, or None for “unknown”. Unknown is never treated as no."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from engine.computed import Elapsed, FactValue
from knowledge.citations import Days
from knowledge.library import Knowledge
from knowledge.limits import add, find_limit
from rules.models import Condition, Op

__all__ = ["holds"]


def holds(condition: Condition, value: FactValue | None, knowledge: Knowledge, days: Days) -> bool | None:
    """Whether the comparison holds; None when the fact is unknown, or known too roughly to tell."""
    if value is None:
        return None
    if isinstance(value, Elapsed):
        return _elapsed(condition, value, knowledge, days)
    if isinstance(value, Decimal):
        return _compare(condition.op, value, Decimal(condition.values[0]))
    if condition.op is Op.NE:
        return value != condition.values[0]
    return value in condition.values


def _elapsed(condition: Condition, event: Elapsed, knowledge: Knowledge, days: Days) -> bool | None:
    """“Longer ago than the limit” means that as_of lies after the limit's last day. Out of force: does not hold."""
    limit = find_limit(knowledge, condition.values[0], days)
    if limit is None:
        return False
    answers = {
        _compare(condition.op, days.as_of, add(day, limit.length).last) for day in (event.earliest, event.latest)
    }
    return answers.pop() if len(answers) == 1 else None


def _compare(op: Op, left: date | Decimal, right: date | Decimal) -> bool:
    match op:
        case Op.LT:
            return left < right  # type: ignore[operator]
        case Op.LE:
            return left <= right  # type: ignore[operator]
        case Op.GT:
            return left > right  # type: ignore[operator]
        case _:
            return left >= right  # type: ignore[operator]
