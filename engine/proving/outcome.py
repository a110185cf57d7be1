"""What became of the guarantees → the shape that is printed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import cast

from pydantic import JsonValue

from engine.proof import BrokenEntry, KeptEntry, Proof, ProvedEntry
from engine.proving.proving import Proved
from knowledge.library import Knowledge
from knowledge.models import Text
from knowledge.timeline import START

__all__ = ["proof_of"]

LEFT_OUT = ("days", "actions", "answers", "undated", "search", "order", "words")
"""what no formula holds, by the keys of its wording"""


def proof_of(found: Iterable[Proved], knowledge: Knowledge, today: date) -> Proof:
    """All of it, with what the formulas leave out."""
    left_out = tuple(_told(knowledge.wording[f"proof-without-{key}"], today) for key in LEFT_OUT)
    return Proof(first_day=START, last_day=today, guarantees=tuple(map(_entry, found)), left_out=left_out)


def _told(text: Text, today: date) -> Text:
    return text.filled(first=START, last=today)


def _entry(proved: Proved) -> ProvedEntry:
    entry = proved.guarantee.entry
    return ProvedEntry(
        id=entry.id,
        says=entry.says,
        kind=entry.kind,
        basis=entry.basis,
        outcome=proved.outcome,
        claims=proved.claims,
        seconds=round(proved.seconds, 1),
        broken=tuple(
            BrokenEntry(
                subject=item.subject,
                cases=tuple(cast("dict[str, JsonValue]", case) for case in item.cases),
                reproduced=item.reproduced,
            )
            for item in proved.broken
        ),
        exceptions=tuple(KeptEntry(where=item.given or item.rules, why=item.why) for item in entry.exceptions),
    )
