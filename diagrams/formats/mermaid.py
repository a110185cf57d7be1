"""A drawing → Mermaid text, for pages and notes that draw it by themselves.

Mermaid has no quotes inside of quotes. Every sign that it, its Markdown or a browser could take for its own is written by
its number (`#35;`); its line breaks are the only tags. Names of boxes are ours, so that no text can be a keyword.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from diagrams.drawing import Cluster, Drawing, Edge, Look, Node
from diagrams.drawing.sizes import clean
from diagrams.drawing.styles import BOXES, Arrow, BoxStyle, arrow_style, ink

__all__ = ["write_mermaid"]

SIGN = re.compile(r"[^\w ,/?!'()\-\u0080-\U0010ffff]|_|^-|(?<=\d)\)", re.ASCII)
BOXED = {"box": ('["', '"]'), "octagon": ('{{"', '"}}')}
DOUBLE = ('[["', '"]]')
LINES = {"solid": "--", "bold": "==", "dashed": "-.-", "dotted": "-.-"}
CROSSED = ("tee", "box", "obox")
"""Heads of arrows that shut something; Mermaid has a cross for them"""
LEVEL = "fill:#FAFBFC,stroke:#C9D3DB,color:#1A1A1A"
DASHES = {"dashed": "6 3", "dotted": "2 3"}


def write_mermaid(drawing: Drawing) -> str:
    """A flowchart that ends in a newline: the title for screen readers, notes as comments, clusters as subgraphs, a class for every look."""
    return "\n".join(_lines(drawing)) + "\n"


def _lines(drawing: Drawing) -> Iterator[str]:
    names = _names(drawing.nodes)
    yield "flowchart LR"
    yield f"  accTitle: {_quoted(' '.join(drawing.title))}"
    yield from (f"  %% {_quoted(note)}" for note in drawing.notes)
    yield from (f"  {_box(node, names)}" for node in drawing.nodes if node.cluster is None)
    frames = [f"c{number}" for number in range(1, len(drawing.clusters) + 1)]
    for frame, cluster in zip(frames, drawing.clusters, strict=True):
        yield from _cluster(cluster, frame, drawing, names)
    yield from (f"  {_arrow(edge, names)}" for edge in drawing.edges)
    if frames:
        yield f"  classDef level {LEVEL}"
        yield f"  class {','.join(frames)} level"
    yield from _classes(drawing)
    yield from _strokes(drawing.edges)


def _names(nodes: Iterable[Node]) -> dict[str, str]:
    """A name for every box: its id in letters and digits, told apart where two would be the same."""
    names: dict[str, str] = {}
    for node in nodes:
        name = "n_" + re.sub(r"\W", "_", node.id, flags=re.ASCII)
        while name in names.values():
            name += "_"
        names[node.id] = name
    return names


def _cluster(cluster: Cluster, name: str, drawing: Drawing, names: dict[str, str]) -> Iterator[str]:
    yield f'  subgraph {name}["{_quoted(cluster.title)}"]'
    yield from (f"    {_box(node, names)}" for node in drawing.nodes if node.cluster == cluster.id)
    yield "  end"


def _box(node: Node, names: dict[str, str]) -> str:
    opening, closing = DOUBLE if node.double else BOXED[BOXES[node.look].shape]
    return f"{names[node.id]}{opening}{_label(node.lines)}{closing}:::{_class(node.look)}"


def _arrow(edge: Edge, names: dict[str, str]) -> str:
    style = arrow_style(edge.way, edge.limit)
    line = LINES[style.line] + ("x" if style.head in CROSSED else ">")
    label = f'|"{_label(edge.label)}"|' if edge.label else ""
    return f"{names[edge.source]} {line}{label} {names[edge.target]}"


def _label(lines: tuple[str, ...]) -> str:
    return "<br/>".join(filter(None, map(_quoted, lines))) or " "


def _quoted(text: str) -> str:
    """The text in which nothing is special.

    >>> print(_quoted('a "b" <c> %% 1. d'))
    a #34;b#34; #60;c#62; #37;#37; 1#46; d
    """
    return SIGN.sub(lambda found: f"#{ord(found[0])};", clean(text))


def _class(look: Look) -> str:
    return f"look_{look.name.lower()}"


def _classes(drawing: Drawing) -> Iterator[str]:
    used = {node.look for node in drawing.nodes}
    yield from (f"  classDef {_class(look)} {_fill(BOXES[look])}" for look in Look if look in used)


def _fill(style: BoxStyle) -> str:
    dashes = next((dashes for line, dashes in DASHES.items() if line in style.line), None)
    dashed = f",stroke-dasharray:{dashes}" if dashes else ""
    return f"fill:{style.fill},stroke:{style.pen},color:{style.text},stroke-width:{style.width:g}px{dashed}"


def _strokes(edges: tuple[Edge, ...]) -> Iterator[str]:
    """The colour of every kind of line, by the numbers of its arrows."""
    numbers: dict[tuple[Arrow, float | None], list[str]] = {}
    for number, edge in enumerate(edges):
        numbers.setdefault((arrow_style(edge.way, edge.limit), edge.width), []).append(str(number))
    for (style, own), found in numbers.items():
        width = own or style.width * (
            1 + 2 * style.pen.count(":")
        )  # Mermaid has no double lines, so one as wide as both
        yield f"  linkStyle {','.join(found)} stroke:{ink(style)},stroke-width:{width:g}px"
