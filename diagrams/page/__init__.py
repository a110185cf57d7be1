"""In: a picture in both languages. Out: one HTML file. Template, style and script stand beside the modules.

`contents` gathers what a page shows of any picture; `cards` are what opens at a box: of any drawing, of a timeline (`row_cards`), of channels
(`channel_cards`, `case_cards`), in the words of `bilingual`.
"""

from diagrams.page.page import write_page

__all__ = ["write_page"]
