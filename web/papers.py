"""A case → its letters, evidence, dates and report as files."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import diagrams
from diagrams.formats import svg_of, write_mermaid
from diagrams.formats.fonts import find_font
from documents.calendar import make_calendar
from documents.evidence import evidence_sheet, list_evidence
from documents.ics import to_ics
from documents.letters import Letter, write_letter
from documents.report import make_report, report_sheet
from documents.sheets import Picture, Sheet, letter_sheet, render
from engine.adviser import Advice, Adviser
from knowledge.models import Lang

__all__ = ["calendar", "evidence", "letter_file", "letter_of", "report", "sheet_file"]

PICTURE = "escalation"
PDF = "pdf"


def letter_of(advice: Advice, action: str, filled: Mapping[str, str] | None = None) -> Letter:
    """Raises CaseError for what is no step of the plan, or has no letter. Nothing of `filled` is kept."""
    return write_letter(advice.plan, advice.case, advice.knowledge, action, filled or {})


def letter_file(advice: Advice, letter: Letter, ending: str, lang: Lang) -> bytes:
    """In Chinese it is handed in, in English it is read beside it."""
    return sheet_file(letter_sheet(letter, advice.knowledge, lang), ending)


def evidence(advice: Advice, ending: str, lang: Lang) -> bytes:
    found = list_evidence(advice.plan, advice.case, advice.knowledge)
    return sheet_file(evidence_sheet(found, advice.plan, advice.case, advice.knowledge, lang), ending)


def calendar(advice: Advice, lang: Lang) -> bytes:
    return to_ics(make_calendar(advice.plan, advice.case, advice.knowledge), lang, datetime.now(UTC))


def report(adviser: Adviser, advice: Advice, ending: str, lang: Lang) -> bytes:
    """With the case on the map."""
    request = diagrams.Request(advice.case.as_of, lang, advice)
    drawn = diagrams.Order(diagrams.PICTURES[PICTURE], adviser, request).picture()
    assert isinstance(drawn, diagrams.Drawing)
    picture = Picture(svg_of(drawn), write_mermaid(drawn), adviser.knowledge.wording["report-picture"][lang])
    made = make_report(advice.plan, advice.case, adviser.knowledge, lang)
    return sheet_file(report_sheet(made, adviser.knowledge), ending, picture)


def sheet_file(sheet: Sheet, ending: str, picture: Picture | None = None) -> bytes:
    """Raises RenderError where this machine cannot make it."""
    return render(sheet, ending, find_font() if ending == PDF else None, picture)
