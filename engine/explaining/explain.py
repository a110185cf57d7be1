"""The trace of a case → why something is advised, and what stands in the way of what is not. Never a written story.

*Why* is the proof tree from the person's answers to the conclusion. *Why not* lists every way by which it could have
been reached, with what stands in each: the condition that fails and its value, the fact that is unknown, the rule that
is out of force, the bar that holds; the way with the fewest obstacles first.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from engine.adviser import Advice
from engine.case import Attempt, FactValue
from engine.findings import Finding, State, Verdict
from engine.steps import channel_of
from knowledge.frozen import Frozen, replace
from knowledge.library import Knowledge
from knowledge.models import Origin, name_parts
from knowledge.standing import Standing
from rules.models import Advise, Bar, Conclude, Conclusion, Condition, Hold, Open, Rule

__all__ = ["Block", "Obstacle", "Proof", "Way", "prove", "prove_fact", "reached", "ways_to"]


class Obstacle(StrEnum):
    """What kind of thing stands in the way."""

    FAILS = "fails"
    UNKNOWN = "unknown"
    OUT_OF_FORCE = "out_of_force"
    BARRED = "barred"
    HELD = "held"


class Proof(Frozen):
    """A fact with its value, or a conclusion with the rule that drew it, and what that rests on."""

    fact: str | None
    value: FactValue | date | None
    origin: Origin | None
    finding: Finding | None = None
    parts: tuple[Proof, ...] = ()
    contact: Attempt | None = None
    """the contact from which a channel's standing was computed"""


class Block(Frozen):
    """One obstacle of a way: the condition with the value it had, or the rule that bars or holds."""

    kind: Obstacle
    condition: Condition | None = None
    value: FactValue | None = None
    rule: Rule | None = None
    opens_on: date | None = None


class Way(Frozen):
    """One rule by which the conclusion could have been drawn, and everything that stands in it."""

    rule: Rule
    blocks: tuple[Block, ...]


def reached(advice: Advice, target: str) -> list[Finding]:
    """The findings that advise the action, or that open, bar or hold the channel, named `target`."""
    return [finding for finding in advice.inference.findings if _names(finding.conclusion, target)]


def prove(advice: Advice, knowledge: Knowledge, finding: Finding) -> Proof:
    """The proof tree of a finding: its conditions, and below each concluded fact the finding that drew it."""
    parts = tuple(prove_fact(advice, knowledge, name) for name in finding.facts)
    return Proof(None, None, None, finding, parts)


def prove_fact(advice: Advice, knowledge: Knowledge, name: str) -> Proof:
    """The fact with its value, and below it the finding that drew it, where a rule did."""
    value = advice.inference.facts.get(name)
    origin = knowledge.fact(name).origin
    drawn = [
        finding
        for finding in advice.inference.findings
        if isinstance(finding.conclusion, Conclude) and finding.conclusion.fact == name
    ]
    proofs = tuple(prove(advice, knowledge, finding) for finding in drawn)
    proof = proofs[0] if len(proofs) == 1 else Proof(None, None, None, parts=proofs)
    if origin is Origin.COMPUTED:
        proof = _prove_computed(advice, knowledge, name)
    return replace(proof, fact=name, value=value, origin=origin)


def _prove_computed(advice: Advice, knowledge: Knowledge, name: str) -> Proof:
    """The answers from which it was computed, or the contact."""
    standing = advice.inference.standings.get(name_parts(name)[1])
    told = {fact: advice.case.answers.get(fact) for fact in knowledge.fact(name).inputs}
    parts = (Proof(fact, value, Origin.ASKED) for fact, value in told.items() if value is not None)
    return Proof(None, None, None, parts=tuple(parts), contact=standing.attempt if standing else None)


def ways_to(advice: Advice, knowledge: Knowledge, target: str) -> list[Way]:
    """Every rule that could advise the action or open the channel, with its obstacles; fewest obstacles first."""
    verdicts = [v for v in advice.inference.verdicts if any(_wanted(c, target) for c in v.rule.then)]
    action = knowledge.actions.get(target)
    channel = channel_of(action, knowledge, advice.case) if action else target
    stops = list(_stops(advice, channel)) if channel else []
    ways = [Way(verdict.rule, (*_blocks(advice, verdict), *stops)) for verdict in verdicts]
    return sorted(ways, key=lambda way: (len(way.blocks), way.rule.id))


def _blocks(advice: Advice, verdict: Verdict) -> Iterator[Block]:
    if verdict.state is State.OUT_OF_FORCE:
        yield Block(Obstacle.OUT_OF_FORCE, rule=verdict.rule)
    for condition in verdict.rule.when:
        value = advice.inference.facts.get(condition.fact)
        truth = advice.inference.truths.get(condition.text)
        if truth is False:
            yield Block(Obstacle.FAILS, condition, value)
        elif truth is None:
            yield Block(Obstacle.UNKNOWN, condition)


def _stops(advice: Advice, channel: str) -> Iterator[Block]:
    """Bars and holds that fired against the channel; none once it was used, since both are about coming to it."""
    node = advice.graph.nodes[channel]
    if node.standing.standing is not Standing.NOT_TRIED:
        return
    for finding in advice.inference.findings:
        conclusion = finding.conclusion
        if isinstance(conclusion, (Bar, Hold)) and conclusion.channel == channel:
            kind = Obstacle.BARRED if isinstance(conclusion, Bar) else Obstacle.HELD
            opens_on = node.opens_on if kind is Obstacle.HELD else None
            yield Block(kind, rule=finding.rule, opens_on=opens_on)


def _wanted(conclusion: Conclusion, target: str) -> bool:
    if isinstance(conclusion, Advise):
        return conclusion.action == target
    return isinstance(conclusion, Open) and conclusion.channel == target


def _names(conclusion: Conclusion, target: str) -> bool:
    return _wanted(conclusion, target) or (isinstance(conclusion, (Bar, Hold)) and conclusion.channel == target)
