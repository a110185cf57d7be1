"""Text formats: the same bytes each time, compared with kept files, and closed against every text that is in them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagrams.drawing import Drawing, Node, Request
from diagrams.drawing.sizes import clean
from diagrams.formats import write_dot, write_graphml, write_mermaid, write_node_link
from diagrams.formats.render import render
from diagrams.output import WRITERS
from diagrams.pictures.escalation import draw_escalation
from tests.casebook import adviser
from tests.drawings import CASES, DAY, HOSTILE, drawings, ordered, small

PICTURES = Path(__file__).parent / "pictures"
SMALL: dict[str, Callable[[], Drawing]] = {
    "ways": lambda: draw_escalation(
        adviser(), Request(DAY, start="provider-complaint", to="arbitration", levels=("provider", "judiciary"))
    ),
    "case": lambda: draw_escalation(
        adviser(), Request(DAY, "en", adviser().advise(adviser().read(CASES[2], DAY)), levels=("provider", "regulator"))
    ),
    "hostile": lambda: small('"]; <b> & \\N ]]> %%{init} ``` 1. end\n\u202e`维权`'),
}
KEPT = [ending for ending in WRITERS if ending != "html"]
"""A page is large, and is looked at in a browser"""
NAME, LABEL = r"n_\w+", r'"(?:[^"<>\n`%{}\[\]|;#]|#\d+;|<br/>)*"'
MERMAID = tuple(
    re.compile(pattern, re.ASCII)
    for pattern in (
        r"flowchart LR",
        r"  accTitle: [^\n]*",
        r"  %% [^\n{}]*",
        rf"  subgraph c\d+\[{LABEL}\]",
        r"  end",
        rf" {{2,4}}{NAME}(?:\[{LABEL}\]|\[\[{LABEL}\]\]|\{{\{{{LABEL}\}}\}}):::look_\w+",
        rf"  {NAME} (?:-->|==>|-\.->|-\.-x)(?:\|{LABEL}\|)? {NAME}",
        r"  classDef \w+ [\w:#., -]+",
        r"  class c\d+(?:,c\d+)* level",
        r"  linkStyle \d+(?:,\d+)* stroke:#[0-9A-F]{6},stroke-width:[\d.]+px",
    )
)
"""Every line that we write has one of these shapes: a label is quoted and holds no sign that Mermaid could read."""


@pytest.mark.parametrize(("name", "ending"), list(product(SMALL, KEPT)))
def test_kept_pictures(name: str, ending: str, request: pytest.FixtureRequest) -> None:
    """A small picture is written as the kept file says, byte for byte; `--renew` writes the file anew."""
    kept, written = PICTURES / f"{name}.{ending}", WRITERS[ending](ordered(SMALL[name]())).encode()
    if request.config.getoption("--renew"):
        kept.parent.mkdir(exist_ok=True)
        kept.write_bytes(written)
    assert kept.read_bytes() == written, f"{kept.name} differs: look at it, then `pytest {Path(__file__).name} --renew`"


@pytest.mark.parametrize("ending", WRITERS)
def test_another_process_writes_the_same_bytes(ending: str) -> None:
    """The order of sets and hashes, which differs from process to process, shows in no format."""
    program = (
        "import sys, tests.drawings as d; from diagrams.output import WRITERS;"
        f"sys.stdout.buffer.write(b''.join(WRITERS[{ending!r}](d.ordered(x)).encode() for x in d.drawings('en')))"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", program], cwd=PICTURES.parent.parent, env={"PYTHONHASHSEED": seed, "PATH": ""},
            capture_output=True, check=True,
        ).stdout
        for seed in ("1", "2")
    ]  # fmt: skip
    assert runs[0] == runs[1]
    assert runs[0]


def test_json_holds_everything() -> None:
    """Whatever a drawing says of a box or an arrow stands in the JSON, and networkx reads it as the same graph."""
    for drawing in drawings("zh"):
        document = json.loads(write_node_link(drawing))
        network = nx.node_link_graph(document, edges="edges")
        assert document["schema"] == "recourse/drawing/1"
        assert (len(network), network.number_of_edges()) == (len(drawing.nodes), len(drawing.edges))
        for node, told in zip(drawing.nodes, document["nodes"], strict=True):
            assert (told["id"], told["level"], told["state"], told["binding"], told["rank"]) == (
                node.id, node.cluster, node.look, node.double, node.rank,
            )  # fmt: skip
            assert told["words"] == [clean(line) for line in node.lines]
            assert [ground["citation"] for ground in told["grounds"]] == [ground.citation for ground in node.grounds]
        for edge, told in zip(drawing.edges, document["edges"], strict=True):
            assert (told["source"], told["target"], told["way"]) == (edge.source, edge.target, edge.way)
            assert told["limit"] == edge.limit
            assert told["opens"] == (edge.opens.isoformat() if edge.opens else None)
            assert told["label"] == [clean(line) for line in edge.label]
            assert [ground["citation"] for ground in told["grounds"]] == [ground.citation for ground in edge.grounds]


def test_graphml_says_what_json_says() -> None:
    """Read back by networkx, GraphML has the boxes and arrows of the JSON with the same attributes, lists joined."""
    for drawing in drawings("en"):
        graph = nx.parse_graphml(write_graphml(drawing).partition("\n")[2], force_multigraph=True)
        document = json.loads(write_node_link(drawing))
        assert list(graph.nodes) == [node["id"] for node in document["nodes"]]
        for node in document["nodes"]:
            found = graph.nodes[node["id"]]
            assert found["words"] == "\n".join(node["words"])
            assert (found["state"], found["binding"], found.get("rank")) == (
                node["state"], node["binding"], node["rank"],
            )  # fmt: skip
        for edge in document["edges"]:
            found = graph.edges[edge["source"], edge["target"], edge["key"]]
            assert (found["way"], found.get("limit"), found.get("opens")) == (edge["way"], edge["limit"], edge["opens"])
            assert all(ground["citation"] in found["grounds"] for ground in edge["grounds"])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_mermaid_is_mermaid(lang: str) -> None:
    """Every line of the real pictures has one of the shapes of the grammar, and there are as many boxes and arrows."""
    for drawing in drawings("zh" if lang == "zh" else "en"):
        assert shapes(write_mermaid(drawing)) == (len(drawing.nodes), len(drawing.edges))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_stay_labels_in_mermaid(text: str) -> None:
    """Whatever a text holds, Mermaid reads two boxes and two arrows; undoing the numbers gives the text back."""
    written = write_mermaid(small(text))
    assert shapes(written) == (2, 2)
    label = re.search(r'n_b\[\["(.*)"\]\]', written)
    assert label
    assert re.sub(r"#(\d+);", lambda found: chr(int(found[1])), label[1]).strip() == clean(text)


@given(st.text(max_size=60))
def test_any_text_stays_a_label_in_mermaid(text: str) -> None:
    """No text at all adds a line, a box or an arrow."""
    assert shapes(write_mermaid(small(text))) == (2, 2)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_stay_texts_in_graphml_and_json(text: str) -> None:
    """Both are read back with two boxes, two arrows, and the text as it was but for what no reader sees."""
    graph = nx.parse_graphml(write_graphml(small(text)).partition("\n")[2], force_multigraph=True)
    document = json.loads(write_node_link(small(text)))
    assert (len(graph), graph.number_of_edges()) == (2, 2)
    assert graph.nodes["b"].get("words", "") == clean(text)
    assert document["nodes"][1]["words"] == [clean(text)]


@given(st.text(max_size=60))
def test_any_text_is_xml(text: str) -> None:
    """GraphML parses as XML whatever a text holds: no control character, no half of a pair, no closing mark gets in."""
    assert ET.fromstring(write_graphml(small(text)).encode()) is not None


@pytest.mark.dot
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_stay_texts_in_svg(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """By `dot` and by the wasm build the SVG parses as XML, with the elements of a harmless picture and no script."""
    found = {way: elements(svg) for way, svg in svgs(small(text), monkeypatch)}
    harmless = {way: elements(svg) for way, svg in svgs(small(), monkeypatch)}
    assert found == harmless


@pytest.mark.dot
def test_a_long_text_is_cut_not_refused() -> None:
    """`dot` itself draws a box with a text of any length, and says that there is more."""
    svg = render(write_dot(small("长" * 10_000)), "svg").decode()
    assert "…" in svg
    assert f"Generated by graphviz version {dot_version()}" in svg, "drawn by another way, because `dot` refused it"


def test_boxes_of_like_names_are_told_apart() -> None:
    """Two ids that differ in signs alone are two boxes in Mermaid."""
    nodes = (Node("a-b", ("x",)), Node("a_b", ("y",)), Node("a(b", ("z",)))
    assert len(set(re.findall(rf"{NAME}(?=\[)", write_mermaid(Drawing(("t",), (), nodes, ()))))) == 3


def svgs(drawing: Drawing, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, bytes]]:
    dot = write_dot(drawing)
    yield "dot", render(dot, "svg")
    with monkeypatch.context() as hidden:
        hidden.setattr("shutil.which", lambda *_: None)
        yield "wasm", render(dot, "svg")


def dot_version() -> str:
    told = subprocess.run(["dot", "-V"], capture_output=True, text=True, check=True).stderr
    return told.split("version ")[1].split()[0]


def elements(svg: bytes) -> dict[str, int]:
    """How often each element occurs, but for lines of text, of which a long text has more."""
    names = [element.tag.rpartition("}")[2] for element in ET.fromstring(svg).iter()]
    assert "script" not in names
    return {name: names.count(name) for name in sorted(set(names)) if name != "text"}


def shapes(mermaid: str) -> tuple[int, int]:
    """How many boxes and arrows the text has; fails at a line of no known shape."""
    assert mermaid.endswith("\n")
    lines = mermaid[:-1].split("\n")
    unknown = [line for line in lines if not any(pattern.fullmatch(line) for pattern in MERMAID)]
    assert not unknown, unknown[0]
    return sum(":::" in line for line in lines), sum(bool(re.match(rf"  {NAME} [-=]", line)) for line in lines)
