"""Cases as an adviser would tell them: YAML files with a story, the facts, and what must come out."""

from __future__ import annotations

import gc
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from engine.adviser import Adviser, load_adviser
from engine.casebook import draw_case, read_told

__all__ = ["CASES", "TODAY", "adviser", "one_of_each", "random_case", "read_cases"]

HERE = Path(__file__).parent
CASES = HERE / "cases"
TODAY = date(2026, 11, 22)


@cache
def adviser() -> Adviser:
    """The adviser on the repository's own knowledge, loaded once a process."""
    found = load_adviser()
    gc.freeze()  # it lives as long as the process
    return found


def read_cases(folder: Path) -> list[Any]:
    """Every case of every file in the folder, each with the `file` it stands in."""
    return read_told(folder, adviser().knowledge.wording)


def one_of_each(told: list[Any]) -> dict[str, Any]:
    """Of every kind of trouble the first that is told."""
    return {
        entry["case"]["issue"]: entry
        for entry in reversed(told)
        if entry["case"].get("issue") in adviser().knowledge.issues
    }


def random_case(seed: int) -> dict[str, Any]:
    """A well-formed case drawn at random: some facts answered, some attempts made, any day from 2021 to 2028."""
    return draw_case(adviser(), seed, TODAY)
