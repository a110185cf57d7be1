"""The shape of a letter (`recourse/letter/1`) and of the list of those that fit a plan (`recourse/letters/1`)."""

from __future__ import annotations

from datetime import date
from typing import Literal

from engine.steps import Entry
from engine.steps.parts import Basis, DateKind
from knowledge.frozen import shaped
from knowledge.letters import PartKind
from knowledge.models import Text

__all__ = ["BlankEntry", "Court", "Letter", "LetterLine", "LetterList", "LetterPart", "PartyEntry"]


class LetterPart(Entry):
    """A paragraph, a heading or a row, in Chinese as it is handed in and in English to be read beside it."""

    kind: PartKind
    text: tuple[Text, ...]
    """one; of a row one a cell"""
    number: int | None = None
    """of an item in its list"""


class BlankEntry(Entry):
    """Something that is left blank in the letter, and where the person finds it."""

    id: str
    label: Text
    how: Text


class PartyEntry(Entry):
    """To whom or against whom the letter goes; why it is the right one; what is doubtful about that."""

    name: Text
    known: bool
    """false: the name is a blank, and `why` says where it is found"""
    why: Text
    basis: tuple[Basis, ...] = ()
    sources: tuple[Text, ...] = ()
    doubts: tuple[Text, ...] = ()


class Court(Entry):
    """A court that may be competent, with the article that says so."""

    court: Text
    basis: tuple[Basis, ...]


class Letter(Entry):
    """One letter or application, filled from the case and its plan. Everything it states comes from them."""

    schema_: Literal["recourse/letter/1"] = shaped(default="recourse/letter/1", called="schema")
    form: str
    title: Text
    action: str
    step: Text
    channel: str | None
    as_of: date
    do_by: date | None
    do_by_kind: DateKind | None
    reply_due: date | None
    to: PartyEntry
    against: tuple[PartyEntry, ...]
    courts: tuple[Court, ...] = ()
    articles: tuple[Basis, ...]
    """those that the letter names"""
    not_asked: tuple[Text, ...] = ()
    """claims that take proof which the case does not hold: not in the letter"""
    enclosures: tuple[Text, ...]
    blanks: tuple[BlankEntry, ...]
    """what is missing, in the order in which it is met"""
    parts: tuple[LetterPart, ...]
    disclaimer: Text


class LetterLine(Entry):
    """A step with the letter by which it is done, or the reason why nothing is handed in in writing."""

    action: str
    step: Text
    form: str | None
    letter: Text | None
    why_not: Text | None
    provided: tuple[str, ...] = ()
    """asked facts, still unknown, on which the step depends"""
    do_by: date | None


class LetterList(Entry):
    """The steps of a plan, each with its letter."""

    schema_: Literal["recourse/letters/1"] = shaped(default="recourse/letters/1", called="schema")
    as_of: date
    letters: tuple[LetterLine, ...]
