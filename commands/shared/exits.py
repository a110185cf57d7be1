"""What became of a command → its exit code."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.adviser import Advice

__all__ = ["BROKEN", "DONE", "MISUSED", "TOO_LITTLE", "exit_code", "said_enough"]

DONE, BROKEN, MISUSED, TOO_LITTLE = 0, 1, 2, 3


def exit_code(advice: Advice) -> int:
    """Done where something is advised, or where so much was told that nothing is; else too little was told."""
    return DONE if advice.plan.steps or said_enough(advice) else TOO_LITTLE


def said_enough(advice: Advice) -> bool:
    """Whether the trouble is told and held, so that a plan without steps says that there is nothing to do."""
    return advice.plan.covered and "issue" in advice.case.answers
