"""Where a channel stands in a case."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["AWAITED", "UNANSWERED", "Standing"]


class Standing(StrEnum):
    """Where a channel stands in a case: computed from the attempts, the limits in force and the day."""

    NOT_TRIED = "not_tried"
    WAITING = "waiting"
    OVERDUE = "overdue"
    NOT_ACCEPTED = "not_accepted"
    REFUSED = "refused"
    UNSATISFIED = "unsatisfied"
    PARTIAL = "partial"
    RESOLVED = "resolved"
    SETTLED = "settled"


AWAITED = (Standing.WAITING, Standing.OVERDUE)
"""nothing has come back yet, in time or late"""

UNANSWERED = (Standing.NOT_TRIED, *AWAITED)
"""not tried, or nothing has come back yet"""
