"""A timeline or a sheet and the name of a file → the file. Where others are drawn from DOT, these are from SVG text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from diagrams.bars import Timeline
from diagrams.fonts import find_font, needs_chinese
from diagrams.render import FONT, by_resvg
from diagrams.sheet import Sheet, write_sheet_svg
from diagrams.timeline_svg import write_timeline_svg
from diagrams.timeline_text import write_timeline_json, write_timeline_mermaid
from knowledge.errors import RenderError

__all__ = ["TIMELINE_FORMATS", "VECTOR_FORMATS", "write_sheet", "write_timeline"]

WRITERS: Mapping[str, Callable[[Timeline], str]] = {
    "mmd": write_timeline_mermaid,
    "json": write_timeline_json,
}
VECTOR_FORMATS = ("svg", "png", "pdf")
TIMELINE_FORMATS = (*VECTOR_FORMATS, "mmd", "json")


def write_timeline(timeline: Timeline, path: Path, font: Path | None = None) -> Path:
    """The file written. Raises RenderError when its format cannot be made here: an SVG then stands beside it."""
    ending = path.suffix.removeprefix(".").lower()
    if ending in WRITERS:
        path.write_text(WRITERS[ending](timeline), encoding="utf-8", newline="\n")
        return path
    return write_svg(write_timeline_svg(timeline), path, font)


def write_sheet(sheet: Sheet, path: Path, font: Path | None = None) -> Path:
    """As `write_timeline`, as SVG or an image of it."""
    return write_svg(write_sheet_svg(sheet), path, font)


def write_svg(svg: str, path: Path, font: Path | None = None) -> Path:
    """The SVG, or an image of it."""
    ending = path.suffix.removeprefix(".").lower()
    if ending not in VECTOR_FORMATS:
        raise RenderError(f"{path.name}: such a picture is one of {', '.join('.' + name for name in VECTOR_FORMATS)}")
    try:
        path.write_bytes(svg.encode() if ending == "svg" else _image(svg, ending, font or find_font()))
    except RenderError as error:
        beside = path.with_suffix(".svg")
        beside.write_text(svg, encoding="utf-8", newline="\n")
        raise RenderError(f"{error}. Written instead: {beside.name}") from error
    return path


def _image(svg: str, ending: str, font: Path | None) -> bytes:
    if needs_chinese(svg) and font is None:
        raise RenderError(f"no font with Chinese characters was found: {FONT}")
    if ending == "png":
        return by_resvg(svg.encode(), font)
    raise RenderError("such a picture has no PDF here: choose .svg or .png, or print the .svg from a browser")
