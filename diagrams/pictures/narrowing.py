"""Boxes, arrows and a request → the part that was asked for: certain levels, or what lies on the ways between two channels."""

from __future__ import annotations

from collections.abc import Iterable

from diagrams.drawing import Edge, Node, Request, Way
from engine.graph import on_ways

__all__ = ["narrow"]


def narrow(nodes: Iterable[Node], edges: Iterable[Edge], request: Request) -> tuple[tuple[Node, ...], tuple[Edge, ...]]:
    """The boxes asked for, and the arrows between them. Only what is drawn counts as a way: a door that is shut is none."""
    nodes, edges = tuple(nodes), tuple(edges)
    if request.start or request.to:
        lie = on_ways(((e.source, e.target) for e in edges if e.way is not Way.FORECLOSES), request.start, request.to)
        nodes = tuple(node for node in nodes if node.id in lie)
    if request.levels:
        nodes = tuple(node for node in nodes if node.cluster in request.levels)
    left = {node.id for node in nodes}
    return nodes, tuple(edge for edge in edges if {edge.source, edge.target} <= left)
