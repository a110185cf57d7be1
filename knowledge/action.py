"""What the person does, at a channel or alone."""

from __future__ import annotations

from functools import cached_property

from knowledge.counterpart import Counterpart
from knowledge.entrance import Means
from knowledge.frozen import shaped
from knowledge.grounds import Sources
from knowledge.models import AnyGiven, CitationRef, Given, Identifier, Maybe, Record, Text, Where
from knowledge.outcome import Outcome
from knowledge.standing import Standing

__all__ = ["Action"]


class Action(Record):
    """Something the person does, at a channel or alone."""

    id: Identifier
    title: Text
    channel: Maybe[Identifier] = None
    at: tuple[Standing, ...] = (Standing.NOT_TRIED,)
    """the standings of its channel in which it makes sense, `waiting` among them if also while it was asked again; ignored without a channel"""
    purpose: Maybe[Identifier] = None
    """chooses among a wallet's entrances, see Entrance.purposes"""
    not_by: tuple[Means, ...] = ()
    """ways in of its channel that begin something else: where a suit is filed nobody answers one"""
    do: tuple[Text, ...] = shaped(min_length=1)
    guidance: tuple[Text, ...] = ()
    materials: tuple[Identifier, ...] = ()
    evidence_of_issue: bool = False
    """brings what the issue lists as evidence"""
    claims_of_issue: bool = False
    """states what the issue lists as claims"""
    files: bool = True
    """puts the dispute to the channel; a card blocked or a code asked for does not, and starts no clock"""
    refiles: bool = False
    """files once more what was not accepted there: no step where the rules shut the door, as they do for a first filing"""
    keeps: bool = False
    """keeps or prepares something; in its urgency it comes after what goes to somebody"""
    stands_for: Maybe[Identifier] = None
    """the action that it is at its own channel, where a rule is written for several"""
    yields_to: tuple[Identifier, ...] = ()
    """actions that say the same and more: where one of them is a sure step, this one is none"""
    yields_to_those_at: tuple[Counterpart, ...] = ()
    """makes way for any sure step with this other side, too"""
    tells: dict[Outcome, Given] = {}
    """what a contact for it tells besides, by what came of it, unless another answer is told; of each fact the first word"""
    while_unknown: tuple[Identifier, ...] = ()
    """facts of which one has to be unknown: what is said while little is told"""
    last_resort: bool = False
    """shown only where no other sure step goes to somebody"""
    heard_anyway: bool = False
    """is heard whether or not its channel would take the dispute: an alarm, a card blocked, a call to the hotline"""
    only_for: Given = {}
    """the answers it is meant for: with another one it is no step, while they are unknown it is"""
    not_for: Given = {}
    """answers with any of which it is no step, where naming all others would have to be kept up with every new one"""
    later_given: AnyGiven = ()
    """answers, those of one entry together, with which it comes after what is as urgent: who says that nothing more can go is believed …"""
    later_unless: AnyGiven = ()
    """… unless one of these entries speaks against it"""
    first_for: tuple[Identifier, ...] = ()
    """the issues in which it comes before everything as urgent, because it stops the loss"""
    first_given: AnyGiven = ()
    """answers, those of one entry together, that put it there whatever the issue …"""
    first_unless: AnyGiven = ()
    """… and answers, those of one entry together, that put something else before it"""
    presses: bool = False
    """is to be done by a limit of procedure after which the matter is decided: begun today, before all that is as urgent, and nobody owes an answer by a day"""
    counterpart: Maybe[Counterpart] = None
    """the other side it is directed at, where its channel deals with anybody"""
    against: tuple[Counterpart, ...] = ()
    """the other sides it can be directed at, where they are several"""
    when_solved: bool = False
    """still makes sense once the matter is solved or settled"""
    basis: tuple[CitationRef, ...] = ()
    sources: Sources = ()
    reason: Maybe[Text] = None
    """this project's own judgement: the ground where no statute and no document is"""

    @property
    def sides(self) -> tuple[Counterpart, ...]:
        """The other sides it can be directed at; empty where that may be anybody."""
        return self.against or ((self.counterpart,) if self.counterpart else ())

    @property
    def starts_clock(self) -> bool:
        """Whether whoever it goes to owes an answer by a day."""
        return self.files and not self.presses

    @property
    def wording(self) -> tuple[Text, ...]:
        """What a person reads of it."""
        return (self.title, *self.do, *self.guidance)

    @cached_property
    def first(self) -> Where:
        """The answers with which it stops the loss, and nothing else comes before it."""
        return Where(({"issue": self.first_for}, *self.first_given), self.first_unless)

    @cached_property
    def aside(self) -> Where:
        """The answers with which it comes after what is as urgent: any at all where it keeps something."""
        return Where(({},)) if self.keeps else Where(self.later_given, self.later_unless)

    @cached_property
    def placeholders(self) -> frozenset[str]:
        """The names that its texts fill in."""
        return frozenset().union(*(text.placeholders for text in self.wording))
