"""Drawings that several tests share: a small one made of any text, those of a few cases, and texts that try to break out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from diagrams.drawing import Cluster, Drawing, Edge, Ground, Limit, Look, Node, Order, Picture, Request, Sample, Way
from diagrams.pictures.escalation import draw_escalation
from knowledge.models import Lang
from tests.casebook import adviser

__all__ = ["CASES", "DAY", "HOSTILE", "drawings", "ordered", "small"]

DAY = date(2026, 11, 22)
HOSTILE = [
    '"',
    "\\",
    "\\N\\G",
    '"]; evil [label="',
    "<b>bold</b>",
    "<<i>x</i>>",
    "&lt;&#65;",
    "a\nb\0c",
    "{|}",
    "\u202ex",
    "</script><script>alert(1)</script>",
    "]]><x/><![CDATA[",
    "%% note\n%%{init: {}}%%",
    'x"]\n  click n_a call evil()\n  y["',
    "end",
    "style n_a fill:#f00;",
    "1. one\n- two",
    "`code` *bold* _it_ #quot; #35;",
    "\x00\x01\x1b[31m\x7f\x85\ufffe\ud800",
    "\u2066\u200f\u2028\u2029x",
    "${x} {{y}} {% z %} ../../etc",
    "长" * 10_000,
    '<\\"&' * 2_500,
]
CASES: tuple[dict[str, Any], ...] = (
    {"provider": "alipay", "issue": "unauthorised_payment", "incident_date": "2026-11-03"},
    {
        "provider": "wechat_pay", "issue": "merchant_dispute", "counterparty": "merchant", "user_type": "consumer",
        "incident_date": "2026-10-03",
        "attempts": [
            {"channel": "merchant-platform", "date": "2026-10-10", "outcome": "refused"},
            {"channel": "consumer-association", "date": "2026-11-10", "outcome": "pending"},
        ],
    },
    {
        "provider": "wechat_pay", "issue": "unauthorised_payment", "counterparty": "vanished", "user_type": "consumer",
        "incident_date": "2026-10-03",
        "attempts": [{"channel": "provider-complaint", "date": "2026-10-04", "outcome": "pending"}],
    },
)  # fmt: skip


def small(text: str = "name") -> Drawing:
    """Two boxes, an arrow there and one back, and the text wherever a drawing has one."""
    ground = (Ground("a-law/1", text, text),)
    nodes = (
        Node("a", (text, text), Look.NOW, "left", tip=text, grounds=ground, rank=1),
        Node("b", (text,), Look.DONE, "right", double=True),
    )
    edges = (
        Edge("a", "b", Way.TAKEN, (text,), text, ground, Limit.STATUTORY, DAY),
        Edge("b", "a", Way.FORECLOSES),
    )
    clusters = (Cluster("left", text), Cluster("right", text))
    return Drawing((text,), clusters, nodes, edges, (Sample(text, Look.NOW), Sample(text, Way.TAKEN)), text, (text,))


def drawings(lang: Lang) -> Iterator[Drawing]:
    """The whole graph, and each of the cases on it."""
    yield draw_escalation(adviser(), Request(DAY, lang))
    for case in CASES:
        yield draw_escalation(adviser(), Request(DAY, lang, adviser().advise(adviser().read(case, DAY))))


def ordered(picture: Picture, lang: Lang = "zh") -> Order:
    """An order that comes to this picture in every language."""
    return Order(lambda *_: picture, adviser(), Request(DAY, lang))
