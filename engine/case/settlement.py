"""Settlements that were signed → whom they bind."""

from __future__ import annotations

from engine.case.case import Case, yes_no
from knowledge.counterpart import Counterpart
from knowledge.library import Knowledge
from knowledge.outcome import Outcome

__all__ = ["bind", "settled", "settled_anywhere", "settlers"]


def settlers(case: Case, knowledge: Knowledge) -> frozenset[Counterpart]:
    """With whom the person has signed a settlement."""
    signed = (knowledge.channels[item.channel] for item in case.attempts if item.outcome is Outcome.SETTLED)
    return frozenset(channel.counterpart or Counterpart.ANYBODY for channel in signed)


def bind(settled: frozenset[Counterpart], side: Counterpart | None) -> bool:
    """Whether one of the settlements binds this side. A settlement is between two parties and binds nobody else."""
    if side is None or not settled:
        return False
    return side in settled or Counterpart.ANYBODY in (*settled, side)


def settled(case: Case, knowledge: Knowledge, _: object, channel: str) -> str:
    """Whether a settlement was signed with the one whom the channel deals with."""
    return yes_no(bind(settlers(case, knowledge), knowledge.channels[channel].counterpart))


def settled_anywhere(case: Case, _: Knowledge, __: object, ___: str) -> str:
    return yes_no(any(item.outcome is Outcome.SETTLED for item in case.attempts))
