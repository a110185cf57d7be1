"""A sheet → one HTML file that needs no network and runs no script. The template escapes every text by itself."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template

from documents.sheets.sheet import Row, Sheet, tables

__all__ = ["to_page"]


@cache
def _template() -> Template:
    source = (files("documents.sheets") / "page.html").read_text(encoding="utf-8")
    return Environment(autoescape=True, undefined=StrictUndefined).from_string(source)


def to_page(sheet: Sheet, picture: bytes | None = None, alt: str = "") -> str:
    """The page; `picture` is SVG for the row of that kind, `alt` what it shows."""
    shown = [{"rows": part} if isinstance(part, list) else _plain(part) for part in tables(sheet.rows)]
    return _template().render(sheet=sheet, parts=shown, picture=b64encode(picture).decode() if picture else "", alt=alt)


def _plain(row: Row) -> dict[str, object]:
    return {"kind": row.kind, "text": row.text, "cells": row.cells, "number": row.number}
