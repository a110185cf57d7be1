"""The pictures by name: what `recourse draw NAME` draws, each from an adviser and a request; and how each is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from diagrams.bars import Timeline
from diagrams.difference import draw_difference
from diagrams.dot import write_dot
from diagrams.drawing import Drawing
from diagrams.escalation import draw_escalation
from diagrams.load import draw_load
from diagrams.proof import draw_proof
from diagrams.render import write_picture
from diagrams.request import Request
from diagrams.rules import draw_rules
from diagrams.sheet import Sheet
from diagrams.timeline import draw_timeline
from diagrams.vector import write_sheet, write_timeline
from diagrams.ways import draw_ways
from engine.adviser import Adviser

__all__ = ["PICTURES", "Picture", "write_file"]

Picture = Drawing | Sheet | Timeline

PICTURES: Mapping[str, Callable[[Adviser, Request], Picture]] = {
    "escalation": lambda adviser, asked: draw_escalation(adviser.knowledge, asked.day, asked.lang, asked.advice),
    "proof": draw_proof,
    "timeline": draw_timeline,
    "rules": draw_rules,
    "load": draw_load,
    "diff": draw_difference,
    "ways": draw_ways,
}


def write_file(picture: Picture, path: Path) -> Path:
    """The file written, in the format of its ending. Raises RenderError when it cannot be made here."""
    match picture:
        case Timeline():
            return write_timeline(picture, path)
        case Sheet():
            return write_sheet(picture, path)
        case _:
            return write_picture(write_dot(picture), path)
