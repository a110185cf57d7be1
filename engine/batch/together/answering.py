"""Many records → the answer to each of those that are written plainly, worked out together and written as it is alone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from engine.adviser import Adviser
from engine.batch.answers import Answer, Brief, Overdue
from engine.batch.records import Record
from engine.batch.together.advising import Advising, Item
from engine.batch.together.crowd import Crowd
from engine.batch.together.doors import Doors
from engine.batch.together.fitting import Fits, Place
from engine.batch.together.judging import Judging
from engine.batch.together.noting import Noting
from engine.batch.together.reading import QuickReader
from engine.batch.together.times import Span
from engine.batch.together.writing import Late, Writing, Written
from engine.case import Case, ChannelStanding, reply_clock
from knowledge.remembered import Remembered

__all__ = ["Short", "Together"]

KEPT = 1_000
"""so many dates are remembered before they are forgotten together"""
SCHEMA = "recourse/batch/1"
quoted = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(slots=True)
class Short:
    """The answer to one record, and what of its case is counted."""

    record: int
    id: str | None
    case: Case
    standings: dict[str, ChannelStanding]
    """of the channels turned to"""
    steps: list[Written]
    overdue: tuple[Late, ...]

    @property
    def late(self) -> tuple[Overdue, ...]:
        return tuple([item for item, _ in self.overdue])

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
        late = ",".join([text for _, text in self.overdue])
        id_ = "null" if self.id is None else quoted(self.id)
        return (
            f'{{"schema":"{SCHEMA}","record":{self.record},"id":{id_},"as_of":"{self.case.as_of}",'
            f'"covered":true,"steps":[{steps}],"late":[{late}]}}'
        )


class Together:
    """Answers many records at once. Raises KeyError where the rules ask for something that cannot be told together."""

    def __init__(self, adviser: Adviser) -> None:
        self.adviser, self.knowledge = adviser, adviser.knowledge
        self.reader, self.noting, self.judging = (
            QuickReader(self.knowledge),
            Noting(adviser),
            Judging(adviser),
        )
        self.doors = Doors(adviser, self.noting)
        self.advising = Advising(adviser, self.doors)
        self.writing = Writing()
        self._replies: Remembered[tuple[object, ...], date | None] = Remembered(KEPT)

    def answer(self, records: Sequence[Record], today: date) -> dict[int, Short]:
        """By number of the record the answer to it; what is missing has to be answered alone."""
        return self._answer([(record, told) for record in records if (told := self.reader.read(record, today))])

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
        case, table, span = crowd.cases[number], crowd.tables[number], crowd.spans[number]
        steps = []
        for item in items:
            asks = fits.door(item.place.channel.id).asks[number] if item.unsure and item.place.channel else ()
            due = self._reply_due(item.place, case, table, span) if item.place.files else None
            steps.append(self.writing.step(item, case.as_of, due, asks))
        return Short(record, id_, case, table, steps, self.writing.late(table) if table else ())

    def _reply_due(self, place: Place, case: Case, table: dict[str, ChannelStanding], span: Span) -> date | None:
        """The last day for an answer there; of the same limits on the same day once."""
        channel = place.channel
        assert channel
        standing = table.get(channel.id)
        if standing and (standing.clock or standing.undated):
            return standing.due
        if not channel.answers:
            return None
        given = self.noting.history.given[channel.id]
        key = (channel.id, case.as_of, span, *[case.answers.get(fact) for fact in given])
        if key not in self._replies:
            clock = reply_clock(channel, case.as_of, case, self.knowledge)
            self._replies[key] = clock[-1][1].last if clock else None
        return self._replies[key]
