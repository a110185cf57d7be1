"""The formats of a picture: for each ending of text, the function that writes what was ordered so; and the images."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from diagrams.drawing import Drawing, Order, Sheet, Timeline, joined
from diagrams.formats import (
    IMAGES,
    write_dot,
    write_graphml,
    write_mermaid,
    write_node_link,
    write_timeline_json,
    write_timeline_mermaid,
)
from diagrams.page import write_page
from knowledge.errors import CaseError, Fault
from knowledge.models import Text

__all__ = ["FORMATS", "WRITERS"]

NO_GRAPH = Text(
    zh="时间线不是关系图，可以存成 svg、png、pdf、mmd、json、html",
    en="a timeline is no graph: it is one of svg, png, pdf, mmd, json, html",
)


def _no_graph(_: Timeline) -> str:
    raise CaseError([Fault.told("-o", NO_GRAPH)])


def _alone(
    write: Callable[[Drawing], str], write_timeline: Callable[[Timeline], str] = _no_graph
) -> Callable[[Order], str]:
    """A format that holds one drawing, or one timeline: that in the language asked for, a sheet joined into one."""

    def written(order: Order) -> str:
        match order.picture():
            case Timeline() as timeline:
                return write_timeline(timeline)
            case Sheet() as sheet:
                return write(joined(sheet))
            case drawing:
                return write(drawing)

    return written


WRITERS: Mapping[str, Callable[[Order], str]] = {
    "dot": _alone(write_dot),
    "mmd": _alone(write_mermaid, write_timeline_mermaid),
    "graphml": _alone(write_graphml),
    "json": _alone(write_node_link, write_timeline_json),
    "html": lambda order: write_page(order.adviser, order.request, order.pictures()),
}

FORMATS = (*IMAGES, *WRITERS)
