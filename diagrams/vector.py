"""A timeline and the name of a file → the file. Where others go through DOT, this one is drawn as SVG at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from diagrams.bars import Timeline
from diagrams.fonts import find_font, needs_chinese
from diagrams.render import FONT, by_resvg
from diagrams.timeline_svg import write_timeline_svg
from diagrams.timeline_text import write_timeline_json, write_timeline_mermaid
from knowledge.errors import RenderError

__all__ = ["TIMELINE_FORMATS", "write_timeline"]

WRITERS: Mapping[str, Callable[[Timeline], str]] = {
    "svg": write_timeline_svg,
    "mmd": write_timeline_mermaid,
    "json": write_timeline_json,
}
TIMELINE_FORMATS = (*WRITERS, "png", "pdf")


def write_timeline(timeline: Timeline, path: Path, font: Path | None = None) -> Path:
    """The file written. Raises RenderError when its format cannot be made here: an SVG then stands beside it."""
    ending = path.suffix.removeprefix(".").lower()
    if ending in WRITERS:
        path.write_text(WRITERS[ending](timeline), encoding="utf-8", newline="\n")
        return path
    if ending not in TIMELINE_FORMATS:
        raise RenderError(f"{path.name}: a timeline is one of {', '.join('.' + name for name in TIMELINE_FORMATS)}")
    svg = write_timeline_svg(timeline)
    try:
        path.write_bytes(_image(svg, ending, font or find_font()))
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
    raise RenderError("a timeline has no PDF here: choose .svg or .png, or print the .svg from a browser")
