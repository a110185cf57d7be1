"""A drawing → GraphML text, for graph programs; written by networkx, which knows the format. Its door among the pictures."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

import networkx as nx

from diagrams.drawing import Drawing
from diagrams.formats.node_link import outline

__all__ = ["write_graphml"]

ENDS = ("source", "target", "key")


def write_graphml(drawing: Drawing) -> str:
    """The node-link document as GraphML, which knows no lists: several lines are one text, what is not known is left out.

    A ground is told as citation, edition and name.
    """
    document = outline(drawing)
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    network.graph.update(schema=document["schema"], **_flat(document["graph"]))
    for node in document["nodes"]:
        network.add_node(str(node["id"]), **_flat(node, "id"))
    for edge in document["edges"]:
        source, target, key = edge["source"], edge["target"], edge["key"]
        network.add_edge(source, target, key)
        network.edges[source, target, key].update(_flat(edge, *ENDS))
    written = BytesIO()
    nx.write_graphml_xml(network, written)  # not `write_graphml`, which writes otherwise where lxml is installed
    return written.getvalue().decode() + "\n"


def _flat(part: Mapping[str, object], *without: str) -> dict[str, object]:
    flat = ((name, _text(value) if isinstance(value, list) else value) for name, value in part.items())
    return {name: value for name, value in flat if value not in (None, "") and name not in without}


def _text(lines: list[str | dict[str, str]]) -> str:
    return "\n".join(line if isinstance(line, str) else " | ".join(line.values()) for line in lines)
