"""On rasterised pictures: whatever is written in a box is drawn inside its outline.

The layout knows no font, so a box might be too narrow for its words and nothing in the DOT text would tell. Here every
box is painted in a grey of its own, and so are its words, on a second picture of the same size; both are drawn without
smoothing, with the Chinese font of this machine. No pixel of a word may then lie where its box is not. That proves it
for this font; for others, that the widths assumed are those of a font as wide (a Chinese character is one em in all).
"""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
from collections.abc import Iterator

import pytest
from PIL import Image, ImageChops

from diagrams.drawing import Drawing, Request
from diagrams.formats import write_dot
from diagrams.formats.fonts import find_font
from diagrams.formats.render import render
from diagrams.pictures.rules import draw_rules
from knowledge.models import Lang
from tests.casebook import adviser
from tests.drawings import DAY, drawings, small

SVG = "{http://www.w3.org/2000/svg}"
ET.register_namespace("", SVG[1:-1])
WHITE, GREYS = 255, 250
LONG = (
    "中国人民银行上海总部金融消费权益保护处投诉转办窗口",
    "W" * 60,
    "Wohlfahrtsausschussvorsitzendenstellvertreter@example.com",
    "（（【《",
    "mmmm wwww MMMM WWWW %%%% @@@@ —— ……",
    "ａｂｃ１２３　ｗｉｄｅ",
    "Ώμέγα Щука ﷽ Ǽ",
)  # fmt: skip

pytestmark = pytest.mark.font


@pytest.mark.dot
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("system", [True, False], ids=["dot", "wasm"])
def test_every_text_lies_inside_its_box(lang: Lang, system: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the whole graph and in cases, drawn by `dot` and by the wasm build: boxes, words beside arrows, the legend."""
    for drawing in drawings(lang):
        assert not list(overflowing(svg_of(drawing, system, monkeypatch)))


@pytest.mark.dot
@pytest.mark.parametrize("text", LONG)
@pytest.mark.parametrize("system", [True, False], ids=["dot", "wasm"])
def test_any_text_lies_inside_its_box(text: str, system: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """So does a text of nothing but broad characters, of one long word, or of another script."""
    assert not list(overflowing(svg_of(small(text), system, monkeypatch)))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_arrow_runs_through_a_heading(lang: Lang, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the whole graph, in cases, and among all rules: arrows leave a box at its right side and come to another at its left."""
    rules = draw_rules(adviser(), Request(DAY, lang))
    for drawing in (*drawings(lang), rules):
        svg = svg_of(drawing, False, monkeypatch)
        headings, arrows = only(svg, "cluster", f"{SVG}text"), only(svg, "edge", f"{SVG}path")
        assert headings.getbbox()
        assert arrows.getbbox()
        assert not ImageChops.multiply(headings, arrows).getbbox()


def test_what_sticks_out_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """The check itself: words in larger type than the box was made for are found, in every box that has any."""
    svg = svg_of(small("维权导航"), False, monkeypatch).replace(b'font-size="11.00"', b'font-size="22.00"')
    assert set(overflowing(svg)) == {"a", "b"}


def svg_of(drawing: Drawing, system: bool, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """The picture, with a frame around the words beside arrows, so that they have an outline to be held to."""
    dot = write_dot(drawing).replace("shape=plaintext", 'shape=box, color="black", style="solid"')
    with monkeypatch.context() as here:
        if not system:
            here.setattr("shutil.which", lambda *_: None)
        return render(dot, "svg")


def overflowing(svg: bytes) -> Iterator[str]:
    """The names of the boxes whose words are not all inside, or not drawn at all."""
    boxes, words = pictures(svg, words=False), pictures(svg, words=True)
    names = [title(group) for group in groups(ET.fromstring(svg))]
    assert len(names) < GREYS, "more boxes than greys"
    for grey, name in enumerate(names):
        inside, drawn = (picture.point([WHITE * (grey == n) for n in range(256)]) for picture in (boxes, words))
        if drawn.getbbox() is None or ImageChops.subtract(drawn, inside).getbbox():
            yield name


def pictures(svg: bytes, words: bool) -> Image.Image:
    """Only the words, or only the boxes filled up to their (inner) line, each in the grey of its number."""
    root = ET.fromstring(svg)
    page = root.find(f"{SVG}g")
    assert page is not None
    parts = [
        part for grey, group in enumerate(groups(root)) for part in painted(group, f"rgb({grey},{grey},{grey})", words)
    ]
    page[:] = parts
    return rasterised(ET.tostring(root))


def only(svg: bytes, kind: str, tag: str) -> Image.Image:
    """The picture with nothing but these parts of these groups, white on black."""
    root = ET.fromstring(svg)
    page = root.find(f"{SVG}g")
    assert page is not None
    found = [group for group in root.iter(f"{SVG}g") if group.get("class", "").startswith(kind)]
    page[:] = [part for group in found for part in group.iter(tag) if part.get("stroke") != "transparent"]
    return ImageChops.invert(rasterised(ET.tostring(root)))


def painted(group: ET.Element, colour: str, words: bool) -> Iterator[ET.Element]:
    shapes = [part for part in group.iter() if part.tag in (f"{SVG}polygon", f"{SVG}path")]
    for part in group.iter(f"{SVG}text") if words else shapes[:1]:
        part.set("fill", colour)
        part.set("stroke", "none")
        part.set("text-rendering" if words else "shape-rendering", "optimizeSpeed")  # without smoothing: pure greys
        yield part


def groups(root: ET.Element) -> list[ET.Element]:
    found = [group for group in root.iter(f"{SVG}g") if "node" in group.get("class", "").split()]
    return [group for group in found if group.find(f".//{SVG}text") is not None]


def title(group: ET.Element) -> str:
    found = group.find(f"{SVG}title")
    return found.text or "" if found is not None else ""


def rasterised(svg: bytes) -> Image.Image:
    import resvg_py

    drawn = resvg_py.svg_to_bytes(
        svg_string=svg.decode(), dpi=96.0, background="#ffffff", font_files=[str(find_font())], font_family="sans-serif"
    )
    return Image.open(io.BytesIO(bytes(drawn))).convert("RGB").getchannel("R")
