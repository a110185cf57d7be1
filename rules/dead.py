"""Rules that are well-formed one by one → those that can never fire: two words for one fact, ranges without a common value.

And what leads to itself: a channel, an action.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import product

from knowledge.citations import Days
from knowledge.errors import Fault
from knowledge.library import Knowledge
from knowledge.limits import add, find_limit
from knowledge.models import Fact, FactKind, Origin
from knowledge.timeline import turns
from rules.models import Conclude, Condition, Op, Rulebase

__all__ = ["check_dead"]

CENT = Decimal("0.01")
UPPER = (Op.LT, Op.LE)
STARTS = tuple(date(year, month, 15) for year in (2023, 2024) for month in (1, 4, 7, 10))
"""days on which an event may have been, holidays before and behind them, since working days differ"""


def check_dead(rulebase: Rulebase, knowledge: Knowledge) -> Iterator[Fault]:
    drawn = _drawn(rulebase, knowledge)
    for rule in rulebase.rules:
        yield from (rule.fault(message) for message in _dead(rule.when, rulebase, knowledge, drawn))
    yield from _circles(knowledge)


def _drawn(rulebase: Rulebase, knowledge: Knowledge) -> dict[str, set[str]]:
    """The words that a concluded fact can ever have."""
    found = {fact.id: {fact.otherwise or ""} for fact in knowledge.facts.values() if fact.origin is Origin.CONCLUDED}
    for rule in rulebase.rules:
        for conclusion in rule.then:
            if isinstance(conclusion, Conclude):
                found.setdefault(conclusion.fact, set()).add(conclusion.value)
    return found


def _dead(
    when: tuple[Condition, ...], rulebase: Rulebase, knowledge: Knowledge, drawn: dict[str, set[str]]
) -> Iterator[str]:
    """Why the conditions can never hold together."""
    by_fact: dict[str, list[Condition]] = {}
    for condition in when:
        by_fact.setdefault(condition.fact, []).append(condition)
    for name, conditions in by_fact.items():
        if not _can_hold(knowledge.fact(name), conditions, knowledge, drawn):
            yield f"can never fire: no value of {name} meets {' and '.join(f'`{c}`' for c in conditions)}"
    for item in rulebase.contradictions:
        if set(item.when) <= set(when):
            yield f"can never fire: its conditions contradict one another ({item.entry.id})"


def _can_hold(fact: Fact, conditions: list[Condition], knowledge: Knowledge, drawn: dict[str, set[str]]) -> bool:
    match fact.kind:
        case FactKind.AMOUNT:
            return _some_amount(conditions)
        case FactKind.ELAPSED:
            return _some_time(conditions, knowledge)
        case _:
            return _some_word(fact, conditions, drawn)


def _some_word(fact: Fact, conditions: list[Condition], drawn: dict[str, set[str]]) -> bool:
    """One word that meets all; where several can be true at once, one for each condition that is left by the others."""
    words = {value.id for value in fact.values} if fact.values else {"yes", "no"}
    words = drawn.get(fact.id, words) & words
    if not fact.many:
        return any(all(condition.admits(word) for condition in conditions) for word in words)
    barred = {word for condition in conditions if condition.op is Op.NE for word in condition.values}
    wanted = [condition for condition in conditions if condition.op is not Op.NE]
    return all(set(condition.values) & (words - barred) for condition in wanted)


def _some_amount(conditions: list[Condition]) -> bool:
    """Sums stand a cent apart."""
    low, high = Decimal(0), Decimal("Infinity")
    for condition in conditions:
        value = Decimal(condition.values[0])
        if condition.op in UPPER:
            high = min(high, value - CENT if condition.op is Op.LT else value)
        else:
            low = max(low, value + CENT if condition.op is Op.GT else value)
    return low <= high


def _some_time(conditions: list[Condition], knowledge: Knowledge) -> bool:
    """On some day, under the law of some day, as much time has passed as all of them ask for."""
    days = (*turns(knowledge.statutes.values()), date(2090, 1, 1))
    return any(_days_left(conditions, knowledge, start, day) for start, day in product(STARTS, days))


def _days_left(conditions: list[Condition], knowledge: Knowledge, start: date, law: date) -> bool:
    low, high = 0, 10**6
    for condition in conditions:
        limit = find_limit(knowledge, condition.values[0], Days(law, law))
        if limit is None:
            return False
        length = (add(start, limit.length).last - start).days
        if condition.op in UPPER:
            high = min(high, length if condition.op is Op.LE else length - 1)
        else:
            low = max(low, length + 1 if condition.op is Op.GT else length)
    return low <= high


def _circles(knowledge: Knowledge) -> Iterator[Fault]:
    """What leads to, closes, or makes way for itself."""
    for channel in knowledge.channels.values():
        if any(edge.to == channel.id for edge in channel.next):
            yield knowledge.fault("Channel", channel.id, "leads to itself (`next`)")
        if any(closed.channel == channel.id for closed in channel.forecloses):
            yield knowledge.fault("Channel", channel.id, "closes itself (`forecloses`)")
    for action in knowledge.actions.values():
        if _makes_way_for_itself(action.id, knowledge):
            yield knowledge.fault(
                "Action", action.id, "makes way for itself (`yields_to`), perhaps through others: nobody would see it"
            )


def _makes_way_for_itself(action: str, knowledge: Knowledge) -> bool:
    waiting, seen = list(knowledge.actions[action].yields_to), set[str]()
    while waiting:
        name = waiting.pop()
        if name == action:
            return True
        if name not in seen and name in knowledge.actions:
            seen.add(name)
            waiting += knowledge.actions[name].yields_to
    return False
