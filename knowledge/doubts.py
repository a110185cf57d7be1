"""Loaded knowledge → what is declared doubtful, and what was last looked at too long ago, each with its place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from knowledge.approach import Provider
from knowledge.law import Statute
from knowledge.library import Knowledge
from knowledge.models import Confidence

__all__ = ["doubts", "stale"]


def doubts(knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    """(place, what is doubtful) for every declared doubt and every low confidence."""
    for statute in knowledge.statutes.values():
        yield from ((_place(knowledge, "Statute", statute.id), told) for told in _statute_doubts(statute))
    for provider in knowledge.providers.values():
        yield from ((_place(knowledge, "Provider", provider.id), told) for told in _provider_doubts(provider))
    for channel in knowledge.channels.values():
        if channel.doubt:
            yield _place(knowledge, "Channel", channel.id), f"{channel.id}: {channel.doubt.en}"


def _statute_doubts(statute: Statute) -> Iterator[str]:
    yield from (f"{statute.id} ({edition.id}): {edition.doubt.en}" for edition in statute.editions if edition.doubt)
    yield from (f"{statute.id}/{article.at}: {article.doubt.en}" for article in statute.articles if article.doubt)


def _provider_doubts(provider: Provider) -> Iterator[str]:
    claims = {"entity": provider.entity, "seat": provider.seat, "branch": provider.pboc_branch}
    claims |= {"promise": provider.compensation}
    for name, claim in claims.items():
        if claim and (claim.confidence is Confidence.LOW or claim.doubt):
            yield f"{provider.id} {name}: {claim.doubt.en if claim.doubt else 'low confidence, not shown'}"
    for entrance in provider.entrances:
        if entrance.confidence is Confidence.LOW:
            yield f"{provider.id} {entrance.value}: low confidence, not shown"


def stale(knowledge: Knowledge, today: date, days: int) -> Iterator[tuple[str, str]]:
    """(place, what) for everything that was last checked more than `days` days before `today`."""
    oldest = today - timedelta(days=days)
    for statute in knowledge.statutes.values():
        for edition in statute.editions:
            if edition.checked < oldest:
                yield (
                    _place(knowledge, "Statute", statute.id),
                    f"{statute.id} ({edition.id}), checked {edition.checked}",
                )
    for kind, owners in (("Provider", knowledge.providers.values()), ("Channel", knowledge.channels.values())):
        for owner in owners:
            for entrance in owner.entrances:
                if entrance.checked < oldest:
                    yield _place(knowledge, kind, owner.id), f"{owner.id} {entrance.value}, checked {entrance.checked}"


def _place(knowledge: Knowledge, kind: str, key: str) -> str:
    fault = knowledge.places[f"{kind}:{key}"]
    return f"{fault.place}:{fault.line}"
