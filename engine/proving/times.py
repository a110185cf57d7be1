"""Days, law and limits → formulas: which article is in force, which limit has run out, by how much days may differ.

Days are counted (`date.toordinal`). How many days a month or ten working days are hangs on where they lie, so a limit is
a number of days between the fewest and the most that it has in the years looked at; on one day it is what it is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache

from engine.case import EARLIEST
from engine.proving.logic import FALSE, TRUE, Formula, Number, all_of, any_of, no, number
from knowledge.citations import find_article
from knowledge.frozen import Frozen
from knowledge.law import Applies, Edition
from knowledge.library import Knowledge
from knowledge.limits import DAY, YARDSTICK, add, first_running
from knowledge.models import Duration, Unit
from knowledge.timeline import START

__all__ = ["Age", "Limited", "Times", "span_of"]

AHEAD = timedelta(days=366)
"""so long after the day of asking limits are counted"""


class Age(Frozen):
    """A limit's length, as it is counted: rolled over days of rest, strictly or not."""

    length: Duration
    rolls_over: bool = False
    strictly: bool = True


class Limited(Frozen):
    """One text of a limit: when it is the one that counts, how long it is, whether the law sets it."""

    holds: Formula
    length: Duration
    rolls_over: bool
    statutory: bool


@lru_cache(maxsize=512)
def span_of(length: Duration, rolls_over: bool, first: date, last: date) -> tuple[int, int]:
    """The fewest and the most days from an event, on any day between these two, to the last day of the limit."""
    if length.unit in (Unit.DAYS, Unit.HOURS) and not rolls_over:
        days = (add(first, length).last - first).days
        return days, days
    found = [(add(day, length, rolls_over).last - day).days for day in _days(first, last)]
    return min(found), max(found)


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


class Times:
    """The day of asking and the day whose law counts, as variables, and what hangs on them."""

    def __init__(self, knowledge: Knowledge, last: date, name: str = "") -> None:
        self.knowledge, self.name = knowledge, name
        self.first_day, self.last_day = START, last
        self.as_of: Number = number(f"{name}as_of")
        self.law: Number = number(f"{name}law")
        """the day that chooses the law of rights and liability"""
        self._ages: dict[Age, Number] = {}
        self._compared: dict[tuple[Number, Age], None] = {}
        self._force: dict[str, Formula] = {}
        self._limits: dict[str, tuple[Limited, ...]] = {}

    def bounds(self) -> Iterator[Formula]:
        """What holds of every case: the day of asking lies in the years looked at, and a limit is as long as it can be."""
        yield self.as_of >= self.first_day.toordinal()
        yield self.as_of <= self.last_day.toordinal()
        for age, days in self._varying():
            low, high = self.reach(age)
            yield days >= low
            yield days <= high

    def exact(self, as_of: date) -> Iterator[Formula]:
        """What every limit is on that very day."""
        here = self.as_of == as_of.toordinal()
        for age, days in self._varying():
            first = first_running(age.length, age.rolls_over, as_of if age.strictly else as_of + DAY)
            yield any_of((no(here), days == (as_of - first).days))

    @property
    def lengths(self) -> Mapping[Age, Number]:
        """The days of every limit that was compared with."""
        return self._ages

    def _varying(self) -> Iterator[tuple[Age, Number]]:
        return ((age, days) for age, days in self._ages.items() if not isinstance(days, int))

    def reach(self, age: Age) -> tuple[int, int]:
        """The fewest and the most days that the limit can have."""
        first = self.first_day - timedelta(days=_most(age.length))
        low, high = span_of(age.length, age.rolls_over, max(first, EARLIEST), self.last_day)
        return (low, high) if age.strictly else (low - 1, high - 1)

    def over(self, event: Number, age: Age) -> Formula:
        """Whether the limit, counted from the event, has run out: strictly (its last day lies before today), or today."""
        if age not in self._ages:
            low, high = self.reach(age)
            name = f"{self.name}age {age.length} {age.rolls_over} {age.strictly}"
            self._ages[age] = low if low == high else number(name)
        self._compared[event, age] = None
        return self.as_of - event > self._ages[age]

    def ages_from(self, event: Number) -> list[Age]:
        """The limits that are counted from the event."""
        return [age for found, age in self._compared if found.eq(event)]

    def clearly(self) -> Iterator[Formula]:
        """Every limit that is over is so however long it is, and so is every one that runs."""
        for event, age in self._compared:
            low, high = self.reach(age)
            if low < high:
                yield any_of((self.as_of - event <= low, self.as_of - event > high))

    def in_force(self, ref: str) -> Formula:
        """Whether the article is in force on its day."""
        if ref not in self._force:
            self._force[ref] = self._resolves(ref, self.law)
        return self._force[ref]

    def in_force_today(self, refs: Iterable[str]) -> Formula:
        """Whether one of the articles is in force on the day of asking, whichever day else would choose its edition."""
        return any_of(self._resolves(ref, self.as_of) for ref in refs)

    def _resolves(self, ref: str, law: Number) -> Formula:
        found = find_article(self.knowledge, ref)
        assert found
        statute, article = found
        day = law if article.applies is Applies.INCIDENT else self.as_of
        held = (e for e in statute.editions if not article.editions or e.id in article.editions)
        return any_of(self._covers(edition, day) for edition in held)

    def _covers(self, edition: Edition, day: Number) -> Formula:
        start, end = edition.in_force
        after = TRUE if start <= self.first_day else day >= start.toordinal()
        if end is None or end > self.last_day:
            return FALSE if start > self.last_day else after
        return all_of((after, day <= end.toordinal()))

    def limits(self, ref: str) -> tuple[Limited, ...]:
        """The texts of the limit, at most one of which holds; none does where the limit is not in force."""
        if ref not in self._limits:
            self._limits[ref] = tuple(self._texts(ref))
        return self._limits[ref]

    def _texts(self, ref: str) -> Iterator[Limited]:
        owner, _, name = ref.partition(".")
        if owner == YARDSTICK:
            yield Limited(TRUE, self.knowledge.yardsticks[name].length, False, False)
            return
        before: list[Formula] = []
        for article in self.knowledge.statutes[owner].articles:
            force = self.in_force(f"{owner}/{article.at}")
            for limit in (limit for limit in article.limits if limit.id == name):
                yield Limited(all_of((force, *map(no, before))), limit.length, limit.rolls_over, True)
                before.append(force)

    @property
    def earliest(self) -> int:
        """No day that is told is earlier: of what was before, the files claim to hold nothing."""
        return self.first_day.toordinal()


def _most(length: Duration) -> int:
    days = {Unit.HOURS: 1, Unit.DAYS: 1, Unit.WORKING_DAYS: 3, Unit.MONTHS: 31, Unit.YEARS: 366}
    return days[length.unit] * length.value + 31
