"""A picture in both languages → one HTML file that needs nothing else: no network, no other file.

The page is complete as it stands: every card is in it, in both languages. The script only shows, hides and moves. A
content security policy pins script and style by their hash and allows nothing to be fetched.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from diagrams.bilingual import Bilingual, plain
from diagrams.cards import Drawings, drawn_cards
from diagrams.case_cards import CaseCards
from diagrams.channel_cards import channel_cards
from diagrams.dot import write_dot
from diagrams.drawing import Drawing
from diagrams.inline import inline, inline_sample
from diagrams.order import LANGUAGES
from diagrams.render import INSTALL, can_lay_out, lay_out
from diagrams.request import Request
from engine.adviser import Adviser
from engine.case import Case
from knowledge.models import Lang, Text

__all__ = ["write_page"]

HERE = Path(__file__).parent / "page"
NOTHING = Drawing(title=(), clusters=(), nodes=(), edges=())


def write_page(adviser: Adviser, request: Request, drawings: Drawings) -> str:
    """HTML text, the same for the same arguments, that opens in the language of the request.

    Boxes that stand for channels have the channels' cards, with the case if there is one; others what the picture tells
    of them. Without any layout program the page says so in place of the picture; raises RenderError if the one fails that
    there is.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    advice = request.advice if request.advice and request.advice.plan.covered else None
    words = Bilingual(adviser.knowledge, advice.case if advice else Case(request.day, {}))
    of_channels = all(node.id in adviser.knowledge.channels for node in drawings[request.lang].nodes)
    pictures, legends, fault = _pictures(drawings)
    style, script = (HERE / "page.css").read_text("utf-8"), (HERE / "page.js").read_text("utf-8")
    template = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    ).get_template("template.html")
    return template.render(
        lang=request.lang,
        languages=LANGUAGES,
        wording=adviser.knowledge.wording,
        titles=_paired(drawings, "title"),
        notes=_paired(drawings, "notes"),
        drawn={cluster.id for cluster in drawings[request.lang].clusters},
        groups=channel_cards(adviser, request) if of_channels else drawn_cards(words, drawings),
        steps=tuple(CaseCards(words, advice).steps()) if advice else (),
        note=plain(advice.case.note) if advice and advice.case.note else None,
        pictures=pictures,
        legends=legends,
        fault=fault,
        policy=f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; form-action 'none'",
        style=style,
        script=script,
    )


def _paired(drawings: Drawings, part: str) -> list[Text]:
    """The lines of a part of the drawing, in both languages."""
    return [Text(zh=zh, en=en) for zh, en in zip(*(getattr(drawings[lang], part) for lang in LANGUAGES), strict=True)]


def _pictures(drawings: Drawings) -> tuple[dict[Lang, str], dict[Lang, list[str]], str]:
    """The picture and the entries of its legend in each language; without a layout program none, and what is missing."""
    if not can_lay_out():
        return {}, {}, INSTALL
    pictures = {lang: inline(_svg(_bare(drawings[lang])), drawings[lang]) for lang in LANGUAGES}
    return pictures, {lang: list(_legend(drawings[lang])) for lang in LANGUAGES}, ""


def _legend(drawing: Drawing) -> Iterator[str]:
    return (inline_sample(_svg(replace(NOTHING, legend=(sample,)))) for sample in drawing.legend)


def _bare(drawing: Drawing) -> Drawing:
    """Without what stands elsewhere on the page."""
    return replace(drawing, title=(), legend=(), notes=())


def _svg(drawing: Drawing) -> bytes:
    return lay_out(write_dot(drawing))


def _hash(text: str) -> str:
    """The name by which a policy allows this text and no other."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
