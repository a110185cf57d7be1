"""A chunk of records → an answer to each, written as it will stand in the file; the bad ones; what was counted. Knows no file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from engine.adviser import Advice, Adviser, load_adviser
from engine.analysis import Tally
from engine.batch.answers import Answer, answer_to
from engine.batch.columns import row
from engine.batch.records import Record, case_in
from engine.batch.summary import Counts
from knowledge.errors import CaseError, Fault

__all__ = ["Bad", "Done", "Order", "Worker", "chunks"]


@dataclass(frozen=True)
class Bad:
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


@dataclass(frozen=True)
class Order:
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

    def worker(self) -> Worker:
        """Loads knowledge and rules."""
        return Worker(load_adviser(), self)


class Worker:
    """Answers chunks of records, one after the other."""

    def __init__(self, adviser: Adviser, order: Order) -> None:
        self.adviser, self.order, self.wording = adviser, order, adviser.knowledge.wording

    def work(self, records: Sequence[Record]) -> Done:
        """Never raises for what stands in a record: a bad one is told, and the others go on."""
        done = Done(len(records), tally=Tally(self.order.by))
        for record in records:
            try:
                id_, data = case_in(record, self.order.source, self.wording)
                advice = self.adviser.advise(self.adviser.read(data, self.order.today))
                answer = answer_to(advice, record.number, id_)
            except CaseError as error:
                done.bad.append(Bad(record.number, tuple(error.faults), _shown(record)).to_json())
                done.counts.note_bad()
                continue
            done.answered.append(self._written(answer, advice))
            told = {name: str(word) for name, word in advice.case.answers.items() if name in ("issue", "provider")}
            done.counts.note(self.adviser.knowledge, answer, told)
            done.tally.add(self.adviser.knowledge, advice)
        return done

    def _written(self, answer: Answer, advice: Advice) -> str:
        if self.order.table:
            written = io.StringIO()
            csv.writer(written, lineterminator="").writerow(row(answer, advice.case.answers))
            return written.getvalue()
        if self.order.whole:
            head = {"record": answer.record, "id": answer.id}
            return json.dumps({**head, "plan": json.loads(advice.plan.model_dump_json())}, ensure_ascii=False)
        return answer.model_dump_json()


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
