"""A case → its dates, for the calendar of a phone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from commands.shared import case_argument, explained, json_option, lang_option, load_adviser, read_case, tell_json
from commands.shared.documents import refuse_ending, written
from commands.shared.exits import exit_code

if TYPE_CHECKING:
    from knowledge.models import Lang

__all__ = ["calendar"]


@explained("期限和答复日导入日历。")
@click.command()
@case_argument
@click.option("-o", "--output", type=click.Path(), help="文件名 · FILE.ics. Without: on the screen.")
@click.option(
    "--name",
    default="",
    help="同一个钱包、同类问题有两件事时，给这件起个名 · A name for this case, where you have two with the same wallet and trouble.",
)
@json_option
@lang_option
def calendar(case_file: str, output: str | None, name: str, as_json: bool, lang: Lang) -> int:
    """The dates of a case for a calendar, with alarms. Importing it again updates the entries that are there.

    recourse calendar examples/stolen-alipay.yaml -o dates.ics
    """
    from documents.calendar import make_calendar
    from documents.ics import to_ics

    refuse_ending(output, ("ics",))
    adviser = load_adviser()
    advice = adviser.advise(read_case(adviser, case_file))
    made = make_calendar(advice.plan, advice.case, adviser.knowledge, name)
    if as_json:
        tell_json(made.model_dump_json(indent=2))
        return exit_code(advice)
    content = to_ics(made, lang, datetime.now(UTC))
    if output:
        written(content, output)
    else:
        click.echo(content.decode(), nl=False)
    return exit_code(advice)
