"""Many cases in one process: memory, descriptors and threads stay as they were after the warm-up.

Run: `python benchmarks/endurance.py [--cases N] [--warm-up N]`. Works through drawn cases as `recourse batch` does, and prints
every tenth of the way what the process holds. Exits with 1 where memory grew by more than `MOST` after the warm-up, or the
number of descriptors or threads changed.
"""

from __future__ import annotations

import argparse
import gc
import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from engine.batch import Order, Record, Worker  # noqa: E402
from tests.casebook import TODAY, adviser, random_case  # noqa: E402

MOST = 10.0
"""MB that memory may grow by after the warm-up"""
SELF = Path("/proc/self")


@dataclass(frozen=True)
class Held:
    """What the process holds now: memory in MB, open descriptors, threads."""

    memory: float
    descriptors: int
    threads: int

    def __str__(self) -> str:
        return f"{self.memory:7.1f} MB, {self.descriptors} descriptors, {self.threads} threads"


def held() -> Held:
    """After what is no longer used was given back."""
    gc.collect()
    status = dict(line.split(":", 1) for line in (SELF / "status").read_text(encoding="utf-8").splitlines())
    return Held(int(status["VmRSS"].split()[0]) / 1024, len(list((SELF / "fd").iterdir())), int(status["Threads"]))


def work_through(worker: Worker, first: int, count: int) -> None:
    """Answers so many drawn cases, one chunk after the other, and keeps nothing."""
    for start in range(first, first + count, 200):
        seeds = range(start, min(start + 200, first + count))
        worker.work([Record(n, f"{json.dumps(random_case(n))}\n".encode()) for n in seeds])


def main() -> None:
    """Exits with 1 where the process holds more at the end than after the warm-up."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=20_000, help="after the warm-up")
    parser.add_argument("--warm-up", type=int, default=10_000)
    asked = parser.parse_args()
    worker, start = Worker(adviser(), Order(TODAY, "drawn")), time.monotonic()
    work_through(worker, 0, asked.warm_up)
    before, share = held(), max(1, asked.cases // 10)
    print(f"{asked.warm_up:7} cases to warm up: {before}", flush=True)
    now = before
    for done in range(0, asked.cases, share):
        work_through(worker, asked.warm_up + done, min(share, asked.cases - done))
        now = held()
        print(f"{min(done + share, asked.cases):7} cases later: {now}, {time.monotonic() - start:.0f} s", flush=True)
    grown = now.memory - before.memory
    same = (now.descriptors, now.threads) == (before.descriptors, before.threads)
    print(f"grown by {grown:.1f} MB (at most {MOST:.0f}); descriptors and threads {'the same' if same else 'changed'}")
    sys.exit(grown > MOST or not same)


if __name__ == "__main__":
    main()
