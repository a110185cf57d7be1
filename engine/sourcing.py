"""Knowledge and rules → how well each claim is grounded (`recourse/sources/1`): what `recourse check --sources` prints."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from engine.adviser import Adviser
from engine.steps import Entry
from engine.steps.parts import Document
from engine.wording import document
from knowledge.frozen import shaped
from knowledge.library import Knowledge
from knowledge.sources import Grounded, grounded, oldest, on_copies, on_one, on_unnamed

__all__ = ["GroundedClaim", "Sourcing", "claims_of", "sourcing"]

OLDEST = 20
"""claims whose check is the oldest that are listed"""


class GroundedClaim(Entry):
    """A claim, where it is written, what it was read in and, where its file says so, when it was last checked."""

    claim: str
    place: str
    documents: tuple[Document, ...]
    checked: date | None = None


class Sourcing(Entry):
    """What a person checks next. What articles of statutes ground is left out of the first two."""

    schema_: Literal["recourse/sources/1"] = shaped(default="recourse/sources/1", called="schema")
    claims: int
    sources: int
    on_one: tuple[GroundedClaim, ...]
    """shown, and resting on one document alone"""
    on_copies: tuple[GroundedClaim, ...]
    """shown, and only copies made by somebody else were read"""
    on_unnamed: tuple[GroundedClaim, ...]
    """no source that could be named: low and shown to nobody, or grounded by articles or a reason"""
    oldest: tuple[GroundedClaim, ...]
    """last checked longest ago"""


def claims_of(adviser: Adviser) -> tuple[Grounded, ...]:
    """Every claim of the knowledge files and every rule that cites a source."""
    rules = (
        Grounded(rule.id, f"rules/{rule.place}", rule.entry.sources, bool(rule.entry.basis))
        for rule in adviser.rulebase.rules
    )
    return tuple(grounded(adviser.knowledge, rules))


def sourcing(adviser: Adviser) -> Sourcing:
    """The whole list."""
    knowledge, claims = adviser.knowledge, claims_of(adviser)
    return Sourcing(
        claims=sum(1 for claim in claims if claim.sources),
        sources=len(knowledge.sources),
        on_one=tuple(_told(knowledge, claim) for claim in on_one(claims)),
        on_copies=tuple(_told(knowledge, claim) for claim in on_copies(claims)),
        on_unnamed=tuple(_told(knowledge, claim) for claim in on_unnamed(claims)),
        oldest=tuple(_told(knowledge, claim) for claim in oldest(claims, OLDEST)),
    )


def _told(knowledge: Knowledge, claim: Grounded) -> GroundedClaim:
    return GroundedClaim(
        claim=claim.name, place=claim.place, documents=tuple(_documents(knowledge, claim)), checked=claim.checked
    )


def _documents(knowledge: Knowledge, claim: Grounded) -> Iterator[Document]:
    for cited in claim.sources:
        yield Document(source=cited.source.id, told=document(knowledge, cited), url=cited.source.url)
