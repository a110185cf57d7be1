"""Many at once: several processes of many threads each, that share an adviser, and each plan is the one that its case gets alone.

Run: `python benchmarks/crowd.py [--cases N] [--processes 4] [--threads 16]`. Half of the cases are drawn, half are told under
`tests/cases`. The same cases are then worked out by one thread of another process, in the opposite order, and compared.
"""

from __future__ import annotations

import argparse
import hashlib
import multiprocessing
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from engine.adviser import Adviser, load_adviser  # noqa: E402
from tests.casebook import CASES, TODAY, random_case, read_cases  # noqa: E402


@cache
def told() -> tuple[dict[str, Any], ...]:
    return tuple(entry["case"] for entry in read_cases(CASES))


def plan_of(adviser: Adviser, number: int) -> str:
    """A hash of the whole plan of a case: every second one is drawn, the others are told in the files."""
    data = random_case(number) if number % 2 else told()[number // 2 % len(told())]
    plan = adviser.advise(adviser.read(data, TODAY)).plan.to_json()
    return hashlib.sha256(plan.encode()).hexdigest()


def plans_of(numbers: Sequence[int], threads: int) -> dict[int, str]:
    """In this process, with an adviser of its own, by so many threads at once."""
    adviser = load_adviser()
    sys.setswitchinterval(1e-3)  # threads change places five times as often as usual
    with ThreadPoolExecutor(threads) as pool:
        return dict(zip(numbers, pool.map(lambda number: plan_of(adviser, number), numbers), strict=True))


def differing(cases: int, processes: int, threads: int) -> list[int]:
    """The cases whose plan is another one in the crowd than alone."""
    numbers = range(cases)
    with ProcessPoolExecutor(processes + 1, multiprocessing.get_context("spawn")) as pool:
        shares = [pool.submit(plans_of, numbers[start::processes], threads) for start in range(processes)]
        alone = pool.submit(plans_of, numbers[::-1], 1)
        crowd = {number: plan for share in shares for number, plan in share.result().items()}
        return [number for number, plan in sorted(alone.result().items()) if crowd[number] != plan]


def main() -> None:
    """Exits with 1 where a plan differs."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=2_000)
    parser.add_argument("--processes", type=int, default=4)
    parser.add_argument("--threads", type=int, default=16, help="in each process")
    asked = parser.parse_args()
    start = time.monotonic()
    wrong = differing(asked.cases, asked.processes, asked.threads)
    crowd = f"{asked.processes} processes of {asked.threads} threads"
    print(
        f"{asked.cases} cases, {crowd}: {len(wrong)} plans differ from those made alone, {time.monotonic() - start:.0f} s"
    )
    print(*wrong[:20])
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
