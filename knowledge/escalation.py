"""The edges of the graph: to whom one goes on from a channel, and what closes once it has taken the dispute."""

from __future__ import annotations

from knowledge.frozen import shaped
from knowledge.models import CitationRef, Identifier, Maybe, Record, Text
from knowledge.standing import Standing

__all__ = ["Escalation", "Foreclosure"]


class Escalation(Record):
    """An edge: from this channel to the next, on one of these standings."""

    to: Identifier
    on: tuple[Standing, ...] = shaped(min_length=1)
    basis: tuple[CitationRef, ...] = ()
    note: Maybe[Text] = None


class Foreclosure(Record):
    """An edge of the second kind: once this channel has taken the dispute, that one closes."""

    channel: Identifier
    because: Text
    basis: tuple[CitationRef, ...] = shaped(min_length=1)
    """it counts on days when one of them is in force"""
    dropped: bool = False
    """another edition has the article without these words, so nothing is cited beside it"""
