"""What four facts are enough for → a table: a line a trouble, a column a state of contacts, and below it where a plan is thin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.analysis.thin import STATES, Cell

__all__ = ["thin_lines"]


def thin_lines(cells: Sequence[Cell]) -> Iterator[str]:
    """Each cell tells the fewest certain steps to somebody at any wallet; `0!` where a plan has none."""
    by_issue: dict[str, dict[str, Cell]] = {}
    for cell in cells:
        by_issue.setdefault(cell.issue, {})[cell.state] = cell
    yield f"{'fewest certain steps to somebody':34}" + "".join(f"{state:>12}" for state in STATES)
    for issue, row in by_issue.items():
        yield f"{issue:34}" + "".join(f"{_told(row[state]):>12}" for state in STATES)
    cases, thin = sum(cell.cases for cell in cells), [(cell, name) for cell in cells for name in cell.thin]
    yield f"{cases} cases on four facts, {len(thin)} of them thin"
    yield from (f"thin: {cell.issue}, {cell.state}: {name}" for cell, name in thin)


def _told(cell: Cell) -> str:
    return f"{cell.fewest}!" if cell.thin else str(cell.fewest)
