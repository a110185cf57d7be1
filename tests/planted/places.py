"""A line of a file of rules or knowledge, and the fault that may stand in it."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from knowledge.library import Knowledge
from rules.models import Rulebase

__all__ = ["GONE", "Change", "Mutation", "Place"]

RULE = re.compile(r"^- id: (?P<id>[a-z0-9_-]+)$")
KEY = re.compile(r"^ *(?:- )?(?P<key>[a-z_]+):")
Change = Callable[[random.Random, "Place"], str | None]
GONE = ""
"""what a change gives for a line that is to go; None where it can change nothing"""


@dataclass(frozen=True)
class Mutation:
    """A fault: in this file of `rules` or `knowledge`, at this line; without a new line the old one is gone, with what it holds."""

    kind: str
    root: str
    name: str
    line: int
    old: str
    new: str | None
    record: str
    lines: int = 1
    """so many are changed, or go"""

    def applied(self, text: str) -> str:
        lines = text.split("\n")
        lines[self.line : self.line + self.lines] = [] if self.new is None else [self.new]
        return "\n".join(lines)

    def __str__(self) -> str:
        return f"{self.kind}: {self.root}/{self.name}:{self.line + 1} {self.record}: {self.old.strip()} → {(self.new or 'nothing').strip()}"


@dataclass(frozen=True)
class Place:
    """A line of a file, and what may stand in it."""

    root: str
    name: str
    lines: tuple[str, ...]
    number: int
    knowledge: Knowledge
    rulebase: Rulebase

    @property
    def line(self) -> str:
        return self.lines[self.number]

    @cached_property
    def record(self) -> str:
        """The entry that the line belongs to; of a file with one entry that one."""
        before = (RULE.match(line) for line in reversed(self.lines[: self.number + 1]))
        found = next(filter(None, before), None)
        return found["id"] if found else self.name.rpartition("/")[2].removesuffix(".yaml")

    @property
    def length(self) -> int:
        """How many lines the entry has that begins here."""
        after = next(
            (n for n, line in enumerate(self.lines[self.number + 1 :]) if _indent(line) <= _indent(self.line)), 0
        )
        return after + 1

    @property
    def key(self) -> str:
        """The name that stands before what the line says."""
        found = KEY.match(self.line)
        return found["key"] if found else ""

    @property
    def section(self) -> str:
        """The outermost name under which the line stands."""
        names = (re.match(r"^(?:- )?([a-z_]+):", line) for line in reversed(self.lines[: self.number + 1]))
        return next((found[1] for found in names if found), "")

    @property
    def is_rule(self) -> bool:
        return self.root == "rules"


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
