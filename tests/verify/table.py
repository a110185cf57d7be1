"""A transcribed decision table → rows as formulas, over inputs of numbers, days, yes or no, and words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.proving.logic import TRUE, Formula, Solver, all_of, any_of, boolean, exactly_one, no, number
from engine.proving.tables import Row

__all__ = ["Table"]

RANGE = re.compile(r"(?P<open>[\[(])(?P<low>[\d-]+)\.\.(?P<high>[\d-]+)(?P<close>[\])])")
COMPARED = re.compile(r"(?P<op><=|>=|<|>)? ?(?P<value>-?[\d-]+)")


class Table:
    """The inputs of a table and its rows, `1` the first."""

    def __init__(self, told: Mapping[str, Any]) -> None:
        self.columns: Mapping[str, Any] = told["columns"]
        self.inputs = {name: self._input(name, kind) for name, kind in self.columns.items()}
        self.rows = [Row(str(place), self.region(row), row["then"]) for place, row in enumerate(told["rows"], 1)]

    @staticmethod
    def _input(name: str, kind: Any) -> Any:
        if kind == "flag":
            return boolean(name)
        return {word: boolean(f"{name}={word}") for word in kind} if isinstance(kind, list) else number(name)

    def solver(self) -> Solver:
        """Every input that can be."""
        found = Solver()
        for name, kind in self.columns.items():
            if isinstance(kind, list):
                found.add([exactly_one(self.inputs[name].values())])
            elif kind not in ("flag", "number", "day"):
                found.add([self._cell(name, kind)])
        return found

    def region(self, cells: Mapping[str, str]) -> Formula:
        """The inputs that meet every cell."""
        return all_of(self._cell(name, cell) for name, cell in cells.items() if name != "then")

    def _cell(self, name: str, cell: str) -> Formula:
        held, kind = self.inputs[name], self.columns[name]
        if kind == "flag":
            return held if cell == "yes" else no(held)
        if isinstance(kind, list):
            return any_of(held[word] for word in cell.split(", ") if word in held)
        return all_of(_compared(held, part) for part in cell.split(" and "))


def _compared(held: Any, cell: str) -> Formula:
    if found := RANGE.fullmatch(cell):
        low, high = _value(found["low"]), _value(found["high"])
        above = held >= low if found["open"] == "[" else held > low
        return all_of((above, held <= high if found["close"] == "]" else held < high))
    compared = COMPARED.fullmatch(cell)
    assert compared, cell
    value = _value(compared["value"])
    held_by = {"<": held < value, "<=": held <= value, ">": held > value, ">=": held >= value, None: held == value}
    return held_by[compared["op"]] if cell else TRUE


def _value(told: str) -> int:
    """A day by its number."""
    return date.fromisoformat(told).toordinal() if re.fullmatch(r"\d{4}-\d\d-\d\d", told) else int(told)
