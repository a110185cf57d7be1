"""A drawing → DOT text, the same text for the same drawing.

Labels are plain, never HTML-like (the wasm layout cannot read those). Every box has its size written down, so that no
program has to know a font. Clusters stand side by side; arrows that say the same share one box with the words, which
stands in the gap, so that no words can lie over others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, groupby, pairwise

from diagrams.drawing import Cluster, Drawing, Edge, Look, Sample
from diagrams.drawing.sizes import wrap
from diagrams.drawing.styles import BOXES, FONTS, Arrow, arrow_style, ink
from diagrams.formats.attributes import (
    BROAD_MOST,
    HANG,
    HEADING,
    LEFT,
    LEGEND,
    MOST,
    NAME,
    TITLE,
    WORDS,
    Attributes,
    arrow,
    block,
    box,
    line_of,
    node,
    number,
    quote,
    width_for,
    words,
)

__all__ = ["write_dot"]

TITLE_MOST, HEADING_MOST = 760.0, 160.0
CROWD = 8
"""so many arrows through one gap between two columns widen it by one rank"""
PORTS = ("w", "nw")
"""Where arrows of a crowd arrive; with the third corner, `dot` fails to route some"""
END = "→"
"""before the name of an end to which no line is drawn"""
NAMED_MOST, NODESEP = 290.0, 0.1
TIE = {"arrowhead": "none", "weight": "4", "tailport": "e", "headport": "w"}


def write_dot(drawing: Drawing) -> str:
    """DOT text that ends in a newline. Ids are those of the drawing, quoted; texts reach labels and tips only."""
    return "\n".join(_Writer(drawing).lines()) + "\n"


@dataclass(frozen=True)
class _Bundle:
    """Arrows of one source that say the same: one line from the source to the words, one from there to each target."""

    id: str
    edges: tuple[Edge, ...]

    @property
    def first(self) -> Edge:
        return self.edges[0]


def _bundle(edges: Iterable[Edge]) -> Iterator[_Bundle]:
    groups: dict[tuple[object, ...], list[Edge]] = {}
    for edge in edges:
        own = edge.target if edge.width else ""
        key = (edge.source, edge.way) if edge.named else (edge.source, edge.way, edge.limit, edge.label, own)
        groups.setdefault(key, []).append(edge)
    return (_Bundle(f"words_{number}", tuple(group)) for number, group in enumerate(groups.values(), 1))


def _ends(*edges: Edge) -> dict[str, str]:
    """Where arrows or their words come from and lead to, as classes: an SVG carries them on, for a page to find them."""
    return {"class": quote(" ".join([f"from-{edges[0].source}", *(f"to-{edge.target}" for edge in edges)]))}


def _line(edge: Edge, tip: str = "") -> dict[str, str]:
    line = line_of(arrow_style(edge.way, edge.limit), tip)
    return {**line, "penwidth": number(edge.width)} if edge.width else line


class _Writer:
    def __init__(self, drawing: Drawing) -> None:
        self.drawing = drawing
        order = {cluster.id: number for number, cluster in enumerate(drawing.clusters)}
        self.column = {item.id: order.get(item.cluster or "", -1) for item in drawing.nodes}
        firsts = [(c.row, next(n.id for n in drawing.nodes if n.cluster == c.id)) for c in drawing.clusters]
        self.into = Counter(edge.target for edge in drawing.edges if not edge.named)
        self.arrived = Counter[str]()
        self.names = {item.id: item.lines[0] for item in drawing.nodes}
        self.bundles = tuple(_bundle(drawing.edges))
        self.beside: dict[str, float] = {}
        for bundle in self.bundles:
            if bundle.first.named:
                tall = float(self.named_words(bundle)["height"]) + NODESEP
                self.beside[bundle.first.source] = self.beside.get(bundle.first.source, -NODESEP) + tall
        self.rows = [[first for _, first in row] for _, row in groupby(firsts, key=lambda found: found[0])]

    def lines(self) -> Iterator[str]:
        yield "digraph {"
        yield from self.head()
        yield from self.boxes(None, "")
        for cluster in self.drawing.clusters:
            yield from self.cluster(cluster)
        for left, right in chain.from_iterable(map(pairwise, self.rows)):
            yield arrow(left, right, {"style": "invis", "weight": "0", "minlen": str(2 + self.crossing(left) // CROWD)})
        yield from self.legend()
        for bundle in self.bundles:
            yield from self.bundle(bundle)
        yield "}"

    def crossing(self, left: str) -> int:
        """How many arrows run through the gap to the right of that box's column: a crowd gets more room."""
        gap = self.column[left] + 0.5
        spans = (
            sorted((self.column[edge.source], self.column[edge.target]))
            for edge in self.drawing.edges
            if not edge.named
        )
        return sum(first < gap < last for first, last in spans)

    def head(self) -> Iterator[str]:
        parts = (*self.drawing.title, *(("", *self.drawing.notes) if self.drawing.notes else ()))
        title = [line for part in parts for line in wrap(part, TITLE, TITLE_MOST) or ("",)]
        yield block(
            "graph",
            charset='"UTF-8"',
            rankdir="LR",
            newrank="true",
            ranksep="0.22",
            nodesep=number(NODESEP),
            pad="0.25",
        )
        yield block("graph", bgcolor='"white"', outputorder="edgesfirst", fontname=quote(FONTS), fontsize=number(TITLE))
        if title:  # an empty label with a line's end makes the wasm build trap, not every time
            yield block("graph", label=quote(*title, end=LEFT), labelloc="t", labeljust="l", tooltip='" "')
        yield block("node", fontname=quote(FONTS), fontsize=number(NAME), fixedsize="true", margin="0")
        yield block("edge", fontname=quote(FONTS), fontsize=number(WORDS), arrowsize="0.7")

    def cluster(self, cluster: Cluster) -> Iterator[str]:
        """A column: every box of the cluster stands on the same rank."""
        yield f"  subgraph {quote('cluster_' + cluster.id)} {{ rank=same"
        yield block("graph", id=quote(f"cluster-{cluster.id}"), label=quote(*wrap(cluster.title, HEADING, HEADING_MOST)), labeljust="c", fontsize=number(HEADING), margin="8",
                    style='"rounded,filled"', color='"#C9D3DB"', fillcolor='"#FAFBFC"', tooltip='" "')  # fmt: skip
        yield from self.boxes(cluster.id, cluster.title)
        yield "  }"

    def boxes(self, cluster: str | None, title: str) -> Iterator[str]:
        found = [item for item in self.drawing.nodes if item.cluster == cluster]
        most = BROAD_MOST if any(item.broad for item in found) else MOST
        least = width_for((item.lines for item in found), title, most) if cluster else 0.0
        for item in found:
            marks = {"id": quote(f"node-{item.id}"), "class": quote(f"in-{cluster or ''}")}
            drawn = box(item.lines, item.look, item.double, item.tip, least=least, most=most)
            yield node(item.id, marks | self.tall(item.id, drawn))

    def tall(self, name: str, found: Attributes) -> Attributes:
        """The box as tall as the named ends beside it, so that they stand in its row."""
        beside = self.beside.get(name, 0.0)
        return found | {"height": f"{beside:.3f}"} if beside > float(found["height"]) else found

    def bundle(self, bundle: _Bundle) -> Iterator[str]:
        first = bundle.first
        if first.named:
            yield from self.named(bundle)
            return
        source = bundle.id if first.label else first.source
        if first.label:
            marks = _ends(*bundle.edges)
            yield node(bundle.id, marks | words(first.label, ink(arrow_style(first.way, first.limit))))
            yield arrow(first.source, bundle.id, {**marks, **_line(first), **TIE})
        yield from (self.arrow(source, edge) for edge in bundle.edges)

    def named(self, bundle: _Bundle) -> Iterator[str]:
        """One line to words that tell every outcome and the ends it leads to."""
        style, marks = self.style(bundle), _ends(*bundle.edges)
        yield node(bundle.id, marks | self.named_words(bundle))
        yield arrow(bundle.first.source, bundle.id, {**marks, **line_of(style), **TIE, "arrowhead": style.head})

    def named_words(self, bundle: _Bundle) -> Attributes:
        ends: dict[tuple[str, ...], list[str]] = {}
        for edge in bundle.edges:
            ends.setdefault(edge.label, []).append(f"{END} {self.names[edge.target]}")
        told = tuple(part for label, names in ends.items() for part in (*label, *names))
        return words(told, ink(self.style(bundle)), end=LEFT, most=NAMED_MOST, hang=HANG)

    def style(self, bundle: _Bundle) -> Arrow:
        limits = {edge.limit for edge in bundle.edges}
        return arrow_style(bundle.first.way, limits.pop() if len(limits) == 1 else None)

    def arrow(self, source: str, edge: Edge) -> str:
        """An arrow that leads back is written from its end, so that the layout finds a way for it like for any other."""
        line, shift = _ends(edge) | _line(edge, edge.tip), self.column[edge.target] - self.column[edge.source]
        if shift > 0:
            return arrow(source, edge.target, {**line, "tailport": "e", "headport": self.port(edge)})
        if shift == 0 and not edge.label:
            return arrow(source, edge.target, {**line, "constraint": "false"})
        head = line.pop("arrowhead")
        return arrow(edge.target, source, {**line, "dir": "back", "arrowtail": head, "tailport": "e", "headport": "w"})

    def port(self, edge: Edge) -> str:
        """Where the arrow arrives at the left side of its target: a crowd is spread over corner and middle."""
        self.arrived[edge.target] += 1
        return PORTS[self.arrived[edge.target] % len(PORTS)] if self.into[edge.target] > CROWD else "w"

    def legend(self) -> Iterator[str]:
        """A row of samples, dealt out to the columns, so that it takes little height."""
        if not self.drawing.legend:
            return
        names = [f"legend_{number}" for number in range(len(self.drawing.legend))]
        yield '  subgraph "cluster_legend" {'
        yield block("graph", label=quote(self.drawing.legend_title), labeljust="l", fontsize=number(LEGEND), margin="6",
                    style='"rounded,dashed"', color='"#9AA7B1"', tooltip='" "')  # fmt: skip
        for name, sample in zip(names, self.drawing.legend, strict=True):
            yield from self.sample(name, sample)
        yield "  }"
        firsts = self.rows[0] if self.rows else []
        for column, first in enumerate(firsts):
            dealt = names[column :: len(firsts)]
            yield f"  {{ rank=same; {' '.join(map(quote, [first, *dealt]))} }}"
            for above, below in pairwise(dealt):  # an arrow inside of a column points up
                yield arrow(below, above, {"style": "invis"})

    def sample(self, name: str, sample: Sample) -> Iterator[str]:
        """A box with its words inside, or an arrow with its words at the end."""
        if isinstance(sample.look, Look):
            yield node(name, box((sample.text,), sample.look, sample.double, size=LEGEND))
            return
        told = words((sample.text,), BOXES[Look.PLAIN].text, LEGEND, end=LEFT)
        yield node(name, {"label": '""', "style": "invis", "width": "0.1", "height": told["height"]})
        yield node(f"{name}_words", told)
        yield arrow(name, f"{name}_words", {**line_of(arrow_style(sample.look, sample.limit)), "weight": "9"})
