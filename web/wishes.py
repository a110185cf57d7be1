"""What somebody wants to see on the map → the request of a picture; names of days and wallets → the sides that are compared.

Only what is in this program is compared and drawn: no file and no git revision is named from outside.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

import diagrams
from engine.adviser import Advice, Adviser
from engine.analysis import Side
from engine.batch import case_of
from engine.case import EARLIEST, LATEST, Case
from knowledge.errors import CaseError, Fault, near_names, need
from knowledge.models import Lang, Text

__all__ = ["CASES", "What", "Wishes", "day_of", "order_of", "read_batch", "side_of", "sides_of"]

CASES = 500
"""of a batch"""
BETWEEN = Text(zh="“{given}”不在 {first} 到 {last} 之间", en="“{given}” is not between {first} and {last}")
What = Literal["escalation", "ways", "timeline", "proof", "rules", "load", "diff"]


class Wishes(BaseModel):
    """What is to be drawn, of what part, on which day."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    what: What = "escalation"
    lang: Lang = "zh"
    name: str | None = Field(None, max_length=100, description="the step, channel, rule or fact that it is about")
    provider: str | None = Field(None, max_length=100, description="a wallet")
    issue: str | None = Field(None, max_length=100, description="a kind of trouble")
    start: str | None = Field(None, max_length=100, description="the channel that ways begin at")
    to: str | None = Field(None, max_length=100, description="the channel that ways lead to")
    levels: tuple[str, ...] = Field((), max_length=20, description="levels of channels")
    on: date | None = Field(None, description="the day whose law holds; default today")
    by: str | None = Field(None, max_length=100, description="the fact by whose answers a batch is told apart")
    before: str | None = Field(None, max_length=100, description="a day or a wallet")
    after: str | None = Field(None, max_length=100, description="a day or a wallet")


def order_of(
    adviser: Adviser, wishes: Wishes, today: date, advice: Advice | None, cases: tuple[Case, ...] = ()
) -> diagrams.Order:
    """Raises CaseError for names that nothing has, and for what the picture lacks."""
    known = {"provider": adviser.knowledge.providers, "issue": adviser.knowledge.issues, "by": adviser.knowledge.facts}
    for field, names in known.items():
        need(field, getattr(wishes, field), names)
    between = None
    if wishes.what == "diff":
        between = sides_of(adviser, (wishes.before or "", wishes.after or ""), wishes.issue, today)
    request = diagrams.Request(
        day=advice.case.as_of if advice else day_of(wishes.on, today),
        lang=wishes.lang,
        advice=advice,
        cases=cases,
        name=wishes.name or None,
        provider=None if advice else wishes.provider or None,
        issue=None if advice and wishes.what != "rules" else wishes.issue or None,
        start=wishes.start or None,
        to=wishes.to or None,
        levels=tuple(filter(None, wishes.levels)),
        between=between,
        by=wishes.by or None,
    )
    return diagrams.Order(diagrams.PICTURES[wishes.what], adviser, request)


def sides_of(adviser: Adviser, names: tuple[str, str], issue: str | None, today: date) -> tuple[Side, Side]:
    return side_of(adviser, names[0], issue, today), side_of(adviser, names[1], issue, today)


def side_of(adviser: Adviser, name: str, issue: str | None, today: date) -> Side:
    """A wallet as it is today, or everything as it is on a day. Raises CaseError for any other name."""
    if name in adviser.knowledge.providers:
        return Side(adviser.knowledge.providers[name].name, adviser, today, name, issue)
    try:
        day = date.fromisoformat(name)
    except ValueError:
        raise near_names("side", name, (today.isoformat(), *adviser.knowledge.providers)) from None
    return Side(Text(zh=name, en=name), adviser, day_of(day, today), None, issue)


def day_of(day: date | None, today: date) -> date:
    """Raises CaseError for a day that nothing can be said of."""
    if day and not EARLIEST <= day <= LATEST:
        raise CaseError([Fault.told("on", BETWEEN.filled(given=day, first=EARLIEST, last=LATEST))])
    return day or today


def read_batch(adviser: Adviser, entries: Iterable[Any], today: date) -> Iterator[Case | CaseError]:
    """Each case, or what is wrong with it. An entry may hold its case as `case`."""
    for entry in entries:
        try:
            yield adviser.read(case_of(entry), today)
        except CaseError as error:
            yield error
