"""A file of many records (lines of JSON, a CSV or a Parquet table, by its ending) → the records, one at a time."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from commands.shared.parquet import rows_of
from commands.shared.reading import READ_AT_MOST, opened

if TYPE_CHECKING:
    from engine.batch import Record

__all__ = ["read_records"]


def read_records(path: str) -> Iterator[Record]:
    """Every record with its number: of lines that of the line, of a table that of the row. Blank lines are none. Raises OSError."""
    ending = Path(path).suffix.lower()
    with ExitStack() as stack:
        if ending == ".parquet":
            yield from _of_parquet(path)
            return
        stream = opened(stack, path)
        yield from _of_csv(stream) if ending == ".csv" else _of_lines(stream)


def _of_lines(stream: IO[bytes]) -> Iterator[Record]:
    from engine.batch import of_lines

    return of_lines(stream, READ_AT_MOST)


def _of_csv(stream: IO[bytes]) -> Iterator[Record]:

    from engine.batch import of_table

    try:
        yield from of_table(stream)
    except csv.Error as error:
        raise click.UsageError(f"{error}") from error


def _of_parquet(path: str) -> Iterator[Record]:
    from engine.batch import Record

    return (Record(number, row) for number, row in enumerate(rows_of(path), 1))
