"""What ran when → which tests are asked about a mutant, the quickest of each kind first."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.mutating.mutant import Mutant

__all__ = ["Reached", "Selection"]

Line = tuple[str, int]
"""a file and a line of it"""


@dataclass(frozen=True)
class Reached:
    """What was seen of the sound program."""

    early: frozenset[Line]
    """what runs while modules are imported, tests are collected and the files are loaded"""
    by_test: Mapping[Line, Sequence[int]]
    """the tests that run a line"""
    seconds: dict[int, float]
    """how long each test that passes took"""


@dataclass(frozen=True)
class Selection:
    reached: Reached
    kinds: Mapping[int, str]
    """the function of each test"""
    seconds: float
    """of tests at most"""
    seed: int

    def is_apart(self, mutant: Mutant) -> bool:
        """Whether a new process has to read it: it runs before any test does, or in none but processes that tests start."""
        early = any((mutant.path, line) in self.reached.early for line in mutant.lines)
        return early or not self._reaching(mutant)

    def drop(self, test: int) -> None:
        """It is asked no more."""
        del self.reached.seconds[test]

    def tests(self, mutant: Mutant) -> list[int]:
        """Those that run what is changed, or else those named after where it stands, or after a folder around it.

        Where it runs before any test does, all others come after them.
        """
        found = self._reaching(mutant) or self._namesakes(mutant)
        if any((mutant.path, line) in self.reached.early for line in mutant.lines):
            found = [*found, *(test for test in self.reached.seconds if test not in set(found))]
        return list(self._within(self._in_rounds(found)))

    def _reaching(self, mutant: Mutant) -> list[int]:
        return self._running(mutant, mutant.lines) or self._running(mutant, mutant.around)

    def _namesakes(self, mutant: Mutant) -> list[int]:
        files = {f"test_{part}" for part in Path(mutant.path).with_suffix("").parts}
        return [test for test in self.reached.seconds if Path(self.kinds[test].partition("::")[0]).stem in files]

    def _running(self, mutant: Mutant, lines: Iterable[int]) -> list[int]:
        found = {test for line in lines for test in self.reached.by_test.get((mutant.path, line), ())}
        return sorted(found & self.reached.seconds.keys())

    def _in_rounds(self, tests: Iterable[int]) -> list[int]:
        by_kind: dict[str, list[int]] = defaultdict(list)
        for test in tests:
            by_kind[self.kinds[test]].append(test)
        rng = random.Random(self.seed)
        for of_kind in by_kind.values():
            rng.shuffle(of_kind)
        places = {test: place for of_kind in by_kind.values() for place, test in enumerate(of_kind)}
        return sorted(places, key=lambda test: (places[test], self.reached.seconds[test]))

    def _within(self, tests: Sequence[int]) -> Iterable[int]:
        left = self.seconds
        for test in tests:
            if self.reached.seconds[test] <= left:
                left -= self.reached.seconds[test]
                yield test
