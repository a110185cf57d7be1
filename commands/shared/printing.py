"""Lines, a plan, answers → the terminal, a pipe, a file."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from commands.shared.exits import DONE, exit_code, said_enough
from commands.shared.streams import as_held

if TYPE_CHECKING:
    from documents.layout import Block
    from engine.adviser import Advice
    from knowledge.library import Knowledge
    from knowledge.models import Lang

__all__ = ["save", "say", "show_plan", "tell", "tell_json", "with_bar"]

T = TypeVar("T")


def tell(lines: list[str]) -> int:
    click.echo("\n".join(lines))
    return DONE


def tell_json(json: str) -> int:
    """One document, of which nothing is lost whatever the output can hold."""
    return tell([as_held(json)])


def say(lines: list[str]) -> None:
    """Lines of a talk: on a screen broken as those of a plan are, with a hanging indent; elsewhere as they are."""
    if _on_screen():
        import shutil

        from documents.layout import wrapped

        columns = shutil.get_terminal_size().columns
        lines = [row for line in lines for told in line.split("\n") for row in wrapped(told, columns)]
    click.echo("\n".join(lines))


def save(data: Mapping[str, Any], path: Path) -> None:
    """Keeps the answers in a file that only its owner can read."""
    from storage import write_private

    write_private(data, path)


def show_plan(advice: Advice, knowledge: Knowledge, lang: Lang, *, full: bool = False) -> int:
    """A screen for a terminal, with the summary again at its end; plain text for a pipe, a file or a dumb terminal.

    Where too little was told for anybody to call, the first doors are.
    """
    from documents.layout import as_plain
    from documents.plan_text import plan_blocks, summary_block
    from engine.steps import calls

    nobody = next(calls(advice.plan), None) is None and (advice.case.dont_know or not said_enough(advice))
    doors = [_doors(knowledge, advice, lang)] if nobody else []
    blocks = plan_blocks(advice.plan, advice.case, knowledge, lang, full=full, then=doors)
    if _on_screen():
        _show_screen([*blocks, *summary_block(advice.plan, advice.case, knowledge, lang)])
    else:
        click.echo(as_plain(blocks), nl=False)
    return exit_code(advice)


def _doors(knowledge: Knowledge, advice: Advice, lang: Lang) -> Block:
    from documents.doors_text import doors_block

    return doors_block(knowledge, advice.case, lang)


def _on_screen() -> bool:
    """Whether lines are set for the width of a terminal; one that is dumb, as for a screen reader, gets one line a statement."""
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def _show_screen(blocks: list[Block]) -> None:
    import shutil

    from documents.layout import laid_out

    for line in laid_out(blocks, shutil.get_terminal_size().columns):
        if line.heading:
            click.secho(line.text, fg="red" if line.urgent else None, bold=True)
        else:
            click.echo(f"{click.style(line.label, fg='cyan') if line.label.strip() else line.label}{line.text}")


def with_bar(
    results: Iterator[T], size: Callable[[T], int], begun: int, total: Callable[[], int | None]
) -> Iterator[T]:
    """The same results, while a bar on the terminal shows how many of how many are done, how fast, and how long it takes."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        yield from results
        return
    speed = TextColumn("{task.speed:.0f}/s")
    with Progress(BarColumn(), MofNCompleteColumn(), speed, TimeRemainingColumn(), console=console) as bar:
        task = bar.add_task("", total=total(), completed=begun)
        for result in results:
            yield result
            bar.advance(task, size(result))
