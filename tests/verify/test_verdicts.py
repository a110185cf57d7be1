"""What others have found wrong with decision tables and dated rules, found by our verifier as well."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.proving.logic import Solver, any_of, no
from engine.proving.tables import Row, conflicts, dead, gap, hidden, implied, overlaps, uncovered
from tests.verify.table import Table

VERDICTS = yaml.load((Path(__file__).parent / "verdicts.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
FORBIDDEN: dict[str, Callable[[list[Row], Solver], list[tuple[str, str]]]] = {"unique": overlaps, "any": conflicts}
"""what a hit policy does not allow; the others allow rows to meet"""


def _same(found: list[tuple[str, str]], told: list[list[str]]) -> bool:
    return {frozenset(pair) for pair in found} == {frozenset(pair) for pair in told}


class _Looked:
    """One table, looked through; each method says whether what is told of it is what we find."""

    def __init__(self, verdict: dict[str, Any]) -> None:
        self.verdict, self.table = verdict, Table(verdict)
        self.rows, self.solver = self.table.rows, self.table.solver()
        self.outcome = {row.name: row.outcome for row in self.rows}

    def gap(self, told: str) -> bool:
        return gap(self.rows, self.solver) is (told == "yes")

    def gaps(self, told: list[dict[str, str]]) -> bool:
        """Each region is there, no row reaches into it, and nothing else is uncovered."""
        regions, covered = [self.table.region(region) for region in told], any_of(row.holds for row in self.rows)
        empty = all(self.solver.find(region) and not self.solver.find(region, covered) for region in regions)
        return empty and self.solver.find(uncovered(self.rows), no(any_of(regions))) is None

    def overlaps(self, told: list[list[str]]) -> bool:
        return _same(overlaps(self.rows, self.solver), told)

    def conflicts(self, told: list[list[str]]) -> bool:
        return _same(conflicts(self.rows, self.solver), told)

    def faults(self, told: list[list[str]]) -> bool:
        forbidden = FORBIDDEN.get(self.verdict["policy"])
        return _same(forbidden(self.rows, self.solver) if forbidden else [], told)

    def hidden(self, told: list[str]) -> bool:
        order = self.verdict.get("order", [row.name for row in self.rows])
        return hidden(sorted(self.rows, key=lambda row: order.index(row.name)), self.solver) == told

    def dead(self, told: list[str]) -> bool:
        return dead(self.rows, self.solver) == told

    def implied(self, told: list[list[str]]) -> bool:
        return {*implied(self.rows, self.solver)} == {tuple(pair) for pair in told}

    def repeated(self, told: list[list[str]]) -> bool:
        found = implied(self.rows, self.solver)
        return {pair for pair in found if len({self.outcome[row] for row in pair}) == 1} == {tuple(p) for p in told}

    def covers(self, told: list[list[str]]) -> bool:
        return all((other, row) in implied(self.rows, self.solver) for row, other in told)

    def covers_not(self, told: list[list[str]]) -> bool:
        return all((other, row) not in implied(self.rows, self.solver) for row, other in told)


def _finds(verdict: dict[str, Any], key: str, told: Any) -> bool:
    return bool(getattr(_Looked(verdict), key)(told))


CLAIMS = [(verdict, key) for verdict in VERDICTS for key in verdict["says"]]


@pytest.mark.parametrize(("verdict", "key"), CLAIMS, ids=[f"{verdict['id']}-{key}" for verdict, key in CLAIMS])
def test_we_say_what_they_say(verdict: dict[str, Any], key: str) -> None:
    """Each verdict as it was published, or, where the entry says why, as we hold it to be."""
    assert _finds(verdict, key, verdict["says"][key])


def test_there_are_enough_and_each_can_be_looked_up() -> None:
    """Forty tables at least, from several houses, each with its address; where we differ, it is said why."""
    assert len(VERDICTS) >= 40
    assert len({verdict["id"] for verdict in VERDICTS}) == len(VERDICTS)
    assert len({verdict["source"].split("/")[2] + verdict["source"].split("/")[3] for verdict in VERDICTS}) >= 4
    assert all(verdict["source"].startswith("https://") for verdict in VERDICTS)
    assert [verdict["id"] for verdict in VERDICTS if "differs" in verdict] == ["kie-free-text"]


def test_a_verdict_can_be_wrong() -> None:
    """Each kind of verdict turned round is not found: the comparison does not agree with everything."""
    tried = set()
    for verdict, key in CLAIMS:
        told = verdict["says"][key]
        if key == "gap":
            assert not _finds(verdict, key, "no" if told == "yes" else "yes")
        elif key == "gaps":
            assert not _finds(verdict, key, told[1:] or [{}])
        elif key in ("covers", "covers_not"):
            assert not _finds(verdict, "covers_not" if key == "covers" else "covers", told)
        elif not (key == "faults" and verdict["policy"] not in FORBIDDEN):
            assert not _finds(verdict, key, [] if told else ([["1", "2"]] if key not in ("hidden", "dead") else ["1"]))
        tried.add(key)
    assert {"gap", "gaps", "overlaps", "conflicts", "hidden", "dead", "repeated", "covers"} <= tried
