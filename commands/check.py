"""Our own files → whether they hold together, and the shape of what is read and printed."""

from __future__ import annotations

import json

import click

from commands.shared import BROKEN, DONE, load_adviser, tell_json, today

__all__ = ["check", "schema"]

PICTURES = ("drawing", "timeline")
WHAT = ("case", "plan", "next", "why", "reach", "difference", "trace", "analysis", *PICTURES)


@click.command()
@click.option(
    "--stale",
    type=click.IntRange(0, 100_000),
    default=180,
    show_default=True,
    help="List what was last checked more than DAYS ago.",
)
@click.option(
    "--thin", is_flag=True, help="What four facts are enough for: every trouble, wallet and state of contacts."
)
def check(stale: int, thin: bool) -> int:
    """Lint of knowledge and rules: faults, counts, doubts, and what has not been checked for long."""
    from engine.review import review

    adviser = load_adviser()
    if thin:
        from documents.thin_text import thin_lines
        from engine.analysis import find_thin

        cells = list(find_thin(adviser, today()))
        click.echo("\n".join(thin_lines(cells)))
        return BROKEN if any(cell.thin for cell in cells) else DONE
    report = review(adviser, today(), stale)
    click.echo("\n".join(report.lines))
    return BROKEN if report.faults else DONE


@click.command()
@click.argument("what", type=click.Choice(WHAT))
def schema(what: str) -> int:
    """The JSON Schema of a case file, or of what a command prints as JSON."""
    from diagrams.formats import picture_schemas
    from engine.case import case_schema
    from engine.schema import output_schema

    if what == "case":
        found = case_schema(load_adviser().knowledge)
    else:
        found = picture_schemas()[what] if what in PICTURES else output_schema(what)
    return tell_json(json.dumps(found, ensure_ascii=False, indent=2))
