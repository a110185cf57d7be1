"""Each part of the program that takes in what others made → what it does with it. A target raises where that is a fault."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

import knowledge.library
import rules.reader
from benchmarks.fuzzing import inputs
from engine.days import read_day
from engine.interview.told_sum import read_sum
from knowledge.check import check_references
from knowledge.errors import CaseError, KnowledgeError
from knowledge.handed_in import read_document
from knowledge.loader import Files, parse_yaml
from knowledge.timeline import check_timeline
from tests.casebook import TODAY, adviser

__all__ = ["TARGETS", "Target"]

ENDINGS = (0, 1, 2, 3)
SKIPPED = ("serve", "mcp", "ask")
"""commands that wait for somebody"""
SLOW = ("--thin", "--doubts", "--generated")
"""options that take minutes by what they do, and say so"""
OURS = "the program itself failed"
HERE = "http://127.0.0.1:8316"


@dataclass(frozen=True)
class Target:
    """A part of the program, what is handed to it, and from raw bytes (for a fuzzer that is led by coverage) the same."""

    name: str
    drawn: Callable[[], st.SearchStrategy[Any]]
    run: Callable[[Any], None]
    of_bytes: Callable[[bytes], Any] | None = None


def case_file(raw: bytes) -> None:
    """Read, and where it can be read, advised."""
    document = read_document(raw, "case", adviser().knowledge.wording)
    if document.faults:
        return
    with suppress(CaseError):
        adviser().advise(adviser().read(document.data, TODAY)).plan.to_json()


@cache
def _parsed(folder: str) -> Files:
    names = [name for name in inputs.files() if name.startswith(f"{folder}/")]
    data = {name.partition("/")[2]: parse_yaml(inputs.files()[name], name) for name in names}
    lines = {
        name: {"/".join(map(str, path)): line for path, line in document.lines.items()}
        for name, document in data.items()
    }
    return Files({name: document.data for name, document in data.items()}, lines, Path(folder))


def knowledge_file(spoiled: tuple[str, str]) -> None:
    """Loaded in the place of ours: it is refused with a place, or everything holds together and can be compiled."""
    name, text = spoiled
    document = parse_yaml(text, name)
    if document.faults or document.data is None:
        return
    folder, _, file = name.partition("/")
    known = _parsed(folder)
    lines = {"/".join(map(str, path)): line for path, line in document.lines.items()}
    changed = Files({**known.data, file: document.data}, {**known.lines, file: lines}, known.root)
    found = {folder: changed, **{other: _parsed(other) for other in {"knowledge", "rules"} - {folder}}}
    with suppress(KnowledgeError), _files(found):
        loaded = knowledge.library.load_knowledge(Path("knowledge"))
        check_references(loaded)
        check_timeline(loaded)
        rules.reader.load_rules(loaded, Path("rules"))


class _files:  # noqa: N801
    """Instead of the files on the disk, these."""

    def __init__(self, found: dict[str, Files]) -> None:
        self.found, self.kept = found, (knowledge.library.read_files, rules.reader.read_files)

    def __enter__(self) -> None:
        knowledge.library.read_files = rules.reader.read_files = lambda root, *_: self.found[root.name]  # type: ignore[assignment]

    def __exit__(self, *_: object) -> None:
        knowledge.library.read_files, rules.reader.read_files = self.kept


def spoken_day(text: str) -> None:
    for lang in ("zh", "en"):
        found = read_day(text, TODAY, lang)
        assert found is None or date.min <= found.first <= found.last <= date.max, text


def spoken_sum(text: str) -> None:
    found = read_sum(text)
    assert found is None or found.is_finite(), text


def _run(args: list[str], typed: bytes = b"") -> None:
    """In this process, in a folder of its own: an exit code that is documented, and no fault of ours."""
    from click.testing import CliRunner

    import engine.adviser
    from cli import main

    engine.adviser.load_adviser = lambda *_: adviser()  # a process of the command has one; here many share it
    place = Path(tempfile.gettempdir()) / f"recourse-fuzz-{os.getpid()}"
    place.mkdir(exist_ok=True)
    os.chdir(place)
    os.environ["RECOURSE_HOME"] = str(place / "home")
    (place / "case.yaml").write_text(
        "provider: alipay\nissue: unauthorised_payment\nincident_date: 2026-11-03\n", encoding="utf-8"
    )
    done = CliRunner().invoke(main, args, input=typed)
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code in ENDINGS, (done.exit_code, done.output[-300:])
    assert OURS not in done.stderr, done.stderr[-600:]


def citation(text: str) -> None:
    _run(["law", text, "--lang", "en"])
    _run(["law", "--", text])


def command_line(args: list[str]) -> None:
    _run(["case.yaml" if arg == "CASE" else arg.replace("OUT", "made") for arg in args], b"issue: fraud\n")


def _options() -> dict[str, tuple[str, ...]]:
    """Of every command the options that it has."""
    import click

    from cli import main

    context = click.Context(main)
    names = [name for name in main.list_commands(context) if name not in SKIPPED]
    found = {name: main.get_command(context, name) for name in names}
    return {
        name: tuple(opt for param in command.params for opt in param.opts if opt not in SLOW) or ("--help",)
        for name, command in found.items()
        if command
    }


def batch(table: tuple[str, bytes]) -> None:
    ending, raw = table
    place = Path(tempfile.gettempdir()) / f"recourse-fuzz-{os.getpid()}"
    place.mkdir(exist_ok=True)
    source, out = place / f"cases.{ending}", place / "steps.jsonl"
    for file in place.glob("steps.*"):
        file.unlink()
    source.write_bytes(raw)
    _run(["batch", str(source), "-o", str(out), "--jobs", "1"])


@cache
def _client() -> tuple[Any, dict[str, tuple[str, ...]]]:
    """A client of the page, and of every address to which a program can post the names of what it sends."""
    from starlette.testclient import TestClient

    from web import make_app

    app = make_app(0, Path("/nowhere"))
    described = app.openapi()
    found = {}
    for path, methods in described["paths"].items():
        if "post" in methods:
            shape = methods["post"]["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
            found[path] = tuple(described["components"]["schemas"][shape]["properties"])
    client = TestClient(app, base_url=HERE)
    client.__enter__()
    return client, found


def _bodies() -> st.SearchStrategy[tuple[str, bytes]]:
    addresses = _client()[1]
    return st.sampled_from(sorted(addresses)).flatmap(
        lambda path: st.tuples(st.just(path), inputs.bodies(addresses[path]))
    )


def api(sent: tuple[str, bytes]) -> None:
    path, body = sent
    told = _client()[0].post(path, content=body, headers={"Content-Type": "application/json"})
    assert told.status_code < 500, (told.status_code, told.text[:300])


def upload(table: tuple[str, bytes]) -> None:
    """On the page: a batch on the map, and a case file."""
    import re

    ending, raw = table
    client = _client()[0]
    for path in ("/graph/batch", "/open"):
        token = re.search(r'name="token" value="([^"]+)"', client.get("/").text)
        assert token
        told = client.post(path, data={"token": token[1]}, files={"file": (f"cases.{ending}", raw)})
        assert told.status_code < 500, (told.status_code, told.text[:300])


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "ignore")


TARGETS = {
    target.name: target
    for target in (
        Target("case-files", inputs.case_texts, case_file, bytes),
        Target("knowledge", inputs.knowledge_files, knowledge_file),
        Target("citations", inputs.references, citation, _text),
        Target("days", inputs.days, spoken_day, _text),
        Target("sums", inputs.sums, spoken_sum, _text),
        Target("command-lines", lambda: inputs.command_lines(_options()), command_line),
        Target("api", _bodies, api),
        Target("batch", inputs.tables, batch),
        Target("uploads", inputs.tables, upload),
    )
}
