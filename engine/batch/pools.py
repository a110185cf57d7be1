"""Chunks of records → what became of each, in their order: worked on here, or by as many processes as are wanted."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from engine.adviser import Adviser
from engine.batch.records import Record
from engine.batch.work import Done, Order, Worker
from knowledge.errors import InferenceError

__all__ = ["answer_all"]

AHEAD = 2
"""chunks that wait or are worked on, for each process: none has to wait, and none is read long before its turn"""
LOST = 3
"""so often a chunk is given to new processes after one that had it died"""

LOADED = "engine.batch.loaded"
"""the module that holds the adviser of a process"""
_ORDER: list[Order] = []
_WORKER: list[Worker] = []
"""of a process of the pool: what it works for, and its own worker"""


def answer_all(order: Order, chunks: Iterable[list[Record]], jobs: int, load: Callable[[], Adviser]) -> Iterator[Done]:
    """What became of each chunk, in their order: by an adviser that is loaded here, or by processes that share one.

    Raises InferenceError where processes die again and again over a chunk, KnowledgeError where files cannot be used.
    """
    if jobs == 1:
        yield from map(Worker(load(), order).work, chunks)
        return
    yield from _Pool(order, jobs).run(chunks)


class _Pool:
    def __init__(self, order: Order, jobs: int) -> None:
        self.order, self.jobs = order, jobs
        self.waiting: deque[tuple[list[Record], Future[Done]]] = deque()
        self.lost = 0
        self.executor = self._begin()

    def _begin(self) -> ProcessPoolExecutor:
        # not forked from this process: a copy of one with threads may hold locks that nobody opens
        way = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
        context = multiprocessing.get_context(way)
        context.set_forkserver_preload([LOADED])  # knowledge and rules are there once, for all of them
        return ProcessPoolExecutor(self.jobs, context, _prepare, (self.order,))

    def run(self, chunks: Iterable[list[Record]]) -> Iterator[Done]:
        try:
            for chunk in chunks:
                self._give(chunk)
                if len(self.waiting) >= AHEAD * self.jobs:
                    yield self._next()
            while self.waiting:
                yield self._next()
        finally:
            self.executor.shutdown(cancel_futures=True)

    def _give(self, chunk: list[Record]) -> None:
        try:
            self.waiting.append((chunk, self.executor.submit(_work, chunk)))
        except BrokenProcessPool:
            self._begin_again()
            self._give(chunk)

    def _next(self) -> Done:
        """What became of the chunk that was given first; where its process died it is given to another one."""
        while True:
            future = self.waiting[0][1]
            try:
                done = future.result()
            except BrokenProcessPool:
                self._begin_again()
                continue
            self.waiting.popleft()
            self.lost = 0
            return done

    def _begin_again(self) -> None:
        self.lost += 1
        if self.lost > LOST:
            first = self.waiting[0][0][0].number if self.waiting else 0
            raise InferenceError(f"the processes die over the records from number {first} on")
        self.executor.shutdown(wait=False, cancel_futures=True)
        self.executor = self._begin()
        self.waiting = deque((chunk, self.executor.submit(_work, chunk)) for chunk, _ in self.waiting)


def _prepare(order: Order) -> None:
    _ORDER[:] = [order]


def _work(chunk: list[Record]) -> Done:
    if not _WORKER:
        from engine.batch.loaded import loaded

        adviser, together = loaded()
        _WORKER.append(Worker(adviser, _ORDER[0], ready=together))
    return _WORKER[0].work(chunk)
