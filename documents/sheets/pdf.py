"""A sheet → PDF on A4, by typst, with the characters it uses embedded. Texts go in as data: typst reads no mark in them."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

from documents.sheets.sheet import Row, Sheet, tables
from knowledge.errors import RenderError

__all__ = ["to_pdf"]


def to_pdf(sheet: Sheet, font: Path, picture: bytes | None = None) -> bytes:
    """The file, the same bytes each time; `picture` is SVG for the row of that kind. Raises RenderError where typst fails."""
    source = (files("documents.sheets") / "sheet.typ").read_bytes()
    inputs = {"sheet": json.dumps(_data(sheet), ensure_ascii=False), "picture": picture.decode() if picture else ""}
    try:
        import typst

        fonts = typst.Fonts(font_paths=[font.parent])
        return typst.compile(source, format="pdf", font_paths=fonts, sys_inputs=inputs)
    except Exception as error:  # a missing wheel, a font that cannot be read: each has its own class
        raise RenderError(
            f"typst failed ({type(error).__name__}: {error}); choose .md or .docx / 请改用 .md 或 .docx"
        ) from error


def _data(sheet: Sheet) -> dict[str, Any]:
    return {"title": sheet.title, "lang": sheet.lang, "parts": [_part(part) for part in tables(sheet.rows)]}


def _part(part: Row | list[Row]) -> dict[str, Any]:
    if isinstance(part, list):
        cells = [{"text": cell, "head": row.kind == "head"} for row in part for cell in row.cells]
        return {"kind": "table", "width": len(part[0].cells), "cells": cells}
    return {"kind": part.kind, "text": part.text, "more": part.cells[1:], "number": part.number}
