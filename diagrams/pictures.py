"""The pictures by name: what `recourse draw NAME` draws, each from an adviser and a request."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from diagrams.drawing import Drawing
from diagrams.escalation import draw_escalation
from diagrams.proof import draw_proof
from diagrams.request import Request
from engine.adviser import Adviser

__all__ = ["PICTURES"]

PICTURES: Mapping[str, Callable[[Adviser, Request], Drawing]] = {
    "escalation": lambda adviser, asked: draw_escalation(adviser.knowledge, asked.day, asked.lang, asked.advice),
    "proof": draw_proof,
}
