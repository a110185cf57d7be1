"""The folder of tests and the rules → every case that is told somewhere: stories, letters, examples of rules, near misses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from engine.adviser import Adviser
from engine.casebook import AT_MOST, read_told
from engine.coverage.coverage import Told
from engine.coverage.near_misses import changed
from knowledge.handed_in import read_document
from knowledge.models import Text
from rules.families import at_channel
from rules.models import Rule

__all__ = ["NearMisses", "examples", "misses_of", "read_all", "read_near_misses"]

NearMisses = Mapping[str, list[dict[str, Any]]]
"""of rules, what to change in the example so that it no longer fires"""


def read_all(adviser: Adviser, folder: Path) -> Iterator[Told]:
    """Raises CaseError, OSError."""
    wording = adviser.knowledge.wording
    for place in ("cases", "letters"):
        for told in read_told(folder / place, wording, deep=True):
            yield Told(f"{told['file']}: {told.get('story') or told.get('id', '')}", told["case"])
    near_misses = read_near_misses(folder / "near_misses.yaml", wording)
    for rule in adviser.rulebase.rules:
        yield from examples(rule, misses_of(rule, near_misses))


def read_near_misses(path: Path, wording: Mapping[str, Text]) -> NearMisses:
    """By rule. Raises OSError."""
    with path.open("rb") as file:
        found: NearMisses = read_document(file.read(AT_MOST), path.name, wording).data or {}
    return found


def misses_of(rule: Rule, near_misses: NearMisses) -> list[dict[str, Any]]:
    """Those of the rule; where it is written for several channels, those told of all of them as well."""
    shared = near_misses.get(rule.family, []) if rule.family != rule.id else []
    return [*near_misses.get(rule.id, []), *(at_channel(next(iter(rule.entry.channel)), miss) for miss in shared)]


def examples(rule: Rule, near_misses: list[dict[str, Any]]) -> Iterator[Told]:
    """The case in which the rule fires, and the near misses in which it does not."""
    name, example = f"rules/{rule.place} {rule.id}", rule.entry.fires
    yield Told(f"{name}: fires", example, example=True)
    for miss in (*([rule.entry.rests] if rule.when else []), *near_misses):
        yield Told(f"{name}: {miss}", changed(example, miss), example=True)
