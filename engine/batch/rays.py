"""Chunks of records → what became of each, in their order: worked on by a cluster of Ray. The one door to it; it is an extra.

A chunk goes to whichever worker is free, as the bytes that stood in the file, with the order it belongs to; what became of it
comes back and is written here. So workers need none of the files that go in and come out, only this program: the same edition
of it, or they refuse. Where a worker dies, Ray gives its chunk to another one: what becomes of a chunk hangs on nothing but
the chunk.
"""

from __future__ import annotations

import os
import platform
from collections import deque
from collections.abc import Iterable, Iterator
from types import ModuleType
from typing import Any

from engine.batch.edition import edition
from engine.batch.pools import AHEAD, LOST
from engine.batch.records import Record
from engine.batch.work import Done, Order, Worker
from knowledge.errors import InferenceError
from knowledge.frozen import Frozen

__all__ = ["answer_on_ray"]

_WORKERS: dict[Order, Worker] = {}
"""of a process of the cluster: the worker of the order that it works on"""

OWN = "local"
"""for Ray: a cluster of its own, whatever other one runs on this machine"""
SHOWN = 12
"""so much of a hash is told"""


class Refused(Frozen):
    """A chunk that was not worked on: the machine, and the edition that is installed there."""

    where: str
    edition: str


def answer_on_ray(
    order: Order, chunks: Iterable[list[Record]], jobs: int | None, address: str | None = None
) -> Iterator[Done]:
    """What became of each chunk, in their order. Without an address a cluster of this machine, which ends with the work.

    Raises ImportError without Ray, InferenceError where workers die again and again over a chunk, or have another edition of
    this program or none, ConnectionError where nothing answers at the address.
    """
    ray = _ray()
    here = {} if address else {"num_cpus": jobs, "include_dashboard": False}
    ray.init(address=address or OWN, log_to_driver=False, logging_level="ERROR", **here)
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
    told, wanted = ray.put(order), edition()
    waiting: deque[Any] = deque()
    for chunk in chunks:
        waiting.append(work.remote(told, wanted, chunk))
        if len(waiting) >= AHEAD * jobs:
            yield _next(ray, waiting)
    while waiting:
        yield _next(ray, waiting)


def _next(ray: ModuleType, waiting: deque[Any]) -> Done:
    try:
        found: Done | Refused = ray.get(waiting.popleft())
    except (ray.exceptions.WorkerCrashedError, ray.exceptions.ObjectLostError) as error:
        raise InferenceError("the workers of the cluster die over the same records") from error
    except ray.exceptions.RayTaskError as error:
        reason = str(error).strip().splitlines()[-1]
        raise InferenceError(
            f"a worker of the cluster cannot work; is this program installed there? {reason}"
        ) from error
    if isinstance(found, Refused):
        raise InferenceError(
            f"{found.where} refuses: edition {found.edition[:SHOWN]} of this program is installed there, "
            f"here it is {edition()[:SHOWN]}; install the same one on every machine, then go on with --resume"
        )
    return found


def _work(order: Order, wanted: str, chunk: list[Record]) -> Done | Refused:
    if edition() != wanted:
        return Refused(platform.node(), edition())
    from engine.batch.loaded import loaded

    if order not in _WORKERS:
        _WORKERS.clear()
        adviser, together = loaded()
        _WORKERS[order] = Worker(adviser, order, ready=together)
    return _WORKERS[order].work(chunk)
