"""Many cases at once: each answer is the one that its case gets alone, whoever works on it and however often the run breaks off."""

from __future__ import annotations

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner

from cli import main
from engine.adviser import Adviser
from engine.batch import Order, Record, Worker
from engine.batch.answers import answer_to
from engine.batch.columns import nested, row
from engine.schema import output_schema
from tests.casebook import TODAY, adviser, random_case
from tests.test_cli import ROOT, recourse

CASES = 120


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Generated cases, with a blank line, one that is no case, one that is no JSON, and one that is no text between them."""
    lines = [json.dumps({"id": f"c{seed}", "case": random_case(seed)}, default=str) for seed in range(CASES)]
    wrong = [b"", b'{"issue": "nonsense"}', b'{"issue": ', b'{"note": "\xff"}']
    file = tmp_path_factory.mktemp("batch") / "cases.jsonl"
    file.write_bytes(b"\n".join([*map(str.encode, lines[:60]), *wrong, *map(str.encode, lines[60:])]) + b"\n")
    return file


def _answers(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").split("\n") if line]


def test_every_answer_is_that_of_the_case_alone(batch: Path, tmp_path: Path) -> None:
    """Steps in their order with days and conditions, and who is late; bad records stand apart, with their number and why."""
    out = tmp_path / "out.jsonl"
    done = recourse("batch", str(batch), "-o", str(out), "--jobs", "1", "--on", TODAY.isoformat(), "--lang", "en")
    assert done.returncode == 0, done.stderr
    found = _answers(out)
    assert [item["id"] for item in found] == [f"c{seed}" for seed in range(CASES)]
    assert [item["record"] for item in found] == [*range(1, 61), *range(65, CASES + 5)]
    for seed, item in enumerate(found):
        plan = json.loads(adviser().advise(adviser().read(random_case(seed), TODAY)).plan.to_json())
        for step, brief in zip(plan["steps"], item["steps"], strict=True):
            assert brief == {name: step[name] for name in brief}
        assert [(late["channel"], late["since"]) for late in plan["late"]] == [
            (late["channel"], late["since"]) for late in item["late"]
        ]
    bad = _answers(tmp_path / "out.bad.jsonl")
    assert [item["record"] for item in bad] == [62, 63, 64]
    assert all(fault["zh"] and fault["en"] for item in bad for fault in item["faults"])
    assert f"{CASES + 3} records, 3 of them bad" in done.stdout
    assert not list(tmp_path.glob("*.progress"))
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in tmp_path.iterdir())


def test_several_processes_answer_as_one(batch: Path, tmp_path: Path) -> None:
    """Byte for byte, totals and picture included."""
    written = []
    for jobs in ("1", "2"):
        out, picture = tmp_path / f"out{jobs}.jsonl", tmp_path / f"load{jobs}.json"
        totals = tmp_path / f"sum{jobs}.json"
        options = ("-o", str(out), "--jobs", jobs, "--picture", str(picture), "--summary", str(totals), "--by", "issue")
        assert recourse("batch", str(batch), *options).returncode == 0
        written.append([path.read_bytes() for path in (out, picture, totals)])
    assert written[0] == written[1]
    assert json.loads(written[0][2])["bad"] == 3
    jsonschema.Draft202012Validator(output_schema("batch-summary")).validate(json.loads(written[0][2]))


def test_rules_that_cannot_be_used_are_told_by_whoever_works(batch: Path, tmp_path: Path) -> None:
    """Every fault with its place, as a single plan tells it; the server that processes are forked from does not just go."""
    for name in ("commands", "documents", "engine", "knowledge", "rules", "storage"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "cli.py", tmp_path)
    spoiled = tmp_path / "rules" / "advice" / "acting.yaml"
    spoiled.write_text(spoiled.read_text(encoding="utf-8") + "- id: unfinished\n", encoding="utf-8")
    run = [sys.executable, "cli.py", "batch", str(batch), "-o", str(tmp_path / "out.jsonl"), "--jobs", "2"]
    surroundings = {**os.environ, "PYTHONPATH": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    done = subprocess.run(run, cwd=tmp_path, env=surroundings, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "advice/acting.yaml" in done.stderr
    assert "title: Field required" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="there is no such signal")
def test_a_run_that_was_killed_goes_on_where_it_was(batch: Path, tmp_path: Path) -> None:
    """Nothing twice, nothing left out, and what was counted before counts."""
    many = tmp_path / "many.jsonl"
    many.write_bytes(batch.read_bytes() * 80)
    whole, out = tmp_path / "whole.jsonl", tmp_path / "out.jsonl"
    told = recourse("batch", str(many), "-o", str(whole), "--jobs", "1", "--lang", "en").stdout
    command = [sys.executable, "cli.py", "batch", str(many), "-o", str(out), "--jobs", "1", "--lang", "en"]
    journal = tmp_path / "out.jsonl.progress"
    killed = 0
    for _ in range(3):
        run = subprocess.Popen([*command, "--resume"], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        before = _records(journal)
        while run.poll() is None and _records(journal) <= before:
            time.sleep(0.01)
        killed += run.poll() is None
        run.send_signal(signal.SIGKILL)
        run.wait()
        with out.open("ab") as file:
            file.write(b'{"half of a rec')  # as if the kill had come in the middle of a line
    assert killed
    assert recourse("batch", str(many), "-o", str(out), "--jobs", "1").returncode == 2, "it is there already"
    done = recourse("batch", str(many), "-o", str(out), "--jobs", "1", "--lang", "en", "--resume")
    assert out.read_bytes() == whole.read_bytes()
    assert done.stdout.replace("out.bad", "whole.bad") == told


def _records(journal: Path) -> int:
    return int(json.loads(journal.read_text(encoding="utf-8"))["records"]) if journal.exists() else 0


def test_a_run_of_something_else_is_not_gone_on_with(batch: Path, tmp_path: Path) -> None:
    """Other options: the answers of before would not fit."""
    out = tmp_path / "out.jsonl"
    recourse("batch", str(batch), "-o", str(out), "--jobs", "1")
    (tmp_path / "out.jsonl.progress").write_text(
        '{"order": "another", "records": 0, "out": 0, "bad": 0, "state": null}'
    )
    refused = recourse("batch", str(batch), "-o", str(out), "--jobs", "1", "--resume")
    assert refused.returncode == 2
    assert "other options" in refused.stderr
    assert _answers(out), "what is there stays"


def test_a_table_goes_in_and_comes_out(tmp_path: Path) -> None:
    """Columns with dots are nested; a cell that a spreadsheet would work out is made a text."""
    source, out = tmp_path / "cases.csv", tmp_path / "out.csv"
    source.write_text(
        "id,provider,issue,incident_date,attempts.1.channel,attempts.1.date,attempts.1.outcome\n"
        "=1+1,alipay,fee_dispute,2026-10-15,provider-complaint,2026-10-20,refused\n"
        "b,微信支付,topup_failed,2026-11-20,,,\n"
        "c,alipay,fee_dispute,2026-10-15,nobody,2026-10-20,refused\n",
        encoding="utf-8-sig",
    )
    assert recourse("batch", str(source), "-o", str(out), "--jobs", "1", "--on", "2026-11-22").returncode == 0
    rows = list(csv.DictReader(out.open(encoding="utf-8", newline="")))
    assert [(item["id"], item["first_channel"]) for item in rows] == [
        ("'=1+1", "pboc-12363"),
        ("b", "provider-complaint"),
    ]
    assert rows[1]["provider"] == "wechat_pay"
    assert _answers(tmp_path / "out.bad.jsonl")[0]["record"] == 3


def test_columns_say_where_they_belong() -> None:
    """What is empty says nothing; numbers are places in a list."""
    cells = {"issue": " fraud ", "amount": "", "attempts.2.channel": "police", "attempts.1.channel": "bank", "a.b": "c"}
    assert nested(cells) == {
        "issue": "fraud",
        "attempts": [{"channel": "bank"}, {"channel": "police"}],
        "a": {"b": "c"},
    }


def test_the_whole_plan_is_written_where_it_is_wanted(batch: Path, tmp_path: Path) -> None:
    """One plan a line, as `recourse plan --json` has it."""
    few, out = tmp_path / "few.jsonl", tmp_path / "out.jsonl"
    few.write_bytes(b"".join(batch.read_bytes().splitlines(keepends=True)[:3]))
    recourse("batch", str(few), "-o", str(out), "--full", "--jobs", "1", "--on", TODAY.isoformat())
    for seed, item in enumerate(_answers(out)):
        plan = adviser().advise(adviser().read(random_case(seed), TODAY)).plan
        assert item["plan"] == json.loads(plan.to_json())


def test_an_answer_keeps_to_its_schema() -> None:
    """What `recourse schema batch` prints holds for what is written."""
    worker = Worker(adviser(), Order(TODAY, "test"))
    records = [Record(n, json.dumps({"case": random_case(n)}, default=str).encode()) for n in range(1, 40)]
    validator = jsonschema.Draft202012Validator(output_schema("batch"))
    for line in worker.work(records).answered:
        validator.validate(json.loads(line))


def test_of_a_trouble_that_is_not_held_nothing_is_told() -> None:
    """No step and nobody late, as in its plan; of one that is held the same silence is told."""
    told = {
        "issue": "fraud", "provider": "alipay", "incident_date": "2026-01-10",
        "attempts": [{"channel": "provider-complaint", "date": "2026-01-11", "outcome": "no_reply"}],
    }  # fmt: skip
    known = adviser().knowledge
    held = {name: issue for name, issue in known.issues.items() if name != "fraud"}
    for found, late in ((adviser(), 1), (Adviser(known.but(issues=held), adviser().rulebase), 0)):
        advice = found.advise(found.read(told, TODAY))
        answer = answer_to(advice, 1, None)
        assert answer.covered is advice.plan.covered is bool(late)
        assert len(answer.late) == len(advice.plan.late) == late
        assert bool(answer.steps) is bool(advice.plan.steps) is bool(late)


def test_a_row_tells_the_first_step_that_goes_to_somebody() -> None:
    """Even where steps without a channel come before it."""
    worker = Worker(adviser(), Order(TODAY, "test", table=True))
    case = {"issue": "fraud", "provider": "alipay", "incident_date": "2026-11-21"}
    (line,) = worker.work([Record(1, json.dumps(case).encode())]).answered
    assert next(csv.reader([line]))[5:7] == ["call-police", "police"]
    assert row.__doc__


@pytest.mark.parametrize(
    "options",
    [("--by", "nonsense"), ("--picture", "load.txt"), ("--bad", "no-such-folder/bad.jsonl")],
)
def test_what_cannot_be_done_is_said_before_a_file_is_made(
    batch: Path, tmp_path: Path, options: tuple[str, str]
) -> None:
    """A name that no fact has, a format that no picture has, a place that is none: bad usage, and nothing to be cleared away."""
    done = recourse("batch", str(batch), "-o", "out.jsonl", "--jobs", "1", *options, cwd=tmp_path)
    assert done.returncode == 2, done.stderr
    assert not list(tmp_path.iterdir())


def test_a_table_that_cannot_be_read_leaves_nothing_behind(tmp_path: Path) -> None:
    """What is no Parquet, or cannot be read as such here, is refused before the answers are begun."""
    (tmp_path / "cases.parquet").write_bytes(b"")
    done = recourse("batch", "cases.parquet", "-o", "out.jsonl", "--jobs", "1", cwd=tmp_path)
    assert done.returncode == 2, done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["cases.parquet"]


def test_a_table_of_parquet_says_what_the_lines_say(batch: Path, tmp_path: Path) -> None:
    """Row by row, steps and all; and nothing is left of the lines that it was made of."""
    parquet = pytest.importorskip("pyarrow.parquet", reason="tables of Parquet need the extra: pip install pyarrow")
    lines, table = tmp_path / "lines.jsonl", tmp_path / "out.parquet"
    for out in (lines, table):
        done = recourse("batch", str(batch), "-o", str(out), "--jobs", "1", "--on", TODAY.isoformat())
        assert done.returncode == 0, done.stderr
    found = json.loads(json.dumps(parquet.read_table(table).to_pylist(), default=str))
    assert found == _answers(lines)
    assert {path.name for path in tmp_path.iterdir()} == {
        "lines.jsonl",
        "lines.bad.jsonl",
        "out.bad.jsonl",
        "out.parquet",
    }
    assert table.stat().st_mode & 0o777 == 0o600
    again = recourse("batch", str(batch), "-o", str(table), "--jobs", "1")
    assert again.returncode == 2, "it is there already"
    whole = recourse("batch", str(batch), "-o", str(tmp_path / "whole.parquet"), "--full", "--jobs", "1")
    assert whole.returncode == 2, "a whole plan goes into no table"


def test_a_table_of_parquet_goes_on_after_a_kill(batch: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Broken off while the table was written: there is none, the answers are kept, and a later run makes it of them."""
    parquet = pytest.importorskip("pyarrow.parquet", reason="tables of Parquet need the extra: pip install pyarrow")
    out, whole = tmp_path / "out.parquet", tmp_path / "whole.parquet"
    options = ("--jobs", "1", "--on", TODAY.isoformat())

    def broken(lines: Path, path: Path) -> None:
        assert len(_answers(lines)) == CASES
        raise RuntimeError(path)

    with monkeypatch.context() as patched:
        patched.setattr(import_module("commands.batch"), "write_answers", broken)
        assert CliRunner().invoke(main, ["batch", str(batch), "-o", str(out), *options]).exit_code
    assert not out.exists()
    assert recourse("batch", str(batch), "-o", str(out), *options).returncode == 2, "begun already"
    assert recourse("batch", str(batch), "-o", str(out), *options, "--resume").returncode == 0
    assert recourse("batch", str(batch), "-o", str(whole), *options).returncode == 0
    assert parquet.read_table(out).equals(parquet.read_table(whole))
    assert not list(tmp_path.glob("out.parquet.*"))
