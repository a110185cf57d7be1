"""The shape of what was proved (`recourse/proof/1`): what `recourse prove --json` prints. Needs no solver."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import JsonValue

from engine.steps import Entry
from knowledge.frozen import shaped
from knowledge.models import Text
from rules.guarantees import Kind

__all__ = ["BrokenEntry", "KeptEntry", "Outcome", "Proof", "ProvedEntry"]


class Outcome(StrEnum):
    """What became of a guarantee."""

    PROVED = "proved"
    """it holds in every case"""
    CHECKED = "checked"
    """it held in every case that was looked at"""
    BROKEN = "broken"
    """a case breaks it, in the engine as in the formulas; or what it says happens in no case"""
    UNSURE = "unsure"
    """the formulas say that it is broken and the engine does not: a fault of the formulas"""


class BrokenEntry(Entry):
    """What breaks a guarantee: a case file, or two of which the one becomes of the other; of a dead rule none."""

    subject: str
    cases: tuple[dict[str, JsonValue], ...] = ()
    reproduced: bool = True


class KeptEntry(Entry):
    """A counterexample that is known and kept: in which cases or for which rules, and why."""

    where: tuple[str, ...]
    why: Text


class ProvedEntry(Entry):
    """One guarantee, and what became of it."""

    id: str
    says: Text
    kind: Kind
    basis: tuple[str, ...]
    outcome: Outcome
    claims: int
    """how many things were looked at"""
    seconds: float
    broken: tuple[BrokenEntry, ...]
    exceptions: tuple[KeptEntry, ...]


class Proof(Entry):
    """All guarantees over all cases, and what the formulas leave out."""

    schema_: Literal["recourse/proof/1"] = shaped(default="recourse/proof/1", called="schema")
    first_day: date
    """the first day of asking looked at"""
    last_day: date
    guarantees: tuple[ProvedEntry, ...]
    left_out: tuple[Text, ...]
