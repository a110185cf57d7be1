"""A picture that is asked for, before it is drawn: which one, from what, and with which wishes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from diagrams.drawing.bars import Timeline
from diagrams.drawing.drawing import Drawing
from diagrams.drawing.request import Request
from diagrams.drawing.sheet import Sheet
from engine.adviser import Adviser
from knowledge.models import Lang

__all__ = ["LANGUAGES", "Order", "Picture"]

LANGUAGES: tuple[Lang, ...] = ("zh", "en")

Picture = Drawing | Sheet | Timeline


@dataclass(frozen=True)
class Order:
    """Drawn when a format needs it, in the language asked for or in each: a page shows both."""

    draw: Callable[[Adviser, Request], Picture]
    adviser: Adviser
    request: Request

    def picture(self) -> Picture:
        return self.draw(self.adviser, self.request)

    def pictures(self) -> Mapping[Lang, Picture]:
        """The same parts in the same order, once in each language."""
        return {lang: self.draw(self.adviser, replace(self.request, lang=lang)) for lang in LANGUAGES}
