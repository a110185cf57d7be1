"""For pytest: instead of running the tests once, plants one mutant after the other and asks the tests that reach it.

Everything is imported and collected once. A mutant is put into a fork, whose memory nobody else sees; where what it changes ran
before any test did, a new process reads a copy of the files with it.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from typing import Any

import pytest

from benchmarks.mutating.cold import TOO_LONG, first_failure
from benchmarks.mutating.mutant import Mutant, live_functions, swap
from benchmarks.mutating.selection import Selection
from benchmarks.mutating.watching import Watch, kind_of, passes

__all__ = ["Outcome", "Trial"]

SURVIVES, DIES = "survives", "the process dies"
FORK = get_context("fork")
STUCK = 600
"""seconds of the clock after which a process is ended, though it may only wait"""
PATIENCE = 10
"""times what a test took, and as many seconds, may it take with a mutant"""


@dataclass(frozen=True)
class Outcome:
    mutant: Mutant
    by: str
    """the test that failed, or how it ended"""
    tests: int
    """that were to be asked"""
    apart: bool
    seconds: float
    """of the clock"""


class Trial:
    """A plugin of pytest; tells each outcome as it comes."""

    def __init__(
        self,
        watch: Watch,
        mutants: Sequence[Mutant],
        seconds: float,
        workers: int,
        tell: Callable[[Outcome], None],
    ) -> None:
        self.watch, self.mutants, self.seconds, self.workers, self.tell = watch, mutants, seconds, workers, tell
        self.sound: dict[int, bool] = {}

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        early, self.items = self.watch.early(), session.items
        self.live = live_functions(self.watch.root / self.watch.folder)
        reached = _apart(lambda: self.watch.reached(self.items, early))
        kinds = {number: kind_of(item) for number, item in enumerate(self.items)}
        self.selection = Selection(reached, kinds, self.seconds, self.watch.seed)
        told = f"{len(reached.seconds)} of {len(self.items)} tests take part, {sum(reached.seconds.values()):.0f} s"
        print(f"{told}; {len(reached.by_test)} lines are run by them, {len(early)} before", file=sys.stderr)
        for outcome in self._tried():
            self.tell(outcome)
        return True

    def _tried(self) -> Iterator[Outcome]:
        waiting, running = list(reversed(self.mutants)), dict[int, _Running]()
        while waiting or running:
            while waiting and len(running) < self.workers:
                one = self._start(waiting.pop())
                running[one.process.sentinel] = one
            ready = wait(list(running), timeout=1)
            for sentinel, one in list(running.items()):
                if sentinel in ready or one.stuck:
                    del running[sentinel]
                    outcome = self._ended(one)
                    if outcome is None:
                        waiting.append(one.mutant)
                    else:
                        yield outcome

    def _start(self, mutant: Mutant) -> _Running:
        tests, apart = self.selection.tests(mutant), self.selection.is_apart(mutant)
        here, there = FORK.Pipe(duplex=False)
        process = FORK.Process(target=self._cold if apart else self._warm, args=(mutant, tests, there))
        process.start()
        there.close()
        return _Running(mutant, process, here, len(tests), apart, time.monotonic())

    def _ended(self, one: _Running) -> Outcome | None:
        """None: the test that failed fails without the mutant too, and is asked no more."""
        by = one.end()
        if isinstance(by, int):
            if not self._is_sound(by):
                self.selection.drop(by)
                return None
            by = self.items[by].nodeid
        return Outcome(one.mutant, by, one.tests, one.apart, time.monotonic() - one.began)

    def _is_sound(self, number: int) -> bool:
        if number not in self.sound:
            self.sound[number] = _apart(lambda: passes(self.items[number]))
        return self.sound[number]

    def _warm(self, mutant: Mutant, tests: Sequence[int], pipe: Connection) -> None:
        """Sends the number of the first test that fails, or that none does."""
        os.setpgrp()
        if not swap(mutant, self.watch.root, self.live):
            return self._cold(mutant, tests, pipe)
        for place, number in enumerate(tests):
            signal.setitimer(signal.ITIMER_PROF, PATIENCE * (1 + self.selection.reached.seconds[number]))
            if not passes(self.items[number], self.items[tests[place + 1]] if place + 1 < len(tests) else None):
                pipe.send(number)
                os._exit(0)
        pipe.send(SURVIVES)
        os._exit(0)

    def _cold(self, mutant: Mutant, tests: Sequence[int], pipe: Connection) -> None:
        if os.getpgrp() != os.getpid():
            os.setpgrp()
        names = [self.items[number].nodeid for number in tests]
        pipe.send((first_failure(self.watch.root, mutant, names, self.seconds) if names else None) or SURVIVES)
        os._exit(0)


@dataclass(frozen=True)
class _Running:
    mutant: Mutant
    process: Any
    pipe: Connection
    tests: int
    apart: bool
    began: float

    @property
    def stuck(self) -> bool:
        return time.monotonic() > self.began + STUCK

    def end(self) -> int | str:
        """The number of the test that failed, or how it ended. What fails here, outside of any test, is no catch."""
        stuck = self.process.is_alive() and not self.pipe.poll()
        if stuck:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.join()
        with suppress(EOFError):
            return self.pipe.recv()
        if stuck or self.process.exitcode == -signal.SIGPROF:
            return TOO_LONG
        return DIES if self.process.exitcode < 0 else SURVIVES


def _apart(work: Callable[[], Any]) -> Any:
    """What the work comes to, in a process of its own."""
    here, there = FORK.Pipe(duplex=False)
    process = FORK.Process(target=lambda: there.send(work()))
    process.start()
    there.close()
    found = here.recv()
    process.join()
    return found
