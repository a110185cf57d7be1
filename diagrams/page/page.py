"""A picture in both languages → one HTML file that needs nothing else: no network, no other file.

The page is complete as it stands: every card is in it, in both languages. The script only shows, hides and moves. A
content security policy pins script and style by their hash and allows nothing to be fetched.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from diagrams.drawing import LANGUAGES, Picture, Request
from diagrams.page.bilingual import Bilingual, plain
from diagrams.page.cards import Item
from diagrams.page.case_cards import CaseCards
from diagrams.page.contents import Contents, contents
from engine.adviser import Advice, Adviser
from knowledge.models import Lang

__all__ = ["write_page"]

HERE = Path(__file__).parent


def write_page(adviser: Adviser, request: Request, pictures: Mapping[Lang, Picture]) -> str:
    """HTML text, the same for the same arguments, that opens in the language of the request.

    With a case, its steps are listed beside the picture. Without any layout program the page says so in place of the
    picture; raises RenderError if the one fails that there is.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    shown = contents(adviser, request, pictures)
    advice = request.advice if request.advice and request.advice.plan.covered else None
    cards = CaseCards(Bilingual(adviser.knowledge, advice.case), advice) if advice else None
    style, script = (HERE / "page.css").read_text("utf-8"), (HERE / "page.js").read_text("utf-8")
    template = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    ).get_template("template.html")
    return template.render(
        lang=request.lang,
        languages=LANGUAGES,
        wording=adviser.knowledge.wording,
        shown=shown,
        steps=tuple(_steps(adviser, advice, shown)) if advice else (),
        printed=tuple(cards.printed()) if cards else (),
        branches=tuple(cards.branches()) if cards else (),
        abroad=cards.abroad() if cards else None,
        note=plain(advice.case.note) if advice and advice.case.note else None,
        policy=f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; form-action 'none'",
        style=style,
        script=script,
    )


def _steps(adviser: Adviser, advice: Advice, shown: Contents) -> Iterator[Item]:
    """The steps of the case, each leading to the card of its channel where the page has one."""
    cards = {card.id for group in shown.groups for card in group.cards}
    for item in CaseCards(Bilingual(adviser.knowledge, advice.case), advice).steps():
        yield item if item.to in cards else replace(item, to="")


def _hash(text: str) -> str:
    """The name by which a policy allows this text and no other."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
