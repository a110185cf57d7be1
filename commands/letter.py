"""A case, and a step of its plan → the letter or application by which that step is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from commands.shared import (
    DONE,
    case_argument,
    explained,
    json_option,
    lang_option,
    load_adviser,
    read_case,
    read_document,
    tell_json,
)
from commands.shared.documents import give_sheet, refuse_ending
from commands.shared.exits import exit_code
from knowledge.errors import CaseError, Fault

if TYPE_CHECKING:
    from collections.abc import Mapping

    from documents.layout import Block
    from documents.letters import Letter
    from engine.adviser import Adviser
    from knowledge.library import Knowledge
    from knowledge.models import Lang

__all__ = ["letter"]

ENDINGS = ("md", "docx", "pdf", "html")


@explained("按案件写投诉书、申请书、起诉状。")
@click.command()
@case_argument
@click.argument("action", required=False)
@click.option(
    "-o", "--output", type=click.Path(), help="文件名 · FILE.md, docx, pdf, html. Without: Markdown on the screen."
)
@click.option(
    "--fill",
    "fill_file",
    metavar="FILE",
    help="姓名、证件号等，一行一个；只用这一次，不保存 · Names and numbers for the blanks, a line each (name: …); used once, kept nowhere.",
)
@json_option
@lang_option
def letter(
    case_file: str, action: str | None, output: str | None, fill_file: str | None, as_json: bool, lang: Lang
) -> int:
    """The letters and applications that fit a case. With an ACTION (or the name of a letter): that one, filled from the case.

    It is written in Chinese, to be handed in; --lang en gives an English text to read beside it. What is missing is a
    blank, and is listed.

    recourse letter examples/stolen-alipay.yaml complain-pboc -o complaint.docx
    """
    refuse_ending(output, ENDINGS)
    if output and not action:
        raise click.UsageError("an ACTION goes with -o: recourse letter CASE lists them · 加 -o 时要写明 ACTION")
    adviser = load_adviser()
    advice = adviser.advise(read_case(adviser, case_file))
    if action is None:
        from documents.letter_text import list_blocks
        from documents.letters import letters_of

        found = letters_of(advice.plan, adviser.knowledge)
        if as_json:
            tell_json(found.model_dump_json(indent=2))
        else:
            _show(list_blocks(found, adviser.knowledge, lang), err=False)
        return exit_code(advice)
    from documents.letters import write_letter

    filled = _filled(adviser, fill_file) if fill_file else {}
    one = write_letter(advice.plan, advice.case, adviser.knowledge, action, filled)
    if as_json:
        return tell_json(one.model_dump_json(indent=2))
    return _write(one, adviser.knowledge, output, lang)


def _filled(adviser: Adviser, fill_file: str) -> Mapping[str, str]:
    """Blank → what the person writes there."""
    document = read_document(adviser, fill_file)
    data = document.data
    if not isinstance(data, dict) or not all(isinstance(value, (str, int)) for value in data.values()):
        raise CaseError([Fault.told(document.name, adviser.knowledge.wording["fault-fill"], "fill")])
    return {str(key): str(value) for key, value in data.items()}


def _write(one: Letter, knowledge: Knowledge, output: str | None, lang: Lang) -> int:
    """The letter into its file and the notes on the screen; without a file the letter there, and the notes beside it."""
    from documents.letter_text import letter_blocks
    from documents.sheets import letter_sheet

    give_sheet(letter_sheet(one, knowledge, lang), output)
    _show(letter_blocks(one, knowledge, lang), err=not output)
    return DONE


def _show(blocks: list[Block], *, err: bool) -> None:
    import shutil
    import sys

    from documents.layout import as_plain, laid_out

    stream = sys.stderr if err else sys.stdout
    if stream.isatty():
        text = "\n".join(map(str, laid_out(blocks, shutil.get_terminal_size().columns))) + "\n"
    else:
        text = as_plain(blocks)
    click.echo(text, nl=False, err=err)
