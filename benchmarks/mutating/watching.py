"""The sound program's tests → which lines each runs and how long it takes, and what has run before any of them."""

from __future__ import annotations

import os
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol
from coverage import Coverage

from benchmarks.mutating.selection import Line, Reached

__all__ = ["Watch", "kind_of", "passes"]

EACH = 2
"""seconds of the processor after which no more cases of one test function take part"""


class Watch:
    """Begins when it is made, which has to be before anything of the folder is imported."""

    def __init__(self, root: Path, folder: str, seed: int) -> None:
        self.root, self.folder, self.seed = root, folder, seed
        self.before = self._coverage()
        self.before.start()

    def early(self) -> frozenset[Line]:
        """What has run so far; nothing more is watched."""
        self.before.stop()
        data = self.before.get_data()
        return frozenset((self._name(file), line) for file in data.measured_files() for line in data.lines(file) or ())

    def reached(self, items: Sequence[pytest.Item], early: frozenset[Line]) -> Reached:
        """Runs the tests, and leaves the process with all that they keep: it should be one of their own."""
        coverage = self._coverage()
        coverage.start()
        seconds = dict(self._timed(items, coverage))
        coverage.stop()
        by_test: dict[Line, list[int]] = defaultdict(list)
        data = coverage.get_data()
        for file in data.measured_files():
            for line, tests in data.contexts_by_lineno(file).items():
                by_test[self._name(file), line] += [int(test) for test in tests if test]
        return Reached(early, dict(by_test), seconds)

    def _timed(self, items: Sequence[pytest.Item], coverage: Coverage) -> Iterator[tuple[int, float]]:
        """Each test that passes by itself, and how long it took."""
        of_kind, waiting = Counter[str](), self._shuffled(items)
        while waiting:
            number = waiting.pop()
            kind = kind_of(items[number])
            if of_kind[kind] < EACH:
                coverage.switch_context(str(number))
                began = _used()
                passed = passes(items[number], items[waiting[-1]] if waiting else None)
                took = _used() - began
                of_kind[kind] += took
                if passed:
                    yield number, took

    def _shuffled(self, items: Sequence[pytest.Item]) -> list[int]:
        """The tests in any order, those of one file one after the other."""
        files: dict[Path, list[int]] = defaultdict(list)
        for number, item in enumerate(items):
            files[item.path].append(number)
        rng = random.Random(self.seed)
        return [number for of_file in files.values() for number in rng.sample(of_file, len(of_file))]

    def _coverage(self) -> Coverage:
        return Coverage(data_file=None, config_file=False, include=[f"{self.root}/{self.folder}/*"], messages=False)

    def _name(self, file: str) -> str:
        return str(Path(file).relative_to(self.root))


def kind_of(item: pytest.Item) -> str:
    """The function of a test."""
    return item.nodeid.partition("[")[0]


def passes(item: pytest.Item, following: pytest.Item | None = None) -> bool:
    """Runs a test; what it shares with the following one is kept."""
    reports = runtestprotocol(item, nextitem=following, log=False)
    return all(report.passed for report in reports)


def _used() -> float:
    """Seconds of the processor that this process and those that it has waited for have taken."""
    return sum(os.times()[:4])
