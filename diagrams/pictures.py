"""The pictures by name: what `recourse draw NAME` draws, each from an adviser and a request; and how each is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from diagrams.bars import Timeline
from diagrams.dot import write_dot
from diagrams.drawing import Drawing
from diagrams.escalation import draw_escalation
from diagrams.proof import draw_proof
from diagrams.render import write_picture
from diagrams.request import Request
from diagrams.rules import draw_rules
from diagrams.timeline import draw_timeline
from diagrams.vector import write_timeline
from engine.adviser import Adviser

__all__ = ["PICTURES", "write_file"]

PICTURES: Mapping[str, Callable[[Adviser, Request], Drawing | Timeline]] = {
    "escalation": lambda adviser, asked: draw_escalation(adviser.knowledge, asked.day, asked.lang, asked.advice),
    "proof": draw_proof,
    "timeline": draw_timeline,
    "rules": draw_rules,
}


def write_file(picture: Drawing | Timeline, path: Path) -> Path:
    """The file written, in the format of its ending. Raises RenderError when it cannot be made here."""
    return write_timeline(picture, path) if isinstance(picture, Timeline) else write_picture(write_dot(picture), path)
