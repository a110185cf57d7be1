"""Boxes and arrows → the same arrows; where they crowd, the faint ones end in the name of a box instead of in a line to it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from diagrams.drawing import Edge, Node, Way
from diagrams.pictures.all_channels import LEVELS

__all__ = ["CROWD", "name_crowded_ends"]

CROWD = 6
"""so many lines can be traced where they arrive, or beside a column"""
FAINT = (Way.ESCALATES, Way.FORECLOSES)
"""what is possible only: a way that a case has gone or is told to go is always a line"""


def name_crowded_ends(nodes: tuple[Node, ...], edges: tuple[Edge, ...], shuts: str) -> tuple[Edge, ...]:
    """All arrows; `named` are the faint ones to a box at which more than `CROWD` of them arrive, and those that lead
    back or stay inside of a column, where more than `CROWD` do so beside it. One that closes a door has the label `shuts`.
    """
    column = {node.id: LEVELS.index(node.cluster) for node in nodes if node.cluster in LEVELS}
    faint = [edge for edge in edges if edge.way in FAINT]
    arriving = Counter(edge.target for edge in faint)
    turning = Counter(column[edge.source] for edge in faint if column[edge.target] <= column[edge.source])

    def crowded(edge: Edge) -> bool:
        back = column[edge.target] <= column[edge.source] and turning[column[edge.source]] > CROWD
        return edge.way in FAINT and (back or arriving[edge.target] > CROWD)

    return tuple(_named(edge, shuts) if crowded(edge) else edge for edge in edges)


def _named(edge: Edge, shuts: str) -> Edge:
    """Without its line's end, that it closes a door is said in words."""
    return replace(edge, named=True, label=(shuts,) if edge.way is Way.FORECLOSES else edge.label)
