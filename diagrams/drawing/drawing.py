"""What is drawn: boxes in clusters, arrows between them, a title, notes and a legend. Says nothing of how it is written.

Every writer (`dot.py`, and whatever follows) reads these types and nothing else; every picture makes one of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

__all__ = ["Cluster", "Drawing", "Edge", "Ground", "Limit", "Look", "Node", "Sample", "Way"]


class Look(StrEnum):
    """What a box stands for. A writer gives each its own fill, line and shape; the word stands in the box itself."""

    PLAIN = "plain"
    NOW = "now"
    LATE = "late"
    WAITING = "waiting"
    OPEN = "open"
    DONE = "done"
    CLOSED = "closed"
    UNDETERMINED = "undetermined"
    NOT_APPLICABLE = "not-applicable"
    FACT = "fact"
    RULE = "rule"
    RESULT = "result"
    MISSING = "missing"
    TOPIC = "topic"
    CHANNEL = "channel"
    PILE = "pile"
    BEST = "best"
    DEAD_END = "dead-end"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    ACTION = "action"


class Way(StrEnum):
    """What an arrow stands for."""

    ESCALATES = "escalates"
    """the next door, with such an outcome"""
    OPENED = "opened"
    """the outcome has come about: the door stands open"""
    TAKEN = "taken"
    """the way that a case has gone"""
    AHEAD = "ahead"
    """the way that it is advised to go, from what is to be done now to where that leads if it solves nothing"""
    FORECLOSES = "forecloses"
    """a door that using another shuts"""
    GIVES = "gives"
    """what a conclusion rests on"""
    WOULD = "would"
    """what it would rest on if it held"""
    STOPS = "stops"
    """what stands in its way"""
    LEG = "leg"
    BEST = "best"
    WENT = "went"
    NEXT = "next"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    OPENS = "opens"
    BARS = "bars"
    HOLDS = "holds"


class Limit(StrEnum):
    """Who has set the time after which silence leads on: a statute, or this project for want of one."""

    STATUTORY = "statutory"
    YARDSTICK = "yardstick"


@dataclass(frozen=True)
class Ground:
    """An article in the edition of the picture's day: its citation, that edition, and its name in words."""

    citation: str
    edition: str
    name: str


@dataclass(frozen=True)
class Node:
    """A box. `lines` are phrases that may be wrapped, the name first; `tip` is what a pointer that rests on it shows,
    and may have several lines.
    """

    id: str
    lines: tuple[str, ...]
    look: Look = Look.PLAIN
    cluster: str | None = None
    double: bool = False
    tip: str = ""
    grounds: tuple[Ground, ...] = ()
    rank: int | None = None
    """its place in the recommended order"""
    broad: bool = False
    """holds sentences, and may be twice as wide for them"""


@dataclass(frozen=True)
class Edge:
    """An arrow between two boxes. Arrows with one source, label and way say the same thing and may share the label."""

    source: str
    target: str
    way: Way
    label: tuple[str, ...] = ()
    tip: str = ""
    grounds: tuple[Ground, ...] = ()
    limit: Limit | None = None
    """of the silence that leads on, if silence does"""
    opens: date | None = None
    """the first day on which silence leads on"""
    width: float | None = None
    """of its line in points, where that tells how much passes; its words are then its own"""
    named: bool = False
    """its end is told by name beside its words, not by a line: for an end where so many arrive that none can be traced"""


@dataclass(frozen=True)
class Cluster:
    """A frame with a title around the boxes that name it; clusters stand in the order of the drawing, those of one row
    side by side.
    """

    id: str
    title: str
    row: int = 0


@dataclass(frozen=True)
class Sample:
    """One entry of the legend: how a box or an arrow looks, and what that means."""

    text: str
    look: Look | Way
    double: bool = False
    limit: Limit | None = None


@dataclass(frozen=True)
class Drawing:
    """A picture before it is written. It is the same for the same arguments, down to the order of its parts."""

    title: tuple[str, ...]
    clusters: tuple[Cluster, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    legend: tuple[Sample, ...] = ()
    legend_title: str = ""
    notes: tuple[str, ...] = ()
