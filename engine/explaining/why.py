"""A case and a target → why it is as it is, as data (`recourse/why/1`): the proofs, every way there, the smallest changes."""

from __future__ import annotations

from datetime import date
from typing import Literal

from engine.adviser import Advice, Adviser
from engine.case import FactValue
from engine.case.changes import UNKNOWN
from engine.explaining.explain import Block, Obstacle, Proof, Way, prove, reached, ways_to
from engine.explaining.reaching import Move, Reach, Search, smallest
from engine.explaining.remedies import Kind
from engine.findings import Finding
from engine.graph import ChannelState
from engine.steps import Entry, channel_of, ground
from knowledge.frozen import shaped
from knowledge.models import Origin, Text

__all__ = ["BlockEntry", "MoveEntry", "ProofEntry", "Reachable", "WayEntry", "Why", "explain", "reach_of"]

SEARCHED = 8
A_WAY = Search(cases=40, sets=1, kinds=frozenset(Kind))


class ProofEntry(Entry):
    """A fact with its value and where it comes from, or a conclusion with its rule, ground and sentence; and what it rests on."""

    fact: str | None = None
    value: str | None = None
    origin: Origin | None = None
    rule: str | None = None
    conclusion: str | None = None
    because: Text | None = None
    basis: tuple[str, ...] = ()
    """citations in the edition of the day"""
    reason: Text | None = None
    contact: str | None = None
    """`CHANNEL=OUTCOME@DAY` (or `@unknown`), for what was computed from a contact"""
    presumed: bool = False
    """the contact was not told: a later one shows it"""
    reference: str | None = None
    parts: tuple[ProofEntry, ...] = ()


class BlockEntry(Entry):
    """What stands in a way: a condition that fails (with the value it found) or is unknown, or a rule that bars or holds."""

    kind: Obstacle
    condition: str | None = None
    found: str | None = None
    rule: str | None = None
    opens_on: date | None = None


class MoveEntry(Entry):
    """One change that is needed, in any of these values, and what it takes."""

    key: str
    values: tuple[str, ...]
    kind: Kind


class WayEntry(Entry):
    """One rule that leads there, what stands in it, and the fewest changes after which it would lead there."""

    rule: str
    title: Text
    blocks: tuple[BlockEntry, ...]
    changes: tuple[MoveEntry, ...] | None
    """none of them can be left out; null where no short set was found"""


class Why(Entry):
    """Why an action is or is not a step, or why a channel stands as it does."""

    schema_: Literal["recourse/why/1"] = shaped(default="recourse/why/1", called="schema")
    target: str
    as_of: date
    rank: int | None = None
    """of the step, for an action that is in the plan"""
    state: ChannelState | None = None
    """for a channel"""
    opens_on: date | None = None
    proofs: tuple[ProofEntry, ...]
    ways: tuple[WayEntry, ...]
    """by the number of changes they need, then by what stands in them"""
    opens: tuple[tuple[MoveEntry, ...], ...]
    """the smallest sets of changes that a person can bring about, find out or wait for"""
    asks: tuple[str, ...] = ()
    """for an undetermined channel: the facts that decide it"""


def explain(adviser: Adviser, advice: Advice, target: str) -> Why:
    """`target` is the id of an action or a channel. Nothing is searched for what is in the plan or open already."""
    knowledge = adviser.knowledge
    step = next((step for step in advice.plan.steps if step.action == target), None)
    node = advice.graph.nodes.get(target)
    there = _is_there(advice, target)
    proofs = (prove(advice, knowledge, finding) for finding in _findings(adviser, advice, target))
    return Why(
        target=target,
        as_of=advice.case.as_of,
        rank=step.rank if step else None,
        state=node.state if node else None,
        opens_on=node.opens_on if node else None,
        proofs=tuple(_proof(adviser, advice, proof) for proof in proofs),
        ways=tuple(_ways(adviser, advice, target, there)),
        opens=reach_of(adviser, advice, target).sets,
        asks=node.asks if node else (),
    )


class Reachable(Entry):
    """The smallest sets of changes that open a channel or bring an action (`recourse/reach/1`). Each is needed whole."""

    schema_: Literal["recourse/reach/1"] = shaped(default="recourse/reach/1", called="schema")
    target: str
    there: bool
    """nothing needs to change"""
    sets: tuple[tuple[MoveEntry, ...], ...]


def _findings(adviser: Adviser, advice: Advice, target: str) -> list[Finding]:
    """What advises the action and opens, bars or holds its channel; or what does so with the channel."""
    action = adviser.knowledge.actions.get(target)
    channel = channel_of(action, adviser.knowledge, advice.case) if action else None
    return [*reached(advice, target), *(reached(advice, channel) if channel else [])]


def reach_of(adviser: Adviser, advice: Advice, target: str) -> Reachable:
    """Changes in what a person can bring about, find out or wait for; at most three at a time."""
    there = _is_there(advice, target)
    sets = () if there else tuple(_moves(reach) for reach in smallest(adviser, advice, target, Search()))
    return Reachable(target=target, there=there, sets=sets)


def _is_there(advice: Advice, target: str) -> bool:
    node = advice.graph.nodes.get(target)
    return any(step.action == target for step in advice.plan.steps) or bool(node and node.state is ChannelState.OPEN)


def _proof(adviser: Adviser, advice: Advice, proof: Proof) -> ProofEntry:
    told: dict[str, object] = {"parts": tuple(_proof(adviser, advice, part) for part in proof.parts)}
    if proof.fact:
        told |= {"fact": proof.fact, "value": shown(proof.value), "origin": proof.origin}
    if proof.contact:
        contact = proof.contact
        day = contact.date or UNKNOWN
        told |= {"contact": f"{contact.channel}={contact.outcome}@{day}", "reference": contact.reference}
        told |= {"presumed": contact.presumed}
    if proof.finding:
        entry = proof.finding.rule.entry
        told |= {
            "rule": entry.id,
            "conclusion": str(proof.finding.conclusion),
            "because": advice.speaker.fill(entry.because),
            "basis": tuple(item.citation for item in ground(adviser.knowledge, advice.case, entry.basis)),
            "reason": entry.reason,
        }
    return ProofEntry.model_validate(told)


def shown(value: FactValue | date | None) -> str | None:
    return None if value is None else str(value)


def _ways(adviser: Adviser, advice: Advice, target: str, there: bool) -> list[WayEntry]:
    """The ways that are not open; the nearest are looked into for the changes they need."""
    blocked = [way for way in ways_to(advice, adviser.knowledge, target) if way.blocks]
    entries = [_way(adviser, advice, target, way, not there and n < SEARCHED) for n, way in enumerate(blocked)]
    return sorted(entries, key=lambda way: (len(way.changes) if way.changes else 99, len(way.blocks), way.rule))


def _way(adviser: Adviser, advice: Advice, target: str, way: Way, search: bool) -> WayEntry:
    found = smallest(adviser, advice, target, A_WAY, way.rule) if search else []
    return WayEntry(
        rule=way.rule.id,
        title=advice.speaker.fill(way.rule.entry.title),
        blocks=tuple(map(_block, way.blocks)),
        changes=_moves(found[0]) if found else None,
    )


def _block(block: Block) -> BlockEntry:
    return BlockEntry(
        kind=block.kind,
        condition=block.condition.text if block.condition else None,
        found=shown(block.value),
        rule=block.rule.id if block.rule else None,
        opens_on=block.opens_on,
    )


def _moves(reach: Reach) -> tuple[MoveEntry, ...]:
    return tuple(map(_move, reach.moves))


def _move(move: Move) -> MoveEntry:
    return MoveEntry(key=move.key, values=move.values, kind=move.kind)
