"""A plan → a short number of all that it decides: steps, urgencies, days, grounds, ways in, channels, questions. No wording."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

from engine.adviser import Advice, Adviser
from engine.case import words_of
from engine.graph import ChannelState
from engine.steps import Step
from knowledge.citations import resolve
from knowledge.errors import CaseError
from tests.casebook import CASES, TODAY

__all__ = ["FACTS", "KEPT", "REFUSED", "digest", "fact_lines", "kept_lines", "number_of", "refused_lines"]

KEPT = Path(__file__).parent / "plans"
REFUSED = KEPT / "refused.txt"
FACTS = KEPT / "facts.txt"
PARTS = (CASES, CASES / "law", CASES / "real", Path(__file__).parent / "letters")
"""the folders of told cases"""


def kept_lines(adviser: Adviser, told: list[dict[str, Any]]) -> Iterator[str]:
    """One line a case: the number of its plan, and the story."""
    for item in told:
        advice = adviser.advise(adviser.read(item["case"], TODAY))
        yield f"{number_of(advice)} {item.get('story') or item['id']}"


def refused_lines(adviser: Adviser) -> Iterator[str]:
    """One line a contradiction: the number of all answers to its facts that are refused together, and how many they are."""
    for item in adviser.rulebase.contradictions:
        facts = [adviser.knowledge.fact(condition.fact) for condition in item.when]
        asked = [adviser.knowledge.facts[fact.inputs[0]] if fact.inputs else fact for fact in facts]
        answers = (
            dict(zip((fact.id for fact in asked), words, strict=True)) for words in product(*map(words_of, asked))
        )
        refused = [sorted(answer.items()) for answer in answers if _is_refused(adviser, answer)]
        yield f"{digest(refused)} {item.entry.id}: {len(refused)}"


def _is_refused(adviser: Adviser, answers: dict[str, str]) -> bool:
    try:
        adviser.read({"as_of": TODAY.isoformat(), **answers}, TODAY)
    except CaseError:
        return True
    return False


def fact_lines(adviser: Adviser) -> Iterator[str]:
    """What no plan may show on any day of a told case: editions, limits, yardsticks, why a door refuses, numbers that are dialled."""
    knowledge = adviser.knowledge
    for statute in knowledge.statutes.values():
        yield from (f"{statute.id} {item.id}: {item.in_force[0]}–{item.in_force[1] or ''}" for item in statute.editions)
        limits = ((article.at, limit) for article in statute.articles for limit in article.limits)
        yield from (f"{statute.id}/{at} {limit.id}: {limit.length}, at most {limit.at_most}" for at, limit in limits)
    yield from (f"yardstick {item.id}: {item.length}" for item in knowledge.yardsticks.values())
    for channel in knowledge.channels.values():
        yield from (f"{channel.id} refuses by {', '.join(item.basis)}" for item in channel.refuses)
    for holder in (*knowledge.channels.values(), *knowledge.providers.values()):
        ways = (item for item in holder.entrances if item.kind == "phone")
        yield from (f"{holder.id}: {item.value}{f' then {item.press}' if item.press else ''}" for item in ways)


def number_of(advice: Advice) -> str:
    """Another one as soon as the plan of the case decides anything otherwise."""
    return digest(list(_decided(advice)))


def digest(told: Any) -> str:
    """A short number, another one as soon as anything in it is otherwise."""
    return hashlib.blake2s(json.dumps(told, ensure_ascii=False, default=str).encode(), digest_size=4).hexdigest()


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
