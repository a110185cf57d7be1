"""Rows that hold or not → what is wrong with them together: cases that none covers, rows that meet, hide or repeat one another.

A row is a rule with what it concludes, or a line of a decision table. What the guarantees about rules ask is asked here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, permutations

from engine.proving.logic import Formula, Solver, all_of, any_of, no
from knowledge.frozen import Frozen

__all__ = ["Row", "apart", "both", "conflicts", "dead", "gap", "hidden", "implied", "overlaps", "uncovered"]


class Row(Frozen):
    """A line of a table, when it holds, and what it concludes."""

    name: str
    holds: Formula
    outcome: str = ""


def both(one: Formula, other: Formula) -> Formula:
    """The cases in which the two meet."""
    return all_of((one, other))


def apart(one: Formula, other: Formula) -> Formula:
    """The cases in which the one holds and the other does not: with none, the other says all that the one says."""
    return all_of((one, no(other)))


def uncovered(rows: Sequence[Row]) -> Formula:
    """The cases in which no row holds."""
    return no(any_of(row.holds for row in rows))


def gap(rows: Sequence[Row], solver: Solver) -> bool:
    """Whether some case is covered by no row."""
    return solver.find(uncovered(rows)) is not None


def dead(rows: Sequence[Row], solver: Solver) -> list[str]:
    """The rows that hold in no case."""
    return [row.name for row in rows if solver.find(row.holds) is None]


def overlaps(rows: Sequence[Row], solver: Solver) -> list[tuple[str, str]]:
    """The rows of which two hold in one case."""
    return [(a.name, b.name) for a, b in combinations(rows, 2) if solver.find(both(a.holds, b.holds)) is not None]


def conflicts(rows: Sequence[Row], solver: Solver) -> list[tuple[str, str]]:
    """The rows that meet and conclude different things."""
    outcome = {row.name: row.outcome for row in rows}
    return [(a, b) for a, b in overlaps(rows, solver) if outcome[a] != outcome[b]]


def hidden(rows: Sequence[Row], solver: Solver) -> list[str]:
    """The rows that can hold, but only where an earlier one does: read from the top, they are never reached."""
    return [row.name for row in rows if row.name not in dead(rows, solver) and _left(row, rows, solver) is None]


def _left(row: Row, rows: Sequence[Row], solver: Solver) -> object:
    earlier = any_of(other.holds for other in rows[: rows.index(row)])
    return solver.find(apart(row.holds, earlier))


def implied(rows: Sequence[Row], solver: Solver) -> list[tuple[str, str]]:
    """The rows that hold only where another holds, each with that other."""
    return list(_implied(rows, solver))


def _implied(rows: Sequence[Row], solver: Solver) -> Iterator[tuple[str, str]]:
    gone = dead(rows, solver)
    for one, other in permutations([row for row in rows if row.name not in gone], 2):
        if solver.find(apart(one.holds, other.holds)) is None:
            yield one.name, other.name
