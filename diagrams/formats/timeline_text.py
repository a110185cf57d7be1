"""A timeline → Mermaid (`gantt`) or JSON text, for pages and programs that draw it by themselves."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import timedelta

from diagrams.drawing import Timeline
from diagrams.drawing.bars import POINTS, Bar, Mark, Row
from diagrams.drawing.sizes import clean

__all__ = ["TIMELINE", "write_timeline_json", "write_timeline_mermaid"]

TIMELINE = "recourse/timeline/1"
TAGS = {Mark.LATE: "crit, ", Mark.EXPIRES: "crit, milestone, ", Mark.DO: "active, ", Mark.STATUTORY: "done, "}
SIGNS = str.maketrans({":": "：", ";": "；", "#": "＃", ",": "，", "%": "％", "<": "＜", ">": "＞", '"': "”", "`": "’"})
"""Signs that Mermaid takes for its own → their look-alikes, since a Gantt chart knows no quotes"""


def write_timeline_json(timeline: Timeline) -> str:
    """The sections, rows and bars as JSON text (`recourse/timeline/1`) that ends in a newline."""
    return json.dumps({"schema": TIMELINE, **asdict(timeline)}, ensure_ascii=False, indent=2, default=str) + "\n"


def write_timeline_mermaid(timeline: Timeline) -> str:
    """A Gantt chart that ends in a newline; a row with several bars has a line for each."""
    return "\n".join(_lines(timeline)) + "\n"


def _lines(timeline: Timeline) -> Iterator[str]:
    yield "gantt"
    yield f"  title {_safe(' '.join(timeline.title))}"
    yield "  dateFormat YYYY-MM-DD"
    yield "  axisFormat %Y-%m-%d"
    words = dict(timeline.legend)
    for section in timeline.sections:
        yield f"  section {_safe(section.title)}"
        for row in section.rows:
            yield from (f"  {_task(row, bar, words[bar.mark])}" for bar in row.bars)


def _task(row: Row, bar: Bar, word: str) -> str:
    """Its last day is the first that no longer counts, as Mermaid wants it."""
    tag = TAGS.get(bar.mark, "milestone, " if bar.mark in POINTS else "")
    last = bar.last if bar.mark in POINTS else bar.last + timedelta(days=1)
    return f"{_safe(row.label)} – {_safe(word)} :{tag}{bar.first}, {last}"


def _safe(text: str) -> str:
    return clean(text).translate(SIGNS) or "–"
