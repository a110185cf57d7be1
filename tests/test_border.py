"""At the border: what no answer can be, what a file or stream can be like, what a machine may lack. Never a traceback; 0 to 3."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from commands.shared.streams import REPLACED
from knowledge.handed_in import read_document
from tests.casebook import adviser
from tests.test_cli import EXAMPLE, ROOT

CASE = str(EXAMPLE)
PROGRAM = f"'{sys.executable}' '{ROOT / 'cli.py'}'"
GOOD = '{"issue": "fraud", "provider": "alipay", "note": "a\u2028b\u0085c"}'.encode()


def recourse(
    *args: str | bytes, typed: bytes = b"", env: Mapping[str, str] | None = None, cwd: Path | None = None
) -> subprocess.CompletedProcess[bytes]:
    """One run; whatever became of it, it ended as it is documented."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "cli.py"), *args],
        input=typed, capture_output=True, cwd=cwd, timeout=120, env={**os.environ, **(env or {})},
    )  # fmt: skip
    check(done)
    return done


def shell(line: str, cwd: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    done = subprocess.run(["bash", "-c", line], stdin=subprocess.DEVNULL, capture_output=True, cwd=cwd, timeout=120)
    check(done)
    return done


def check(done: subprocess.CompletedProcess[bytes]) -> None:
    assert done.returncode in (0, 1, 2, 3), done
    assert b"Traceback" not in done.stderr, done.stderr.decode(errors="replace")
    assert b"the program itself failed" not in done.stderr, done.stderr.decode(errors="replace")


@pytest.mark.parametrize("args", [("why", CASE), ("plan",), ("sessions", "export"), ("law",), ("ask", "--save")])
@pytest.mark.parametrize("broken", [b"\xff\xfe", "支付宝".encode("gbk"), "支".encode()[:2]])
def test_bytes_that_are_no_text_are_no_argument(args: tuple[str, ...], broken: bytes) -> None:
    assert recourse(*args, broken).returncode == 2


DOCUMENTS = [
    ("note: 中文\n".encode("gbk"), "UTF-8"),
    ("note: x\n".encode("utf-16"), "UTF-8"),
    ("provider：alipay\nissue: fraud\n".encode(), "half-width colon"),
    ("provider：alipay\nissue：fraud\n".encode(), "half-width colon"),
    ("provider：alipay: x\n".encode(), "half-width colon"),
    (b"provider:alipay\nissue:fraud\n", "and a space"),
    (b'{"note": "\\ud83d"}', "half a character"),
    (b'{"issue": "fraud", "issue": "fraud"}', "stands twice"),
    (b'{"attempts": [{"channel": "police", "channel": "court"}]}', "stands twice"),
    (b"[" * 100, "nested"),
    (b'{"a":' * 41 + b"1" + b"}" * 41, "nested"),
    (b'{"amount": 1' + b"0" * 5000 + b"}", "not an amount"),
    (b'{"amount": 1e999999999999999999}', "not an amount"),
    (b'{"days_ago": 1e99999}', "not a number of days"),
    (b"as_of: 9999-12-31", "too late"),
    (b"as_of: 0001-01-01", "before any"),
    (b"incident_date: 0001-01-01", "before any"),
    (b"attempts: [{channel: police, date: 0001-01-01, outcome: pending}]", "before any"),
    (b"attempts: [{channel: police, days_ago: 99999, outcome: pending}]", "before any"),
    (b"attempts: [{channel: police, date: 2026-11-01, days_ago: 3, outcome: pending}]", "says the same"),
    (b"{days_ago: 3, incident_date: 2026-11-01}", "says the same"),
    (b"amount: 3,2", "not an amount"),
    (b"note: 3,200.00\namount: [1]", "not an amount"),
]


@pytest.mark.parametrize(("raw", "told"), DOCUMENTS, ids=range(len(DOCUMENTS)))
def test_what_is_no_case_is_told_with_its_file(raw: bytes, told: str, tmp_path: Path) -> None:
    """In the language that was asked for, with the file's name, by every command that reads a case."""
    file = tmp_path / "mine.yaml"
    file.write_bytes(raw)
    done = recourse("plan", str(file), "--lang", "en")
    assert (done.returncode, done.stdout) == (2, b"")
    lines = done.stderr.decode().splitlines()
    assert all(line.startswith("mine.yaml") for line in lines), lines
    assert any(told in line for line in lines), lines
    assert not any("\u4e00" <= sign <= "\u9fff" for sign in done.stderr.decode().replace("支付宝", ""))
    chinese = recourse("next", str(file), "--lang", "zh").stderr.decode()
    assert any("\u4e00" <= sign <= "\u9fff" for sign in chinese)


def test_json_is_json_and_not_yaml() -> None:
    """Characters outside of the basic plane as JSON escapes them; a tab; a line without end."""
    raw = b'\n\t{"issue":"fraud",\t"provider":"alipay","note":"\\ud83d\\ude00 \\/ a:b"}'
    document = read_document(raw, "x", adviser().knowledge.wording)
    assert document.data["note"] == "\U0001f600 / a:b"
    assert recourse("plan", "-", typed=raw).returncode == 0


UNKNOWN = ["", " ", "~", "null", "NULL", "unknown", "Unknown", "?", "不知道"]


@pytest.mark.parametrize("word", UNKNOWN)
def test_what_says_nothing_says_it_everywhere(word: str) -> None:
    """One case, whatever stands for “not known”: as a fact, a day, a sum, a contact's parts, in YAML and in JSON."""
    keys = ["provider", "incident_date", "amount", "money_at_risk", "note", "days_ago", "as_of"]
    contact = {"channel": "police", "date": "2026-11-01", "outcome": "pending"}
    empty = {
        **dict.fromkeys(keys, word),
        "attempts": [{**contact, "answered": word, "reference": word, "action": word}],
    }
    none = {**dict.fromkeys(keys), "attempts": [contact]}
    read, knowledge = adviser().read, adviser().knowledge
    from tests.casebook import TODAY

    assert read(empty, TODAY) == read(none, TODAY)
    document = read_document(json.dumps(empty).encode(), "x", knowledge.wording)
    assert read(document.data, TODAY) == read(none, TODAY)


def test_records_end_at_a_line_feed_and_nowhere_else(tmp_path: Path) -> None:
    """A batch whose cases hold other line ends; the good ones go on, each bad one is told with its line."""
    bad = [
        b'{"issue":"fraud","issue":"fraud"}',
        b"\xff\xfe",
        b"[" * 100,
        b'{"as_of":"9999-12-31"}',
        b"null",
        b"x" * 9_000_000,
    ]
    file = tmp_path / "cases.jsonl"
    file.write_bytes(b"\n".join([GOOD, *bad, b"", GOOD]))
    done = recourse("graph", "load", str(file), "--json", "--lang", "en")
    assert done.returncode == 0
    assert json.loads(done.stdout)["groups"][0]["cases"] == 2
    told = done.stderr.decode().splitlines()
    assert [line.split(": ")[0] for line in told] == [f"cases.jsonl:{number}" for number in range(2, 8)]


@pytest.mark.parametrize("name", ["cases.txt", "cases.json", "cases.NDJSON", "-"])
def test_a_batch_is_told_by_what_is_in_it(name: str, tmp_path: Path) -> None:
    """Lines of JSON under any ending, and from standard input, behind blank lines and a byte order mark."""
    raw = b"\xef\xbb\xbf" + GOOD + b"\n\n" + GOOD + b"\n"
    (tmp_path / name).write_bytes(raw)
    done = recourse("graph", "load", "-" if name == "-" else str(tmp_path / name), "--json", typed=raw)
    assert json.loads(done.stdout)["groups"][0]["cases"] == 2


def test_in_a_list_the_good_cases_go_on(tmp_path: Path) -> None:
    """A bad entry is told with its line."""
    file = tmp_path / "cases.yaml"
    file.write_text(
        "- {issue: fraud}\n- {issue: x}\n- story: z\n  case:\n    days_ago: soon\n- {issue: fraud}\n", encoding="utf-8"
    )
    done = recourse("graph", "load", str(file), "--json", "--lang", "en")
    assert json.loads(done.stdout)["groups"][0]["cases"] == 2
    assert [line.split(": ")[0] for line in done.stderr.decode().splitlines()] == ["cases.yaml:2", "cases.yaml:5"]


@pytest.mark.parametrize("encoding", ["gbk", "latin-1", "ascii", "cp1252"])
@pytest.mark.parametrize(
    "args", [("plan", CASE, "--json"), ("trace", CASE), ("schema", "case"), ("plan", CASE), ("--help",), ("next", CASE)]
)
def test_what_the_output_cannot_hold_is_replaced(encoding: str, args: tuple[str, ...]) -> None:
    """A text loses what cannot be shown; of JSON nothing is lost."""
    done = recourse(*args, env={"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"})
    assert done.returncode == 0
    if "--json" in args or args[0] in ("trace", "schema"):
        held = "utf-8" if encoding == "ascii" else encoding
        whole = recourse(*args, env={"PYTHONIOENCODING": "utf-8"}).stdout
        assert json.loads(done.stdout.decode(held)) == json.loads(whole)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("plan {case} >&-", 0),
        ("plan {case} --json >&-", 0),
        ("plan {case} <&- >&- 2>&-", 0),
        ("plan /nonexistent 2>&-", 2),
        ("plan - <&-", 2),
        ("graph load - <&-", 2),
        ("plan {case} >/dev/full", 2),
        ("trace {case} >/dev/full", 2),
        ("--help >/dev/full", 2),
        ("plan /nonexistent 2>/dev/full", 2),
        ("schema case | head -c 10; exit ${{PIPESTATUS[0]}}", 0),
        ("ask <<< 2 | head -n 1; exit ${{PIPESTATUS[0]}}", 0),
        ("trace {case} -o /dev/full", 2),
        ("draw timeline --case {case} -o /nonexistent/x.svg", 2),
        ("trace {case} -o /", 2),
    ],
)
def test_streams_and_places_that_cannot_be_written(line: str, code: int) -> None:
    assert shell(f"{PROGRAM} {line.format(case=CASE)}").returncode == code


def test_a_device_stays_one() -> None:
    """What is written to no plain file is written, not put in its place."""
    assert shell(f"{PROGRAM} trace {CASE} -o /dev/null").returncode == 0
    assert Path("/dev/null").is_char_device()


def test_no_time_zone_data_is_needed() -> None:
    """Without any, and whatever the zone of the machine, the day is that of China."""
    assert recourse("plan", CASE, env={"PYTHONTZPATH": "", "TZ": "America/New_York"}).returncode == 0


@pytest.mark.parametrize(
    "args",
    [("law", "ecommerce-law", "--on"), ("draw", "escalation", "-o", "x.svg", "--on"), ("graph", "reach", "--on"), ("ask", "--as-of"),
     ("graph", "diff", "2026-01-01")],
)  # fmt: skip
@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_days_at_the_ends_of_the_calendar_are_refused(args: tuple[str, ...], day: str, tmp_path: Path) -> None:
    assert recourse(*args, day, cwd=tmp_path).returncode == 2


def test_one_thing_said_twice_is_a_fault() -> None:
    """Two answers to one fact, a case beside what a case says itself."""
    assert recourse("what-if", CASE, "money_at_risk=yes", "money_at_risk=no").returncode == 2
    assert recourse("graph", "reach", "--case", CASE, "--provider", "alipay").returncode == 2


def test_what_was_no_text_is_marked() -> None:
    assert b"\xff".decode(errors="replace") == REPLACED


TOLD_FILES = [
    ("- case: {}\n".encode("utf-16"), "UTF-8"),
    ("- story: 测试\n  case: {}\n".encode("gbk"), "UTF-8"),
    (b"- case: {note: a\x00b}\n", "control characters"),
    (b"[" * 100, "nested"),
    (b"provider: alipay\n", "no list of told cases"),
    (b"- 1\n- case: 2\n", "entry 2"),
    (b"- case: {}\n  states: {a: b}\n", "entry 1"),
    (b"- case: {}\n  states: [1]\n", "entry 1"),
    (b"- case: {}\n  states: [{case: [1]}]\n", "entry 1"),
    (b"- case: {}\n  case: {}\n", "stands twice"),
    (b"[]\n", "no case that can be read"),
]


@pytest.mark.parametrize(("raw", "told"), TOLD_FILES)
def test_told_cases_that_cannot_be_used_are_told_with_their_file(raw: bytes, told: str, tmp_path: Path) -> None:
    """`diff --cases FILE`: whatever the file is like, exit 2 with its name; cases of other days than can be worked with go by."""
    file = tmp_path / "told.yaml"
    file.write_bytes(raw)
    done = recourse("diff", str(ROOT), str(ROOT), "--cases", str(file), "--lang", "en")
    assert done.returncode == 2
    assert told in done.stderr.decode()
    assert "told.yaml" in done.stderr.decode()


SPOILED = ["a: b: c", "{a: 1", "[1", 'a: "b', "a: 1\n\tb: 2", "a: 1\n--- x", "a: @b", "a: '\\\n--- '"]


@pytest.mark.parametrize("text", SPOILED)
def test_what_the_library_says_is_said_in_chinese_too(text: str) -> None:
    """Of a document that is no YAML a reader of Chinese is told in Chinese what is wrong."""
    faults = read_document(text.encode(), "x.yaml", adviser().knowledge.wording).faults
    assert faults
    assert all(fault.text and re.search("[\u4e00-\u9fff]", fault.text.zh.partition("：")[2]) for fault in faults)


@pytest.mark.parametrize(
    "args",
    [
        ("draw", "timeline", "-o", "x.svg"),
        ("draw", "diff", "-o", "x.svg"),
        ("draw", "load", "-o", "x.svg"),
        ("draw", "timeline", "--case", CASE, "-o", "x.dot"),
        ("graph", "diff", "2026-01-01", "nowhere"),
        ("law", "payment-regulation/35(1)", "--on", "2023-01-01"),
        ("plan", "nowhere.yaml"),
        ("plan", "."),
    ],
)
def test_messages_are_in_the_language_asked_for(args: tuple[str, ...], tmp_path: Path) -> None:
    """In English without Chinese, in Chinese with it."""
    for lang, chinese in (("en", False), ("zh", True)):
        done = recourse(*args, "--lang", lang, cwd=tmp_path)
        assert done.returncode == 2
        assert bool(re.search("[\u4e00-\u9fff]", done.stderr.decode().replace("国务院令第768号", ""))) is chinese, (
            done.stderr
        )


def test_misuse_is_told_in_both_languages() -> None:
    """What click says in English stands beside what it means in Chinese."""
    for args in (("plna",), ("plan", "--nope"), ("plan",), ("plan", "a", "b"), ("plan", "a", "--lang", "fr")):
        told = recourse(*args).stderr.decode().splitlines()[0].partition("Bad usage: ")[2]
        assert re.search("[\u4e00-\u9fff]", told), told
        assert re.search("[A-Z][a-z]+ ", told), told
