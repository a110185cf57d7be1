"""A case and a name → why it is advised or stands so; a case and changes → what they would do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from commands.shared import (
    case_argument,
    explained,
    json_option,
    lang_option,
    load_adviser,
    read_case,
    tell,
    tell_json,
    today,
)
from knowledge.errors import near_names

if TYPE_CHECKING:
    from engine.adviser import Advice, Adviser
    from knowledge.models import Lang

__all__ = ["what_if", "why"]


@explained("为什么建议这一步，或者哪里走不通。")
@click.command()
@case_argument
@click.argument("name", metavar="ID")
@click.option("--days", is_flag=True, help="期限一天天怎么算的 · How the channel's dates were counted, day by day.")
@json_option
@lang_option
def why(case_file: str, name: str, days: bool, as_json: bool, lang: Lang) -> int:
    """Why an action is advised or a channel stands as it does. And what is in the way of what is not.

    recourse why examples/stolen-alipay.yaml complain-pboc
    """
    from documents.day_by_day import day_lines
    from documents.why_text import explain_lines
    from engine.explaining.why import explain

    adviser = load_adviser()
    _check_name(name, adviser)
    advice = adviser.advise(read_case(adviser, case_file))
    if days:
        return tell(day_lines(adviser.knowledge, advice, name, lang))
    told = explain(adviser, advice, name)
    return tell_json(told.model_dump_json(indent=2)) if as_json else tell(explain_lines(adviser, advice, told, lang))


@explained("换一个回答，方案会怎样。")
@click.command("what-if")
@case_argument
@click.argument("changes", nargs=-1, metavar="[FACT=VALUE | CHANNEL=OUTCOME[@DAY] | as_of=DAY]…")
@click.option(
    "--reach",
    metavar="ID",
    help="怎样最少的改动能打开这个渠道 · The smallest sets of changes that open this channel (or bring this action).",
)
@json_option
@lang_option
def what_if(case_file: str, changes: tuple[str, ...], reach: str | None, as_json: bool, lang: Lang) -> int:
    """What changes would do to the plan. Or, the other way round, which changes would open a channel.

    recourse what-if examples/stolen-alipay.yaml counterparty=none
    """
    if bool(changes) is bool(reach):
        raise click.UsageError(
            "写出改动（FACT=VALUE …），或者用 --reach ID · give changes (FACT=VALUE …), or --reach ID"
        )
    adviser = load_adviser()
    advice = adviser.advise(read_case(adviser, case_file))
    if reach:
        return _reached(adviser, advice, reach, as_json, lang)
    return _changed(adviser, advice, changes, as_json, lang)


def _reached(adviser: Adviser, advice: Advice, name: str, as_json: bool, lang: Lang) -> int:
    from documents.what_if_text import reach_text
    from engine.explaining.why import reach_of

    _check_name(name, adviser)
    found = reach_of(adviser, advice, name)
    return tell_json(found.model_dump_json(indent=2)) if as_json else tell(reach_text(adviser, advice, found, lang))


def _changed(adviser: Adviser, advice: Advice, changes: tuple[str, ...], as_json: bool, lang: Lang) -> int:
    from documents.what_if_text import difference_text
    from engine.case.changes import case_data, changed, read_changes
    from engine.explaining.difference import compare

    wanted = read_changes(changes, adviser.knowledge)
    data = changed(case_data(advice.case), wanted, adviser.knowledge)
    difference = compare(advice.plan, adviser.advise(adviser.read(data, today())).plan)
    if as_json:
        return tell_json(difference.model_dump_json(indent=2))
    return tell(difference_text(adviser, wanted, difference, lang))


def _check_name(name: str, adviser: Adviser) -> None:
    """Raises CaseError with the nearest id when there is no such action or channel."""
    known = (*adviser.knowledge.actions, *adviser.knowledge.channels)
    if name not in known:
        raise near_names("ID", name, known)
