"""A sheet → a Word document: A4, Chinese fonts named for Chinese characters, paragraphs indented as a Chinese letter has them."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from documents.sheets.sheet import Row, Sheet, tables

__all__ = ["to_word"]

LATIN, SERIF, SANS = "Times New Roman", "宋体", "黑体"
BODY, TITLE, HEADING = Pt(12), Pt(18), Pt(13)
PAGE = (Cm(21.0), Cm(29.7))
MADE = datetime(2026, 1, 1)  # noqa: DTZ001 the format holds no zone; the same letter has the same properties each time
ALIGNED = {"title": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}

KEPT = ("heading", "title", "subheading", "right")
"""never alone at the foot of a page: a heading, a signature without its day"""


def to_word(sheet: Sheet) -> bytes:
    """The file. Text is put in as text: nothing in it is a field or a mark."""
    document = Document()
    _set_up(document, sheet)
    for part in tables(sheet.rows):
        if isinstance(part, list):
            _table(document, part)
        elif part.kind != "picture":
            _paragraph(document, part)
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def _set_up(document: Any, sheet: Sheet) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = PAGE
    section.left_margin = section.right_margin = Cm(2.8)
    section.top_margin = section.bottom_margin = Cm(2.5)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = LATIN, BODY
    _east_asian(normal.element.get_or_add_rPr(), SERIF)
    normal.paragraph_format.line_spacing, normal.paragraph_format.space_after = 1.5, Pt(0)
    kept = document.core_properties
    kept.title, kept.author, kept.comments, kept.created, kept.modified = sheet.title, "", "", MADE, MADE
    kept.language = "zh-CN" if sheet.lang == "zh" else "en"


def _east_asian(properties: Any, font: str) -> None:
    """The font for Chinese characters, and that they are Chinese."""
    fonts = properties.get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), font)
    fonts.set(qn("w:hint"), "eastAsia")
    lang = properties.find(qn("w:lang"))
    if lang is None:
        lang = properties.makeelement(qn("w:lang"), {})
        properties.append(lang)
    lang.set(qn("w:eastAsia"), "zh-CN")


def _paragraph(document: Any, row: Row) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = ALIGNED.get(row.kind)
    texts = _texts(row)
    for number, text in enumerate(texts):
        run = paragraph.add_run(text)
        _shape(run, row, bold=len(texts) > 1 and number == 0)
    if row.kind in ("paragraph", "item"):
        paragraph.paragraph_format.first_line_indent = BODY * 2
    paragraph.paragraph_format.keep_with_next = row.kind in KEPT
    if row.kind in ("heading", "title", "subheading"):
        paragraph.paragraph_format.space_before = Pt(6)


def _texts(row: Row) -> list[str]:
    if row.kind == "labelled":
        return [f"{row.cells[0]}　", row.cells[1]] if row.cells[0] else [row.cells[1]]
    return [f"{row.number}. {row.text}" if row.number else row.text]


def _shape(run: Any, row: Row, *, bold: bool) -> None:
    _east_asian(run._element.get_or_add_rPr(), SANS if row.kind in ("title", "heading", "subheading") else SERIF)  # noqa: SLF001 it has no other way
    run.font.name = LATIN
    run.bold = bold or row.kind in ("title", "heading", "subheading")
    run.italic = row.kind == "note"
    if row.kind in ("title", "heading"):
        run.font.size = TITLE if row.kind == "title" else HEADING


def _table(document: Any, rows: list[Row]) -> None:
    table = document.add_table(rows=0, cols=len(rows[0].cells))
    table.style = "Table Grid"
    for row in rows:
        for number, (cell, text) in enumerate(zip(table.add_row().cells, row.cells, strict=True)):
            run = cell.paragraphs[0].add_run(text)
            _shape(run, Row("line"), bold=row.kind == "head" or (len(row.cells) == 2 and number == 0))
    document.add_paragraph()
