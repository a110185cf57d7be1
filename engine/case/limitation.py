"""Contacts, and the limit of limitation → the days between which the period that runs now began.

A contact starts the period anew only while it runs; once it is over nothing does but that the other side owns the debt
(Civil Code art. 192, 195). Both days at which it can first have begun are followed through all contacts.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from knowledge.frozen import Frozen
from knowledge.limits import NamedLimit, add

__all__ = ["Restart", "run_on"]


class Restart(Frozen):
    """A contact that starts the period anew: when it was made, from when the period runs then; None where that is not told."""

    made: date | None
    anew: date | None
    owned: bool
    """the other side agreed that it owes something, or was ordered to pay: that counts after the end, too"""

    @property
    def known_by(self) -> date | None:
        """The person knew of the matter no later."""
        return self.made or self.anew


def run_on(first: date, last: date, restarts: Sequence[Restart], limit: NamedLimit | None) -> tuple[date, date]:
    """From when the period runs now, at the earliest and at the latest, where it first began between these two days."""
    dated = sorted(
        (item for item in restarts if item.anew), key=lambda item: (item.known_by or date.min, not item.owned)
    )
    early, late = first, last
    for item in dated:
        early = _after(early, item, item.known_by, limit)
        late = _after(late, item, item.made or late, limit)
    return early, late


def _after(start: date, item: Restart, made: date | None, limit: NamedLimit | None) -> date:
    """The period that ran from `start`, after a contact made on that day."""
    assert item.anew
    over = limit and made and made > add(start, limit.length, limit.rolls_over).last
    return start if over and not item.owned else max(start, item.anew)
