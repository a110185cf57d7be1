"""A sheet → Markdown. Whatever could be read as a mark is escaped, so that every text comes out as it was written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from documents.sheets.sheet import Row, Sheet, tables

__all__ = ["escaped", "to_markdown"]

MARKS = re.compile(r"([\\`*_\[\]<>#|~&$@!{}])")
ADDRESS = re.compile(r"(?i)(https?|ftp)://|www\.")
BEGINNING = re.compile(r"^(\d+)([.)])|^([-+=])")
PREFIXES = {"title": "# ", "heading": "## ", "subheading": "### ", "note": "> "}


def to_markdown(sheet: Sheet, picture: str | None = None) -> str:
    """One paragraph a row, an empty line between two. `picture` is Mermaid text for the row of that kind."""
    return "\n\n".join(_blocks(sheet, picture)) + "\n"


def escaped(text: str) -> str:
    """The text with every mark of Markdown made harmless, and no address turned into a link."""
    found = MARKS.sub(r"\\\1", " ".join(text.split()))
    found = ADDRESS.sub(lambda match: match[0].replace(":", r"\:").replace(".", r"\."), found)
    return BEGINNING.sub(lambda match: rf"{match[1]}\{match[2]}" if match[1] else rf"\{match[3]}", found)


def _blocks(sheet: Sheet, picture: str | None) -> Iterator[str]:
    items: list[str] = []
    for part in tables(sheet.rows):
        is_item = isinstance(part, Row) and part.kind == "item"
        if items and not (is_item and isinstance(part, Row) and part.number != 1):
            yield "\n".join(items)
            items = []
        if isinstance(part, list):
            yield _table(part)
        elif is_item:
            items.append(f"{part.number}. {escaped(part.text)}")
        elif part.kind == "picture":
            yield from [f"## {escaped(part.text)}", f"```mermaid\n{picture.strip()}\n```"] if picture else []
        elif part.kind == "labelled":
            yield f"**{escaped(part.cells[0])}** {escaped(part.cells[1])}" if part.cells[0] else escaped(part.cells[1])
        else:
            yield PREFIXES.get(part.kind, "") + escaped(part.text)
    if items:
        yield "\n".join(items)


def _table(rows: list[Row]) -> str:
    """GitHub's tables want a head; one without has empty cells there."""
    width = len(rows[0].cells)
    head = rows[0].cells if rows[0].kind == "head" else ("",) * width
    body = rows[1:] if rows[0].kind == "head" else rows
    lines = [head, ("---",) * width, *(row.cells for row in body)]
    return "\n".join(f"| {' | '.join(cell if cell == '---' else escaped(cell) for cell in cells)} |" for cells in lines)
