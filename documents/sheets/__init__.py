"""In: a letter, an evidence list, a report. Out: a file of it: Markdown, Word, PDF, HTML.

`sheet` is what all of them come down to: rows of plain text in one language; `markdown`, `word`, `pdf`, `page` write it.
"""

from documents.sheets.render import ENDINGS, Picture, render
from documents.sheets.sheet import Row, RowKind, Sheet, letter_sheet

__all__ = ["ENDINGS", "Picture", "Row", "RowKind", "Sheet", "letter_sheet", "render"]
