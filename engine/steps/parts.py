"""What a plan is made of: the ways in, the grounds, the limits, the wallet. Frozen, closed, each a part of what JSON prints."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Self

from knowledge.entrance import then_pressed
from knowledge.frozen import Written, replace
from knowledge.models import Confidence, Lang, Record, Text
from knowledge.standing import Standing

if TYPE_CHECKING:
    from pydantic import SerializationInfo

__all__ = [
    "Basis",
    "ClaimIf",
    "DateKind",
    "Document",
    "Entry",
    "Lost",
    "Next",
    "NotKnown",
    "RunningLimit",
    "Spoken",
    "StepLimit",
    "Unfolding",
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
        other = replace(self, **changes)
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
