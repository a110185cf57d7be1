"""What holds from one day to another: a name, a number, a promise, a sentence; and since when each is known to hold."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, TypeVar

from knowledge.frozen import Before, holds, shaped

from .grounds import Checked
from .models import Maybe, Record, Text

__all__ = ["TAKEN_BACK", "Attested", "Claimed", "Editions", "Held", "Statement", "holding"]

TAKEN_BACK = timedelta(days=180)
"""What was seen on a day is taken to have been so this long before it, as a check is good for as long after (`check --stale`)."""
DAY_OF_SOURCE = r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?"
T = TypeVar("T")


class Held(Record):
    """Holds from the first to the last day, both included. Without a first day: since when is not known; without a last: still.

    Its fields stand in each kind: a record cannot take fields from two others.
    """

    if TYPE_CHECKING:

        @property
        def from_(self) -> date | None: ...

        @property
        def until(self) -> date | None: ...

        @property
        def ends(self) -> Text | None:
            """Why nothing follows it, where it has a last day."""

    @holds
    def ends_after_it_begins(self) -> Held:
        if self.from_ and self.until and self.until < self.from_:
            raise ValueError(f"ends on {self.until}, before it begins on {self.from_}")
        return self

    @property
    def span(self) -> tuple[date, date | None]:
        return self.from_ or date.min, self.until

    def holds_on(self, day: date) -> bool:
        first, last = self.span
        return first <= day and (last is None or day <= last)


class Attested(Checked, Held):
    """A claim about the world that has editions."""

    from_: Maybe[date] = shaped(default=None, called="from")
    until: Maybe[date] = None
    ends: Maybe[Text] = None

    @cached_property
    def seen(self) -> date:
        """The first day of which it is known: that of the oldest dated source, else that of the last check."""
        return min([*_days(cited.source.moment for cited in self.sources), self.checked])

    @property
    def known_from(self) -> date:
        """The first day on which it can be known to hold. Before the first of which anything is known, nothing is claimed."""
        return self.from_ or self.seen - TAKEN_BACK

    def known_on(self, day: date) -> bool:
        """Whether it is known to hold on the day."""
        return self.holds_on(day) and day >= self.known_from


class Claimed(Attested):
    """One claim about a wallet or channel: a name, a seat, a branch, a promise."""

    value: Text
    note: Maybe[Text] = None


class Statement(Text, Held):
    """A sentence for a person; without days it holds on every day."""

    from_: Maybe[date] = shaped(default=None, called="from")
    until: Maybe[date] = None
    ends: Maybe[Text] = None


def _days(told: Iterable[str | None]) -> Iterator[date]:
    """The last day of every year, month or day that is named."""
    for found in (re.fullmatch(DAY_OF_SOURCE, text or "") for text in told):
        if found:
            year, month = int(found[1]), int(found[2] or 12)
            yield date(year, month, int(found[3] or monthrange(year, month)[1]))


def _several(value: object) -> object:
    """One edition is written as it is, several as a list."""
    return () if value in ("", "null", None) else [value] if isinstance(value, dict) else value


Editions = Annotated[tuple[T, ...], Before(_several)]
"""`Editions[T]`: the editions of one fact, oldest first; at most one holds on a day."""

H = TypeVar("H", bound=Held)


def holding(items: Iterable[H], day: date) -> Iterator[H]:
    """Those that hold on the day."""
    return (item for item in items if item.holds_on(day))
