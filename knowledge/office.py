"""Whom people name when they are asked whom they have contacted, and which channel that is."""

from __future__ import annotations

from knowledge.frozen import shaped
from knowledge.models import Identifier, Maybe, Record, Text
from knowledge.outcome import Outcome

__all__ = ["Deed", "Office"]


class Deed(Record):
    """Something people do at an office, and the channel that this is."""

    id: Identifier
    what: Text
    said: tuple[str, ...] = ()
    """words in a sentence that tell this deed from the others"""
    channel: Identifier
    outcome: Maybe[Outcome] = None
    """what is certain about it by the deed alone"""
    tells: dict[Identifier, str] = {}
    """answers that it gives by the way: whoever handed in a ticket did not only phone …"""
    suggests: dict[Identifier, str] = {}
    """… and those it gives where nothing is told of it yet: whoever phoned may have written before"""


class Office(Record):
    """Whom people name when they are asked whom they have contacted: one place, where several channels may lie."""

    id: Identifier
    name: Text
    said: tuple[str, ...] = ()
    """what people call it when they type it, its telephone numbers apart"""
    near: bool = False
    """among the first that are named; another one only where it surely has to do with the case"""
    wallet: bool = False
    """the name of the wallet itself means this one"""
    deeds: tuple[Deed, ...] = shaped(min_length=1)
