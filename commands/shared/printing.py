"""Lines, a plan, answers → the terminal, a pipe, a file."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commands.shared.exits import DONE, exit_code
from commands.shared.streams import as_held

if TYPE_CHECKING:
    from documents.plan_text import Block
    from engine.adviser import Advice
    from knowledge.library import Knowledge
    from knowledge.models import Lang

__all__ = ["save", "show_plan", "tell", "tell_json"]


def tell(lines: list[str]) -> int:
    click.echo("\n".join(lines))
    return DONE


def tell_json(json: str) -> int:
    """One document, of which nothing is lost whatever the output can hold."""
    return tell([as_held(json)])


def save(data: Mapping[str, Any], path: Path) -> None:
    """Keeps the answers in a file that only its owner can read."""
    from storage import write_private

    write_private(data, path)


def show_plan(advice: Advice, knowledge: Knowledge, lang: Lang, *, full: bool = False) -> int:
    """A screen for a terminal, with the summary again at its end; plain text for a pipe, a file or a dumb terminal."""
    from documents.plan_text import as_plain, plan_blocks, summary_block

    blocks = plan_blocks(advice.plan, advice.case, knowledge, lang, full=full)
    if sys.stdout.isatty() and os.environ.get("TERM") != "dumb":
        _show_screen([*blocks, *summary_block(advice.plan, advice.case, knowledge, lang)])
    else:
        click.echo(as_plain(blocks), nl=False)
    return exit_code(advice)


def _show_screen(blocks: list[Block]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text as Styled

    console = Console(highlight=False)
    for block in blocks:
        console.print(Styled(block.heading, style="bold red" if block.urgent else "bold"))
        grid = Table.grid(padding=(0, 1), expand=False)
        grid.add_column(no_wrap=True, style="cyan")
        grid.add_column(overflow="fold")
        for label, text in block.lines:
            grid.add_row(Styled(f"   {label}"), Styled(text))
        if block.lines:
            console.print(grid)
        console.print()
