"""A case → what CLIPS makes of it by the exported rules: the rules that fire, and those that wait for an answer."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

import chinese_calendar
from clips import Environment, Symbol
from dateutil.relativedelta import relativedelta

from engine.adviser import Adviser
from engine.case import Case, ChannelStanding, Elapsed, compute, standings, words_of
from knowledge.limits import find_limit
from knowledge.models import Duration, Fact, Origin, Unit
from rules.models import Conclude
from tests.exported import SIDES, cents, export, symbol

__all__ = ["Foreign"]

RENEWED = 400
"""cases after which a new environment is made: one gets slower with every case (findings/clipspy-slower-every-case.sh)"""
Table = Mapping[str, ChannelStanding]
LONGEST_REST = 12
"""no row of days of rest is longer"""


class Foreign:
    """The exported rules in an environment of CLIPS."""

    def __init__(self, adviser: Adviser) -> None:
        self.adviser, self.knowledge = adviser, adviser.knowledge
        self.constructs = export(adviser.knowledge, adviser.rulebase)
        self.used = RENEWED
        rules = adviser.rulebase.rules
        concluded = {c.fact for rule in rules for c in rule.then if isinstance(c, Conclude)}
        compared = dict.fromkeys(c.fact for rule in rules for c in rule.when)
        self.given = [name for name in compared if name not in concluded]
        """what a case tells: answers, and what is computed from them"""
        self.limits = list(
            dict.fromkeys(c.values[0] for rule in rules for c in rule.when if c.op in SIDES and "." in c.values[0])
        )

    def judge(self, case: Case) -> tuple[set[str], set[str]]:
        """The rules that fire, and those of which no condition fails although not all are known to hold."""
        if self.used == RENEWED:
            self._renew()
        self.used += 1
        self.environment.reset()
        for kind, told in self._told(case):
            self.templates[kind].assert_fact(**told)
        self.environment.run()
        fired, waiting = ({str(fact["rule"]) for fact in self.templates[kind].facts()} for kind in ("fired", "open"))
        return fired, waiting

    def _renew(self) -> None:
        self.environment, self.used = Environment(), 0
        for construct in self.constructs:
            self.environment.build(construct)
        self.templates = {template.name: template for template in self.environment.templates()}

    def _told(self, case: Case) -> Iterator[tuple[str, dict[str, Any]]]:
        """The day, the answers and what is computed, as facts of CLIPS by their templates."""
        days = case.days
        yield "day", {"of": Symbol("as-of"), "n": case.as_of.toordinal()}
        yield "day", {"of": Symbol("incident"), "n": (days.incident or case.as_of).toordinal()}
        table = standings(case, self.knowledge)
        for name in self.given:
            fact = Symbol(symbol(name))
            for kind, told in self._value(name, self.knowledge.fact(name), case, table):
                yield kind, {"fact": fact, **told}
        for ref in self.limits:
            limit = find_limit(self.knowledge, ref, days)
            if limit is None:
                yield "lapsed", {"limit": Symbol(ref)}
            else:
                ends = (case.as_of, case.as_of + timedelta(days=1))
                on, after = (_reaches_back(limit.length, limit.rolls_over, day) for day in ends)
                yield "bound", {"limit": Symbol(ref), "on": on, "after": after}

    def _value(self, name: str, fact: Fact, case: Case, table: Table) -> Iterator[tuple[str, dict[str, Any]]]:
        value = compute(name, case, self.knowledge, table) if fact.origin is Origin.COMPUTED else case.answers.get(name)
        match value:
            case Decimal():
                yield "sum", {"cents": cents(value)}
            case Elapsed():
                yield "event", {"first": value.earliest.toordinal(), "last": value.latest.toordinal()}
            case str():
                yield "is", {"word": Symbol(value)}
            case None:
                yield from (("may", {"word": Symbol(word)}) for word in self._possible(name, fact, case, table))
                yield "closed", {}

    def _possible(self, name: str, fact: Fact, case: Case, table: Table) -> set[str]:
        """The words that an unanswered fact, or what is computed from one, may still turn out to have."""
        if fact.origin is not Origin.COMPUTED:
            return set(words_of(fact)) - case.ruled_out.get(name, frozenset())
        if len(fact.inputs) != 1 or not fact.values:
            return set()
        source = self.knowledge.facts[fact.inputs[0]]
        left = self._possible(source.id, source, case, table)
        return {str(compute(name, case.answered({source.id: word}), self.knowledge, table)) for word in left}


@lru_cache(maxsize=100_000)
def _reaches_back(length: Duration, rolls_over: bool, day: date) -> int:
    """The first day (as a number) on which an event's period of this length still ends on `day` or later."""
    earliest = day.toordinal() - _at_most(length)
    return earliest + bisect_left(
        range(earliest, day.toordinal() + 1), day, key=lambda n: _end(date.fromordinal(n), length, rolls_over)
    )


def _at_most(length: Duration) -> int:
    """More days than the period can have."""
    factor = {Unit.HOURS: 1, Unit.DAYS: 1, Unit.WORKING_DAYS: 3, Unit.MONTHS: 31, Unit.YEARS: 366}[length.unit]
    return length.value * factor + LONGEST_REST


@lru_cache(maxsize=1_000_000)
def _end(start: date, length: Duration, rolls_over: bool) -> date:
    """The last day, moved to the next working day where the law moves it."""
    day = _last(start, length)
    while rolls_over and not _works(day):
        day += timedelta(days=1)
    return day


def _last(start: date, length: Duration) -> date:
    """The first day does not count; months as dateutil adds them: they end on the day of the same number or on their last."""
    match length.unit:
        case Unit.HOURS:
            return start + timedelta(days=(length.value + 23) // 24)
        case Unit.DAYS:
            return start + timedelta(days=length.value)
        case Unit.WORKING_DAYS:
            left, day = length.value, start
            while left:
                day += timedelta(days=1)
                left -= _works(day)
            return day
    return start + relativedelta(months=length.value * (12 if length.unit is Unit.YEARS else 1))


@lru_cache(maxsize=10_000)
def _works(day: date) -> bool:
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5
