"""What came back from a contact, and the words in which people say it."""

from __future__ import annotations

from enum import StrEnum

from knowledge.frozen import shaped
from knowledge.models import Record

__all__ = ["FALLS_SHORT", "Outcome", "OutcomeWords"]


class Outcome(StrEnum):
    """What came back from a contact. `asked`: a question or call that put no complaint, so nothing is used up or due.

    `unknown`: the person cannot tell; no answer counts as told.
    """

    PENDING = "pending"
    NO_REPLY = "no_reply"
    NOT_ACCEPTED = "not_accepted"
    REFUSED = "refused"
    UNSATISFIED = "unsatisfied"
    PARTIAL = "partial"
    RESOLVED = "resolved"
    SETTLED = "settled"
    ASKED = "asked"
    UNKNOWN = "unknown"


FALLS_SHORT = (Outcome.NOT_ACCEPTED, Outcome.REFUSED, Outcome.UNSATISFIED, Outcome.PARTIAL)
"""answers that leave the matter open"""


class OutcomeWords(Record):
    """What came back, in words that people type."""

    id: Outcome
    said: tuple[str, ...] = shaped(min_length=1)
