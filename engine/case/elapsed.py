"""Events of a case → between which days each lies, so that what has elapsed since is compared with a limit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from engine.case.case import Case, yes_no
from engine.case.standings import ChannelStanding
from knowledge.frozen import Frozen
from knowledge.library import Knowledge
from knowledge.standing import Standing

__all__ = [
    "Elapsed",
    "answer_dated",
    "day_untold",
    "elapsed",
    "since_answer",
    "since_aware",
    "since_goods_received",
    "since_incident",
    "since_overdue",
    "since_put",
    "since_sued",
    "since_turned_to",
]


class Elapsed(Frozen):
    """An event known to lie between two days, both included. Its age on `as_of` is compared with a limit."""

    earliest: date
    latest: date

    def __str__(self) -> str:
        return str(self.earliest) if self.earliest == self.latest else f"{self.earliest}…{self.latest}"


def elapsed(case: Case, fact: str) -> Elapsed | None:
    day = case.answers.get(fact)
    return Elapsed(day, day) if isinstance(day, date) else None


def since_incident(case: Case, knowledge: Knowledge, _: object, __: str) -> Elapsed | None:
    """From its day; that day unknown, it is no later than the first day on which the person is known to have turned to somebody."""
    told, by = elapsed(case, "incident_date"), case.first_contact
    return told or (Elapsed(min(case.first_day(knowledge), by), by) if by else None)


def day_untold(case: Case, _: Knowledge, __: object, ___: str) -> str:
    """Whether nothing told shows that it is older than yesterday: neither its day nor that of knowing nor any contact."""
    yesterday = case.as_of - timedelta(days=1)
    return yes_no(not case.since and (case.happened_by or case.as_of) >= yesterday)


def since_aware(case: Case, _: Knowledge, __: object, ___: str) -> Elapsed | None:
    """From the day of knowing; that day unknown, it lies between the incident and the first contact over it, or today."""
    known = elapsed(case, "aware_date")
    return known or (Elapsed(case.since, case.first_contact or case.as_of) if case.since else None)


def since_goods_received(case: Case, _: Knowledge, __: object, ___: str) -> Elapsed | None:
    return elapsed(case, "goods_received_date")


def since_sued(case: Case, _: Knowledge, __: object, ___: str) -> Elapsed | None:
    """From the day on which the court's papers came."""
    return elapsed(case, "sued_date")


def since_put(_: Case, __: Knowledge, table: Mapping[str, ChannelStanding], channel: str) -> Elapsed | None:
    """From the contact that the standing comes from: a question asked later moves nothing. None while there is none, or its day is not told."""
    attempt = table[channel].attempt
    return Elapsed(attempt.date, attempt.date) if attempt and attempt.date else None


def since_turned_to(case: Case, _: Knowledge, __: object, channel: str) -> Elapsed | None:
    """From the latest contact there; None while there is none, or its day is not told."""
    last = next((item.date for item in reversed(case.attempts) if item.channel == channel), None)
    return Elapsed(last, last) if last else None


def since_answer(_: Case, __: Knowledge, table: Mapping[str, ChannelStanding], channel: str) -> Elapsed | None:
    """From the day on which the channel's answer came; None while there is none, or its day is not told."""
    attempt = table[channel].attempt
    return Elapsed(attempt.answered, attempt.answered) if attempt and attempt.answered else None


def answer_dated(_: Case, __: Knowledge, table: Mapping[str, ChannelStanding], channel: str) -> str:
    """Whether the day of the channel's latest answer is told, as that of a written notice is."""
    attempt = table[channel].attempt
    return yes_no(bool(attempt and attempt.answered))


def since_overdue(_: Case, __: Knowledge, table: Mapping[str, ChannelStanding], channel: str) -> Elapsed | None:
    """From the last day that the channel had for its answer, where that was a limit of law and is over."""
    told = table[channel]
    late = told.standing is Standing.OVERDUE and told.due and all(limit.statutory for limit, _ in told.clock)
    return Elapsed(told.due, told.due) if late and told.due else None
