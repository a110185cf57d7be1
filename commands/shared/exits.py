"""What became of a command → its exit code."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.adviser import Advice

__all__ = ["BROKEN", "DONE", "MISUSED", "TOO_LITTLE", "exit_code"]

DONE, BROKEN, MISUSED, TOO_LITTLE = 0, 1, 2, 3


def exit_code(advice: Advice) -> int:
    """Done where something is advised, or where so much was told that nothing is; else too little was told."""
    said_enough = advice.plan.covered and "issue" in advice.case.answers
    return DONE if advice.plan.steps or said_enough else TOO_LITTLE
