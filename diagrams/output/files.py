"""What was ordered and the name of a file → the file, in the format that its ending names.

What cannot be made on this machine is said, with what was written instead.
"""

from __future__ import annotations

from pathlib import Path

from diagrams.drawing import Order, Picture
from diagrams.formats import IMAGES, image_of, without_programs
from diagrams.output.formats import FORMATS, WRITERS
from knowledge.errors import RenderError

__all__ = ["write_picture"]


def write_picture(order: Order, path: Path, font: Path | None = None) -> Path:
    """The file written. Raises CaseError for a format that such a picture does not have, and RenderError for an image
    that cannot be made here: a text of it then stands beside.
    """
    ending = path.suffix.removeprefix(".").lower()
    if ending in WRITERS:
        path.write_text(WRITERS[ending](order), encoding="utf-8", newline="\n")
        return path
    if ending not in IMAGES:
        raise RenderError(_formats(path))
    picture = order.picture()
    try:
        path.write_bytes(image_of(picture, ending, font))
    except RenderError as error:
        written = ", ".join(_write_instead(picture, path))
        raise RenderError(f"{error}. Written instead / 已改写为: {written}") from error
    return path


def _formats(path: Path) -> str:
    names = ", ".join(f".{name}" for name in FORMATS)
    return f"{path.name}: a picture is one of / 图的格式有 {names}"


def _write_instead(picture: Picture, path: Path) -> list[str]:
    """The text beside the image that was wanted, and an SVG where one can be made."""
    text, ending = without_programs(picture)
    beside, image = path.with_suffix(f".{ending}"), path.with_suffix(".svg")
    beside.write_text(text, encoding="utf-8", newline="\n")
    if image in (path, beside):
        return [beside.name]
    try:
        image.write_bytes(image_of(picture, "svg"))
    except RenderError:
        return [beside.name]
    return [beside.name, image.name]
