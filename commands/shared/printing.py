"""Lines, a plan, answers → the terminal, a pipe, a file."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Any

import click

from commands.shared.exits import DONE, exit_code, said_enough

if TYPE_CHECKING:
    from documents.layout import Block
    from engine.adviser import Advice
    from knowledge.library import Knowledge
    from knowledge.models import Lang

__all__ = ["save", "say", "show_plan", "tell"]


def tell(lines: list[str]) -> int:
    click.echo("\n".join(lines))
    return DONE


def say(lines: list[str], lang: Lang) -> None:
    """Lines of a talk: on a terminal no English word is broken at the end of a row; elsewhere as they are."""
    if lang == "en" and sys.stdout.isatty():
        columns = shutil.get_terminal_size().columns
        rows = (row for line in lines for row in line.split("\n"))
        lines = [fill(row, columns - 1, subsequent_indent="     " if row.startswith(" ") else "") for row in rows]
    click.echo("\n".join(lines))


def save(data: Mapping[str, Any], path: Path) -> None:
    """Keeps the answers in a file that only its owner can read."""
    from storage import write_private

    write_private(data, path)


def show_plan(advice: Advice, knowledge: Knowledge, lang: Lang, *, full: bool = False) -> int:
    """A screen for a terminal, with the summary again at its end; plain text for a pipe, a file or a dumb terminal.

    Where too little was told for anybody to call, the first doors are.
    """
    from documents.doors_text import doors_block
    from documents.layout import as_plain
    from documents.plan_text import plan_blocks, summary_block
    from engine.steps import calls

    blocks = plan_blocks(advice.plan, advice.case, knowledge, lang, full=full)
    if next(calls(advice.plan), None) is None and (advice.case.dont_know or not said_enough(advice)):
        blocks.append(doors_block(knowledge, advice.case.as_of, lang))
    if sys.stdout.isatty() and os.environ.get("TERM") != "dumb":
        _show_screen([*blocks, *summary_block(advice.plan, advice.case, knowledge, lang)])
    else:
        click.echo(as_plain(blocks), nl=False)
    return exit_code(advice)


def _show_screen(blocks: list[Block]) -> None:
    from documents.layout import laid_out

    for line in laid_out(blocks, shutil.get_terminal_size().columns):
        if line.heading:
            click.secho(line.text, fg="red" if line.urgent else None, bold=True)
        else:
            click.echo(f"{click.style(line.label, fg='cyan') if line.label.strip() else line.label}{line.text}")
