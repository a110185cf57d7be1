"""Faults planted in rules and knowledge, one at a time: which of them do the checks and tests meet?

python benchmarks/planted.py --seed 1 --count 200
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.planted import CATCHERS, KINDS, Judge, Mutation, plant

NOBODY = "nobody"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    began = time.monotonic()
    faults = list(plant(judge.texts, judge.sound.knowledge, judge.sound.rulebase, asked.seed, asked.count))
    told: Counter[tuple[str, str]] = Counter()
    with multiprocessing.get_context("fork").Pool(asked.workers) as pool:
        for fault, catcher in pool.imap_unordered(judged, faults):
            told[fault.kind, catcher] += 1
            print(f"{sum(told.values())}/{len(faults)} {catcher}: {fault}", file=sys.stderr, flush=True)
            if catcher == NOBODY:
                print(f"survives: {fault}", flush=True)
    print("| planted | faults | " + " | ".join((*CATCHERS, NOBODY)) + " |")
    print("|---|" + "---|" * (len(CATCHERS) + 2))
    for kind in KINDS:
        row = [told[kind, name] for name in (*CATCHERS, NOBODY)]
        print(f"| {kind} | {sum(row)} | " + " | ".join(str(n or "") for n in row) + " |")
    caught = sum(number for (_, catcher), number in told.items() if catcher != NOBODY)
    print(
        f"\n{caught} of {len(faults)} caught ({caught / len(faults):.1%}), {time.monotonic() - began:.0f} s, seed {asked.seed}"
    )


def judged(fault: Mutation) -> tuple[Mutation, str]:
    return fault, judge.catcher(fault) or NOBODY


if __name__ == "__main__":
    judge = Judge()
    """made before the workers are, who have it by being forked"""
    main()
