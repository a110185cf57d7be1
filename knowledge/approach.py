"""Who can be approached and what one does there: channels with their escalations, wallets, actions."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Literal, Self, get_args

from knowledge.frozen import holds, shaped

from .editions import Attested, Editions, Held, Statement, holding
from .grounds import Checked, Doubts, Sources
from .law import Gap
from .models import AnyGiven, CitationRef, Confidence, Given, Identifier, LimitRef, Maybe, Record, Text, Where, meets

__all__ = [
    "FALLS_SHORT",
    "WALLET_FACTS",
    "Action",
    "Channel",
    "Cost",
    "Counterpart",
    "Deed",
    "Entrance",
    "Escalation",
    "Expected",
    "Foreclosure",
    "Lasting",
    "Level",
    "Office",
    "Outcome",
    "OutcomeWords",
    "Provider",
    "Refusal",
    "Reply",
    "Standing",
    "Stop",
    "WalletFact",
    "then_pressed",
]

MENU = re.compile(r"[0-9]{3,6}-[0-9]")
"""a number with a key of its voice menu behind it"""


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


class Level(StrEnum):
    """The levels of the graph, from the person outwards."""

    SELF_HELP = "self-help"
    EMERGENCY = "emergency"
    PROVIDER = "provider"
    INDUSTRY = "industry"
    REGULATOR = "regulator"
    JUDICIARY = "judiciary"


class Counterpart(StrEnum):
    """The other side of a dispute. `anybody`: where disputes with whoever it may be are dealt with."""

    WALLET = "wallet"
    BANK = "bank"
    MERCHANT = "merchant"
    OPERATOR = "operator"
    PERSON = "person"
    ANYBODY = "anybody"


class Interruption(StrEnum):
    """When the limitation period starts anew: with a demand, with knowing what came of a report, with the end of proceedings."""

    DEMAND = "demand"
    REPORT = "report"
    PROCEEDINGS = "proceedings"


def then_pressed(number: Text, key: str | None) -> Text:
    """A number, with the key of its voice menu where there is one."""
    return Text(zh=f"{number.zh}，接通后按 {key}", en=f"{number.en}, then press {key}") if key else number


Means = Literal["phone", "app", "web", "mail", "address", "in-person"]


class Entrance(Attested):
    """One way in. An entrance of a wallet names the channels it belongs to, and may serve certain purposes only."""

    kind: Means
    value: str = shaped(min_length=1)
    """the number, address or path as a person types or taps it"""
    english: Maybe[str] = None
    """what a value in Chinese says, to be read beside it"""
    press: Maybe[Annotated[str, shaped(pattern="^[0-9]$")]] = None
    """the key of the voice menu, once the number has answered: no part of the number"""
    label: Maybe[Text] = None
    hours: Maybe[Text] = None
    channels: tuple[Identifier, ...] = ()
    purposes: tuple[Identifier, ...] = ()
    """empty: for every action at that channel; else only for actions with one of these purposes"""
    not_at: tuple[Identifier, ...] = ()
    """kinds of wallet whose users do not have it: the back of a card, where there is no card"""
    issues: tuple[Identifier, ...] = ()
    """the troubles in which somebody else than usual is turned to there; a number of such a way in leaves out those of the wallet"""

    @holds
    def _key_apart(self) -> Self:
        """A number with its key is another number to a telephone."""
        if self.kind == "phone" and MENU.fullmatch(self.value):
            raise ValueError(f"{self.value}: press")
        return self

    @property
    def both(self) -> Text:
        """The way in for readers of either language; in English what the Chinese says stands beside it."""
        told = f"{self.value} ({self.english})" if self.english else self.value
        return then_pressed(Text(zh=self.value, en=told), self.press)

    @property
    def known_as(self) -> str:
        """What tells it from the other ways in of one place: the number with its key, the address, the path."""
        return f"{self.value}, {self.press}" if self.press else self.value

    @property
    def is_sure(self) -> bool:
        """Whether it may be shown to a person."""
        return self.confidence is not Confidence.LOW

    def is_for(self, answers: Mapping[str, object]) -> bool:
        """Whether it is there in such a case."""
        return not self.issues or answers.get("issue") in self.issues

    @property
    def is_number(self) -> bool:
        """Whether it can be dialled, and may be shown."""
        return self.kind == "phone" and self.value[0] in "+0123456789" and self.is_sure


class Refusal(Held):
    """What a channel does not take, and where the text says so."""

    from_: Maybe[date] = shaped(default=None, called="from")
    until: Maybe[date] = None
    ends: Maybe[Text] = None
    what: Text
    basis: tuple[CitationRef, ...] = ()


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


class Facing(Record):
    """Against whom a dispute is put at a channel, in the cases it is given for."""

    given: Given = {}
    sides: tuple[Counterpart, ...] = shaped(min_length=1)


class Reply(Record):
    """How long an answer takes: limits added up in order, or none; the first entry whose `given` facts all hold is the one."""

    limits: tuple[LimitRef, ...] = ()
    given: Given = {}
    actions: tuple[Identifier, ...] = ()
    """our actions that it answers; none: whatever was put there"""
    after: tuple[Outcome, ...] = ()
    """a contact there that does not say which action it was is one of these, too, where an earlier one was answered so"""

    def answers(self, action: str | None, before: Collection[Outcome]) -> bool:
        """Whether it is the answer to that action, or to a contact after such answers."""
        if not self.actions or action in self.actions:
            return True
        return action is None and any(outcome in self.after for outcome in before)


class Lasting(Record):
    """Answers that no later contact undoes as long as nothing has come back from it; the first entry whose `given` facts all hold is the one."""

    answers: tuple[Outcome, ...] = ()
    given: Given = {}


class Cost(Record):
    """What it costs to use the channel; `rank` orders channels from free (0) to dear (3)."""

    rank: Literal["0", "1", "2", "3"]
    text: Text


class Expected(Record):
    """Days until an outcome can be expected: a yardstick of this project, with the reason."""

    days: int = shaped(gt=0)
    reason: Text


class Claimed(Attested):
    """One claim about a wallet or channel: a name, a seat, a branch, a promise."""

    value: Text
    note: Maybe[Text] = None


class Stop(Record):
    """What “solved” means at a channel in such a trouble, where nothing is told of what was asked for: the loss was stopped."""

    action: Identifier
    """what was done: it puts no dispute to the channel"""
    matter: Identifier
    """what it would have been if the matter itself was solved"""
    given: Given


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

    def ends_with(self, outcome: Outcome) -> bool:
        """Whether the matter ended so: settled, or solved by an office that decides or talks it over, so that a later request is about what was promised."""
        solved = outcome is Outcome.RESOLVED and (self.binding or self.takes_claims_outside)
        return solved or outcome is Outcome.SETTLED

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


class Deed(Record):
    """Something people do at an office, and the channel that this is."""

    id: Identifier
    what: Text
    said: tuple[str, ...] = ()
    """words in a sentence that tell this deed from the others"""
    channel: Identifier
    outcome: Maybe[Outcome] = None
    """what is certain about it by the deed alone"""


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


class OutcomeWords(Record):
    """What came back, in words that people type."""

    id: Outcome
    said: tuple[str, ...] = shaped(min_length=1)


class Since(Checked):
    """The first day on which people in mainland China could use the wallet: no incident is older."""

    day: date


WalletFact = Literal["entity", "seat", "pboc_branch", "compensation", "is_not"]
WALLET_FACTS: tuple[WalletFact, ...] = get_args(WalletFact)
"""What a wallet's file says of it with editions, ways in apart."""


class Provider(Record):
    """A wallet: who answers for it, where, and how to reach them."""

    id: Identifier
    name: Text
    kind: Identifier
    """a value of the fact `provider_kind`"""
    since: Maybe[Since] = None
    entity: Editions[Claimed] = ()
    former_names: tuple[str, ...] = ()
    """names of the operator whose days were not found"""
    seat: Editions[Claimed] = ()
    pboc_branch: Editions[Claimed] = ()
    entrances: tuple[Entrance, ...] = ()
    compensation: Editions[Claimed] = ()
    is_not: Editions[Statement] = ()
    gaps: dict[WalletFact, tuple[Gap, ...]] = {}
    """days from 2021 on for which no edition of a fact is held, and why"""
    instead: dict[Identifier, Identifier] = {}
    """channels that another one stands in for: an operating bank's wallet is frozen by the bank"""
    one_with: dict[Identifier, Identifier] = {}
    """channels that are the same door as another: a bank's own customer service is the bank. Contacts there count as contacts at the other"""
    called: dict[Identifier, Text] = {}
    """what a channel is called by those who use this wallet, where its own name would mislead: an e-CNY wallet has no card"""
    in_letters: Maybe[Text] = None
    """what a letter and a step call it, where its name does not fit into a sentence: `the bank`"""
    warnings: tuple[Statement, ...] = ()

    @property
    def short_name(self) -> Text:
        """The name as a sentence uses it: without what stands in brackets."""
        return Text(zh=self.name.zh.partition("（")[0], en=self.name.en.partition(" (")[0])

    @property
    def in_sentences(self) -> Text:
        """What it is called where somebody turns to it."""
        return self.in_letters or self.short_name

    def editions(self, fact: WalletFact) -> tuple[Claimed | Statement, ...]:
        """All editions of a fact, oldest first."""
        found: tuple[Claimed | Statement, ...] = getattr(self, fact)
        return found

    def told(self, fact: WalletFact, day: date) -> Text | None:
        """What is known of the day; none where nothing is. Of low confidence is nothing: that is never shown to a person."""
        known = (item for item in holding(self.editions(fact), day) if _is_known(item, day))
        return next(map(_text, known), None)

    def latest(self, fact: WalletFact) -> Text | None:
        """What holds to this day, whether or not it held before."""
        items = [item for item in self.editions(fact) if item.until is None and _is_sure(item)]
        return _text(items[-1]) if items else None

    def gap(self, fact: WalletFact, day: date) -> Gap | None:
        """Why nothing is held of the day, where the file says so."""
        return next((gap for gap in self.gaps.get(fact, ()) if gap.covers(day)), None)


def _text(item: Claimed | Statement) -> Text:
    return item.value if isinstance(item, Claimed) else item


def _is_sure(item: Claimed | Statement) -> bool:
    return isinstance(item, Statement) or item.confidence is not Confidence.LOW


def _is_known(item: Claimed | Statement, day: date) -> bool:
    return isinstance(item, Statement) or (_is_sure(item) and item.known_on(day))


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
    keeps: bool = False
    """keeps or prepares something; in its urgency it comes after what goes to somebody"""
    stands_for: Maybe[Identifier] = None
    """the action that it is at its own channel, where a rule is written for several"""
    yields_to: tuple[Identifier, ...] = ()
    """actions that say the same and more: where one of them is a sure step, this one is none"""
    yields_to_those_at: tuple[Counterpart, ...] = ()
    """makes way for any sure step with this other side, too"""
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
