r"""A drawing → DOT text, the same text for the same drawing.

Labels are plain, never HTML-like (the wasm layout cannot read those), and every text is escaped. Every box has its size
written down, so that no program has to know a font. Arrows that say the same share one box with the words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from diagrams.drawing import Drawing, Edge, Look, Node, Sample, Way
from diagrams.sizes import box_of, clean, wrap
from diagrams.styles import ARROWS, BOXES, FONTS

__all__ = ["quote", "write_dot"]

POINT = 1 / 72
NAME, WORDS, LEGEND, TITLE = 11.0, 9.5, 10.0, 13.0
NODE_LIMIT, NODE_LEAST, WORDS_LIMIT, TITLE_LIMIT = 144.0, 100.0, 112.0, 720.0
FRAME = 'labelloc=t, labeljust=l, fontsize=11, style="rounded,dashed", color="#9AA7B1", margin=6'
BREAK, LEFT = "\\n", "\\l"


def write_dot(drawing: Drawing) -> str:
    """DOT text that ends in a newline. Ids are those of the drawing, quoted; texts reach labels and tips only."""
    return "\n".join(_Writer(drawing).lines()) + "\n"


def quote(*lines: str, end: str = BREAK) -> str:
    r"""Lines of text as one quoted DOT string in which nothing is special.

    >>> print(quote('a "b" <c> \\N & d'))
    "a \"b\" <c> \\N &amp; d"
    """
    return '"' + end.join(map(_escape, lines)) + (end if end != BREAK else "") + '"'


def _escape(line: str) -> str:
    """Graphviz reads backslashes in labels and, like a browser, entities such as &lt;."""
    return clean(line).replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;")


@dataclass(frozen=True)
class _Bundle:
    """Arrows of one source that say the same: one box with the words, one line from the source, one to each target."""

    id: str
    edges: tuple[Edge, ...]

    @property
    def first(self) -> Edge:
        return self.edges[0]


class _Writer:
    def __init__(self, drawing: Drawing) -> None:
        self.drawing = drawing
        order = {cluster.id: number for number, cluster in enumerate(drawing.clusters)}
        self.column = {node.id: order.get(node.cluster or "", -1) for node in drawing.nodes}
        self.firsts = [next(n.id for n in drawing.nodes if n.cluster == c.id) for c in drawing.clusters]
        self.bundles = tuple(_bundle(drawing.edges))

    def lines(self) -> Iterator[str]:
        yield "digraph {"
        yield from self.head()
        yield from self.body()
        yield from self.arrows()
        yield "}"

    def head(self) -> Iterator[str]:
        title = [line for part in (*self.drawing.title, *self.drawing.notes) for line in wrap(part, TITLE, TITLE_LIMIT)]
        yield from _block(
            "graph", charset='"UTF-8"', rankdir="LR", newrank="true", labelloc="t", labeljust="l", compound="true",
            fontname=quote(FONTS), fontsize=_number(TITLE), label=quote(*title, end=LEFT), splines="true",
            ranksep="0.28", nodesep="0.1", pad="0.25", bgcolor='"white"', outputorder='"edgesfirst"',
        )  # fmt: skip
        yield from _block("node", fontname=quote(FONTS), fontsize=_number(NAME), fixedsize="true", margin='"0,0"')
        yield from _block("edge", fontname=quote(FONTS), fontsize=_number(WORDS), arrowsize="0.7")

    def body(self) -> Iterator[str]:
        loose = [node for node in self.drawing.nodes if node.cluster is None]
        yield from map(self.node, loose)
        for cluster in self.drawing.clusters:
            yield f"  subgraph {quote('cluster_' + cluster.id)} {{"
            yield f'    graph [label={quote(cluster.title)}, labeljust=c, fontsize={_number(12)}, style="rounded,filled", color="#C9D3DB", fillcolor="#FAFBFC", margin=8]'
            yield "    rank=same"
            yield from ("  " + self.node(node) for node in self.drawing.nodes if node.cluster == cluster.id)
            yield "  }"
        yield from self.columns()
        yield from self.legend()

    def columns(self) -> Iterator[str]:
        """Clusters stand side by side in their order: an unseen line ties the first box of each to that of the next."""
        for left, right in pairwise(self.firsts):
            yield f"  {quote(left)} -> {quote(right)} [style=invis, weight=0, minlen=2]"

    def onward(self, edge: Edge) -> bool:
        """Whether the arrow leads to a later column."""
        return self.column[edge.source] < self.column[edge.target]

    def node(self, node: Node) -> str:
        return f"  {quote(node.id)} [{_attributes(_look(node.lines, node.look, node.double, node.tip))}]"

    def arrows(self) -> Iterator[str]:
        for bundle in self.bundles:
            if bundle.first.label:
                yield from self.labelled(bundle)
            else:
                yield from (self.arrow(edge.source, edge) for edge in bundle.edges)

    def labelled(self, bundle: _Bundle) -> Iterator[str]:
        words = _text(bundle.first.label, WORDS, WORDS_LIMIT)
        words["fontcolor"] = quote(ARROWS[bundle.first.way].pen)
        yield f"  {quote(bundle.id)} [{_attributes(words)}]"
        yield f"  {quote(bundle.first.source)} -> {quote(bundle.id)} [{_attributes({**_line(bundle.first.way), 'arrowhead': 'none', 'weight': '4'})}]"
        yield from (self.arrow(bundle.id, edge) for edge in bundle.edges)

    def arrow(self, source: str, edge: Edge) -> str:
        line = _line(edge.way)
        if not self.onward(edge):
            line["constraint"] = "false"
        if edge.tip:
            line["tooltip"] = quote(edge.tip)
        return f"  {quote(source)} -> {quote(edge.target)} [{_attributes(line)}]"

    def legend(self) -> Iterator[str]:
        """A row of samples, dealt out to the columns, so that it takes little height."""
        if not self.drawing.legend:
            return
        names = [f"legend_{number}" for number in range(len(self.drawing.legend))]
        yield '  subgraph "cluster_legend" {'
        yield f"    graph [label={quote(self.drawing.legend_title)}, {FRAME}]"
        for name, sample in zip(names, self.drawing.legend, strict=True):
            yield from self.sample(name, sample)
        yield "  }"
        for column, first in enumerate(self.firsts):
            dealt = names[column :: len(self.firsts)]
            yield f"  {{ rank=same; {' '.join(map(quote, [first, *dealt]))} }}"

    def sample(self, name: str, sample: Sample) -> Iterator[str]:
        """A box with its word, or an arrow with its words in the gap beside the first column."""
        if isinstance(sample.look, Look):
            yield f"    {quote(name)} [{_attributes(_look((sample.text,), sample.look, sample.double, '', LEGEND))}]"
            return
        words, line = _text((sample.text,), LEGEND, WORDS_LIMIT), _line(sample.look)
        line.pop("constraint", None)
        start = {"label": '""', "style": "invis", "width": "0.6", "height": words["height"]}
        yield f"    {quote(name)} [{_attributes(start)}]"
        yield f"    {quote(name + '_words')} [{_attributes(words)}]"
        yield f"    {quote(name)} -> {quote(name + '_words')} [{_attributes({**line, 'weight': '9'})}]"


def _bundle(edges: Iterable[Edge]) -> Iterator[_Bundle]:
    groups: dict[tuple[str, Way, tuple[str, ...]], list[Edge]] = {}
    for edge in edges:
        groups.setdefault((edge.source, edge.way, edge.label), []).append(edge)
    for number, group in enumerate(groups.values(), 1):
        yield _Bundle(f"words_{number}", tuple(group))


def _look(lines: tuple[str, ...], look: Look, double: bool, tip: str, size: float = NAME) -> dict[str, str]:
    box, style = box_of(lines, size, NODE_LIMIT, NODE_LEAST), BOXES[look]
    found = {
        "label": quote(*box.lines), "width": _inches(box.width), "height": _inches(box.height), "shape": style.shape,
        "fontsize": _number(size),
        "style": quote(style.line), "penwidth": _number(style.width), "color": quote(style.pen),
        "fillcolor": quote(style.fill), "fontcolor": quote(style.text),
    }  # fmt: skip
    if double:
        found["peripheries"] = "2"
    return {**found, "tooltip": quote(tip or " ".join(lines))}


def _text(phrases: tuple[str, ...], size: float, limit: float) -> dict[str, str]:
    """Words without a frame, as large as they are."""
    box = box_of(phrases, size, limit, padding=(3.0, 2.0))
    return {
        "label": quote(*box.lines), "shape": "plaintext", "fontsize": _number(size),
        "width": _inches(box.width), "height": _inches(box.height), "tooltip": quote(*phrases),
    }  # fmt: skip


def _line(way: Way) -> dict[str, str]:
    style = ARROWS[way]
    found = {
        "style": quote(style.line),
        "penwidth": _number(style.width),
        "color": quote(style.pen),
        "arrowhead": style.head,
    }
    return found if style.ranks else {**found, "constraint": "false"}


def _block(kind: str, **attributes: str) -> Iterator[str]:
    yield f"  {kind} [{_attributes(attributes)}]"


def _attributes(attributes: dict[str, str]) -> str:
    return ", ".join(f"{name}={value}" for name, value in attributes.items())


def _inches(points: float) -> str:
    return f"{points * POINT:.3f}"


def _number(value: float) -> str:
    return f"{value:g}"
