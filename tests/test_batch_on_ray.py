"""A cluster of Ray answers as one process does, also where one of its workers is killed in the middle."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.batch import Order, Record, Worker
from tests.casebook import TODAY, adviser, random_case

pytest.importorskip("ray", reason="a cluster of Ray needs the extra: pip install ray")

CHUNKS, SIZE, WORKERS = 24, 40, 2
TITLE = b"ray::_work"
"""how a worker of the cluster calls itself while it has a chunk; the agents of the cluster begin with `ray::`, too"""


def _chunks() -> list[list[Record]]:
    lines = [json.dumps({"id": f"c{n}", "case": random_case(n)}).encode() for n in range(CHUNKS * SIZE)]
    lines[7] = b'{"issue": "nonsense"}'
    records = [Record(n, line) for n, line in enumerate(lines, 1)]
    return [records[start : start + SIZE] for start in range(0, len(records), SIZE)]


def _descendants(pid: int) -> Iterator[int]:
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, task.read_text().split()):
            yield child
            yield from _descendants(child)


def at_work() -> list[int]:
    """The workers of our own cluster that have a chunk in hand."""
    found = []
    for pid in _descendants(os.getpid()):
        try:
            title = Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            continue
        if title.startswith(TITLE):
            found.append(pid)
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="the workers are found by what Linux tells of processes")
def test_a_killed_worker_changes_nothing() -> None:
    """Every line, every bad record, every count, in their order."""
    from engine.batch.rays import answer_on_ray

    order, chunks, killed = Order(TODAY, "test"), _chunks(), []
    found = []
    for done in answer_on_ray(order, iter(chunks), WORKERS):
        found.append(done)
        if not killed and (workers := at_work()):
            os.kill(workers[0], signal.SIGKILL)
            killed.append(workers[0])
    assert killed, "a worker was killed while it had a chunk"
    worker = Worker(adviser(), order)
    for done, chunk in zip(found, chunks, strict=True):
        alone = worker.work(chunk)
        assert (done.answered, done.bad, done.counts) == (alone.answered, alone.bad, alone.counts)
        assert done.tally == alone.tally


def test_another_cluster_of_this_machine_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without an address a cluster of its own is made, with as many workers as were asked for."""
    from ray.cluster_utils import Cluster

    from engine.batch.rays import answer_on_ray

    monkeypatch.setenv("RAY_USAGE_STATS_ENABLED", "0")
    other = Cluster(initialize_head=True, head_node_args={"num_cpus": 1})
    try:
        done = list(answer_on_ray(Order(TODAY, "test"), iter(_chunks()[:2]), 1))
        assert [len(one.answered) + len(one.bad) for one in done] == [SIZE, SIZE]
    finally:
        other.shutdown()
