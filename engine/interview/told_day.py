"""What is typed for a day → the day that is kept, and what is said of it. A relative day is pinned when it is typed.

Of a vague word (“last week”) one day is kept. What happened to the person is taken for the earliest, since limits run
against the person from there; what was handed to somebody for the latest, so that nobody is said to be late too soon.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from engine.interview.spoken_day import Spoken, find_day, read_day
from engine.wording import phrase
from knowledge.library import Knowledge
from knowledge.models import Lang

__all__ = ["Bound", "DayReader"]


class Bound(StrEnum):
    """Which day of a vague word is kept."""

    EARLIEST = "earliest"
    LATEST = "latest"


@dataclass(frozen=True)
class DayReader:
    """Reads days said on `as_of`."""

    knowledge: Knowledge
    lang: Lang
    as_of: date

    def read(self, text: str, bound: Bound, since: date | None = None) -> tuple[str | None, list[str]]:
        """The day as a case file holds it (None: asked again), and what to say. `since`: it cannot have been earlier."""
        said = read_day(text, self.as_of, self.lang)
        return self.kept(said, bound, since) if said else (None, [self.say("ask-form-date")])

    def find(self, text: str, bound: Bound, since: date | None = None) -> str | None:
        """The day named in a sentence, None where there is none that has been."""
        said = find_day(text, self.as_of, self.lang)
        return self.kept(said, bound, since)[0] if said else None

    def kept(self, said: Spoken, bound: Bound, since: date | None) -> tuple[str | None, list[str]]:
        if said.first > self.as_of:
            return None, [self.say("ask-day-future", day=self.shown(said.first), today=self.shown(self.as_of))]
        span = said.within(since, self.as_of)
        day = span.first if bound is Bound.EARLIEST else span.last
        if span.literal:
            return day.isoformat(), []
        return day.isoformat(), [self.say(f"ask-day-{bound}" if span.vague else "ask-day-taken", day=self.shown(day))]

    def shown(self, day: date) -> str:
        return self.say("ask-day", day=day, weekday=self.say(f"weekday-{day.isoweekday()}"))

    def say(self, key: str, **values: object) -> str:
        return phrase(self.knowledge, self.lang, key, **values)
