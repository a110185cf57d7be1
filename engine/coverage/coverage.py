"""Many cases → what they exercise of knowledge and rules, by which case, and what none does: `recourse/coverage/1`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Literal, NamedTuple

from engine.adviser import Adviser
from engine.coverage.exercised import Letters, of_advice, of_rules
from engine.coverage.wanted import WAYS, Item, wanted
from engine.steps import Entry
from knowledge.frozen import shaped

__all__ = ["Coverage", "Told", "cover"]

NAMED = 3
"""cases that are named for one way of one thing; all are counted"""


class Told(NamedTuple):
    """A case by its name. Of an example of a rule only what rules make of it counts: nobody has said what its plan should be."""

    name: str
    data: Mapping[str, Any]
    example: bool = False


class Exercised(Entry):
    """One thing in one way: by how many cases, and the first of them."""

    id: str
    way: str
    cases: int
    by: tuple[str, ...]


class Part(Entry):
    """All of one kind."""

    kind: str
    there: int
    covered: int
    ways: dict[str, int]
    """how many things are exercised in each way"""
    exercised: tuple[Exercised, ...]
    missing: tuple[Exercised, ...]


class Coverage(Entry):
    """What the told cases exercise."""

    schema_: Literal["recourse/coverage/1"] = shaped(default="recourse/coverage/1", called="schema")
    cases: int
    examples: int
    parts: tuple[Part, ...]

    @property
    def missing(self) -> tuple[tuple[str, Exercised], ...]:
        """What no case exercises, with its kind."""
        return tuple((part.kind, item) for part in self.parts for item in part.missing)


def cover(adviser: Adviser, cases: Iterable[Told], letters: Letters, today: date) -> Coverage:
    """Each case is planned once. Raises CaseError for one that cannot be read."""
    found: dict[Item, list[str]] = {item: [] for item in wanted(adviser)}
    counts = {True: 0, False: 0}
    for told in cases:
        counts[told.example] += 1
        for item in set(_exercised(adviser, told, letters, today)) & found.keys():
            found[item].append(told.name)
    parts = (_part(kind, {item: by for item, by in found.items() if item.kind == kind}) for kind in WAYS)
    return Coverage(cases=counts[False], examples=counts[True], parts=tuple(parts))


def _exercised(adviser: Adviser, told: Told, letters: Letters, today: date) -> Iterator[Item]:
    case = adviser.read(dict(told.data), today)
    if told.example:
        return of_rules(adviser.engine.infer(case))
    advice = adviser.advise(case)
    return iter((*of_rules(advice.inference), *of_advice(advice, letters)))


def _part(kind: str, found: Mapping[Item, list[str]]) -> Part:
    told = {
        item: Exercised(id=item.id, way=item.way, cases=len(by), by=tuple(by[:NAMED])) for item, by in found.items()
    }
    bare = {item.id for item, by in found.items() if not by}
    there = {item.id for item in found}
    return Part(
        kind=kind,
        there=len(there),
        covered=len(there - bare),
        ways={way: sum(1 for item, by in found.items() if by and item.way == way) for way in WAYS[kind]},
        exercised=tuple(entry for item, entry in told.items() if found[item]),
        missing=tuple(entry for item, entry in told.items() if not found[item]),
    )
