"""A case → the list of evidence for its plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from commands.shared import case_argument, explained, json_option, lang_option, load_adviser, read_case, tell_json
from commands.shared.documents import give_sheet, refuse_ending
from commands.shared.exits import exit_code

if TYPE_CHECKING:
    from knowledge.models import Lang

__all__ = ["evidence"]

ENDINGS = ("md", "docx", "pdf", "html")


@explained("要收集哪些证据：证明什么、怎么取、多久会没。")
@click.command()
@case_argument
@click.option(
    "-o", "--output", type=click.Path(), help="文件名 · FILE.md, docx, pdf, html. Without: Markdown on the screen."
)
@click.option(
    "--have",
    multiple=True,
    metavar="ID",
    help="手里已经有的，可以写多次 · What you have already; may be given several times.",
)
@json_option
@lang_option
def evidence(case_file: str, output: str | None, have: tuple[str, ...], as_json: bool, lang: Lang) -> int:
    """The evidence to gather for a case. For each piece: what it proves, how to get it, by when it disappears, whether you have it.

    recourse evidence examples/stolen-alipay.yaml -o evidence.pdf
    """
    from documents.evidence import evidence_sheet, list_evidence

    refuse_ending(output, ENDINGS)
    adviser = load_adviser()
    advice = adviser.advise(read_case(adviser, case_file))
    found = list_evidence(advice.plan, advice.case, adviser.knowledge, have)
    if as_json:
        tell_json(found.model_dump_json(indent=2))
        return exit_code(advice)
    sheet = evidence_sheet(found, advice.plan, advice.case, adviser.knowledge, lang)
    give_sheet(sheet, output)
    return exit_code(advice)
