"""The first doors → a block: who turns where, and the number."""

from __future__ import annotations

from documents.layout import Block
from engine.case import Case
from engine.doors import first_doors
from engine.wording import phrase
from knowledge.library import Knowledge
from knowledge.models import Lang

__all__ = ["doors_block"]


def doors_block(knowledge: Knowledge, case: Case, lang: Lang) -> Block:
    """Whom to call, by what happened; for those whose answers bring nobody to call."""
    doors = first_doors(knowledge, case.as_of, case.wallet(knowledge))
    told = (phrase(knowledge, lang, "first-door", given=d.given, numbers=d.call.words(lang)) for d in doors)
    return Block(phrase(knowledge, lang, "doors-title"), tuple(("-", line) for line in told), urgent=True)
