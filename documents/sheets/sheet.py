"""What every document comes down to before it becomes a file: a title and rows of text in one language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from documents.letters import Letter
from knowledge.frozen import Frozen
from knowledge.library import Knowledge
from knowledge.models import Lang

__all__ = ["Row", "RowKind", "Sheet", "letter_sheet", "tables"]

RowKind = Literal[
    "title", "heading", "line", "paragraph", "item", "row", "head", "right", "labelled", "note", "subheading", "picture"
]


class Row(Frozen):
    """One paragraph, or one row of a table with a cell a text; of a picture what stands over it. Every text is plain: no renderer reads marks in it."""

    kind: RowKind
    cells: tuple[str, ...] = ()
    number: int | None = None

    @property
    def text(self) -> str:
        return self.cells[0] if self.cells else ""


class Sheet(Frozen):
    """A document in one language, ready for any format."""

    title: str
    lang: Lang
    rows: tuple[Row, ...]


def letter_sheet(letter: Letter, knowledge: Knowledge, lang: Lang) -> Sheet:
    """The letter as it is handed in; in English with a word on top that it is only to be read."""
    rows = [Row(part.kind, tuple(text[lang] for text in part.text), part.number) for part in letter.parts]
    if lang == "en":
        rows.insert(0, Row("note", (knowledge.wording["letter-aid"].en,)))
    return Sheet(letter.title[lang], lang, tuple(rows))


def tables(rows: tuple[Row, ...]) -> Iterator[Row | list[Row]]:
    """The rows in order; those of one table, which follow one another and are as wide, together."""
    table: list[Row] = []
    for row in rows:
        is_cell = row.kind in ("row", "head")
        if table and not (is_cell and row.kind == "row" and len(row.cells) == len(table[0].cells)):
            yield table
            table = []
        if is_cell:
            table.append(row)
        else:
            yield row
    if table:
        yield table
