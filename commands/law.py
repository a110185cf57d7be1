"""A citation → the article as it stood on a day."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from commands.shared import explained, lang_option, on_option, tell, today

if TYPE_CHECKING:
    from knowledge.models import Lang

__all__ = ["law"]


@explained("查法条在某一天的版本。")
@click.command()
@click.argument("citation")
@on_option
@lang_option
def law(citation: str, day: datetime | None, lang: Lang) -> int:
    """An article in the edition of a day, or a whole statute. `ecommerce-law/57(2)`, `ecommerce-law`.

    recourse law "ecommerce-law/57(2)"
    """
    from documents.law_text import describe_law
    from knowledge.library import load_knowledge

    return tell(describe_law(load_knowledge(), citation, day.date() if day else today(), lang))
