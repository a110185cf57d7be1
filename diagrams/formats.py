"""The formats of a picture: for each ending of text, the function that writes a drawing so; and those made from DOT."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from diagrams.dot import write_dot
from diagrams.drawing import Drawing
from diagrams.graphml import write_graphml
from diagrams.mermaid import write_mermaid
from diagrams.node_link import write_node_link

__all__ = ["FORMATS", "IMAGES", "WRITERS"]

IMAGES = ("svg", "png", "pdf")
"""Drawn from DOT text, by `render`"""

WRITERS: Mapping[str, Callable[[Drawing], str]] = {
    "dot": write_dot,
    "mmd": write_mermaid,
    "graphml": write_graphml,
    "json": write_node_link,
}

FORMATS = (*IMAGES, *WRITERS)
