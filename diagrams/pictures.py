"""The pictures by name: what `recourse draw NAME` draws, each from an adviser and a request."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from diagrams.drawing import Drawing
from diagrams.escalation import draw_escalation
from diagrams.request import Request
from engine.adviser import Adviser

__all__ = ["PICTURES"]

PICTURES: Mapping[str, Callable[[Adviser, Request], Drawing]] = {
    "escalation": draw_escalation,
}
