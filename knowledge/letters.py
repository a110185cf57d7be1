"""What a letter is made of: forms, parties, blanks, sentences. Templates are Jinja2; they are filled in `documents/letters/`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from knowledge.frozen import Before, shaped
from knowledge.models import AnyGiven, CitationRef, Given, Identifier, Maybe, Record, Text

__all__ = [
    "Blank",
    "ContactWords",
    "Form",
    "Named",
    "Part",
    "PartKind",
    "Party",
    "Passage",
    "Statement",
    "Unwritten",
    "Use",
    "Venue",
    "templates",
]

PartKind = Literal["title", "heading", "line", "paragraph", "item", "row", "head", "right"]
"""`row` and `head` are rows of a table, one cell a text; `item` is numbered"""


class Blank(Record):
    """Something a letter needs that no case holds: who writes, to whom, under which number."""

    id: Identifier
    label: Text
    how: Text
    """where it is found"""
    shape: Text = Text(zh="＿＿＿＿＿＿＿＿", en="________________")


class Part(Record):
    """One paragraph, heading or row. One that comes out empty is left out, and so is a heading with nothing below it."""

    kind: PartKind = "paragraph"
    each: Maybe[Identifier] = None
    """once for each entry of this list, as `item`"""
    text: tuple[Text, ...] = ()
    """one text; of a row one a cell"""
    use: Maybe[Identifier] = None
    """the parts of this passage stand here"""


class Passage(Record):
    """Parts that several forms have in common."""

    id: Identifier
    parts: tuple[Part, ...] = shaped(min_length=1)


class Party(Record):
    """Somebody to whom or against whom one writes. The first entry of `named` whose `given` holds tells the name."""

    id: Identifier
    named: tuple[Named, ...] = shaped(min_length=1)


class Named(Record):
    """A name, where it is found out, and why it is the right one."""

    name: Text
    given: Given = {}
    knows: Maybe[Identifier] = None
    """the fact of the wallet's file that it rests on, whose sources and doubts are told"""
    seat: Maybe[Text] = None
    sides: tuple[Identifier, ...] = ()
    """which side of a dispute it is, as claims name it (`of`)"""
    why: Text
    basis: tuple[CitationRef, ...] = ()


class Venue(Record):
    """A court that may be competent, by the article that says so."""

    id: Identifier
    court: Text
    basis: tuple[CitationRef, ...] = shaped(min_length=1)
    given: Given = {}


def _one(value: object) -> object:
    return [value] if isinstance(value, str) else value


Addressees = Annotated[tuple[Identifier, ...], Before(_one), shaped(min_length=1)]
"""One party, or several: the first that the case has, else the first"""


class Use(Record):
    """An action that is carried out with the form, and what is its own about it."""

    action: Identifier
    to: Maybe[Addressees] = None
    against: tuple[Identifier, ...] = ()
    venues: tuple[Identifier, ...] = ()
    name: Maybe[Text] = None
    """the title, where it is not the form's"""
    asks: tuple[Text, ...] = ()
    """in place of what the form asks for (`asks`), before the claims"""
    claims: Maybe[bool] = None
    """whether the claims of the issue are stated; none: as the form says"""
    cites: tuple[CitationRef, ...] = ()
    side: Maybe[Text] = None
    """what whoever writes was in the instance before, where the action takes a judgment further"""


class Form(Record):
    """A letter or application: its name, to whom, for which actions, and its text."""

    id: Identifier
    name: Text
    role: Text
    """what whoever writes is called in it"""
    other: Text
    """what the other side is called in it"""
    to: Addressees
    against: tuple[Identifier, ...] = ()
    """those of them that the case has; where it has none, the first"""
    channels: tuple[Identifier, ...] = ()
    """whatever states a claim at one of these channels, where no form names the action"""
    actions: tuple[Use, ...] = ()
    claims: bool = True
    """states the claims of the issue"""
    relief: bool = False
    """goes to a court or arbitrator: each claim is asked by its `relief`, and one that has none is not asked"""
    asks: tuple[Text, ...] = ()
    """what is asked for besides, after the claims"""
    last: tuple[Text, ...] = ()
    """what is asked for at the end, whatever the action asks for: costs"""
    otherwise: tuple[Text, ...] = ()
    """what is asked for where the case makes none of the claims"""
    cites: tuple[CitationRef, ...] = ()
    """articles that are named where the step cites them, besides the grounds of the claims"""
    leaves_out: tuple[Identifier, ...] = ()
    """statutes that are not for the addressee to apply: another authority's rules"""
    parts: tuple[Part, ...] = shaped(min_length=1)


class Statement(Record):
    """A sentence about the case, told where the answers say so; nothing is told that the person did not."""

    id: Identifier
    given: Given
    unless: AnyGiven = ()
    needs: tuple[Identifier, ...] = ()
    """facts without which it is not told"""
    only_in: tuple[Identifier, ...] = ()
    not_in: tuple[Identifier, ...] = ()
    only_for: tuple[Identifier, ...] = ()
    """actions whose letters tell it; none: all of them"""
    not_for: tuple[Identifier, ...] = ()
    text: Text


class ContactWords(Record):
    """How a letter tells a contact: the other side's name (of a channel) or what came back (of an outcome)."""

    id: Identifier
    text: Text


class Unwritten(Record):
    """Actions for which there is nothing to hand in in writing, and why."""

    id: Identifier
    why: Text
    actions: tuple[Identifier, ...] = ()
    channels: tuple[Identifier, ...] = ()
    """whatever is done at one of these, where no form and no other entry names the action"""


def templates(record: Record) -> Iterator[Text]:
    """Every template of the record."""
    match record:
        case Form():
            yield from (record.name, record.role, record.other)
            yield from (text for part in record.parts for text in part.text)
            yield from (*record.asks, *record.last, *record.otherwise)
            yield from (text for use in record.actions for text in (*use.asks, use.name) if text)
        case Passage():
            yield from (text for part in record.parts for text in part.text)
        case Party():
            for named in record.named:
                yield from (text for text in (named.name, named.seat) if text)
        case Statement() | ContactWords():
            yield record.text
        case Venue():
            yield record.court
