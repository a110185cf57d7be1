"""The other side: whom a dispute is with, and with whom it can be at a channel."""

from __future__ import annotations

from enum import StrEnum

from knowledge.frozen import shaped
from knowledge.models import Given, Record

__all__ = ["Counterpart", "Facing"]


class Counterpart(StrEnum):
    """The other side of a dispute. `anybody`: where disputes with whoever it may be are dealt with."""

    WALLET = "wallet"
    BANK = "bank"
    MERCHANT = "merchant"
    OPERATOR = "operator"
    PERSON = "person"
    ANYBODY = "anybody"


class Facing(Record):
    """Against whom a dispute is put at a channel, in the cases it is given for."""

    given: Given = {}
    sides: tuple[Counterpart, ...] = shaped(min_length=1)
