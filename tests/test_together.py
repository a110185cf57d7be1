"""A chunk worked out together: every line, bad record and count as one by one; what is not written plainly is read by the reader."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from engine.adviser import Adviser
from engine.batch import Order, Record, Worker
from engine.batch.records import case_in
from engine.batch.together.reading import QuickReader
from engine.case import Case, compute, standings, tried
from engine.findings import Engine
from knowledge.errors import CaseError, InferenceError
from knowledge.frozen import replace
from rules.models import Condition, Contradiction, Op
from tests.casebook import CASES, TODAY, adviser, random_case, read_cases

ORDER = Order(TODAY, "test")
GENERATED, EACH = 400, 9


def _records(cases: Iterable[Any]) -> list[Record]:
    return [Record(n, json.dumps(case, ensure_ascii=False, default=str).encode()) for n, case in enumerate(cases, 1)]


def _same(records: list[Record], order: Order = ORDER) -> Worker:
    """The worker that answered them together, as one by one."""
    worker = Worker(adviser(), order)
    together, alone = worker.work(records), Worker(adviser(), order, together=False).work(records)
    assert together.answered == alone.answered
    assert together.bad == alone.bad
    assert together.counts == alone.counts
    assert together.tally == alone.tally
    return worker


def test_generated_cases_get_what_they_get_alone() -> None:
    """Steps, days, questions that a step hangs on, who is late, what is counted; and all of them were answered together."""
    records = _records(random_case(seed) for seed in range(GENERATED))
    worker = _same(records, replace(ORDER, by="issue"))
    assert worker.together
    assert len(worker.together.answer(records, TODAY)) == GENERATED


def test_told_cases_get_what_they_get_alone() -> None:
    """On their days, and on others."""
    told = [item["case"] for item in read_cases(CASES)][::EACH]
    _same(_records(told), replace(ORDER, today=TODAY - timedelta(days=200)))
    _same(_records(told))


def test_the_line_that_is_written_at_once_is_that_of_the_answer() -> None:
    """Every field of it: a table shows some of them, so that a difference would stay unseen there."""
    worker = Worker(adviser(), ORDER)
    assert worker.together
    for short in worker.together.answer(_records(random_case(seed) for seed in range(60)), TODAY).values():
        assert short.to_json() == short.answer().model_dump_json()


def test_rows_of_a_table_are_the_same(tmp_path: object) -> None:
    """The cells of a row, too."""
    assert tmp_path
    _same(_records(random_case(seed) for seed in range(60)), replace(ORDER, table=True))


def test_sums_beside_what_they_are_compared_with_get_what_they_get_alone() -> None:
    """One fen less, the sum itself, one fen more: of those between two bounds the rules are asked once."""
    worker = Worker(adviser(), ORDER)
    assert worker.together
    bounds = [sum_ for found in worker.together.noting.bounds.values() for sum_ in found]
    assert len(bounds) > 2
    sums = [*(str(bound + step) for bound in bounds for step in (Decimal("-0.01"), 0, Decimal("0.01"))), "70000"]
    _same(_records({**random_case(seed), "amount": sum_} for sum_ in sums for seed in range(3)))


def test_what_is_not_usual_of_contacts_and_days_is_all_that_is_noted() -> None:
    """Of each case the computed facts that are not what they are without any; the others are as they are by default."""
    together = Worker(adviser(), ORDER).together
    assert together
    history = together.noting.history
    for seed in range(60):
        case = adviser().read(random_case(seed), TODAY)
        found, table = history.values(case, tried(case, adviser().knowledge)), standings(case, adviser().knowledge)
        usual = {name: compute(name, case, adviser().knowledge, table) for name in history.default}
        assert found == {name: value for name, value in usual.items() if value != history.default[name]}


PUT_TO_USE = """import gc, json
from engine.batch.loaded import loaded
adviser, together = loaded()
print(json.dumps([gc.get_freeze_count(), len(adviser.engine.marks._of_words), together.doors.searched]))"""


def test_what_every_chunk_needs_is_there_before_processes_are_forked() -> None:
    """Worked out on examples of the rules, and frozen: else each process would hold it for itself."""
    told = subprocess.run([sys.executable, "-c", PUT_TO_USE], capture_output=True, text=True, check=True)
    frozen, words, searched = json.loads(told.stdout)
    assert frozen > 10_000
    assert words > 300
    assert searched > 5


def test_what_was_met_before_is_not_searched_again() -> None:
    """The same cases on another day, with other sums: no search more, and still what they get alone."""
    cases = [
        {
            **random_case(seed),
            "as_of": TODAY.isoformat(),
            "incident_date": "2026-11-01",
            "attempts": [],
            "aware_date": None,
        }
        for seed in range(120)
    ]
    worker = Worker(adviser(), ORDER)
    worker.work(_records(cases))
    assert worker.together
    doors = worker.together.doors
    searched, asked = doors.searched, doors.asked
    assert 0 < searched < asked
    later = [{**case, "incident_date": "2026-11-02", "amount": "777"} for case in cases]
    assert (
        worker.work(_records(later)).answered == Worker(adviser(), ORDER, together=False).work(_records(later)).answered
    )
    assert doors.asked == 2 * asked
    assert doors.searched == searched


ODD: tuple[bytes, ...] = (
    b'{"issue": "fraud", "issue": "topup_failed"}',
    b'{"issue": "fraud", "note": "a: b"}',
    b'{"issue": "fraud", "note": "a\\u003a", "note": "b"}',
    b'{"note": "a:b", "note": "c"}',
    b'{"id": "a:b", "case": {"issue": "fraud"}}',
    b'{"id": 7, "case": {"issue": "fraud"}, "story": "x"}',
    b'{"case": {"issue": "fraud", "attempts": [{"channel": "police", "channel": "court", "date": "2026-11-20", "outcome": "pending"}]}}',
    b'{"case": {"case": 1}}',
    b'\xef\xbb\xbf{"issue": "fraud"}',
    b'{"issue": "fraud", "note": "\\ud800"}',
    b'{"provider": "\\u652f\\u4ed8\\u5b9d", "issue": "fraud"}',
    '{"provider": "支付宝", "issue": "不知道", "locked_out": true, "money_missing": "是"}'.encode(),
    b'{"issue": null, "money_missing": 1}',
    b'{"issue": "fraud", "amount": 99.999}',
    b'{"issue": "fraud", "amount": 3200.000000000000000001}',
    b'{"issue": "fraud", "amount": 3200.50, "days_ago": 3}',
    b'{"issue": "fraud", "days_ago": 3, "incident_date": "2026-11-01"}',
    b'{"issue": "fraud", "days_ago": "unknown", "incident_date": "2026-11-01"}',
    b'{"issue": "fraud", "incident_date": {"days_ago": "12"}, "aware_date": {"days_ago": 20}}',
    b'{"issue": "fraud", "incident_date": "yesterday"}',
    b'{"issue": "fraud", "incident_date": "2026-02-30"}',
    b'{"issue": "fraud", "incident_date": "2030-01-01"}',
    b'{"issue": "fraud", "incident_date": "1999-01-01"}',
    b'{"issue": "fraud", "as_of": "2100-01-01"}',
    b'{"issue": "fraud", "as_of": "2003-01-01"}',
    b'{"issue": "fraud", "as_of": "2025-01-01", "incident_date": "2025-06-01"}',
    b'{"provider": "duoduo_pay", "incident_date": "2005-01-01"}',
    b'{"issue": "fraud", "incident_date": "2026-11-10", "attempts": [{"channel": "police", "date": "2026-11-01", "outcome": "pending"}]}',
    b'{"issue": "fraud", "attempts": [{"channel": "police", "days_ago": 2, "outcome": "refused", "answered": "2026-11-21"}]}',
    b'{"issue": "fraud", "attempts": [{"channel": "police", "days_ago": 2, "outcome": "pending", "answered": "2026-11-21"}]}',
    b'{"issue": "fraud", "attempts": [{"channel": ["police"], "days_ago": 2, "outcome": "pending"}]}',
    b'{"issue": "fraud", "attempts": [{"channel": "police", "date": "2026-11-20", "outcome": "?", "reference": "A 1", "action": "call-police"}]}',
    b'{"issue": "fraud", "attempts": [{"channel": "police", "date": "2026-11-20", "outcome": null}, {"channel": "police", "date": "2026-11-20", "reference": "1"}]}',
    b'{"issue": "fraud", "attempts": {}}',
    b'{"issue": "fraud", "attempts": 0}',
    b'{"id": "x", "issue": "fraud", "amount": 3200.5}',
    b'{"id": "x:y", "issue": "fraud", "note": "a:b", "incident_date": {"days_ago": 2.0}}',
    b'{"id": "x", "issue": "fraud", "issue": "topup_failed"}',
    b'{"issue": "fraud", "incident_date": {"days_ago": 3.0000000000000000000001}}',
    b'{"issue": "fraud", "amount": 0.01999999999999999999999999}',
    b'{"issue": "fraud", "attempts": "none"}',
    b'{"issue": "fraud", "attempts": null}',
    b'{"issue": ["fraud"]}',
    b'{"issue": {"a": 1}}',
    b'{"crime": "yes"}',
    b'{"issue": "fraud"} {}',
    b"[1]",
    b"issue: fraud",
    b'{"id": ' + b"9" * 60 + b', "case": {"issue": "fraud"}}',
    b'{"id": 1.50, "case": {"issue": "fraud"}}',
    b'{"id": "\\"\\t\x7f", "case": {"issue": "fraud"}}',
    '{"id": "一二", "case": {"issue": "fraud", "done_by": "child", "money_missing": "no"}}'.encode(),
)


def test_records_that_are_written_otherwise_get_what_they_get_alone() -> None:
    """Spelled in another way, twice, with half a character, contradictory, or no record at all."""
    _same([Record(n, line) for n, line in enumerate(ODD, 1)])


def _read(data: Any) -> Case | None:
    """The case, or None for one whose answers contradict one another; nothing else may be wrong with it."""
    try:
        return adviser().read(data, TODAY)
    except CaseError as error:
        kinds = {fault.kind for fault in error.faults}
    if kinds != {"contradiction"}:
        pytest.fail(f"read, though the reader refuses it: {kinds}")
    return None


@pytest.mark.parametrize("content", ODD)
def test_the_quick_reader_takes_nothing_that_the_reader_reads_otherwise(content: bytes) -> None:
    """The same name and the same case, or it leaves the record to the reader."""
    record = Record(1, content)
    found = QuickReader(adviser().knowledge).read(record, TODAY)
    if found is None:
        return
    name, data = case_in(record, "test", adviser().knowledge.wording)
    id_, case = found
    assert id_ == name
    read = _read(data)
    if read is None or any(adviser().contradictions.faults(case)):
        return  # what contradicts itself is found among the columns, and then read alone
    narrowed = adviser().narrow(case)
    told = (narrowed.as_of, narrowed.answers, narrowed.attempts, narrowed.days, narrowed.ruled_out)
    assert told == (read.as_of, read.answers, read.attempts, read.days, read.ruled_out)


def test_a_difference_stops_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """One of so many records is answered alone, too; where that comes out otherwise nothing more is written."""
    worker = Worker(adviser(), ORDER)
    assert worker.together
    answered = worker.together.answer

    def wrong(records: list[Record], today: date) -> Any:
        found = answered(records, today)
        next(iter(found.values())).case = replace(next(iter(found.values())).case, as_of=date(2020, 1, 1))
        return found

    monkeypatch.setattr(worker.together, "answer", wrong)
    with pytest.raises(InferenceError, match="record 1"):
        worker.work(_records([random_case(1)]))


def test_rules_that_cannot_be_told_together_are_told_one_by_one() -> None:
    """A contradiction of a day, which no list of words can rule out: the answers are the same, only slower."""
    base = adviser().rulebase
    dated = Condition.of("since_incident", Op.GT, ("civil-code.limitation",))
    more = Contradiction(base.contradictions[0].entry, (dated, Condition.of("issue", Op.EQ, ("fraud",))))
    other = Adviser(adviser().knowledge, replace(base, contradictions=(*base.contradictions, more)))
    assert isinstance(other.engine, Engine)
    worker = Worker(other, ORDER)
    assert worker.together is None
    assert len(worker.work(_records([random_case(1)])).answered) == 1
