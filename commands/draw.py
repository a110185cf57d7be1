"""A case, a part of the graph, many cases, two sides → a picture in a file."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from commands.shared import DAY, DONE, explained, lang_option, load_adviser, read_case, today
from knowledge.errors import near_names

__all__ = ["draw"]


@explained("画图：渠道、依据、时间线等。")
@click.command()
@click.argument("what")
@click.argument("name", required=False)
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(),
    help="文件名 · FILE.svg, png, pdf, dot, mmd, graphml, json, html.",
)
@click.option("--case", "case_file", help="画这个案件 · Show this case.")
@click.option(
    "--cases", "batch_file", help="load：这些案件 · load: of these cases (JSON lines, or a list in YAML or JSON)."
)
@click.option(
    "--by", help="load：按这个事实分图 · load: one picture for each answer to this fact, issue or provider for one."
)
@click.option(
    "--between",
    nargs=2,
    metavar="A B",
    help="diff：比较两个日子、钱包或版本 · diff: two days, wallets, git revisions or folders.",
)
@click.option("--provider", help="只看和这个钱包有关的 · What can matter to a problem with this wallet.")
@click.option("--issue", help="只看和这类问题有关的 · What can matter to such a problem.")
@click.option("--from", "start", metavar="CHANNEL", help="只看从这里能走到的 · Only what can be reached from there.")
@click.option("--to", metavar="CHANNEL", help="只看能走到这里的 · Only what can lead there.")
@click.option(
    "--level",
    "levels",
    multiple=True,
    help="只看这一级的渠道，可以写多次 · Only channels of this level; may be given several times.",
)
@click.option(
    "--on",
    "day",
    type=DAY,
    help="按哪天的法律，默认今天 · Under the law of that day; default today.",
)
@lang_option
def draw(
    what: str,
    output: str,
    case_file: str | None,
    batch_file: str | None,
    between: tuple[str, str] | None,
    day: datetime | None,
    **wishes: Any,
) -> int:
    """Draws a picture. WHAT is escalation, the channels and the ways between them; ways, what is within reach and how soon; proof, of
    the action or channel NAME in a case; timeline, of a case; rules, all by file or those of the rule, channel, fact,
    issue or file NAME; load, of many cases; diff, what differs between two days, wallets or versions.

    FILE.html is a page of its own that needs no network: zoom, search, a card for every box, both languages.

    recourse draw escalation --case examples/stolen-alipay.yaml -o case.svg
    """
    import diagrams
    from commands.shared.batches import read_batch
    from commands.shared.sides import read_sides

    if what not in diagrams.PICTURES:
        raise near_names("WHAT", what, diagrams.PICTURES)
    if Path(output).suffix.removeprefix(".").lower() not in diagrams.FORMATS:
        formats = ", ".join(diagrams.FORMATS)
        raise click.BadParameter(f"{output}：可以存成 · a picture is one of {formats}", param_hint="-o")
    if case_file and (day or wishes["provider"] or wishes["issue"]):
        raise click.UsageError(load_adviser().knowledge.wording["fault-case-alone"].both)
    adviser = load_adviser()
    advice = adviser.advise(read_case(adviser, case_file)) if case_file else None
    on = advice.case.as_of if advice else day.date() if day else today()
    cases = tuple(read_batch(adviser, batch_file)) if batch_file else ()
    sides = read_sides(adviser, between, wishes["issue"]) if between else None
    request = diagrams.Request(on, advice=advice, cases=cases, between=sides, **wishes)
    diagrams.write_picture(diagrams.Order(diagrams.PICTURES[what], adviser, request), Path(output))
    click.echo(output, err=True)
    return DONE
