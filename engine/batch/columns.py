"""A row of a table ↔ what it says: columns with dots in their names → nested data; an answer → the cells of a row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.batch.answers import Answer
from engine.case import Answer as Told

__all__ = ["HEADER", "nested", "row"]

HEADER = (
    "record",
    "id",
    "as_of",
    "issue",
    "provider",
    "first_action",
    "first_channel",
    "urgency",
    "do_by",
    "steps",
    "late",
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""a cell that begins so is taken by a spreadsheet for something to work out"""


def nested(cells: Mapping[str, str]) -> dict[str, Any]:
    """`attempts.1.channel` → the channel of the first attempt; an empty cell says nothing."""
    found: dict[str, Any] = {}
    for name, cell in cells.items():
        if not cell.strip():
            continue
        *path, last = name.strip().split(".")
        place = found
        for part in path:
            inner = place.setdefault(part, {})
            if not isinstance(inner, dict):
                break
            place = inner
        else:
            place[last] = cell.strip()
    return {name: _listed(value) for name, value in found.items()}


def _listed(value: Any) -> Any:
    """A mapping from 1, 2, … is a list; what has no number is left out of none."""
    if not isinstance(value, dict):
        return value
    if all(key.isdecimal() for key in value):
        return [_listed(item) for _, item in sorted(value.items(), key=lambda pair: int(pair[0]))]
    return {key: _listed(item) for key, item in value.items()}


def row(answer: Answer, told: Mapping[str, Told]) -> list[str]:
    """The cells under `HEADER`: the first step with a channel, then all steps and whoever is late, in their order."""
    first = answer.first
    cells = (
        answer.record,
        answer.id or "",
        answer.as_of,
        told.get("issue", ""),
        told.get("provider", ""),
        first.action if first else "",
        first.channel if first else "",
        first.urgency if first else "",
        first.do_by or "" if first else "",
        " ".join(step.action for step in answer.steps),
        " ".join(item.channel for item in answer.late),
    )
    return [_plain(str(cell)) for cell in cells]


def _plain(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
