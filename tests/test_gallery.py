"""The gallery in docs/gallery: current, complete, and as a browser and a code-hosting page need it."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from diagrams.pictures import PICTURES
from docs import gallery

MOST = 6_000_000


def test_the_gallery_is_current() -> None:
    """Every kept file is what the knowledge, the rules and the code make of its entry today, byte for byte."""
    names = gallery.stale()
    assert not names, f"not current: {', '.join(names)}; look at them after `python docs/gallery.py`"


def test_it_shows_every_kind_of_picture() -> None:
    """Whatever can be drawn is in it, in both languages, eight real cases and the whole graph among them."""
    entries = [entry for part in gallery.entries() for entry in part.pictures]
    assert {entry["draw"] for entry in entries} == set(PICTURES)
    assert len({entry["case"] for entry in entries if entry["draw"] == "escalation" and "case" in entry}) >= 8
    assert {entry.get("lang", "zh") for entry in entries} == {"zh", "en"}
    assert {"whole", "whole.en"} <= {entry["file"] for entry in entries}


def test_every_picture_stands_alone() -> None:
    """An SVG fetches nothing and runs nothing, so that a page may show it as an image; all of them are a small download."""
    total = 0
    for name, data in gallery.files():
        total += len(data)
        if name.endswith(".svg"):
            root = ET.fromstring(data)
            assert root.tag.endswith("svg")
            assert not [
                item for item in root.iter() if item.tag.rpartition("}")[2] in ("script", "image", "foreignObject")
            ]
            assert not re.search(rb'(?:href|src)="(?!#)', data)
    assert total < MOST


def test_the_index_shows_every_picture() -> None:
    """README.md shows every picture once, under what it is in both languages and the command that draws it."""
    index = dict(gallery.files())["README.md"].decode()
    for part in gallery.entries():
        for entry in part.pictures:
            assert index.count(f"]({entry['file']}.svg)]({entry['file']}.svg)") == 1
            assert entry["zh"] in index
            assert entry["en"] in index
