"""A case → what can be taken away: each with its title and the formats that it comes in. The one list of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import diagrams
from diagrams.formats import image_of
from diagrams.output import WRITERS
from documents.layout import as_plain
from documents.letters import letters_of
from documents.plan_text import plan_blocks
from engine.adviser import Advice, Adviser
from engine.case.changes import case_data
from knowledge.loader import write_yaml
from knowledge.models import Lang
from web import papers

__all__ = ["MEDIA", "LetterEntry", "PaperEntry", "download", "letter_entries", "paper_entries"]

MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "html": "text/html", "ics": "text/calendar",
    "json": "application/json", "md": "text/markdown", "pdf": "application/pdf", "svg": "image/svg+xml", "txt": "text/plain",
    "yaml": "application/yaml",
}  # fmt: skip
Write = Callable[[Adviser, Advice, str, Lang], bytes]


@dataclass(frozen=True)
class LetterEntry:
    """A letter for a step, by the step's place in the plan; `provided`: it depends on what is not told yet whether it is needed."""

    rank: int
    letter: str
    step: str
    provided: bool

    @property
    def titled(self) -> tuple[int, str]:
        """Its title by the place of its step."""
        return self.rank, self.letter


@dataclass(frozen=True)
class PaperEntry:
    """Something to take away, by its title, with its files."""

    title: str
    files: tuple[str, ...]

    @property
    def main(self) -> str:
        return self.files[0]

    @property
    def others(self) -> list[tuple[str, str]]:
        """The other formats, with the file of each."""
        return [(file, file.rpartition(".")[2]) for file in self.files[1:]]


def letter_entries(advice: Advice, lang: Lang) -> list[LetterEntry]:
    """The letters by which steps of the plan are done, in their order."""
    ranks = {step.action: step.rank for step in advice.plan.steps}
    return [
        LetterEntry(ranks[line.action], line.letter[lang], line.step[lang], bool(line.provided))
        for line in letters_of(advice.plan, advice.knowledge).letters
        if line.letter
    ]


def paper_entries(advice: Advice, lang: Lang) -> list[PaperEntry]:
    wording = advice.knowledge.wording
    return [
        PaperEntry(wording[f"web-download-{name}"][lang], tuple(f"{name}.{ending}" for ending in endings))
        for name, (endings, _) in PAPERS.items()
    ]


def download(adviser: Adviser, advice: Advice, file: str, lang: Lang) -> tuple[str, bytes] | None:
    """The kind of the file, and what is in it; None for one that there is none of. Raises RenderError."""
    name, _, ending = file.rpartition(".")
    endings, write = PAPERS.get(name, ((), _plan))
    return (MEDIA[ending], write(adviser, advice, ending, lang)) if ending in endings else None


def _plan(_: Adviser, advice: Advice, ending: str, lang: Lang) -> bytes:
    if ending == "json":
        return advice.plan.to_json(lang).encode()
    return as_plain(plan_blocks(advice.plan, advice.case, advice.knowledge, lang, full=True)).encode()


def _case(_: Adviser, advice: Advice, __: str, ___: Lang) -> bytes:
    return write_yaml(case_data(advice.case)).encode()


def _timeline(adviser: Adviser, advice: Advice, ending: str, lang: Lang) -> bytes:
    return image_of(diagrams.PICTURES["timeline"](adviser, diagrams.Request(advice.case.as_of, lang, advice)), ending)


def _map(adviser: Adviser, advice: Advice, _: str, lang: Lang) -> bytes:
    request = diagrams.Request(advice.case.as_of, lang, advice)
    return WRITERS["html"](diagrams.Order(diagrams.PICTURES["escalation"], adviser, request)).encode()


PAPERS: dict[str, tuple[tuple[str, ...], Write]] = {
    "report": (
        ("pdf", "html", "md"),
        lambda adviser, advice, ending, lang: papers.report(adviser, advice, ending, lang),
    ),
    "evidence": (("pdf", "docx", "html", "md"), lambda _, advice, ending, lang: papers.evidence(advice, ending, lang)),
    "dates": (("ics",), lambda _, advice, __, lang: papers.calendar(advice, lang)),
    "timeline": (("svg", "pdf"), _timeline),
    "map": (("html",), _map),
    "plan": (("txt", "json"), _plan),
    "case": (("yaml",), _case),
}
"""name → the formats, the most useful first, and what writes them"""
