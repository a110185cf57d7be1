"""A sheet and the ending of a file → the bytes of the file."""

from __future__ import annotations

from pathlib import Path

from documents.sheets.sheet import Sheet
from knowledge.errors import RenderError
from knowledge.frozen import Frozen

__all__ = ["ENDINGS", "Picture", "render"]

ENDINGS = ("md", "docx", "pdf", "html")


class Picture(Frozen):
    """A picture for the sheet: as SVG, as Mermaid text for Markdown, and what it shows."""

    svg: bytes
    mermaid: str
    alt: str


def render(sheet: Sheet, ending: str, font: Path | None = None, picture: Picture | None = None) -> bytes:
    """The file. A PDF needs a font with Chinese characters; raises RenderError without one. Word has no picture."""
    match ending:
        case "md":
            from documents.sheets.markdown import to_markdown

            return to_markdown(sheet, picture.mermaid if picture else None).encode()
        case "html":
            from documents.sheets.page import to_page

            return to_page(sheet, picture.svg if picture else None, picture.alt if picture else "").encode()
        case "docx":
            from documents.sheets.word import to_word

            return to_word(sheet)
        case "pdf":
            return _pdf(sheet, font, picture)
    raise ValueError(ending)


def _pdf(sheet: Sheet, font: Path | None, picture: Picture | None) -> bytes:
    from documents.sheets.pdf import to_pdf

    if font is None:
        raise RenderError(
            "no font with Chinese characters was found, which a PDF needs: install one, or choose .md or .docx "
            "/ 没有找到中文字体，做不了 PDF：请装一个，或改用 .md、.docx"
        )
    return to_pdf(sheet, font, picture.svg if picture else None)
