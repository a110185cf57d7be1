"""The machinery of benchmarks/mutants.py: a changed function is the one that everybody calls, and the right tests are asked."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from benchmarks.mutating.mutant import Mutant, live_functions, swap
from benchmarks.mutating.selection import Reached, Selection

SOUND = """
from functools import cache


def plain(number, more=lambda number: number + 1):
    return more(number) * 10


@cache
def kept(number):
    return number + 100


def outer(number):
    def inner():
        return number - 1

    return inner


class Box:
    @property
    def size(self):
        return 7

    @staticmethod
    def of(number):
        return [number + place for place in range(3)]
"""


@pytest.fixture
def module(tmp_path: Path) -> Iterator[ModuleType]:
    (tmp_path / "room").mkdir()
    (tmp_path / "room" / "sound_for_mutants.py").write_text(SOUND, encoding="utf-8")
    sys.path.insert(0, str(tmp_path / "room"))
    yield importlib.import_module("sound_for_mutants")
    sys.path.remove(str(tmp_path / "room"))
    del sys.modules["sound_for_mutants"]


def planted(root: Path, old: str, new: str) -> int:
    assert SOUND.count(old) == 1
    mutant = Mutant("m#1", "room/sound_for_mutants.py", range(1, 2), range(1, 2), SOUND.replace(old, new))
    return swap(mutant, root, live_functions(root / "room"))


@pytest.mark.parametrize(
    ("old", "new", "call", "before", "after"),
    [
        ("* 10", "/ 10", "plain(9)", 100, 1.0),
        ("number: number + 1", "number: None or 5", "plain(9)", 100, 50),
        ("number + 100", "number - 100", "kept(1)", 101, -99),
        ("number - 1", "number - 2", "outer(5)()", 4, 3),
        ("return 7", "return 8", "Box().size", 7, 8),
        ("range(3)", "range(4)", "Box.of(1)", [1, 2, 3], [1, 2, 3, 4]),
    ],
)
def test_whoever_holds_a_function_calls_the_changed_one(
    module: ModuleType, tmp_path: Path, old: str, new: str, call: str, before: object, after: object
) -> None:
    """Decorated, bound before, nested or a default of another: no caller is left with the sound one."""
    held = dict(vars(module))
    assert eval(call, held) == before
    module.kept.cache_clear()
    assert planted(tmp_path, old, new) >= 1
    assert eval(call, held) == after


def test_what_is_closed_over_already_is_changed_too(module: ModuleType, tmp_path: Path) -> None:
    inner = module.outer(5)
    assert planted(tmp_path, "number - 1", "number - 2") == 2
    assert inner() == 3


def test_nothing_else_is_changed(module: ModuleType, tmp_path: Path) -> None:
    """A line more in one function moves those below it, and changes nothing that they do."""
    planted(tmp_path, "return number + 100", "number += 1\n    return number + 100")
    assert (module.kept(1), module.outer(5)(), module.Box().size, module.Box.of(1)) == (102, 4, 7, [1, 2, 3])


def mutant_of(*lines: int, path: str = "a.py") -> Mutant:
    return Mutant("m#1", path, range(lines[0], lines[-1] + 1), range(1, 9), "")


REACHED = Reached(
    frozenset({("a.py", 1), ("a.py", 8)}),
    {("a.py", 2): [0, 1, 2, 3, 9], ("a.py", 3): [2], ("b.py", 5): [4]},
    {0: 2.0, 1: 1.0, 2: 5.0, 3: 0.5, 4: 0.1},
)
KINDS = dict(enumerate(("t::a", "t::a", "t::b", "t::c", "tests/test_room.py::d")))


@pytest.mark.parametrize(
    ("lines", "seconds", "asked"),
    [
        ((3,), 60, {2}),
        ((2,), 60, {0, 1, 2, 3}),
        ((2,), 2, {1, 3}),
        ((4,), 60, {0, 1, 2, 3}),
        ((1, 2), 60, {0, 1, 2, 3, 4}),
    ],
    ids=["runs it", "all that pass", "within the time", "the function, if not the line", "early: all"],
)
def test_those_are_asked_that_run_what_is_changed(lines: tuple[int, ...], seconds: float, asked: set[int]) -> None:
    selection = Selection(REACHED, KINDS, seconds, 1)
    found = selection.tests(mutant_of(*lines))
    kinds = [KINDS[test] for test in found]
    assert set(found) <= asked
    assert len(set(kinds[: len(set(kinds))])) == len(set(kinds))
    if seconds == 60:
        assert set(found) == asked


def test_a_change_that_no_fork_would_show_needs_a_new_process() -> None:
    """What runs while files are loaded; and what only the processes run that tests start: those named after it are asked."""
    selection = Selection(REACHED, KINDS, 60, 1)
    assert [selection.is_apart(mutant_of(*lines)) for lines in ((1,), (2,), (7, 8))] == [True, False, True]
    unseen = mutant_of(3, path="room/kinds/c.py")
    assert selection.is_apart(unseen)
    assert selection.tests(unseen) == [4]
    assert selection.tests(mutant_of(3, path="other/c.py")) == []
