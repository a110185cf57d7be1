"""The look of every box and arrow: no two are told apart by colour alone.

Colours are from the Okabe–Ito palette, which colour-blind readers can tell apart; in black and white the shape, the line
and the sign in front of the word remain.
"""

from __future__ import annotations

from dataclasses import dataclass

from diagrams.drawing.drawing import Limit, Look, Way

__all__ = ["ARROWS", "BOXES", "FONTS", "YARDSTICK", "Arrow", "BoxStyle", "arrow_style", "ink"]

FONTS = (
    "Noto Sans CJK SC,Source Han Sans SC,Microsoft YaHei,PingFang SC,WenQuanYi Micro Hei,WenQuanYi Zen Hei,sans-serif"
)


@dataclass(frozen=True)
class BoxStyle:
    """Shape, line (in Graphviz's words), its width in points, and colours."""

    shape: str
    line: str
    width: float
    pen: str
    fill: str
    text: str = "#1A1A1A"


@dataclass(frozen=True)
class Arrow:
    """Line, its width in points, colour and arrowhead."""

    line: str
    width: float
    pen: str
    head: str


BOXES = {
    Look.PLAIN: BoxStyle("box", "rounded,filled", 1.0, "#3B4A57", "#F4F8FB"),
    Look.NOW: BoxStyle("box", "rounded,filled,bold", 2.6, "#00314F", "#005B94", "#FFFFFF"),
    Look.LATE: BoxStyle("octagon", "filled,bold", 2.2, "#8A3B00", "#F8CFA8"),
    Look.WAITING: BoxStyle("box", "rounded,filled,dashed", 1.6, "#7A5C00", "#FFF4C7"),
    Look.OPEN: BoxStyle("box", "rounded,filled", 1.4, "#00664B", "#E2F4EE"),
    Look.DONE: BoxStyle("box", "filled", 1.0, "#555555", "#DADFE3"),
    Look.CLOSED: BoxStyle("box", "filled,diagonals", 1.2, "#7A2E2E", "#EFEFEF", "#4A4A4A"),
    Look.UNDETERMINED: BoxStyle("box", "filled,dotted", 1.9, "#5B4A7A", "#FFFFFF"),
    Look.NOT_APPLICABLE: BoxStyle("box", "filled", 0.6, "#B5B5B5", "#FFFFFF", "#6E6E6E"),
    Look.FACT: BoxStyle("box", "filled", 0.8, "#56707F", "#EEF4F8"),
    Look.RULE: BoxStyle("box", "rounded,filled", 1.2, "#7A5C00", "#FFF8E1"),
    Look.RESULT: BoxStyle("box", "filled,bold", 2.4, "#00314F", "#D6E9F5"),
    Look.TOPIC: BoxStyle("box", "rounded,filled", 2.0, "#7A5C00", "#FFF8E1"),
    Look.CHANNEL: BoxStyle("box", "filled", 2.0, "#00664B", "#E2F4EE"),
    Look.ACTION: BoxStyle("box", "rounded,filled,bold", 1.6, "#00314F", "#D6E9F5"),
    Look.PILE: BoxStyle("box", "filled,bold", 3.4, "#8A3B00", "#F8CFA8"),
    Look.ADDED: BoxStyle("box", "rounded,filled,bold", 3.0, "#00664B", "#D5F2E6"),
    Look.REMOVED: BoxStyle("box", "filled,dashed,diagonals", 1.6, "#A4262C", "#F7E3E3"),
    Look.CHANGED: BoxStyle("box", "rounded,filled,dashed", 2.2, "#7A5C00", "#FFF4C7"),
    Look.BEST: BoxStyle("box", "rounded,filled,bold", 3.4, "#00314F", "#CFE5F5"),
    Look.DEAD_END: BoxStyle("box", "filled,diagonals", 1.8, "#6E6E6E", "#F3F3F3"),
    Look.MISSING: BoxStyle("box", "filled,dashed", 1.8, "#8A3B00", "#FBE9DD"),
}

ARROWS = {
    Way.ESCALATES: Arrow("solid", 1.0, "#5A6B78", "vee"),
    Way.OPENED: Arrow("solid", 1.6, "#00314F", "normal"),
    Way.TAKEN: Arrow("bold", 3.0, "#00314F", "normal"),
    Way.AHEAD: Arrow("solid", 1.0, "#005B94:#005B94", "normal"),
    Way.FORECLOSES: Arrow("dashed", 0.8, "#C0392B", "tee"),
    Way.GIVES: Arrow("solid", 1.0, "#3B4A57", "onormal"),
    Way.WOULD: Arrow("dotted", 1.2, "#6E6E6E", "onormal"),
    Way.WENT: Arrow("solid", 1.0, "#3B4A57", "empty"),
    Way.NEXT: Arrow("dashed", 1.0, "#005B94", "normal"),
    Way.ADDED: Arrow("bold", 2.2, "#00664B", "diamond"),
    Way.REMOVED: Arrow("dotted", 1.8, "#A4262C", "odiamond"),
    Way.CHANGED: Arrow("dashed", 1.4, "#7A5C00", "vee"),
    Way.LEG: Arrow("solid", 1.1, "#5A6B78", "lnormal"),
    Way.BEST: Arrow("bold", 3.0, "#00314F", "onormal"),
    Way.OPENS: Arrow("solid", 1.3, "#00664B", "dot"),
    Way.BARS: Arrow("dashed", 1.3, "#A4262C", "box"),
    Way.HOLDS: Arrow("dotted", 1.6, "#7A5C00", "tee"),
    Way.STOPS: Arrow("dashed", 1.4, "#8A3B00", "obox"),
}
"""Two colours are a double line."""

YARDSTICK = Arrow("dotted", 1.4, "#5A6B78", "vee")
"""The next door after a silence that no law measures"""


def arrow_style(way: Way, limit: Limit | None) -> Arrow:
    """A yardstick shows where nothing of the case does: on a way that is only one among others."""
    return YARDSTICK if way is Way.ESCALATES and limit is Limit.YARDSTICK else ARROWS[way]


def ink(arrow: Arrow) -> str:
    """The one colour for the words beside the arrow."""
    return arrow.pen.partition(":")[0]
