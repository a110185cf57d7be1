"""The gate on the ratios of the benchmark: it lets pass what is as fast, and stops what is slower."""

from __future__ import annotations

import json
import math

import pytest

from benchmarks.gate import BOUNDS, MARGIN, least, worse
from benchmarks.run import rows
from benchmarks.starts import BARE, CLICK, STARTS, bare_imports, of

HELD = json.loads(BOUNDS.read_text(encoding="utf-8"))


def test_what_is_as_fast_passes_and_what_is_slower_does_not() -> None:
    """Each ratio is held by itself, with the margin."""
    assert worse(HELD, HELD) == {}
    for name, bound in HELD.items():
        assert worse({**HELD, name: bound * MARGIN * 0.99}, HELD) == {}
        assert list(worse({**HELD, name: bound * MARGIN * 1.01}, HELD)) == [name]
    assert worse({"something new": 1.0}, HELD)


def test_one_good_attempt_is_enough() -> None:
    """A busy machine is no regression."""
    slow = {name: 10 * bound for name, bound in HELD.items()}
    assert worse(least(slow, HELD), HELD) == {}


def test_a_ratio_is_taken_within_a_run() -> None:
    """A run on a slower machine tells the same ratio."""
    found = rows([{"base": 1.0, "ours": 3.0}, {"base": 10.0, "ours": 30.0}, {"base": 2.0, "ours": 7.0}], "base")
    assert math.isclose(found["ours"]["ratio"], 3.0)
    assert found["ours"]["median"] == 7.0


@pytest.mark.parametrize("name", [BARE, CLICK, *STARTS])
def test_every_start_has_a_command(name: str) -> None:
    """What every one of them is compared with, too."""
    assert of(name, "bare")[1:]


def test_bare_imports_are_those_of_a_plan() -> None:
    """The libraries that a plan needs are in it, and no module of ours."""
    bare = bare_imports()
    assert all(f"'{library}'" in bare for library in ("msgspec", "click", "yaml", "durable_rules_engine"))
    assert not any(f"'{ours}" in bare for ours in ("knowledge", "engine.", "rules", "commands"))
