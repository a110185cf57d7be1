"""The pictures by name: what `recourse draw NAME` draws, each from an adviser and a request."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from diagrams.difference import draw_difference
from diagrams.escalation import draw_escalation
from diagrams.load import draw_load
from diagrams.order import Picture
from diagrams.proof import draw_proof
from diagrams.request import Request
from diagrams.rules import draw_rules
from diagrams.timeline import draw_timeline
from diagrams.ways import draw_ways
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
