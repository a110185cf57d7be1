"""A case → its plan, and the next question."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from commands.shared import case_argument, explained, json_option, lang_option, load_adviser, read_case, show_plan, tell
from commands.shared.exits import exit_code

if TYPE_CHECKING:
    from knowledge.models import Lang

__all__ = ["next_question", "plan"]


@explained("按案件给方案。")
@click.command()
@case_argument
@json_option
@lang_option
@click.option(
    "--full",
    is_flag=True,
    help="全部依据、材料、理由 · With all grounds, papers and reasons, what is closed and what is doubtful.",
)
def plan(case_file: str, as_json: bool, lang: Lang, full: bool) -> int:
    """The plan for a case. CASE is a YAML or JSON file, or - for standard input.

    recourse plan examples/stolen-alipay.yaml
    """
    adviser = load_adviser()
    advice = adviser.advise(read_case(adviser, case_file))
    if as_json:
        tell([advice.plan.to_json(lang)])
        return exit_code(advice)
    return show_plan(advice, adviser.knowledge, lang, full=full)


@explained("下一个问题，为什么问。")
@click.command("next")
@case_argument
@json_option
@lang_option
def next_question(case_file: str, as_json: bool, lang: Lang) -> int:
    """The next question, why it is asked, and what it could change.

    recourse next examples/stolen-alipay.yaml
    """
    from documents.next_text import next_entry, next_lines

    adviser = load_adviser()
    advice = adviser.advise(read_case(adviser, case_file))
    if as_json:
        return tell([json.dumps(next_entry(advice, adviser.knowledge), ensure_ascii=False)])
    return tell(next_lines(advice, adviser, lang))
