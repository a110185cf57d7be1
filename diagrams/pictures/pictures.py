"""The pictures by name: what `recourse draw NAME` draws, each from an adviser and a request."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from diagrams.drawing import Picture, Request
from diagrams.pictures.difference import draw_difference
from diagrams.pictures.escalation import draw_escalation
from diagrams.pictures.load import draw_load
from diagrams.pictures.proof import draw_proof
from diagrams.pictures.rules import draw_rules
from diagrams.pictures.timeline import draw_timeline
from diagrams.pictures.ways import draw_ways
from engine.adviser import Adviser

__all__ = ["PICTURES"]

PICTURES: Mapping[str, Callable[[Adviser, Request], Picture]] = {
    "escalation": draw_escalation,
    "ways": draw_ways,
    "proof": draw_proof,
    "timeline": draw_timeline,
    "rules": draw_rules,
    "load": draw_load,
    "diff": draw_difference,
}
