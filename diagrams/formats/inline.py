"""The SVG of a layout program → the same picture as a part of a page: boxes are buttons, in the order of reading.

What only the layout program needs is dropped (prolog, sizes, its own ids and titles, the font of every single text), so
that two pictures can stand in one page and the page alone decides on size and background.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from diagrams.drawing import Drawing
from diagrams.drawing.sizes import width_of

__all__ = ["inline", "inline_sample", "inline_timeline"]

GROUP, PATTERN = "{http://www.w3.org/2000/svg}g", "pattern"
TIP = "{http://www.w3.org/1999/xlink}title"
NODE, CLUSTER = "node-", "cluster-"
POINT = re.compile(r"(-?[\d.]+),(-?[\d.]+)")
BEFORE = {"start": 0.0, "middle": 0.5, "end": 1.0}
"""how much of a text stands before its place, by its anchor"""
LARGER = 1.2
"""pixels per point in a legend"""
DROPPED = ("id", "font-family", "{http://www.w3.org/XML/1998/namespace}space")


def inline(svg: bytes, drawing: Drawing) -> str:
    """An `<svg>` element for HTML. Boxes carry `data-node`, can take the focus, and are named by all of their lines."""
    root = _read(svg)
    graph, names = root[0], {node.id: ", ".join(node.lines) for node in drawing.nodes}
    for group in graph:
        _name(group, names)
    _sort(graph, drawing)
    return _write(root, viewBox=root.get("viewBox", ""))


def inline_sample(svg: bytes) -> str:
    """An `<svg>` element that shows the boxes and arrows of a drawing and no margin: an entry of a legend."""
    root = _read(svg)
    root[0][:] = [group for group in root[0] if group.get("class") != "cluster"]
    points = list(_points(root[0]))
    (left, right), (top, bottom) = ((min(side) - 2, max(side) + 2) for side in zip(*points, strict=True))
    root[0].attrib.pop("transform")
    width, height = right - left, bottom - top
    box = f"{left:g} {top:g} {width:g} {height:g}"
    return _write(root, viewBox=box, width=f"{width * LARGER:g}", height=f"{height * LARGER:g}")


def inline_timeline(svg: str, names: Mapping[str, str]) -> str:
    """An `<svg>` element for HTML, as `inline` makes it: its rows carry `data-node`, with these names."""
    root = ElementTree.fromstring(svg)  # noqa: S314 it was just written, by our own writer
    for title in root.findall("{*}title"):
        root.remove(title)
    for group in root.iter(GROUP):
        _name(group, names)
    return _write(root, viewBox=root.get("viewBox", ""))


def _points(graph: Element) -> Iterator[tuple[float, float]]:
    """The points of every shape, and the corners of every text, as wide as it is at most."""
    for element in graph.iter():
        for x, y in POINT.findall(element.get("d", "") + element.get("points", "")):
            yield float(x), float(y)
        if element.text and "font-size" in element.attrib:
            x, y, size = (float(element.get(name, "")) for name in ("x", "y", "font-size"))
            wide = width_of(element.text, size)
            left = x - wide * BEFORE[element.get("text-anchor", "start")]
            yield from ((left, y - size), (left + wide, y + size / 3))


def _read(svg: bytes) -> Element:
    """The drawing without its background; what was meant as a tip is a tip."""
    root = ElementTree.fromstring(svg)  # noqa: S314 it was just drawn, from our own DOT text
    root[0][:] = [group for group in root[0] if "class" in group.attrib]
    for group in root[0]:
        _untitle(group)
    return root


def _write(root: Element, **attributes: str) -> str:
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
        if element.tag != PATTERN:  # which is used by its id
            element.attrib = {name: value for name, value in element.attrib.items() if name not in DROPPED}
    root.attrib = attributes
    return ElementTree.tostring(root, encoding="unicode")


def _untitle(group: Element) -> None:
    """A title shows itself as a tip, so an id must not be one; what was meant as a tip becomes the title."""
    for title in group.findall("{*}title"):
        group.remove(title)
    for wrapped in list(group.findall("{*}g")):
        link = wrapped[0]
        place = list(group).index(wrapped)
        group.remove(wrapped)
        tip = link.get(TIP, "").strip()
        for offset, part in enumerate([*_title(tip), *link]):
            group.insert(place + offset, part)


def _title(tip: str) -> Iterator[Element]:
    if tip:
        title = Element("title")
        title.text = tip
        yield title


def _name(group: Element, names: Mapping[str, str]) -> None:
    """Says of a box or a frame which one of the drawing it is."""
    found = group.get("id", "")
    node = found.removeprefix(NODE)
    if found != node and node in names:
        group.attrib |= {"data-node": node, "role": "button", "tabindex": "0", "aria-label": names[node]}
    elif found.startswith(CLUSTER):
        group.attrib |= {"data-cluster": found.removeprefix(CLUSTER)}


def _sort(graph: Element, drawing: Drawing) -> None:
    """Arrows and words first, below everything; then the boxes as one reads them: column by column, from the top down."""
    order = ["", *(cluster.id for cluster in drawing.clusters)]
    columns = {node.id: order.index(node.cluster or "") for node in drawing.nodes}
    boxes = [group for group in graph if group.get("data-node")]
    boxes.sort(key=lambda group: (columns[group.get("data-node", "")], _height(group)))
    graph[:] = [*(group for group in graph if not group.get("data-node")), *boxes]


def _height(group: Element) -> float:
    text = group.find("{*}text")
    return float(text.get("y", "0")) if text is not None else 0.0
