"""A case → what can be taken away: each with its title, its file and what writes it. The one list of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import diagrams
from diagrams.formats import image_of
from documents.layout import as_plain
from documents.plan_text import plan_blocks
from engine.adviser import Advice, Adviser
from engine.case.changes import case_data
from knowledge.loader import write_yaml
from knowledge.models import Lang

__all__ = ["Download", "download", "downloads"]

Write = Callable[[Adviser, Advice, Lang], bytes]


@dataclass(frozen=True)
class Download:
    """`title` is a key of the wording; `file` is the name that it is kept under."""

    id: str
    title: str
    file: str
    media: str
    write: Write


def downloads(advice: Advice) -> list[Download]:  # noqa: ARG001 which letters there are hangs on it
    """What there is for this case."""
    return list(ALWAYS)


def download(adviser: Adviser, advice: Advice, name: str, lang: Lang) -> tuple[str, str, bytes] | None:
    """The name of the file, its kind, and what is in it; None where there is none of this name for the case."""
    found = next((item for item in downloads(advice) if item.id == name), None)
    return (found.file, found.media, found.write(adviser, advice, lang)) if found else None


def _text(_: Adviser, advice: Advice, lang: Lang) -> bytes:
    blocks = plan_blocks(advice.plan, advice.case, advice.knowledge, lang, full=True)
    return as_plain(blocks).encode()


def _json(_: Adviser, advice: Advice, lang: Lang) -> bytes:
    return advice.plan.to_json(lang).encode()


def _case(_: Adviser, advice: Advice, __: Lang) -> bytes:
    return write_yaml(case_data(advice.case)).encode()


def _picture(adviser: Adviser, advice: Advice, lang: Lang) -> bytes:
    request = diagrams.Request(advice.case.as_of, lang, advice)
    return image_of(diagrams.PICTURES["timeline"](adviser, request), "svg")


def _map(adviser: Adviser, advice: Advice, lang: Lang) -> bytes:
    from diagrams.output import WRITERS

    request = diagrams.Request(advice.case.as_of, lang, advice)
    return WRITERS["html"](diagrams.Order(diagrams.PICTURES["escalation"], adviser, request)).encode()


ALWAYS = (
    Download("plan-text", "web-download-plan", "plan.txt", "text/plain", _text),
    Download("timeline", "web-download-picture", "timeline.svg", "image/svg+xml", _picture),
    Download("map", "web-download-page", "map.html", "text/html", _map),
    Download("case", "web-download-case", "case.yaml", "application/yaml", _case),
    Download("plan-json", "web-download-json", "plan.json", "application/json", _json),
)
