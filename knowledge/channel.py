"""Somebody who can be approached: what is taken there and what is not, at what cost, with what effect."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Literal

from knowledge.counterpart import Counterpart, Facing
from knowledge.editions import Claimed, Held, Statement, holding
from knowledge.entrance import Entrance
from knowledge.escalation import Escalation, Foreclosure
from knowledge.frozen import shaped
from knowledge.grounds import Doubts, Sources
from knowledge.models import CitationRef, Identifier, Maybe, Record, Text, meets
from knowledge.outcome import Outcome
from knowledge.reply import Expected, Lasting, Presumed, Reply, Stop
from knowledge.standing import Standing

__all__ = ["Channel", "Interruption", "Level", "Refusal"]


class Level(StrEnum):
    """The levels of the graph, from the person outwards."""

    SELF_HELP = "self-help"
    EMERGENCY = "emergency"
    PROVIDER = "provider"
    INDUSTRY = "industry"
    REGULATOR = "regulator"
    JUDICIARY = "judiciary"


class Interruption(StrEnum):
    """When the limitation period starts anew: with a demand, with knowing what came of a report, with the end of proceedings."""

    DEMAND = "demand"
    REPORT = "report"
    PROCEEDINGS = "proceedings"


class Refusal(Held):
    """What a channel does not take, and where the text says so."""

    from_: Maybe[date] = shaped(default=None, called="from")
    until: Maybe[date] = None
    ends: Maybe[Text] = None
    what: Text
    basis: tuple[CitationRef, ...] = ()


class Cost(Record):
    """What it costs to use the channel; `rank` orders channels from free (0) to dear (3)."""

    rank: Literal["0", "1", "2", "3"]
    text: Text


class Channel(Record):
    """Somebody who can be approached: a node of the graph."""

    id: Identifier
    name: Text
    was: tuple[Claimed, ...] = ()
    """names it had before, each with its days"""
    said: tuple[str, ...] = ()
    """what people call it when they type it, its telephone numbers apart"""
    level: Level
    binding: bool
    """its outcome binds and can be enforced"""
    summary: Text
    accepts: tuple[Statement, ...]
    refuses: tuple[Refusal, ...] = ()
    prerequisite: Text
    entrances: tuple[Entrance, ...] = ()
    materials: tuple[Identifier, ...] = ()
    cost: Cost
    hours: Maybe[Text] = None
    effect: Text
    reply: tuple[Reply, ...] = ()
    lasting: tuple[Lasting, ...] = ()
    """which answers open the way on for good: asking there again, in vain or so far without an answer, leaves the channel where they put it.
    Not where a second request is a stage of its own, with a limit or papers of its own: there the latest contact alone counts"""
    expected: Expected
    next: tuple[Escalation, ...] = ()
    ends: Maybe[Text] = None
    """why nothing leads on from here, where that is meant so"""
    forecloses: tuple[Foreclosure, ...] = ()
    presumes: tuple[Presumed, ...] = ()
    """who tells of a contact here alone tells of an earlier one elsewhere, too"""
    counterpart: Maybe[Counterpart] = None
    """the other side of the dispute that is dealt with there, whom a settlement binds; none where no dispute is (the police)"""
    facing: tuple[Facing, ...] = ()
    """whom the disputes there are with, where not everybody can be; the first entry that is met counts. What was put elsewhere against others closes nothing here"""
    limitation: Maybe[Interruption] = None
    """how turning there restarts the limitation period of a claim, if it does"""
    limitation_not_for: tuple[Identifier, ...] = ()
    """issues in which somebody else owes the money, so that turning there restarts nothing"""
    basis: tuple[CitationRef, ...] = ()
    sources: Sources = ()
    doubt: Doubts = ()
    stops: tuple[Stop, ...] = ()
    """what “solved” stands for here, of which the first that is meant holds"""
    first_door: Maybe[Text] = None
    """who turns here first: told where the answers bring nobody to call"""

    def name_on(self, day: date) -> Text:
        """The name it had on the day."""
        return next((item.value for item in holding(self.was, day)), self.name)

    def lasts(self, outcome: Outcome, answers: Mapping[str, object]) -> bool:
        """Whether such an answer stands while a later contact is unanswered."""
        chosen = next((entry for entry in self.lasting if meets(entry.given, answers)), None)
        return chosen is not None and outcome in chosen.answers

    def stage(self, action: str | None) -> int | None:
        """Which of its answers the action is a stage of its own for (an appeal); None for whatever else is put there."""
        return next((place for place, reply in enumerate(self.reply) if action in reply.actions), None)

    def ends_with(self, outcome: Outcome) -> bool:
        """Whether the matter ended so: settled, or solved by an office that decides or talks it over, so that a later request is about what was promised."""
        solved = outcome is Outcome.RESOLVED and (self.binding or self.takes_claims_outside)
        return solved or outcome is Outcome.SETTLED

    def presumed(self, standing: Standing, answers: Mapping[str, object]) -> str | None:
        """Where one must have been turned to before, in vain, by whoever stands so here; None: nowhere."""
        chosen = next((item for item in self.presumes if meets(item.given, answers)), None)
        return chosen.channel if chosen and chosen.after(standing) else None

    def stop(self, answers: Mapping[str, object]) -> Stop | None:
        """What “solved” stands for here, where it is not the matter itself."""
        return next((stop for stop in self.stops if meets(stop.given, answers)), None)

    def faced(self, answers: Mapping[str, object]) -> tuple[tuple[Counterpart, ...], ...]:
        """Whom a dispute there can be with in such a case (empty: anybody); several where that hangs on what is not told."""
        if not self.facing:
            return (() if self.counterpart in (None, Counterpart.ANYBODY) else (self.counterpart,),)
        met = [item for item in self.facing if meets(item.given, answers) or not item.given.keys() <= answers.keys()]
        last = next((place for place, item in enumerate(met) if meets(item.given, answers)), len(met))
        return tuple(item.sides for item in met[: last + 1]) or ((),)

    @property
    def is_of_wallet(self) -> bool:
        """Whether the wallet itself is turned to there, so that the ways in are those of the wallet."""
        return self.level is Level.SELF_HELP or self.counterpart is Counterpart.WALLET

    @property
    def takes_claims_outside(self) -> bool:
        """Whether it is an office outside that takes the claim itself, as what interrupts limitation does; a report of a breach is none."""
        return self.level in (Level.INDUSTRY, Level.REGULATOR) and self.limitation is not None

    @property
    def answers(self) -> bool:
        """Whether somebody there owes an answer, so that a filing starts a clock: not in one's own app, not an alarm."""
        return self.level not in (Level.SELF_HELP, Level.EMERGENCY)
