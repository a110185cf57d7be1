"""Many records → the answer to each of those that are written plainly, worked out together and written as it is alone."""

from __future__ import annotations

import gc
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from engine.adviser import Adviser
from engine.batch.answers import Answer, Brief, Overdue
from engine.batch.records import Record
from engine.batch.together.advising import Advising, Item
from engine.batch.together.crowd import Crowd
from engine.batch.together.doors import Doors
from engine.batch.together.fitting import Fits
from engine.batch.together.judging import Judging
from engine.batch.together.noting import Noting
from engine.batch.together.reading import QuickReader
from engine.batch.together.times import Span
from engine.case import Case, ChannelStanding, reply_clock
from engine.steps.outline import DateKind
from engine.steps.steps import WEEK
from knowledge.approach import Channel, Standing
from knowledge.remembered import Remembered
from rules.models import Urgency

__all__ = ["Short", "Together"]

KEPT = 16_000
"""so many steps and dates are remembered before they are forgotten together"""
SCHEMA = "recourse/batch/1"
quoted = json.JSONEncoder(ensure_ascii=False).encode


class _Step(NamedTuple):
    """What `Brief` holds."""

    action: str
    channel: str | None
    urgency: Urgency
    do_by: date | None
    do_by_kind: DateKind | None
    reply_due: date | None
    provided: tuple[str, ...]

    def to_json(self) -> str:
        """As Pydantic writes it: names and days need no escaping."""
        channel, by, kind, due = (
            f'"{value}"' if value else "null" for value in (self.channel, self.do_by, self.do_by_kind, self.reply_due)
        )
        provided = ",".join([f'"{fact}"' for fact in self.provided])
        return (
            f'{{"action":"{self.action}","channel":{channel},"urgency":"{self.urgency}","do_by":{by},'
            f'"do_by_kind":{kind},"reply_due":{due},"provided":[{provided}]}}'
        )


Written = tuple[_Step, str]


@dataclass(slots=True)
class Short:
    """The answer to one record, and what of its case is counted."""

    record: int
    id: str | None
    case: Case
    standings: dict[str, ChannelStanding]
    """of the channels turned to"""
    steps: list[Written]
    late: tuple[Overdue, ...]

    @property
    def first(self) -> str | None:
        """Where the first step goes that goes to somebody."""
        return next((step.channel for step, _ in self.steps if step.channel), None)

    def answer(self) -> Answer:
        return Answer(
            record=self.record,
            id=self.id,
            as_of=self.case.as_of,
            covered=True,
            steps=tuple(Brief(**step._asdict()) for step, _ in self.steps),
            late=self.late,
        )

    def to_json(self) -> str:
        """As Pydantic writes the answer."""
        steps = ",".join([text for _, text in self.steps])
        late = ",".join([item.model_dump_json() for item in self.late])
        id_ = "null" if self.id is None else quoted(self.id)
        return (
            f'{{"schema":"{SCHEMA}","record":{self.record},"id":{id_},"as_of":"{self.case.as_of}",'
            f'"covered":true,"steps":[{steps}],"late":[{late}]}}'
        )


class Together:
    """Answers many records at once. Raises KeyError where the rules ask for something that cannot be told together."""

    def __init__(self, adviser: Adviser, today: date) -> None:
        self.adviser, self.knowledge = adviser, adviser.knowledge
        self.reader, self.noting, self.judging = (
            QuickReader(self.knowledge, today),
            Noting(adviser, today),
            Judging(adviser),
        )
        self.doors = Doors(adviser, self.noting)
        self.advising = Advising(adviser, self.doors)
        self._written: Remembered[tuple[object, ...], Written] = Remembered(KEPT)
        self._replies: Remembered[tuple[object, ...], date | None] = Remembered(KEPT)

    def answer(self, records: Sequence[Record]) -> dict[int, Short]:
        """By number of the record the answer to it; what is missing has to be answered alone."""
        collecting = gc.isenabled()
        gc.disable()  # what is made here holds no circles, and looking through all that is remembered takes as long
        try:
            return self._answer([(record, told) for record in records if (told := self.reader.read(record))])
        finally:
            if collecting:
                gc.enable()

    def _answer(self, read: list[tuple[Record, tuple[str | None, Case]]]) -> dict[int, Short]:
        if not read:
            return {}
        crowd = self.noting.note([case for _, (_, case) in read])
        crowd.odd |= crowd.every & ~crowd.having("issue", self.knowledge.issues) & crowd.told["issue"]
        fits, steps = self.advising.steps(crowd, self.judging.judge(crowd))
        return {
            record.number: self._short(record.number, id_, number, crowd, fits, steps[number])
            for number, (record, (id_, _)) in enumerate(read)
            if not crowd.odd >> number & 1
        }

    def _short(self, record: int, id_: str | None, number: int, crowd: Crowd, fits: Fits, items: list[Item]) -> Short:
        case, table = crowd.cases[number], crowd.tables[number]
        steps = [self._brief(item, number, case, table, crowd.spans[number], fits) for item in items]
        return Short(record, id_, case, table, steps, tuple(self._late(table)) if table else ())

    def _brief(
        self, item: Item, number: int, case: Case, table: dict[str, ChannelStanding], span: Span, fits: Fits
    ) -> Written:
        channel, last = item.place.channel, item.deadline.due.last if item.deadline and item.deadline.due else None
        due = self._reply_due(channel, case, table, span) if channel and item.place.action.files else None
        asks = fits.door(channel.id).asks[number] if channel and item.unsure else ()
        statutory = item.deadline.limit.statutory if item.deadline else None
        key = (item.place, item.urgency, case.as_of, last, statutory, due, asks)
        found = self._written.get(key)
        if found is None:
            found = self._written[key] = self._made(item, case.as_of, last, due, asks)
        return found

    def _made(self, item: Item, as_of: date, last: date | None, due: date | None, asks: tuple[str, ...]) -> Written:
        by = _do_by(item.urgency, as_of, last)
        kind = DateKind.SUGGESTED if by else None
        if item.deadline:
            kind = DateKind.STATUTORY if item.deadline.limit.statutory else DateKind.YARDSTICK
        channel = item.place.channel.id if item.place.channel else None
        step = _Step(item.place.action.id, channel, item.urgency, by, kind, due, asks)
        return step, step.to_json()

    def _reply_due(self, channel: Channel, case: Case, table: dict[str, ChannelStanding], span: Span) -> date | None:
        """The last day for an answer there; of the same limits on the same day once."""
        standing = table.get(channel.id)
        if standing and standing.clock:
            return standing.due
        if not channel.answers:
            return None
        answers = case.answers
        key = (channel.id, case.as_of, span, *[answers.get(fact) for fact in self.noting.history.given[channel.id]])
        if key not in self._replies:
            clock = reply_clock(channel, case.as_of, case, self.knowledge)
            self._replies[key] = clock[-1][1].last if clock else None
        return self._replies[key]

    @staticmethod
    def _late(table: dict[str, ChannelStanding]) -> list[Overdue]:
        return [
            Overdue(channel=channel, since=told.first_late, statutory=told.statutory)
            for channel, told in table.items()
            if told.standing is Standing.OVERDUE and told.first_late
        ]


def _do_by(urgency: Urgency, as_of: date, last: date | None) -> date | None:
    match urgency:
        case Urgency.NOW | Urgency.TODAY:
            return as_of
        case Urgency.THIS_WEEK:
            return as_of + WEEK
        case Urgency.BY:
            return last
        case _:
            return None
