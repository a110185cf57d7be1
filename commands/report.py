"""A case → the whole advice as one document, with the picture of the case."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from commands.shared import case_argument, explained, json_option, lang_option, load_adviser, read_case, tell_json
from commands.shared.documents import give_sheet, refuse_ending
from commands.shared.exits import exit_code

if TYPE_CHECKING:
    from documents.sheets import Picture
    from engine.adviser import Advice, Adviser
    from knowledge.models import Lang

__all__ = ["report"]

ENDINGS = ("md", "html", "pdf")
PICTURE = "escalation"


@explained("整份方案写成一个文件，带案件图。")
@click.command()
@case_argument
@click.option("-o", "--output", type=click.Path(), help="文件名 · FILE.md, html, pdf. Without: Markdown on the screen.")
@json_option
@lang_option
def report(case_file: str, output: str | None, as_json: bool, lang: Lang) -> int:
    """The whole advice on a case as one document. With the case, every step and its grounds, letters, dates, and the picture.

    recourse report examples/stolen-alipay.yaml -o report.pdf
    """
    from documents.report import make_report, report_sheet

    refuse_ending(output, ENDINGS)
    adviser = load_adviser()
    advice = adviser.advise(read_case(adviser, case_file))
    made = make_report(advice.plan, advice.case, adviser.knowledge, lang)
    if as_json:
        tell_json(made.model_dump_json(indent=2))
        return exit_code(advice)
    give_sheet(report_sheet(made, adviser.knowledge), output, _picture(adviser, advice, lang))
    return exit_code(advice)


def _picture(adviser: Adviser, advice: Advice, lang: Lang) -> Picture:
    """The case on the escalation graph."""
    import diagrams
    from diagrams.formats import svg_of, write_mermaid
    from documents.sheets import Picture

    request = diagrams.Request(advice.case.as_of, lang=lang, advice=advice)
    drawn = diagrams.Order(diagrams.PICTURES[PICTURE], adviser, request).picture()
    assert isinstance(drawn, diagrams.Drawing)
    return Picture(svg_of(drawn), write_mermaid(drawn), adviser.knowledge.wording["report-picture"][lang])
