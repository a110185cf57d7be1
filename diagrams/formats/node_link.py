"""A drawing → the node-link document `recourse/drawing/1`, and that as JSON text: what is drawn, for programs.

The shape is the one that networkx reads and writes (`node_link_graph` with `edges="edges"`).
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Literal

from pydantic import ConfigDict, with_config
from typing_extensions import TypedDict  # Pydantic refuses that of `typing` before Python 3.12

from diagrams.drawing import Drawing, Edge, Ground, Node
from diagrams.drawing.sizes import clean

__all__ = ["Document", "outline", "write_node_link"]

CLOSED = ConfigDict(extra="forbid")


@with_config(CLOSED)
class Title(TypedDict):
    title: list[str]
    notes: list[str]


@with_config(CLOSED)
class NodeEntry(TypedDict):
    id: str
    words: list[str]
    level: str | None
    level_title: str | None
    state: str
    binding: bool
    rank: int | None
    tip: str
    grounds: list[dict[str, str]]


@with_config(CLOSED)
class EdgeEntry(TypedDict):
    source: str
    target: str
    key: str
    way: str
    label: list[str]
    limit: str | None
    opens: str | None
    width: float | None
    tip: str
    grounds: list[dict[str, str]]


@with_config(CLOSED)
class Document(TypedDict):
    """Nodes with `id`, edges with `source`, `target` and `key`, both with everything that the picture says of them."""

    schema: Literal["recourse/drawing/1"]
    directed: bool
    multigraph: bool
    graph: Title
    nodes: list[NodeEntry]
    edges: list[EdgeEntry]


def write_node_link(drawing: Drawing) -> str:
    """JSON text that ends in a newline; keys in the order of the types, texts as they are read."""
    return json.dumps(outline(drawing), ensure_ascii=False, indent=1) + "\n"


def outline(drawing: Drawing) -> Document:
    """Everything of the drawing but its legend, which only says how the looks and ways are drawn."""
    titles = {cluster.id: clean(cluster.title) for cluster in drawing.clusters}
    return {
        "schema": "recourse/drawing/1",
        "directed": True,
        "multigraph": True,
        "graph": {"title": _lines(drawing.title), "notes": _lines(drawing.notes)},
        "nodes": [_node(node, titles) for node in drawing.nodes],
        "edges": [_edge(edge, f"e{number}") for number, edge in enumerate(drawing.edges, 1)],
    }


def _node(node: Node, titles: dict[str, str]) -> NodeEntry:
    return {
        "id": node.id,
        "words": _lines(node.lines),
        "level": str(node.cluster) if node.cluster else None,
        "level_title": titles.get(node.cluster or ""),
        "state": str(node.look),
        "binding": node.double,
        "rank": node.rank,
        "tip": _tip(node.tip),
        "grounds": _grounds(node.grounds),
    }


def _edge(edge: Edge, key: str) -> EdgeEntry:
    return {
        "source": edge.source,
        "target": edge.target,
        "key": key,
        "way": str(edge.way),
        "label": _lines(edge.label),
        "limit": str(edge.limit) if edge.limit else None,
        "opens": edge.opens.isoformat() if edge.opens else None,
        "width": edge.width,
        "tip": _tip(edge.tip),
        "grounds": _grounds(edge.grounds),
    }


def _lines(texts: tuple[str, ...]) -> list[str]:
    return [clean(text) for text in texts]


def _tip(tip: str) -> str:
    return "\n".join(clean(line) for line in tip.split("\n"))


def _grounds(grounds: tuple[Ground, ...]) -> list[dict[str, str]]:
    return [{key: clean(text) for key, text in asdict(ground).items()} for ground in grounds]
