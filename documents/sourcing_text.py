"""How well each claim is grounded → lines in one language: on one source, on copies, on unnamed ones, the oldest checks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.sourcing import GroundedClaim, Sourcing
from engine.wording import phrase
from knowledge.library import Knowledge
from knowledge.models import Lang

__all__ = ["sourcing_lines"]


def sourcing_lines(found: Sourcing, knowledge: Knowledge, lang: Lang) -> Iterator[str]:
    """The four lists, each under its heading, and a count of all."""
    parts = {
        "sources-one": found.on_one,
        "sources-copies": found.on_copies,
        "sources-unnamed": found.on_unnamed,
        "sources-oldest": found.oldest,
    }
    for heading, claims in parts.items():
        yield phrase(knowledge, lang, heading, n=len(claims))
        yield from _claims(claims, knowledge, lang)
    yield phrase(knowledge, lang, "sources-counts", claims=found.claims, sources=found.sources)


def _claims(claims: Iterable[GroundedClaim], knowledge: Knowledge, lang: Lang) -> Iterator[str]:
    for claim in claims:
        checked = phrase(knowledge, lang, "sources-checked", day=claim.checked) if claim.checked else ""
        yield f"  {claim.place}  {claim.claim}{checked}"
        yield from (f"      {doc.told[lang]} {doc.url or ''}".rstrip() for doc in claim.documents)
