"""JSON Schemas of the documents (`recourse schema letter`, …)."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from documents.calendar import Calendar
from documents.evidence import EvidenceList
from documents.letters import Letter, LetterList
from documents.report import Report
from engine.schema import DIALECT

__all__ = ["DOCUMENTS", "document_schema"]

DOCUMENTS: dict[str, Any] = {
    "letter": Letter,
    "letters": LetterList,
    "evidence": EvidenceList,
    "calendar": Calendar,
    "report": Report,
}


def document_schema(name: str) -> dict[str, Any]:
    """The JSON Schema of what the command of that name prints with `--json`."""
    return {"$schema": DIALECT, **TypeAdapter(DOCUMENTS[name]).json_schema(mode="serialization")}
