"""A plan → a short number of all that it decides: steps, urgencies, days, grounds, ways in, channels, questions. No wording."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from engine.adviser import Advice, Adviser
from engine.graph import ChannelState
from engine.steps import Step
from knowledge.citations import resolve
from tests.casebook import CASES, TODAY

__all__ = ["KEPT", "kept_lines", "number_of"]

KEPT = Path(__file__).parent / "plans"
PARTS = (CASES, CASES / "law", CASES / "real", Path(__file__).parent / "letters")
"""the folders of told cases"""


def kept_lines(adviser: Adviser, told: list[dict[str, Any]]) -> Iterator[str]:
    """One line a case: the number of its plan, and the story."""
    for item in told:
        advice = adviser.advise(adviser.read(item["case"], TODAY))
        yield f"{number_of(advice)} {item.get('story') or item['id']}"


def number_of(advice: Advice) -> str:
    """Another one as soon as the plan of the case decides anything otherwise."""
    decided = json.dumps(list(_decided(advice)), ensure_ascii=False, default=str)
    return hashlib.blake2s(decided.encode(), digest_size=4).hexdigest()


def _decided(advice: Advice) -> Iterator[Any]:
    plan = advice.plan
    yield from map(_step, plan.steps)
    yield from ((item.action, item.limit.limit) for item in plan.lost)
    yield from ((item.channel, item.since, item.statutory) for item in plan.late)
    for channel, entry in plan.channels.items():
        if entry.state is not ChannelState.NOT_APPLICABLE:
            yield [(edge.to, edge.on, edge.basis) for edge in advice.knowledge.channels[channel].next]
            yield channel, entry.state, entry.because, entry.asks, entry.provisional or entry.opens_on
    yield [ask.fact for ask in plan.ask]
    if plan.wallet:
        yield plan.wallet.model_dump(mode="json")
    for finding in advice.inference.findings:
        grounds = (resolve(advice.knowledge, ref, advice.case.days) for ref in finding.rule.entry.basis)
        cited = [(item.citation, item.edition.id) for item in grounds if item]
        yield (
            finding.rule.id,
            str(finding.conclusion),
            cited,
            [s.source.id for s in finding.rule.entry.sources if s.source],
        )


def _step(step: Step) -> Any:
    """Days that the next holiday notice may still move are left out."""
    limits = [(limit.limit, limit.length, limit.at_most, limit.basis) for limit in step.reply_limits]
    provisional = any(limit.provisional for limit in step.reply_limits)
    return (
        (step.action, step.channel, step.urgency, step.do_by_provisional or step.do_by, step.do_by_kind),
        (step.limit and (step.limit.limit, step.limit.length), limits, provisional or step.reply_due),
        (step.provided, step.because, [(item.citation, item.edition) for item in step.basis]),
        ([text.zh for text in step.claims], [(item.text.zh, item.given) for item in step.claims_if]),
        [(way.value, way.press, way.confidence, way.known) for way in step.entrances],
        ([str(item.zh) for item in step.materials], [item.source for item in step.documents]),
        [(item.forecloses, item.basis) for item in step.warnings],
    )
