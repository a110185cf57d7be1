"""A rulebase → rules that say what others say: twins, and those whose every conclusion others draw in every such case, on the same ground.

A plan then shows one reason more for the same step, and whoever changes the one rule misses the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from knowledge.citations import Days
from knowledge.errors import Fault
from knowledge.library import Knowledge
from knowledge.models import FactKind
from knowledge.timeline import turns
from rules.models import Advise, Conclusion, Condition, Op, Rule, Rulebase

__all__ = ["check_overshadowed", "check_twins", "implies"]

Drawn = Mapping[str, Sequence[tuple[Rule, Conclusion]]]


def check_overshadowed(rulebase: Rulebase, knowledge: Knowledge) -> Iterator[Fault]:
    """One fault a rule, naming the rules that say the same of more cases."""
    drawn = _drawn(rulebase)
    for rule in rulebase.rules:
        broader = [_broader(rule, item, drawn, knowledge) for item in rule.then]
        names = sorted({found.id for found in broader if found})
        if all(broader):
            yield rule.fault(f"says nothing of its own: {', '.join(names)} draw the same in every such case")


def check_twins(rulebase: Rulebase, knowledge: Knowledge) -> Iterator[Fault]:
    """Two rules of one stage that draw the same from the same on the same days: later law may add a rule of its own."""
    seen: dict[tuple[object, ...], list[Rule]] = {}
    for rule in rulebase.rules:
        for conclusion in rule.then:
            before = seen.setdefault((rule.stage, frozenset(rule.when), conclusion), [])
            for first in before:
                if _life(first, knowledge) == _life(rule, knowledge):
                    yield rule.fault(f"concludes `{conclusion}` from the same conditions as {first.id}")
            before.append(rule)


def _drawn(rulebase: Rulebase) -> Drawn:
    found = defaultdict(list)
    for rule in rulebase.rules:
        for item in rule.then:
            found[_about(item)].append((rule, item))
    return found


def _about(item: Conclusion) -> str:
    """What it is about, whatever the urgency."""
    return f"advise {item.action}" if isinstance(item, Advise) else str(item)


def _broader(rule: Rule, item: Conclusion, drawn: Drawn, knowledge: Knowledge) -> Rule | None:
    """Another rule that draws it, at least as soon, in every case of this one."""
    others = (other for other, same in drawn[_about(item)] if other is not rule and _as_soon(item, same))
    return next((other for other in others if _covers(other, rule, knowledge)), None)


def _as_soon(item: Conclusion, other: Conclusion) -> bool:
    """A limit that runs is as soon as the same limit only."""
    if not isinstance(item, Advise) or not isinstance(other, Advise) or item.limit or other.limit:
        return item == other
    return other.urgency.order <= item.urgency.order


def _covers(other: Rule, rule: Rule, knowledge: Knowledge) -> bool:
    """Whether it holds in every case and on every day of the rule, and rests on all that the rule rests on."""
    if other.stage is not rule.stage or not set(rule.basis) <= set(other.basis):
        return False
    if (other.once_told and not rule.once_told) or not set(other.yields_to) <= set(rule.yields_to):
        return False
    narrower = all(any(implies(one, wide, knowledge) for one in rule.when) for wide in other.when)
    return narrower and _life(rule, knowledge) <= _life(other, knowledge)


def _life(rule: Rule, knowledge: Knowledge) -> frozenset[date]:
    """The days, among those on which any law changes, on which it is in force."""
    return frozenset(day for day in turns(knowledge.statutes.values()) if rule.in_force(knowledge, Days(day)))


def implies(one: Condition, wide: Condition, knowledge: Knowledge) -> bool:
    """Whether the wide one holds wherever the other does, as far as it can be read off the two."""
    if one == wide:
        return True
    if one.fact != wide.fact:
        return False
    fact = knowledge.fact(one.fact)
    if fact.kind is FactKind.AMOUNT:
        return _within(one, wide)
    if fact.kind is FactKind.ELAPSED or one.op is Op.NE or (wide.op is Op.NE and fact.many):
        return False
    return all(map(wide.admits, one.values))


def _within(one: Condition, wide: Condition) -> bool:
    """Of two bounds of a sum on one side, whether the one lies within the other."""
    low, high = (Op.GT, Op.GE), (Op.LT, Op.LE)
    bound, limit = Decimal(one.values[0]), Decimal(wide.values[0])
    open_end = one.op in (Op.GT, Op.LT) or wide.op in (Op.GE, Op.LE)
    if one.op in low and wide.op in low:
        return bound > limit or (bound == limit and open_end)
    return one.op in high and wide.op in high and (bound < limit or (bound == limit and open_end))
