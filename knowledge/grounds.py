"""What claims rest on: the documents they were read in, the doubts about them, how sure, and when somebody last looked.

Claims name entries of `sources.yaml` and `doubts.yaml` by id; a name that leads nowhere is a fault with the nearest right one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Annotated, TypeVar

from knowledge.frozen import Before, holds, shaped

from .models import Confidence, Identifier, Maybe, Record, Text

if TYPE_CHECKING:
    from pydantic import ValidationInfo

__all__ = ["Checked", "Doubt", "Doubts", "Known", "Reference", "Source", "Sources", "named"]

T = TypeVar("T")
Moment = Annotated[str, shaped(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
"""A year, a month or a day, as exactly as it is known: `2024`, `2024-06`, `2024-06-28`."""


class Doubt(Record):
    """Something that was not verified: what, what would settle it, and where a person can look."""

    id: Identifier
    what: Text
    settled_by: Text
    url: Maybe[str] = None
    since: Maybe[date] = None
    """the first day in doubt; absent where every day is"""

    def on(self, day: date) -> bool:
        """Whether the day is one in doubt."""
        return self.since is None or self.since <= day


def _found(entries: Mapping[str, T], name: object, file: str) -> T:
    if isinstance(name, str) and name in entries:
        return entries[name]
    from difflib import get_close_matches

    near = get_close_matches(str(name), entries, n=1, cutoff=0.5)
    raise ValueError(f"“{name}” names no entry of {file}" + (f"; nearest: “{near[0]}”" if near else ""))


def _look_up(value: object, info: ValidationInfo) -> object:
    """The entries of `doubts.yaml` that are named, one or several."""
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list):
        raise ValueError("names no entry of doubts.yaml")
    known = info.context or Known()
    return tuple(_found(known.doubts, name, "doubts.yaml") for name in names)


Doubts = Annotated[tuple[Doubt, ...], Before(_look_up)]
"""Entries of `doubts.yaml`, in the file named by their ids."""


class Source(Record):
    """A document or a page in which a claim was read: who published it, what it is called, of which day, where it can be looked up.

    A title in 〔…〕 is ours, after what was taken from the page. Where nobody could tell publisher and title, `unnamed` says
    what little is known; such a source grounds nothing that is shown.
    """

    id: Identifier
    publisher: Maybe[Text] = None
    title: Maybe[Text] = None
    date: Maybe[Moment] = None
    """when it was published"""
    as_of: Maybe[Moment] = None
    """of which day it shows the state, where no day of publishing is known"""
    url: Maybe[str] = None
    """where a person can look: the official address, where there is one"""
    copy_of: Maybe[Text] = None
    """what was read is a copy of it by somebody else: what kind of copy, of what"""
    doubt: Doubts = ()
    """what is in doubt about everything that rests on it alone"""
    unnamed: Maybe[Text] = None

    @property
    def moment(self) -> str | None:
        """The day of which it speaks: when it was published, else the day it shows."""
        return self.date or self.as_of

    @holds
    def can_be_followed(self) -> Source:
        named = self.publisher and self.title and (self.date or self.as_of) and (self.url or self.copy_of)
        if bool(named) is bool(self.unnamed):
            raise ValueError(
                "name publisher, title, date (or as_of) and url (or copy_of) – or say what is known under `unnamed`"
            )
        return self


class Reference(Record):
    """A source as a claim cites it: the whole, or a part of it (a file of a collection, a page)."""

    source: Source
    part: str | None = None


class Known(Record):
    """What an entry may name: the entries of `doubts.yaml` and of `sources.yaml`, by id."""

    doubts: Mapping[str, Doubt] = {}
    sources: Mapping[str, Source] = {}


def _cited(use: object, known: Known) -> Reference:
    """`id`, or `{id: …, part: …}`."""
    given = use if isinstance(use, dict) else {"id": use}
    if set(given) - {"id", "part"}:
        raise ValueError("a source is cited by its id, or as {id: …, part: …}")
    source = _found(known.sources, given.get("id"), "sources.yaml")
    return Reference.model_validate({"source": source, "part": given.get("part")})


def _look_up_sources(value: object, info: ValidationInfo) -> object:
    """The entries of `sources.yaml` that are cited, one or several."""
    uses = [value] if isinstance(value, (str, dict)) else value
    if not isinstance(uses, list):
        raise ValueError("sources are a list")
    return tuple(_cited(use, info.context or Known()) for use in uses)


Sources = Annotated[tuple[Reference, ...], Before(_look_up_sources)]
"""Entries of `sources.yaml`, in the file named by their ids."""


def named(sources: Iterable[Reference]) -> tuple[Reference, ...]:
    """Those that a person can follow."""
    return tuple(cited for cited in sources if not cited.source.unnamed)


class Checked(Record):
    """A claim about the world with its ground: how sure, when somebody last looked, and where."""

    confidence: Confidence
    checked: date
    sources: Sources = ()
    doubt: Doubts = ()

    @holds
    def rests_on_what_can_be_followed(self) -> Checked:
        """Low is in doubt; what rests on unnamed sources only is low; what rests on doubtful ones only is in their doubt."""
        if self.confidence is Confidence.LOW and not self.doubt:
            raise ValueError("of low confidence: name the doubt")
        if self.sources and not named(self.sources) and self.confidence is not Confidence.LOW:
            raise ValueError("rests on unnamed sources only: name the document, or make it low")
        common = [set(cited.source.doubt) for cited in named(self.sources)]
        missing = set.intersection(*common) - set(self.doubt) if common else set()
        if missing:
            raise ValueError(f"rests on such sources alone: name the doubt {min(doubt.id for doubt in missing)}")
        return self
