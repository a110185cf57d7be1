"""What is proved: a claim about every case, that would be broken by one; or that something happens in some case."""

from __future__ import annotations

from collections.abc import Callable

from engine.adviser import Advice
from engine.proving.logic import Formula
from engine.proving.witness import CaseFile
from knowledge.frozen import Frozen

__all__ = ["Claim", "Happens"]


class Claim(Frozen):
    """No case is of this kind. `seen` says of a case that the engine itself has advised on whether it is.

    A claim about a case and what becomes of it has two of them: `broken` speaks of both, and `seen` is told both.
    """

    subject: str
    broken: Formula
    seen: Callable[..., bool] | None
    """none: the engine refuses such a case by itself"""


class Happens(Frozen):
    """Some case is of this kind: without one, what the claim is about is dead."""

    subject: str
    held: Formula
    seen: Callable[[Advice], bool]
    example: CaseFile | None = None
    """a case that is told of it already, tried first"""
