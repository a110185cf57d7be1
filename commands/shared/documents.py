"""A document and the name of a file → the file, which only its owner can read: what stands in it is personal."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.shared.faults import asked_lang

if TYPE_CHECKING:
    from documents.sheets import Picture, Sheet

__all__ = ["give_sheet", "refuse_ending", "written"]

ONE_OF = {"zh": "{file}：格式有 {endings}", "en": "{file}: the format is one of {endings}"}


def refuse_ending(output: str | None, endings: Sequence[str], option: str = "-o") -> None:
    """Raises a fault of usage where the name of the file asks for another format than these."""
    if output is None or ending_of(output) in endings:
        return
    from knowledge.models import Text

    names = ", ".join(f".{ending}" for ending in endings)
    told = Text(**ONE_OF).filled(file=Path(output).name, endings=names)
    lang = asked_lang()
    raise click.BadParameter(told[lang] if lang else told.both, param_hint=option)


def ending_of(output: str) -> str:
    """The format that the name of the file asks for."""
    return Path(output).suffix.removeprefix(".").lower()


def give_sheet(sheet: Sheet, output: str | None, picture: Picture | None = None) -> None:
    """Into the file that is named, in the format of its ending; else as Markdown on the screen.

    Raises RenderError where this machine cannot make it.
    """
    from documents.sheets import render

    if output is None:
        click.echo(render(sheet, "md", picture=picture).decode(), nl=False)
        return
    font, ending = None, ending_of(output)
    if ending == "pdf":
        from diagrams.formats.fonts import find_font

        font = find_font()
    written(render(sheet, ending, font, picture), output)


def written(content: bytes, output: str) -> None:
    """Puts it into the file and says so on stderr."""
    from storage import write_private_bytes

    write_private_bytes(content, Path(output))
    click.echo(output, err=True)
