"""A template and what it shows → HTML, in which every text is escaped."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from engine.wording import phrase
from knowledge.library import Knowledge
from knowledge.models import Lang

__all__ = ["STATIC", "write_page"]

HERE = Path(__file__).parent
STATIC = HERE / "static"
OTHER: dict[Lang, Lang] = {"zh": "en", "en": "zh"}
CHINESE = re.compile("[㐀-鿿][㐀-鿿，、。；：“”（）·—…0-9A-Za-z《》]*")


def write_page(template: str, knowledge: Knowledge, lang: Lang, **shown: object) -> str:
    def say(key: str, **values: object) -> str:
        return phrase(knowledge, lang, key, **values)

    page = _environment(lang).get_template(template)
    return page.render(lang=lang, other=OTHER[lang], say=say, **shown)


@cache
def _environment(lang: Lang) -> Environment:
    found = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters["told"] = _told(lang)
    return found


def _told(lang: Lang) -> Callable[[str], Markup]:
    """A filter: in an English page Chinese is marked as such, so that it is read out in the right voice."""

    def marked(text: str) -> Markup:
        if lang == "zh":
            return escape(text)
        return Markup("").join(_parts(text))

    return marked


def _parts(text: str) -> list[Markup]:
    parts, at = [], 0
    for found in CHINESE.finditer(text):
        parts += [escape(text[at : found.start()]), Markup('<span lang="zh">{}</span>').format(found[0])]
        at = found.end()
    return [*parts, escape(text[at:])]
