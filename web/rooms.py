"""Work → the process that does it. A visit stays with one room, which remembers it; what takes long has a room of its own.

Working out advice needs a processor and nothing else, so that threads would only take turns.
"""

from __future__ import annotations

import asyncio
import os
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing import get_context
from typing import ParamSpec, TypeVar
from zlib import crc32

__all__ = ["Rooms"]

P = ParamSpec("P")
T = TypeVar("T")
BACK = -1
LOOK = 2.0
"""seconds between two looks at whether the program still lives"""
POLITE = 10
"""how far the back room stands behind the others where they want the processor as well"""


class Rooms:
    """`count` rooms for people and one at the back; with none, a thread of this process does everything."""

    def __init__(self, count: int, prepare: Callable[[], None]) -> None:
        self.prepare = prepare
        kinds = [*[_process] * count, _polite_process] if count else [_thread]
        self._kinds = kinds
        self._rooms: list[Executor] = [kind(prepare) for kind in kinds]
        self._waiting = 0

    def open(self, first: Callable[[], None]) -> None:
        """Every room is ready when this returns, and does `first` before anything else."""
        for future in [room.submit(int) for room in self._rooms]:
            future.result()
        for room in self._rooms:
            room.submit(first)

    def close(self) -> None:
        """No room is left when this returns."""
        for room in self._rooms:
            room.shutdown(wait=True, cancel_futures=True)

    async def for_visit(self, word: str, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The room of this visit."""
        people = len(self._rooms) - 1 or 1
        return await self._in(crc32(word.encode()) % people, work, *args, **kwargs)

    async def at_the_back(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Where nobody waits for the next question."""
        self._waiting += 1
        try:
            return await self._in(BACK, work, *args, **kwargs)
        finally:
            self._waiting -= 1

    @property
    def busy(self) -> bool:
        """Whether the back room is at work, so that what can be done without had better not be begun."""
        return self._waiting > 0

    async def _in(self, place: int, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """A room that broke down is made anew, and the work done there once more."""
        room = self._rooms[place]
        try:
            return await asyncio.wrap_future(room.submit(work, *args, **kwargs))
        except BrokenProcessPool:
            if self._rooms[place] is room:
                self._rooms[place] = self._kinds[place](self.prepare)
            return await asyncio.wrap_future(self._rooms[place].submit(work, *args, **kwargs))


def _process(prepare: Callable[[], None]) -> Executor:
    """Made from this process where the system can do that: what was read is shared, not read again."""
    way = "fork" if hasattr(os, "fork") else None
    return ProcessPoolExecutor(1, mp_context=get_context(way), initializer=_live, initargs=(os.getpid(), prepare))


def _polite_process(prepare: Callable[[], None]) -> Executor:
    return _process(partial(_politely, prepare))


def _politely(prepare: Callable[[], None]) -> None:
    if hasattr(os, "nice"):
        os.nice(POLITE)
    prepare()


def _live(parent: int, prepare: Callable[[], None]) -> None:
    """In a room: who presses Ctrl-C means the whole program, which closes its rooms; where it was killed they end by themselves."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    prepare()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK)
    os._exit(0)


def _thread(prepare: Callable[[], None]) -> Executor:
    return ThreadPoolExecutor(1, initializer=prepare)
