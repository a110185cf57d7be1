"""What a command names → what it means: a file → its data, a case, the cases of a batch; the knowledge; the day."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from knowledge.errors import CaseError, Fault

if TYPE_CHECKING:
    from engine.adviser import Adviser
    from engine.case import Case

__all__ = ["load_adviser", "read_batch", "read_case", "read_data", "read_json", "today"]

READ_AT_MOST = 1_000_001


def load_adviser() -> Adviser:
    """The adviser on our own files. The engine is imported here, so that no help text waits for it."""
    import engine.adviser

    return engine.adviser.load_adviser()


def today() -> date:
    return datetime.now(ZoneInfo("Asia/Shanghai")).date()


def read_case(adviser: Adviser, case_file: str) -> Case:
    """Raises CaseError with every fault of the case, OSError for a file that cannot be opened."""
    return adviser.read(read_data(case_file), today())


def read_data(case_file: str) -> Any:
    """The mapping in a case file. Raises CaseError for what is no YAML or JSON, OSError for what cannot be opened."""
    from knowledge.loader import parse_yaml

    raw = sys.stdin.buffer.read(READ_AT_MOST) if case_file == "-" else _bytes(Path(case_file))
    document = parse_yaml(raw.decode("utf-8-sig"), "stdin" if case_file == "-" else Path(case_file).name)
    if document.faults:
        raise CaseError(document.faults)
    if document.data is None:
        raise CaseError([Fault(document.name, 0, "is empty")])
    return document.data


def read_batch(adviser: Adviser, batch_file: str) -> Iterator[Case]:
    """The cases of a batch; one that cannot be read is told on stderr and left out. An entry may hold its case as `case`."""
    path = Path(batch_file)
    lines = path.read_text(encoding="utf-8-sig").splitlines() if path.suffix in (".jsonl", ".ndjson") else None
    found = [line for line in lines if line.strip()] if lines is not None else read_data(batch_file)
    for number, item in enumerate(found if isinstance(found, list) else [found], 1):
        try:
            data = json.loads(item) if isinstance(item, str) else item
            yield adviser.read(data["case"] if isinstance(data, dict) and "case" in data else data, today())
        except (CaseError, ValueError) as error:
            click.echo(f"{path.name}, {number}: {error}", err=True)


def read_json(path: str) -> Any:
    """Raises CaseError for what is no JSON."""
    try:
        return json.loads(sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes())
    except ValueError as error:
        raise CaseError([Fault(Path(path).name, 0, f"{error}")]) from error


def _bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(READ_AT_MOST)
