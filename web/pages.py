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

__all__ = ["STATIC", "numbers_of", "write_page"]

HERE = Path(__file__).parent
STATIC = HERE / "static"
OTHER: dict[Lang, Lang] = {"zh": "en", "en": "zh"}
CHINESE = re.compile("[㐀-鿿][㐀-鿿，、。；：“”（）·—…0-9A-Za-z《》]*")


def numbers_of(knowledge: Knowledge) -> re.Pattern[str]:
    """Every number that anybody can be called at, as a whole: no part of a date, a sum or another number."""
    ways = [office.entrances for office in knowledge.channels.values()]
    ways += [wallet.entrances for wallet in knowledge.providers.values()]
    found = {way.value for entrances in ways for way in entrances if way.is_number}
    longest_first = sorted(found, key=lambda number: (-len(number), number))
    return re.compile(rf"(?<![\w.,/+-])(?:{'|'.join(map(re.escape, longest_first))})(?![\d.,-]*\d|\.?[A-Za-z_]| ?元)")


def write_page(template: str, knowledge: Knowledge, lang: Lang, numbers: re.Pattern[str], **shown: object) -> str:
    """`numbers` are those that dial themselves where they stand in a text."""

    def say(key: str, **values: object) -> str:
        return phrase(knowledge, lang, key, **values)

    page = _environment(lang, numbers).get_template(template)
    return page.render(lang=lang, other=OTHER[lang], say=say, **shown)


@cache
def _environment(lang: Lang, numbers: re.Pattern[str]) -> Environment:
    found = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters["told"] = _told(lang)
    found.filters["dialled"] = _dialled(_told(lang), numbers)
    return found


def _told(lang: Lang) -> Callable[[str], Markup]:
    """A filter: in an English page Chinese is marked as such, so that it is read out in the right voice."""

    def marked(text: str) -> Markup:
        if lang == "zh":
            return escape(text)
        return Markup("").join(_parts(text))

    return marked


def _dialled(told: Callable[[str], Markup], numbers: re.Pattern[str]) -> Callable[[str], Markup]:
    """A filter: as `told`, and every number to call dials itself."""

    def linked(text: str) -> Markup:
        parts, at = [], 0
        for found in numbers.finditer(text):
            to = re.sub(r"[^+0-9]", "", found[0])
            parts += [
                told(text[at : found.start()]),
                Markup('<a class="dial" href="tel:{}">{}</a>').format(to, found[0]),
            ]
            at = found.end()
        return Markup("").join([*parts, told(text[at:])])

    return linked


def _parts(text: str) -> list[Markup]:
    parts, at = [], 0
    for found in CHINESE.finditer(text):
        parts += [escape(text[at : found.start()]), Markup('<span lang="zh">{}</span>').format(found[0])]
        at = found.end()
    return [*parts, escape(text[at:])]
