"""The bytes of a file of lines or of a table → its records; a record → the case in it."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from io import TextIOWrapper
from typing import IO, Any

from engine.batch.columns import nested
from knowledge.errors import CaseError
from knowledge.frozen import Frozen
from knowledge.handed_in import read_document
from knowledge.models import Text

__all__ = ["Record", "case_in", "case_of", "holds_case", "lines_of", "of_lines", "of_table"]

CELL = 1_000_000


class Record(Frozen):
    """One line of a file of lines, or one row of a table: its number from 1, and what stands there."""

    number: int
    content: bytes | Mapping[str, str]


def lines_of(stream: IO[bytes], longest: int) -> Iterator[bytes]:
    """Records end at a line feed and at nothing else; of one that is longer, as much as shows that it is."""
    while line := stream.readline(longest):
        yield line
        while not line.endswith(b"\n") and len(line) == longest:
            line = stream.readline(longest)


def of_lines(stream: IO[bytes], longest: int) -> Iterator[Record]:
    """Of a longer line only its beginning. Blank lines are none."""
    return (Record(number, line) for number, line in enumerate(lines_of(stream, longest), 1) if line.strip())


def of_table(stream: IO[bytes]) -> Iterator[Record]:
    """A table with commas, its first row the names of the columns. Raises csv.Error for what is no table."""
    csv.field_size_limit(CELL)
    rows = csv.DictReader(TextIOWrapper(stream, "utf-8-sig", errors="replace", newline=""), restkey="")
    for number, row in enumerate(rows, 1):
        yield Record(number, {name: cell for name, cell in row.items() if name and isinstance(cell, str)})


def holds_case(entry: Any) -> bool:
    """Whether the case is a part of the entry, beside a name or a story."""
    return isinstance(entry, Mapping) and "case" in entry


def case_of(entry: Any) -> Any:
    """The case of an entry of many."""
    return entry["case"] if holds_case(entry) else entry


def case_in(record: Record, source: str, wording: Mapping[str, Text]) -> tuple[str | None, Any]:
    """The name of the record and its case. Raises CaseError for what is no record; `source` names it then."""
    if isinstance(record.content, bytes):
        document = read_document(record.content, source, wording)
        if document.faults:
            raise CaseError(document.faults)
        data = document.data
    else:
        data = nested(record.content)
    if not isinstance(data, Mapping):
        return None, data
    case = case_of(data) if holds_case(data) else {key: value for key, value in data.items() if key != "id"}
    return (str(data["id"]) if data.get("id") is not None else None), case
