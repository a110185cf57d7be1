"""Every picture in every format: one of each kind, and a sheet."""

from __future__ import annotations

import re
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from diagrams import FORMATS, PICTURES, Order, Request, write_picture
from diagrams.drawing import Sheet, Timeline
from knowledge.errors import CaseError
from tests.test_pictures import A, batch, example, sides

GRAPHS_ONLY = ("dot", "graphml")


@cache
def orders() -> dict[str, Order]:
    case = example()

    def order(what: str, **asked: Any) -> Order:
        return Order(PICTURES[what], A, Request(case.case.as_of, "en", **asked))

    return {
        "escalation": order("escalation", advice=case),
        "ways": order("ways", advice=case),
        "proof": order("proof", advice=case, name="complain-pboc"),
        "timeline": order("timeline", advice=case),
        "rules": order("rules", name="user_type"),
        "load": order("load", cases=batch(5)),
        "sheet": order("load", cases=batch(5), by="issue"),
        "diff": order("diff", between=sides("days")),
    }


KINDS = ("escalation", "ways", "proof", "timeline", "rules", "load", "sheet", "diff")


def test_none_is_left_out() -> None:
    """Whatever can be drawn is looked at here."""
    assert {order.draw for order in orders().values()} == set(PICTURES.values())
    assert tuple(orders()) == KINDS


@pytest.mark.font
@pytest.mark.parametrize(("kind", "ending"), list(product(KINDS, FORMATS)))
def test_every_picture_has_every_format(kind: str, ending: str, tmp_path: Path) -> None:
    """It is written; only a timeline, which is no graph, is refused as DOT and GraphML, and nothing is written then."""
    path = tmp_path / f"a.{ending}"
    if kind == "timeline" and ending in GRAPHS_ONLY:
        with pytest.raises(CaseError, match="no graph"):
            write_picture(orders()[kind], path)
        assert not path.exists()
    else:
        assert write_picture(orders()[kind], path).stat().st_size > 500


@pytest.mark.parametrize("kind", KINDS)
def test_both_languages_have_the_same_parts(kind: str) -> None:
    """A page switches between them: boxes, arrows, clusters, rows and bars are the same, in the same order."""
    zh, en = orders()[kind].pictures().values()
    if isinstance(zh, Timeline):
        assert isinstance(en, Timeline)
        assert [(bar.mark, bar.first, bar.last) for bar in zh.bars()] == [(b.mark, b.first, b.last) for b in en.bars()]
        return
    for one, other in zip(*(p.drawings if isinstance(p, Sheet) else [p] for p in (zh, en)), strict=True):  # type: ignore[union-attr]
        assert [(n.id, n.look, n.cluster) for n in one.nodes] == [(n.id, n.look, n.cluster) for n in other.nodes]
        assert [(e.source, e.target, e.way) for e in one.edges] == [(e.source, e.target, e.way) for e in other.edges]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "timeline"])
def test_names_are_single_words(kind: str) -> None:
    """The page finds arrows by the names of their ends, which stand in a list of words."""
    found = orders()[kind].picture()
    drawings = found.drawings if isinstance(found, Sheet) else [found]
    assert not [node.id for drawing in drawings for node in drawing.nodes if re.search(r"\s", node.id)]  # type: ignore[union-attr]


def test_a_sheet_in_one_drawing_tells_its_rows_apart(tmp_path: Path) -> None:
    """In formats of one drawing a sheet has every box of every drawing, under the title of its own."""
    sheet = orders()["sheet"].picture()
    assert isinstance(sheet, Sheet)
    text = write_picture(orders()["sheet"], tmp_path / "a.mmd").read_text(encoding="utf-8")
    assert text.count(":::") == sum(len(drawing.nodes) for drawing in sheet.drawings)
    assert text.count("subgraph") == sum(len(drawing.clusters) for drawing in sheet.drawings)
