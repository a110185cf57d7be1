"""Chunks of records → what became of each, in their order: worked on by a cluster of Ray. The one door to it; it is an extra.

A chunk goes to whichever worker is free, with the order it belongs to. Where a worker dies, Ray gives its chunk to another
one: what becomes of a chunk hangs on nothing but the chunk.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator
from types import ModuleType
from typing import Any

from engine.batch.pools import AHEAD, LOST
from engine.batch.records import Record
from engine.batch.work import Done, Order, Worker
from knowledge.errors import InferenceError

__all__ = ["answer_on_ray"]

_WORKERS: dict[Order, Worker] = {}
"""of a process of the cluster: the worker of the order that it works on"""


def answer_on_ray(
    order: Order, chunks: Iterable[list[Record]], jobs: int | None, address: str | None = None
) -> Iterator[Done]:
    """What became of each chunk, in their order. Without an address a cluster of this machine, which ends with the work.

    Raises ImportError without Ray, InferenceError where workers die again and again over a chunk, ConnectionError where
    nothing answers at the address.
    """
    ray = _ray()
    here = {} if address else {"num_cpus": jobs, "include_dashboard": False}
    ray.init(address=address, log_to_driver=False, logging_level="ERROR", **here)
    try:
        yield from _answers(ray, order, chunks, jobs or _processors(ray))
    finally:
        ray.shutdown()


def _ray() -> ModuleType:
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # it would tell its makers; nothing leaves this machine
    import ray

    found: ModuleType = ray
    return found


def _processors(ray: ModuleType) -> int:
    return int(ray.cluster_resources().get("CPU", 1))


def _answers(ray: ModuleType, order: Order, chunks: Iterable[list[Record]], jobs: int) -> Iterator[Done]:
    work = ray.remote(num_cpus=1, max_retries=LOST)(_work)
    told = ray.put(order)
    waiting: deque[Any] = deque()
    for chunk in chunks:
        waiting.append(work.remote(told, chunk))
        if len(waiting) >= AHEAD * jobs:
            yield _next(ray, waiting)
    while waiting:
        yield _next(ray, waiting)


def _next(ray: ModuleType, waiting: deque[Any]) -> Done:
    try:
        done: Done = ray.get(waiting.popleft())
    except ray.exceptions.WorkerCrashedError as error:
        raise InferenceError("the workers of the cluster die over the same records") from error
    return done


def _work(order: Order, chunk: list[Record]) -> Done:
    from engine.batch.loaded import ADVISER, TOGETHER

    if order not in _WORKERS:
        _WORKERS.clear()
        _WORKERS[order] = Worker(ADVISER, order, ready=TOGETHER)
    return _WORKERS[order].work(chunk)
