"""Tables of Parquet ↔ records and answers, a part at a time. The one door to pyarrow, which is an extra."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import Any

import click

__all__ = ["need_parquet", "rows_of", "write_answers"]

NO_PARQUET = "Parquet 需要：pip install pyarrow · Parquet needs: pip install pyarrow"
READ, GROUP = 1_000, 20_000
"""rows that are held at a time; rows of a group that are written at a time"""
DAYS = ("as_of", "do_by", "reply_due", "since")


def need_parquet() -> ModuleType:
    """Pyarrow. Raises a fault of usage where it is not there."""
    try:
        import pyarrow.parquet as _  # noqa: F401
    except ImportError as error:
        raise click.UsageError(NO_PARQUET) from error
    import pyarrow

    found: ModuleType = pyarrow
    return found


def rows_of(path: str) -> Iterator[dict[str, str]]:
    """The rows, with what is not empty in each. Raises a fault of usage for what is no table."""
    parquet = need_parquet().parquet
    try:
        table = parquet.ParquetFile(path)
    except ValueError as error:
        raise click.UsageError(f"{Path(path).name}: {error}") from error
    for batch in table.iter_batches(READ):
        for row in batch.to_pylist():
            yield {name: str(cell) for name, cell in row.items() if cell is not None}


def write_answers(lines: Path, path: Path) -> None:
    """Answers (`recourse/batch/1`, one a line) → a table, one row an answer, its steps and whoever is late nested in it.

    The table is there when it is whole, and its owner's alone.
    """
    arrow = need_parquet()
    shape = _shape(arrow)
    from tempfile import mkstemp

    handle, name = mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
    draft = Path(name)
    try:
        with (
            os.fdopen(handle, "wb") as file,
            lines.open(encoding="utf-8", newline="\n") as source,
            arrow.parquet.ParquetWriter(file, shape, compression="zstd") as writer,
        ):
            for group in _groups(source):
                writer.write_table(arrow.Table.from_pylist(group, schema=shape))
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def _groups(lines: Iterable[str]) -> Iterator[list[dict[str, Any]]]:
    import json

    rows = (json.loads(line, object_hook=_dated) for line in lines)
    while group := list(islice(rows, GROUP)):
        yield group


def _dated(entry: dict[str, Any]) -> dict[str, Any]:
    """The entry with its days as days."""
    return {name: date.fromisoformat(told) if name in DAYS and told else told for name, told in entry.items()}


def _shape(arrow: ModuleType) -> Any:
    text, day = arrow.string(), arrow.date32()
    step = {
        "action": text,
        "channel": text,
        "urgency": text,
        "do_by": day,
        "do_by_kind": text,
        "reply_due": day,
        "provided": arrow.list_(text),
    }
    late = {"channel": text, "since": day, "statutory": arrow.bool_()}
    fields = {
        "schema": text,
        "record": arrow.int64(),
        "id": text,
        "as_of": day,
        "covered": arrow.bool_(),
        "steps": arrow.list_(arrow.struct(step.items())),
        "late": arrow.list_(arrow.struct(late.items())),
    }
    return arrow.schema(fields.items())
