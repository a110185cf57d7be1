"""Knowledge and rules → everything a told case should exercise, and the ways in which it should."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from engine.adviser import Adviser
from knowledge.channel import Channel
from knowledge.citations import find_article
from knowledge.library import Knowledge
from knowledge.models import Claim, Issue, Question, Reworded
from rules.models import Advise, Bar, Condition, Hold, Open, Rule, Rulebase

__all__ = [
    "WAYS",
    "Item",
    "channel_refs",
    "claim_name",
    "condition_name",
    "entrance_name",
    "urgency_name",
    "wanted",
    "wording_name",
]

WAYS = {
    "rule": ("fires", "rests"),
    "condition": ("alone",),
    "channel": ("open", "closed", "held"),
    "edge": ("taken", "not-taken"),
    "foreclosure": ("shut", "not-shut"),
    "citation": ("shown",),
    "entrance": ("shown",),
    "question": ("asked", "not-asked"),
    "wording": ("asked",),
    "action": ("step",),
    "urgency": ("needed",),
    "claim": ("made", "not-made"),
    "letter": ("fits",),
}
"""Kinds of what is exercised, each with its ways. `alone`: the rule rests for the sake of this condition only; `needed`: were
the urgency another one, so were the plan."""


class Item(NamedTuple):
    """One thing to be exercised, in one way."""

    kind: str
    id: str
    way: str


def condition_name(rule: Rule, condition: Condition) -> str:
    return f"{rule.id}: {condition}"


def urgency_name(rule: Rule, advice: Advise) -> str:
    return f"{rule.id}: {advice}"


def claim_name(issue: Issue, claim: Claim) -> str:
    return f"{issue.id}: {claim.text.zh}"


def wording_name(question: Question, wording: Reworded) -> str:
    told = "; ".join(f"{fact} = {', '.join(words)}" for fact, words in wording.given.items())
    return f"{question.fact}: {told}"


def entrance_name(owner: str, way: str) -> str:
    return f"{owner}: {way}"


def wanted(adviser: Adviser) -> Iterator[Item]:
    """Each once, in the order of the files."""
    return iter(dict.fromkeys(_wanted(adviser.knowledge, adviser.rulebase)))


def _wanted(knowledge: Knowledge, rulebase: Rulebase) -> Iterator[Item]:
    for rule in rulebase.rules:
        yield from _of_rule(rule)
    yield from _of_channels(knowledge, rulebase)
    yield from _citations(knowledge, rulebase)
    led = {action.purpose for action in knowledge.actions.values()}
    for owners in (knowledge.channels, knowledge.providers):
        for owner in owners.values():
            shown = (
                way for way in owner.entrances if way.is_sure and (not way.purposes or led.intersection(way.purposes))
            )
            yield from (Item("entrance", entrance_name(owner.id, way.known_as), "shown") for way in shown)
    for question in knowledge.questions.values():
        ways = ("not-asked",) if {} in question.moot else WAYS["question"]
        yield from (Item("question", question.fact, way) for way in ways)
        yield from (Item("wording", wording_name(question, item), "asked") for item in question.wordings)
    yield from (Item("action", action, "step") for action in knowledge.actions)
    yield from (Item("letter", form, "fits") for form in knowledge.letters.forms)
    for issue in knowledge.issues.values():
        for claim in issue.claims:
            hangs = bool(claim.given or claim.unless)
            ways = WAYS["claim"] if hangs else ("made",)
            yield from (Item("claim", claim_name(issue, claim), way) for way in ways)


def _of_rule(rule: Rule) -> Iterator[Item]:
    """A rule without conditions never rests."""
    yield Item("rule", rule.id, "fires")
    if rule.when:
        yield Item("rule", rule.id, "rests")
    for condition in rule.when:
        yield Item("condition", condition_name(rule, condition), "alone")
    for advice in rule.then:
        if isinstance(advice, Advise):
            yield Item("urgency", urgency_name(rule, advice), "needed")


def _of_channels(knowledge: Knowledge, rulebase: Rulebase) -> Iterator[Item]:
    drawn = [conclusion for rule in rulebase.rules for conclusion in rule.then]
    for kind, way in ((Open, "open"), (Bar, "closed"), (Hold, "held")):
        there = {conclusion.channel for conclusion in drawn if isinstance(conclusion, kind)}
        yield from (Item("channel", channel, way) for channel in knowledge.channels if channel in there)
    for channel in knowledge.channels.values():
        for edge in channel.next:
            yield from (Item("edge", f"{channel.id} → {edge.to} on {standing}", "taken") for standing in edge.on)
            yield Item("edge", f"{channel.id} → {edge.to}", "not-taken")
        for closed in channel.forecloses:
            name = f"{channel.id} ✕ {closed.channel}"
            yield from (Item("foreclosure", name, way) for way in WAYS["foreclosure"])


def _citations(knowledge: Knowledge, rulebase: Rulebase) -> Iterator[Item]:
    """Every article that something cites, as it is held. One that nothing cites is held to be looked up."""
    found = (find_article(knowledge, ref) for ref in _refs(knowledge, rulebase))
    yield from (Item("citation", f"{held[0].id}/{held[1].at}", "shown") for held in found if held)


def _refs(knowledge: Knowledge, rulebase: Rulebase) -> Iterator[str]:
    for rule in rulebase.rules:
        yield from rule.entry.basis
    for action in knowledge.actions.values():
        yield from action.basis
    for issue in knowledge.issues.values():
        yield from (ref for claim in issue.claims for ref in claim.basis)
    for channel in knowledge.channels.values():
        yield from channel_refs(channel)


def channel_refs(channel: Channel) -> Iterator[str]:
    """What it rests on, refuses by, leads on by and closes others by."""
    yield from channel.basis
    yield from (ref for refusal in channel.refuses for ref in refusal.basis)
    yield from (ref for edge in channel.next for ref in edge.basis)
    yield from (ref for closed in channel.forecloses for ref in closed.basis)
