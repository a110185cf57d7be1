"""A file of many cases (JSON lines, or a list in YAML or JSON) → the cases; what cannot be read is told and left out."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import chain
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from commands.shared.faults import asked_lang
from commands.shared.reading import READ_AT_MOST, name_of, opened, today, whole
from knowledge.errors import CaseError, Fault

if TYPE_CHECKING:
    from engine.adviser import Adviser
    from engine.case import Case

__all__ = ["read_batch"]

LINES = (".jsonl", ".ndjson")
Part = tuple[str | int, ...]


def read_batch(adviser: Adviser, batch_file: str) -> Iterator[Case]:
    """The cases of a batch; one that cannot be read is told on stderr and left out. An entry may hold its case as `case`."""
    from engine.batch import lines_of

    name = name_of(batch_file)
    with ExitStack() as stack:
        stream = opened(stack, batch_file)
        first = _until_something(stream)
        if Path(name).suffix.lower() in LINES or _is_record(adviser, first[-1:]):
            yield from _from_lines(adviser, chain(first, lines_of(stream, READ_AT_MOST)), name)
        else:
            yield from _from_document(adviser, b"".join(first) + stream.read(READ_AT_MOST), name)


def _until_something(stream: IO[bytes]) -> list[bytes]:
    """The blank lines at the beginning, and the first that is not."""
    from engine.batch import lines_of

    found: list[bytes] = []
    for line in lines_of(stream, READ_AT_MOST):
        found.append(line)
        if line.strip():
            break
    return found


def _is_record(adviser: Adviser, lines: Iterable[bytes]) -> bool:
    """Whether a line is an object of JSON by itself: then every line is a record, whatever the file is called."""
    return any(line.removeprefix(BOM_UTF8).lstrip().startswith(b"{") and _parses(adviser, line) for line in lines)


def _parses(adviser: Adviser, line: bytes) -> bool:
    try:
        return isinstance(whole(adviser, line, "").data, dict)
    except CaseError:
        return False


def _from_lines(adviser: Adviser, lines: Iterable[bytes], name: str) -> Iterator[Case]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield _case(adviser, whole(adviser, line, name).data)
        except CaseError as error:
            _tell(
                fault.on_line(number) if fault.place == name else fault.within(name, number) for fault in error.faults
            )


def _from_document(adviser: Adviser, raw: bytes, name: str) -> Iterator[Case]:
    from engine.batch import holds_case

    document = whole(adviser, raw, name)
    many = isinstance(document.data, list)
    for index, item in enumerate(document.data if many else [document.data]):
        before: Part = (*((index,) if many else ()), *(("case",) if holds_case(item) else ()))
        try:
            yield _case(adviser, item)
        except CaseError as error:
            _tell(fault.within(name, document.line_of((*before, *fault.path))) for fault in error.faults)


def _case(adviser: Adviser, item: Any) -> Case:
    from engine.batch import case_of

    return adviser.read(case_of(item), today())


def _tell(faults: Iterable[Fault]) -> None:
    for fault in faults:
        click.echo(fault.shown(asked_lang()), err=True)
