"""What was ordered and the name of a file → the file, in the format that its ending names.

What cannot be made on this machine is said, with what was written instead.
"""

from __future__ import annotations

from pathlib import Path

from diagrams.dot import write_dot
from diagrams.formats import FORMATS, IMAGES, WRITERS
from diagrams.order import Order
from diagrams.render import render
from knowledge.errors import RenderError

__all__ = ["write_picture"]


def write_picture(order: Order, path: Path, font: Path | None = None) -> Path:
    """The file written. Raises RenderError when its format cannot be made here: the `.dot` file then stands beside it."""
    ending = path.suffix.removeprefix(".").lower()
    if ending in WRITERS:
        path.write_text(WRITERS[ending](order), encoding="utf-8", newline="\n")
        return path
    if ending not in IMAGES:
        raise RenderError(f"{path.name}: a picture is one of {', '.join('.' + name for name in FORMATS)}")
    dot = write_dot(order.drawing())
    try:
        path.write_bytes(render(dot, ending, font))
    except RenderError as error:
        raise RenderError(f"{error}. Written instead: {_write_instead(dot, path)}") from error
    return path


def _write_instead(dot: str, path: Path) -> str:
    """The DOT text beside the picture that was wanted, and an SVG where one can be made."""
    beside = path.with_suffix(".dot")
    beside.write_text(dot, encoding="utf-8", newline="\n")
    if path.suffix.lower() == ".svg":
        return beside.name
    try:
        path.with_suffix(".svg").write_bytes(render(dot, "svg"))
    except RenderError:
        return beside.name
    return f"{beside.name}, {path.with_suffix('.svg').name}"
