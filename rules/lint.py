"""A loaded rulebase → what is wrong with it as a whole: facts nobody uses, channels nobody can reach or leave.

What a single line gets wrong is refused while loading; this looks across rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.approach import Standing
from knowledge.check import FILLED, PLACEHOLDER
from knowledge.errors import Fault
from knowledge.library import Knowledge
from knowledge.models import Origin
from rules.models import Advise, Conclude, Hold, Open, Rule, Rulebase

__all__ = ["lint_rules"]

DIGITS = re.compile(r"\d+ ?(日|天|个工作日|个月|年|days?|working days?|months?|years?)")


def lint_rules(rulebase: Rulebase, knowledge: Knowledge) -> list[Fault]:
    """Faults across rules, sorted by place."""
    checks = (_unused_facts, _unreachable_channels, _unadvised_actions, _hold_without_edge, _numbers, _gaps)
    return sorted({fault for check in checks for fault in check(rulebase, knowledge)})


def _place(rule: Rule, message: str) -> Fault:
    name, _, line = rule.place.rpartition(":")
    return Fault(f"rules/{name}", int(line), f"{rule.id}: {message}")


def _unused_facts(rulebase: Rulebase, knowledge: Knowledge) -> Iterator[Fault]:
    """A fact that no rule tests, nothing computes from and no text tells is asked for nothing."""
    used = {condition.fact.partition("(")[0] for rule in rulebase.rules for condition in rule.when}
    used |= {item for fact in knowledge.facts.values() for item in fact.inputs}
    used |= {item for channel in knowledge.channels.values() for reply in channel.reply for item in reply.given}
    texts = [text for action in knowledge.actions.values() for text in (action.title, *action.do, *action.guidance)]
    used |= {name for text in texts for name in PLACEHOLDER.findall(text.zh)}
    for fact in knowledge.facts.values():
        if fact.id not in used and fact.origin is not Origin.COMPUTED:
            place = knowledge.places[f"Fact:{fact.id}"]
            yield Fault(place.place, place.line, f"{fact.id}: no rule, computed fact or text uses it")


def _unreachable_channels(rulebase: Rulebase, knowledge: Knowledge) -> Iterator[Fault]:
    """A channel that covered issues use must be opened by a rule."""
    opened = {c.channel for rule in rulebase.rules for c in rule.then if isinstance(c, Open)}
    used = {action.channel for action in knowledge.actions.values() if action.channel}
    for channel in sorted(used - opened):
        place = knowledge.places[f"Channel:{channel}"]
        yield Fault(place.place, place.line, f"{channel}: actions use it, but no rule opens it")


def _unadvised_actions(rulebase: Rulebase, knowledge: Knowledge) -> Iterator[Fault]:
    advised = {c.action for rule in rulebase.rules for c in rule.then if isinstance(c, Advise)}
    for action in knowledge.actions.values():
        if action.id not in advised:
            place = knowledge.places[f"Action:{action.id}"]
            yield Fault(place.place, place.line, f"{action.id}: no rule advises it")


def _hold_without_edge(rulebase: Rulebase, knowledge: Knowledge) -> Iterator[Fault]:
    """A rule that holds a channel until another was tried must match an escalation between the two."""
    for rule in rulebase.rules:
        held = [c.channel for c in rule.then if isinstance(c, Hold)]
        before = [c.fact[9:-1] for c in rule.when if c.fact.startswith("standing(") and Standing.WAITING in c.values]
        for channel in held:
            if not any(edge.to == channel for first in before for edge in knowledge.channels[first].next):
                yield _place(rule, f"holds {channel} behind {before}, but no escalation leads there")


def _numbers(rulebase: Rulebase, knowledge: Knowledge) -> Iterator[Fault]:
    """Limits live with their article: no wording of a rule or action repeats one."""
    for rule in rulebase.rules:
        for text in (rule.entry.because, rule.entry.title):
            if DIGITS.search(text.zh) or DIGITS.search(text.en):
                yield _place(rule, "its wording repeats a length of time")
    for action in knowledge.actions.values():
        for text in (action.title, *action.do, *action.guidance):
            if DIGITS.search(text.zh) or DIGITS.search(text.en):
                place = knowledge.places[f"Action:{action.id}"]
                yield Fault(place.place, place.line, f"{action.id}: its wording repeats a length of time")


def _gaps(rulebase: Rulebase, knowledge: Knowledge) -> Iterator[Fault]:
    """Placeholders of a rule's reason must be facts; every concluded fact must be concluded somewhere."""
    for rule in rulebase.rules:
        text = rule.entry.because
        for name in {*PLACEHOLDER.findall(text.zh), *PLACEHOLDER.findall(text.en)} - FILLED - set(knowledge.facts):
            yield _place(rule, f"there is no fact for the placeholder {{{name}}}")
    drawn = {c.fact for rule in rulebase.rules for c in rule.then if isinstance(c, Conclude)}
    for fact in knowledge.facts.values():
        if fact.origin is Origin.CONCLUDED and fact.id not in drawn:
            place = knowledge.places[f"Fact:{fact.id}"]
            yield Fault(place.place, place.line, f"{fact.id}: no rule concludes it")
