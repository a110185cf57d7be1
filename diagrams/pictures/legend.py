"""Boxes and arrows → the legend that fits them: what occurs in the picture, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from diagrams.drawing import Edge, Limit, Look, Node, Sample, Way
from diagrams.drawing.styles import YARDSTICK, arrow_style
from diagrams.pictures.phrases import Phrases

__all__ = ["legend"]


def legend(phrases: Phrases, nodes: tuple[Node, ...], edges: tuple[Edge, ...]) -> Iterator[Sample]:
    """Arrows first, then boxes; the dotted line of a yardstick and the double frame where there is one."""
    lines = {(edge.way, arrow_style(edge.way, edge.limit) is YARDSTICK) for edge in edges}
    for way in Way:
        if (way, False) in lines:
            yield Sample(phrases.say(f"draw-legend-{way}"), way)
        if (way, True) in lines:
            yield Sample(phrases.say("escalation-legend-yardstick"), way, limit=Limit.YARDSTICK)
    looks = {node.look for node in nodes} - {Look.PLAIN}
    yield from (Sample(phrases.say(f"draw-legend-{look}"), look) for look in Look if look in looks)
    if any(node.double for node in nodes):
        yield Sample(phrases.say("draw-legend-double"), Look.PLAIN, double=True)
