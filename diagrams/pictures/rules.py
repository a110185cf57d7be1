"""The rules → a drawing of what they look at and conclude, stage by stage: all by file, or single ones by name.

A name is a rule, a channel, a fact, a kind of trouble, or a file (`advice/merchant`).
"""

from __future__ import annotations

from collections.abc import Callable

from diagrams.drawing import Drawing, Request
from diagrams.pictures.rule_boxes import MOST, ByFile, ByRule, Whole, drawn_by, file_of
from engine.adviser import Adviser
from knowledge.citations import Days
from knowledge.errors import near_names
from knowledge.library import Knowledge
from knowledge.models import name_parts
from rules.models import Advise, Bar, Conclusion, Hold, Open, Rule

__all__ = ["draw_rules"]

FEW = 12
"""Rules whose conditions have boxes of their own"""


def draw_rules(adviser: Adviser, request: Request) -> Drawing:
    """The rules of `request.name` or `request.issue` that have a ground on the day; all of them, by file, without a name.

    Raises CaseError for a name that nothing has.
    """
    days = Days(request.day, request.day)
    rules = [rule for rule in adviser.rulebase.rules if rule.in_force(adviser.knowledge, days)]
    name = request.name or request.issue
    if name is None:
        return ByFile(adviser, request, rules, len(adviser.rulebase.rules) - len(rules), True).drawing()
    wanted = _wanted(adviser, name)
    chosen = [rule for rule in rules if wanted(rule)]
    left_out = sum(map(wanted, adviser.rulebase.rules)) - len(chosen)
    draw = ByFile if len(chosen) > MOST else Whole if len(chosen) > FEW else ByRule
    return draw(adviser, request, chosen, left_out).drawing()


def _wanted(adviser: Adviser, name: str) -> Callable[[Rule], bool]:
    """Which rules belong to the name."""
    knowledge, named = adviser.knowledge, adviser.rulebase.named(name)
    files = {file_of(item) for item in adviser.rulebase.rules}
    if named:
        return _around(named)
    if name in knowledge.channels:
        return lambda item: any(_channel_of(knowledge, conclusion) == name for conclusion in item.then)
    if name_parts(name)[0] in knowledge.facts:
        return lambda item: any(_tells(part, name) for part in (*(c.fact for c in item.when), *drawn_by(item)))
    if name in knowledge.issues:
        return lambda item: any(name in condition.values for condition in item.when if condition.base == "issue")
    if name in files:
        return lambda item: file_of(item) == name
    raise near_names(
        "NAME",
        name,
        (*adviser.rulebase.names, *knowledge.channels, *knowledge.facts, *knowledge.issues, *sorted(files)),
    )


def _around(named: tuple[Rule, ...]) -> Callable[[Rule], bool]:
    """The rules, and those that draw the facts they test."""
    tested, ids = {condition.fact for rule in named for condition in rule.when}, {rule.id for rule in named}
    return lambda item: item.id in ids or bool(tested & set(drawn_by(item)))


def _tells(fact: str, name: str) -> bool:
    return name in (fact, name_parts(fact)[0])


def _channel_of(knowledge: Knowledge, conclusion: Conclusion) -> str | None:
    if isinstance(conclusion, Advise):
        return knowledge.actions[conclusion.action].channel
    return conclusion.channel if isinstance(conclusion, (Open, Bar, Hold)) else None
