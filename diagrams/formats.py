"""The formats of a picture: for each ending of text, the function that writes what was ordered so; and the images."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from diagrams.dot import write_dot
from diagrams.drawing import Drawing
from diagrams.graphml import write_graphml
from diagrams.mermaid import write_mermaid
from diagrams.node_link import write_node_link
from diagrams.order import Order
from diagrams.page import write_page

__all__ = ["FORMATS", "IMAGES", "WRITERS"]

IMAGES = ("svg", "png", "pdf")
"""Drawn from DOT text, by `render`"""


def _alone(write: Callable[[Drawing], str]) -> Callable[[Order], str]:
    """A format that holds one drawing: that in the language asked for."""
    return lambda order: write(order.drawing())


WRITERS: Mapping[str, Callable[[Order], str]] = {
    "dot": _alone(write_dot),
    "mmd": _alone(write_mermaid),
    "graphml": _alone(write_graphml),
    "json": _alone(write_node_link),
    "html": lambda order: write_page(order.adviser, order.request, order.drawings()),
}

FORMATS = (*IMAGES, *WRITERS)
