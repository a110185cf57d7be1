"""The shape of a plan (`recourse/plan/2`): what `recourse plan --json` prints and the screens read."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Literal

from engine.graph import ChannelState
from engine.steps.parts import (
    Basis,
    ClaimIf,
    DateKind,
    Document,
    Entry,
    Lost,
    Next,
    RunningLimit,
    Spoken,
    StepLimit,
    Unfolding,
    Wallet,
    Warn,
    WayIn,
)
from knowledge.frozen import shaped, unfolded
from knowledge.models import Lang, Text
from knowledge.standing import Standing
from rules.models import Urgency

__all__ = [
    "Ask",
    "Branch",
    "ChannelEntry",
    "FindingEntry",
    "Fork",
    "Late",
    "Matter",
    "PendingEntry",
    "Plan",
    "Step",
    "Summary",
    "SummaryLine",
]


class Step(Unfolding):
    """One thing to do. `provided`: asked facts, still unknown, on which the step depends; empty for a certain step."""

    rank: int
    action: str
    channel: str | None
    urgency: Urgency
    title: Text
    do_from: date
    do_by: date | None
    do_by_provisional: bool = False
    """the last day depends on a year whose holiday notice is not published yet"""
    do_by_kind: DateKind | None = None
    limit: StepLimit | None = None
    """the limit that runs, where the step is due by one"""
    reply_due: date | None
    reply_limits: tuple[RunningLimit, ...] = ()
    provided: tuple[str, ...] = ()
    how: tuple[Text, ...]
    claims: tuple[Text, ...] = ()
    claims_if: tuple[ClaimIf, ...] = ()
    """what can be asked for as well, if what is not told yet turns out so"""
    guidance: tuple[Text, ...] = ()
    entrances: tuple[WayIn, ...]
    materials: tuple[Spoken, ...]
    because: tuple[str, ...]
    reasons: tuple[Text, ...] = ()
    basis: tuple[Basis, ...]
    sources: tuple[str, ...] = ()
    """what it rests on where no statute speaks, in one line each: `documents`, then `judgements`"""
    documents: tuple[Document, ...] = ()
    judgements: tuple[Text, ...] = ()
    """this project's own reasons"""
    warnings: tuple[Warn, ...]

    @property
    def pressing(self) -> str:
        """The word for its urgency: a limit whose day is not known has one of its own."""
        return f"urgency-{self.urgency}" if self.do_by or self.urgency is not Urgency.BY else "urgency-in-time"

    @unfolded
    def if_unresolved(self) -> tuple[Next, ...]:
        """The doors that each unwelcome answer would leave."""
        return tuple(self._part("if_unresolved"))


class SummaryLine(Entry):
    """A step in one line: whom it goes to and by which number or path."""

    action: str
    channel: str | None
    title: Text
    entrance: WayIn | None
    numbers: tuple[WayIn, ...] = ()
    """where there is no entrance of its own: those of the commonest wallets, each named in `of`"""


class Summary(Entry):
    """The certain steps of the next hour, of today and of this week, in their order."""

    now: tuple[SummaryLine, ...] = ()
    today: tuple[SummaryLine, ...] = ()
    this_week: tuple[SummaryLine, ...] = ()
    next: SummaryLine | None = None
    """the first certain step that goes to somebody, where nothing above does"""


class Branch(Entry):
    """One side of a fork: what the plan of the case with this answer adds, the soonest first."""

    value: str
    also: tuple[str, ...] = ()
    """other words of the fact that lead to the same steps"""
    steps: tuple[str, ...]
    """actions; none where the answer adds nothing"""
    first: Step | None
    branches: tuple[Fork, ...] = ()


class Fork(Entry):
    """An unanswered question at which the way forks, and where each answer leads: what is most pressing first."""

    fact: str
    title: Text
    cases: tuple[Branch, ...]


class ChannelEntry(Entry):
    """The state of a channel in this case."""

    state: ChannelState
    because: tuple[str, ...]
    reasons: tuple[Text, ...] = ()
    opens_on: date | None
    standing: Standing
    reply_due: date | None = None
    provisional: bool = False
    asks: tuple[str, ...] = ()


class Late(Entry):
    """Somebody has passed a limit: since when, by how many calendar days, and how it was counted."""

    channel: str
    since: date
    days: int
    statutory: bool
    """false: only a yardstick of this project has passed, no law"""
    limits: tuple[RunningLimit, ...]


class Ask(Entry):
    """A fact whose answer can still change the plan, the rules that wait for it, and what hangs on it."""

    fact: str
    because: tuple[str, ...]
    affects: tuple[str, ...] = ()
    """actions and channels"""


class Matter(StrEnum):
    """What about the steps is open: a channel's state, an action, a reply limit, the law's day, the wallet, the contacts, a word."""

    CHANNEL = "channel"
    ACTION = "action"
    REPLY = "reply"
    LAW = "law"
    WALLET = "wallet"
    CONTACTS = "contacts"
    TEXT = "text"


class PendingEntry(Entry):
    """Something about the steps that is not settled, the rules that wait, and the facts that would settle it."""

    about: Matter
    id: str
    because: tuple[str, ...]
    asks: tuple[str, ...]


class FindingEntry(Entry):
    rule: str
    conclusion: str
    from_: tuple[str, ...] = shaped(called="from")


class Plan(Unfolding):
    """What to do, in which order, by when, on what ground; what is closed and why; what is still undetermined."""

    schema_: Literal["recourse/plan/2"] = shaped(default="recourse/plan/2", called="schema")
    as_of: date
    covered: bool = False
    """false: this kind of trouble is not covered yet, and nothing is guessed"""
    summary: Summary = Summary()
    steps: tuple[Step, ...] = ()
    wallet: Wallet | None = None
    late: tuple[Late, ...] = ()
    lost: tuple[Lost, ...] = ()
    """what a limit that is over has closed"""
    calendar: str = ""
    """the holiday calendar that working days were counted with: its version and the last year it knows"""
    disclaimer: Text

    @unfolded
    def channels(self) -> dict[str, ChannelEntry]:
        """The state of every channel; empty where the trouble is not covered."""
        return dict(self._part("channels"))

    @unfolded
    def branches(self) -> tuple[Fork, ...]:
        """Where unanswered questions fork the way."""
        return tuple(self._part("branches"))

    @unfolded
    def complete(self) -> bool:
        """Whether no unanswered question can change the plan; never where the trouble is not covered."""
        return bool(self._part("complete"))

    @unfolded
    def ask(self) -> tuple[Ask, ...]:
        """The unanswered questions that can change the plan, the next one first."""
        return tuple(self._part("ask"))

    @unfolded
    def pending(self) -> tuple[PendingEntry, ...]:
        """What about the steps is not settled."""
        return tuple(self._part("pending"))

    @unfolded
    def findings(self) -> tuple[FindingEntry, ...]:
        """What the rules concluded, in their order."""
        return tuple(self._part("findings"))

    def to_json(self, lang: Lang = "zh") -> str:
        """The plan as JSON text, in stable order; `lang` chooses the language of materials and warnings."""
        return self.model_dump_json(indent=2, context={"lang": lang})
