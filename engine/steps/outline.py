"""The shape of a plan (`recourse/plan/2`): what `recourse plan --json` prints and the screens read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from engine.graph import ChannelState
from knowledge.approach import Standing, then_pressed
from knowledge.frozen import Written, shaped, unfolded
from knowledge.models import Confidence, Lang, Record, Text
from rules.models import Urgency

if TYPE_CHECKING:
    from pydantic import SerializationInfo

__all__ = [
    "Ask",
    "Basis",
    "Branch",
    "ChannelEntry",
    "ClaimIf",
    "DateKind",
    "Document",
    "Entry",
    "FindingEntry",
    "Fork",
    "Late",
    "Lost",
    "Matter",
    "Next",
    "PendingEntry",
    "Plan",
    "RunningLimit",
    "Step",
    "StepLimit",
    "Summary",
    "SummaryLine",
    "Wallet",
    "Warn",
    "WayIn",
]


def _speak(text: Text, info: SerializationInfo) -> str:
    lang: Lang = info.context.get("lang", "zh") if isinstance(info.context, dict) else "zh"
    return text[lang]


PARTS = "parts of it"
"""where an entry keeps what works out its parts"""
Spoken = Annotated[Text, Written(_speak)]
"""A text that JSON carries in the one language asked for"""


class Entry(Record):
    """A part of the plan; frozen, closed."""

    settings = {**Record.settings, "populate_by_name": True, "serialize_by_alias": True}


class Unfolding(Entry, eq=False, dict=True):
    """An entry of which some parts are worked out when somebody looks at them."""

    def unfolding(self, **parts: Callable[[], Any]) -> Self:
        """The entry, with what works out its parts; one that is not named is empty."""
        vars(self)[PARTS] = parts
        return self

    def but(self, **changes: Any) -> Self:
        """The same with other values of these fields; its parts are those it had."""
        other = super().but(**changes)
        vars(other).update(vars(self))
        return other

    def _part(self, name: str) -> Any:
        parts = vars(self).get(PARTS, {})
        return parts[name]() if name in parts else ()

    def __eq__(self, other: object) -> bool:
        """The parts are looked at only where the fields do not tell the two apart."""
        if type(other) is not type(self):
            return NotImplemented
        names = (*self.__struct_fields__, *type(self).__parts__)
        return all(getattr(self, name) == getattr(other, name) for name in names)

    __hash__ = None  # type: ignore[assignment]  # two are seldom the same object, and their parts take long


class WayIn(Entry):
    """A number, path or address, with how sure we are and when it was last checked. Never of low confidence."""

    kind: str
    value: str
    english: str | None = None
    """what a value in Chinese says"""
    press: str | None = None
    """the key of the voice menu, once the number has answered"""
    of: Text | None = None
    """the wallet it belongs to, where the wallet of the case is not known"""
    label: Text | None = None
    hours: Text | None = None
    confidence: Confidence
    checked: date
    known: bool = True
    """false: it is today's; whether it was so on the day of the case is not known"""

    @property
    def brief(self) -> Text:
        """The number or path alone, as either language has it."""
        return then_pressed(Text(zh=self.value, en=self.english or self.value), self.press)

    @property
    def both(self) -> Text:
        """The number or path; in English with the Chinese beside it."""
        told = f"{self.english} ({self.value})" if self.english else self.value
        return then_pressed(Text(zh=self.value, en=told), self.press)


class Basis(Entry):
    """An article in the edition in force on the day its kind asks for."""

    citation: str
    statute: Text
    article: Text
    edition: str
    in_force: tuple[date, date | None]
    gist: Text
    url: str | None
    checked: date
    secondary: bool = False
    doubt: Text | None = None
    other_edition: str | None = None
    """the edition of the other day (incident or today), where it is not the one cited"""


class Document(Entry):
    """Where something that no statute says was read: an entry of `knowledge/sources.yaml`, and where a person can look."""

    source: str
    told: Text
    url: str | None


class RunningLimit(Entry):
    """A limit that runs, or would from today: statutory (with its article) or a yardstick of this project (with reason)."""

    limit: str
    statutory: bool
    length: str
    at_most: str | None = None
    start: date
    last: date
    provisional: bool
    basis: str | None
    starts: Text
    reason: Text | None = None


class DateKind(StrEnum):
    """Whose date it is: the law's, a yardstick of this project, or what is suggested because it is urgent."""

    STATUTORY = "statutory"
    YARDSTICK = "yardstick"
    SUGGESTED = "suggested"


class StepLimit(Entry):
    """A limit by which something has to be done, from the event that starts it; without days where that day is not known."""

    limit: str
    statutory: bool
    length: str
    starts: Text
    basis: str | None
    start: date | None
    last: date | None
    provisional: bool = False


class Lost(Entry):
    """What cannot be done any more because its limit is over."""

    action: str
    channel: str | None
    title: Text
    limit: StepLimit


class Warn(Entry):
    """What this filing would close, and why."""

    forecloses: str
    because: Spoken
    basis: tuple[str, ...] = ()


class Next(Entry):
    """Where to go when the step leads to this outcome: found by supposing that it does."""

    channel: str
    on: Standing
    opened: bool = False
    """this very outcome opens the door; else it is open anyway, and the outcome leads there"""
    provided: tuple[str, ...] = ()
    """asked facts, still unknown, on which it depends whether the door opens"""


class ClaimIf(Entry):
    """A claim with the answers, not given yet, under which it can be made: fact → words."""

    text: Text
    given: dict[str, tuple[str, ...]]


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


class NotKnown(Entry):
    """What is not known of the wallet on the day of the case: why, where the files say, and what holds to this day."""

    what: str
    why: Text | None
    latest: Text | None


class Wallet(Entry):
    """Who answers for the wallet, where, what it promises and what it is not, on the day of the case. Nothing of low confidence."""

    id: str
    name: Text
    entity: Text | None
    seat: Text | None
    pboc_branch: Text | None
    compensation: Text | None
    is_not: Text | None
    warnings: tuple[Text, ...]
    not_known: tuple[NotKnown, ...] = ()
    """what holds today, but is not known for that day"""


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
