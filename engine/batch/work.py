"""A chunk of records → an answer to each, written as it will stand in the file; the bad ones; what was counted. Knows no file."""

from __future__ import annotations

import csv
import gc
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from engine.adviser import Advice, Adviser
from engine.analysis import Gone, Tally
from engine.batch.answers import Answer, Overdue, answer_to
from engine.batch.columns import row
from engine.batch.records import Record, case_in
from engine.batch.summary import Counts
from engine.batch.together import Short, Together
from engine.case import Case, ChannelStanding
from knowledge.errors import CaseError, Fault, InferenceError
from knowledge.frozen import Frozen

__all__ = ["Bad", "Done", "Order", "Worker", "chunks", "make_together"]

HELD = 500
"""one of so many records is also answered alone, and what it got together is held to that"""


class Bad(Frozen):
    """A record that could not be read: why, and what stood there."""

    record: int
    faults: tuple[Fault, ...]
    content: str

    def to_json(self) -> str:
        """One line of JSON, with every fault in both languages."""
        told = [{"place": f.place, "zh": f.shown("zh"), "en": f.shown("en")} for f in self.faults]
        return json.dumps({"record": self.record, "faults": told, "content": self.content}, ensure_ascii=False)


@dataclass
class Done:
    """What became of a chunk."""

    records: int
    answered: list[str] = field(default_factory=list)
    bad: list[str] = field(default_factory=list)
    counts: Counts = field(default_factory=Counts)
    tally: Tally = field(default_factory=Tally)


class Order(Frozen):
    """What is wanted of every record. Small, so that it can be handed to another process or machine."""

    today: date
    source: str
    """the name of the input, for messages"""
    table: bool = False
    """rows of a table instead of lines of JSON"""
    whole: bool = False
    """the whole plan instead of its steps in short"""
    by: str | None = None
    """the fact by whose answers the cases are counted, besides all together"""


class Worker:
    """Answers chunks of records, one after the other: those that are written plainly together, the others alone."""

    def __init__(self, adviser: Adviser, order: Order, together: bool = True, ready: Together | None = None) -> None:
        """Takes what works out chunks together where it is ready; whole plans are worked out one by one."""
        self.adviser, self.order, self.wording = adviser, order, adviser.knowledge.wording
        self.together = (ready or make_together(adviser)) if together and not order.whole else None

    def work(self, records: Sequence[Record]) -> Done:
        """Never raises for what stands in a record: a bad one is told, and the others go on.

        Raises InferenceError where a case gets something else together than alone: one of so many is held to that.
        """
        collecting = gc.isenabled()
        gc.disable()  # advice holds no circles, and looking through all that is remembered takes a sixth of the time
        try:
            return self._work(records)
        finally:
            if collecting:
                gc.enable()

    def _work(self, records: Sequence[Record]) -> Done:
        done = Done(len(records), tally=Tally(self.order.by))
        found = self.together.answer(records, self.order.today) if self.together else {}
        for place, record in enumerate(records):
            short = found.get(record.number)
            if short is None:
                self._alone(record, done)
                continue
            line = self._written(short)
            if place % HELD == 0:
                self._hold_to(record, line)
            done.answered.append(line)
            self._count(done, short.case, short.first, short.late, short.standings)
        return done

    def _alone(self, record: Record, done: Done) -> None:
        try:
            id_, data = case_in(record, self.order.source, self.wording)
            advice = self.adviser.advise(self.adviser.read(data, self.order.today))
            answer = answer_to(advice, record.number, id_)
        except CaseError as error:
            done.bad.append(Bad(record.number, tuple(error.faults), _shown(record)).to_json())
            done.counts.note_bad()
            return
        done.answered.append(self._whole(answer, advice) if self.order.whole else self._line(answer, advice.case))
        first = answer.first.channel if answer.first else None
        self._count(done, advice.case, first, answer.late, advice.inference.standings)

    def _count(
        self,
        done: Done,
        case: Case,
        first: str | None,
        late: Sequence[Overdue],
        standings: Mapping[str, ChannelStanding],
    ) -> None:
        done.counts.note(self.adviser.knowledge, first, late, case.answers)
        done.tally.note(self.adviser.knowledge, case, Gone(standings, case.attempts, first))

    def _hold_to(self, record: Record, line: str) -> None:
        alone = Done(1)
        self._alone(record, alone)
        if alone.answered != [line]:
            raise InferenceError(f"record {record.number}: together it gets another answer than alone")

    def _written(self, short: Short) -> str:
        return self._line(short.answer(), short.case) if self.order.table else short.to_json()

    def _line(self, answer: Answer, case: Case) -> str:
        if self.order.table:
            written = io.StringIO()
            csv.writer(written, lineterminator="").writerow(row(answer, case.answers))
            return written.getvalue()
        return answer.model_dump_json()

    @staticmethod
    def _whole(answer: Answer, advice: Advice) -> str:
        head = {"record": answer.record, "id": answer.id}
        return json.dumps({**head, "plan": json.loads(advice.plan.model_dump_json())}, ensure_ascii=False)


def make_together(adviser: Adviser) -> Together | None:
    """None where the rules ask for something that cannot be told together."""
    try:
        return Together(adviser)
    except KeyError:
        return None


def _shown(record: Record) -> str:
    if isinstance(record.content, bytes):
        return record.content.decode("utf-8", errors="replace").rstrip("\r\n")
    return json.dumps(dict(record.content), ensure_ascii=False)


def chunks(records: Iterator[Record], size: int) -> Iterator[list[Record]]:
    """The records in their order, so many at a time."""
    held: list[Record] = []
    for record in records:
        held.append(record)
        if len(held) == size:
            yield held
            held = []
    if held:
        yield held
