"""What was ordered and the name of a file → the file, in the format that its ending names.

Only its owner can read it: a picture tells of a case. What cannot be made on this machine is said, with what was written instead.
"""

from __future__ import annotations

from pathlib import Path

from diagrams.drawing import Order, Picture
from diagrams.formats import IMAGES, image_of, without_programs
from diagrams.output.formats import FORMATS, WRITERS
from knowledge.errors import RenderError
from storage import write_private_bytes, write_private_text

__all__ = ["write_picture"]


def write_picture(order: Order, path: Path, font: Path | None = None) -> Path:
    """The file written. Raises CaseError for a format that such a picture does not have, and RenderError for an image
    that cannot be made here: a text of it then stands beside.
    """
    ending = path.suffix.removeprefix(".").lower()
    if ending in WRITERS:
        write_private_text(WRITERS[ending](order), path)
        return path
    if ending not in IMAGES:
        raise RenderError(_formats(path))
    picture = order.picture()
    try:
        write_private_bytes(image_of(picture, ending, font), path)
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
    write_private_text(text, beside)
    if image in (path, beside):
        return [beside.name]
    try:
        write_private_bytes(image_of(picture, "svg"), image)
    except RenderError:
        return [beside.name]
    return [beside.name, image.name]
