"""A document and the name of a file → the file, which only its owner can read: what stands in it is personal."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.shared.faults import asked_lang
from knowledge.models import Text

if TYPE_CHECKING:
    from documents.sheets import Picture, Sheet

__all__ = ["ending_of", "write_sheet", "written"]

ONE_OF = Text(zh="{file}：格式有 {endings}", en="{file}: a document is one of {endings}")


def ending_of(output: str, endings: Sequence[str]) -> str:
    """The format that the name of the file asks for. Raises a fault of usage for another one."""
    found = Path(output).suffix.removeprefix(".").lower()
    if found not in endings:
        names = ", ".join(f".{ending}" for ending in endings)
        told = ONE_OF.filled(file=Path(output).name, endings=names)
        lang = asked_lang()
        raise click.BadParameter(told[lang] if lang else told.both, param_hint="-o")
    return found


def write_sheet(sheet: Sheet, output: str, ending: str, picture: Picture | None = None) -> None:
    """Writes the sheet in the format of the ending. Raises RenderError where this machine cannot make it."""
    from documents.sheets import render

    font = None
    if ending == "pdf":
        from diagrams.formats.fonts import find_font

        font = find_font()
    written(render(sheet, ending, font, picture), output)


def written(content: bytes, output: str) -> None:
    """Puts it into the file and says so on stderr."""
    from storage import write_private_bytes

    write_private_bytes(content, Path(output))
    click.echo(output, err=True)
