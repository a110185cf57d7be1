"""What is read and printed → its JSON Schema."""

from __future__ import annotations

from pathlib import Path

import click

from commands.shared import explained, load_adviser, tell_json

__all__ = ["schema"]

PACKAGES = ("knowledge", "rules", "engine", "documents", "diagrams")
"""whose code a schema follows from"""
PICTURES = ("drawing", "timeline")
DOCUMENTS = ("letter", "letters", "evidence", "calendar", "report")
WHAT = (
    "case",
    "plan",
    "next",
    "why",
    "reach",
    "difference",
    "revision",
    "trace",
    "analysis",
    "sources",
    "proof",
    "coverage",
    "batch",
    "batch-summary",
    *PICTURES,
    *DOCUMENTS,
)


@explained("案件和输出的 JSON Schema。")
@click.command()
@click.argument("what", type=click.Choice(WHAT))
def schema(what: str) -> int:
    """The JSON Schema of a case file, or of what is printed as JSON.

    recourse schema case
    """
    from knowledge.kept import once
    from knowledge.stamps import key_of_files

    root = Path(__file__).resolve().parent.parent
    key = key_of_files(root / "knowledge", [root / name for name in PACKAGES], f"schema {what}")
    return tell_json(once(key, lambda: _schema(what)))


def _schema(what: str) -> str:
    import json

    return json.dumps(_described(what), ensure_ascii=False, indent=2)


def _described(what: str) -> object:
    from diagrams.formats import picture_schemas
    from engine.case import case_schema
    from engine.schema import output_schema

    if what == "case":
        return case_schema(load_adviser().knowledge)
    if what in DOCUMENTS:
        from documents.schemas import document_schema

        return document_schema(what)
    return picture_schemas()[what] if what in PICTURES else output_schema(what)
