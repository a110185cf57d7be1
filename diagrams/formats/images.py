"""A picture → SVG, PNG or PDF, whatever kind of picture it is."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from diagrams.drawing import Picture, Sheet, Timeline
from diagrams.formats.dot import write_dot
from diagrams.formats.render import lay_out, render, render_svg
from diagrams.formats.sheet_svg import write_sheet_svg
from diagrams.formats.timeline_svg import write_timeline_svg

__all__ = ["IMAGES", "image_of", "svg_of", "without_programs"]

IMAGES = ("svg", "png", "pdf")


def image_of(picture: Picture, ending: str, font: Path | None = None) -> bytes:
    """The image, by the best means of this machine. Raises RenderError saying what to install."""
    if isinstance(picture, (Sheet, Timeline)):
        return render_svg(svg_of(picture, partial(render, ending="svg")), ending, font)
    return render(write_dot(picture), ending, font)


def svg_of(picture: Picture, lay: Callable[[str], bytes] = lay_out) -> bytes:
    """The picture as SVG; with `lay_out` the same bytes on every machine. Raises RenderError."""
    match picture:
        case Timeline():
            return write_timeline_svg(picture).encode()
        case Sheet():
            return write_sheet_svg(picture, lay).encode()
        case _:
            return lay(write_dot(picture))


def without_programs(picture: Picture) -> tuple[str, str]:
    """What any machine can write in place of an image, and its ending."""
    match picture:
        case Timeline():
            return write_timeline_svg(picture), "svg"
        case Sheet():
            return "".join(map(write_dot, picture.drawings)), "dot"
        case _:
            return write_dot(picture), "dot"
