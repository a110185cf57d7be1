"""A loaded rulebase → what is wrong with it as a whole: unused facts, repeated limits, law that has ended, twins.

What a single line gets wrong is refused while loading; this looks across rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.agreement import disagreements
from knowledge.check import FILLED, loose_placeholders
from knowledge.errors import Fault
from knowledge.library import Knowledge
from knowledge.models import PLACEHOLDER, Origin, name_parts
from knowledge.texts import lengths, low_numbers, numbers_among, texts, untranslated
from knowledge.timeline import outlived, unlimited, unpaired
from rules.dead import check_dead
from rules.families import for_any_channel
from rules.models import Advise, Conclude, Rule, Rulebase
from rules.overshadowed import check_overshadowed, check_twins
from rules.reach import check_reach

__all__ = ["lint_rules"]

HOW_OFTEN = re.compile(r"常常|常见|往往|多半|大多数|\b(?:often|mostly|usually)\b")
LIMIT = re.compile(r"[a-z0-9-]+\.[a-z][a-z0-9-]*")


def lint_rules(rulebase: Rulebase, knowledge: Knowledge) -> list[Fault]:
    """Faults across rules, sorted by place."""
    checks = (
        _unused_facts,
        check_dead,
        check_reach,
        _wordings,
        _law_in_time,
        check_twins,
        _written_twice,
        _loose_ends,
        check_overshadowed,
    )
    return sorted({fault for check in checks for fault in check(rulebase, knowledge)})


def _unused_facts(rulebase: Rulebase, knowledge: Knowledge) -> Iterator[Fault]:
    """A fact that no rule tests, nothing computes from and no text tells is asked for nothing."""
    used = {condition.base for rule in rulebase.rules for condition in rule.when}
    used |= {name_parts(event)[0] for event in rulebase.events}
    used |= {item for fact in knowledge.facts.values() for item in fact.inputs}
    used |= {item for channel in knowledge.channels.values() for reply in channel.reply for item in reply.given}
    used |= {item for channel in knowledge.channels.values() for entry in channel.lasting for item in entry.given}
    used |= {question.fact for question in knowledge.questions.values() if question.narrows}
    told = (text for action in knowledge.actions.values() for text in action.wording)
    used |= {name for text in told for name in PLACEHOLDER.findall(text.zh)}
    for fact in knowledge.facts.values():
        if fact.id not in used and fact.origin is not Origin.COMPUTED:
            yield knowledge.fault("Fact", fact.id, "no rule, computed fact or text uses it")


def _wordings(rulebase: Rulebase, knowledge: Knowledge) -> Iterator[Fault]:
    """Limits live with their article: no wording of a rule or action repeats one. Rules speak both languages, and surely."""
    low, measures = low_numbers(knowledge), tuple(knowledge.measures.values())
    for rule in rulebase.rules:
        for text in (rule.entry.title, rule.entry.because):
            yield from (rule.fault(f"its wording repeats a length of time: {length}") for length in lengths(text))
            yield from (
                rule.fault(f"shows {digits}, which is of low confidence") for digits in numbers_among(text, low)
            )
        if _says_how_often(rule) and not (rule.entry.reason or rule.entry.sources):
            yield rule.fault(
                "says how often something is so, which no article does: give a reason or a source, or leave it out"
            )
        told = (untranslated(text) for text in texts(rule.entry))
        yield from (rule.fault(message) for message in told if message)
        yield from (rule.fault(message) for message in disagreements(rule.entry, measures))
    for action in knowledge.actions.values():
        for length in (length for text in action.wording for length in lengths(text)):
            yield knowledge.fault("Action", action.id, f"its wording repeats a length of time: {length}")


def _says_how_often(rule: Rule) -> bool:
    return any(HOW_OFTEN.search(text) for text in (rule.entry.because.zh, rule.entry.because.en))


def _law_in_time(rulebase: Rulebase, knowledge: Knowledge) -> Iterator[Fault]:
    """A rule stands on both sides of a change of law, or yields to what came after it."""
    for rule in rulebase.rules:
        yield from (rule.fault(message) for message in unpaired(knowledge, rule.entry.basis))
        yield from (rule.fault(message) for ref in _limits(rule) for message in unlimited(knowledge, ref))
        day = outlived(knowledge, rule.entry.basis)
        if day and not rule.entry.yields_to:
            yield rule.fault(f"outlives its law: nothing it rests on is in force from {day}, and nothing replaces it")


def _limits(rule: Rule) -> Iterator[str]:
    """The named limits that its conditions compare with and its advice is due by."""
    yield from (value for c in rule.when for value in c.values if LIMIT.fullmatch(value))
    yield from (c.limit for c in rule.then if isinstance(c, Advise) and c.limit)


def _written_twice(rulebase: Rulebase, knowledge: Knowledge) -> Iterator[Fault]:
    """What two rules say of two channels in the same words, on the same ground, is written once for both."""
    seen: dict[tuple[object, ...], tuple[str, str]] = {}
    for rule in (rule for rule in rulebase.rules if rule.family == rule.id):
        actions = (knowledge.actions[item.action] for item in rule.then if isinstance(item, Advise))
        standing_in = {action.id: action.stands_for for action in actions if action.stands_for}
        for channel in dict.fromkeys(condition.channel for condition in rule.when if condition.channel):
            lines = tuple(for_any_channel(channel, str(line), standing_in) for line in (*rule.when, *rule.then))
            told = (rule.stage, rule.basis, rule.entry.because, lines)
            other, of = seen.setdefault(told, (rule.id, channel))
            if of != channel:
                yield rule.fault(
                    f"says of {channel} what {other} says of {of}: write it once, `channel: [{of}, {channel}]`"
                )


def _known_where_it_fires(rule: Rule) -> frozenset[str]:
    """The facts that one of its conditions tests."""
    return frozenset(condition.base for condition in rule.when)


def _loose_ends(rulebase: Rulebase, knowledge: Knowledge) -> Iterator[Fault]:
    """Placeholders of a rule's reason must be facts; every concluded fact must be concluded somewhere."""
    for rule in rulebase.rules:
        for name in rule.entry.because.placeholders - FILLED - set(knowledge.facts):
            yield rule.fault(f"there is no fact for the placeholder {{{name}}}")
        for name in loose_placeholders(rule.entry.because, knowledge) - _known_where_it_fires(rule):
            yield rule.fault(f"{{{name}}} may be unknown: put it into a bracket of its own, or test it in `when`")
    drawn = {c.fact for rule in rulebase.rules for c in rule.then if isinstance(c, Conclude)}
    for fact in knowledge.facts.values():
        if fact.origin is Origin.CONCLUDED and fact.id not in drawn:
            yield knowledge.fault("Fact", fact.id, "no rule concludes it")
