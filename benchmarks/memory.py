"""A batch of many cases by several processes: the most that all of them hold together.

Run: `python benchmarks/memory.py [--cases N] [--first SEED] [--generated] [--jobs J] [--most MB]`. Told cases with other days,
sums and wallets, or generated ones, through `recourse batch`; twice a second the proportional set size of every process is
added up (a page that several share counts once). Prints the greatest sum and what each process held then; exits with an error
where it is above `--most`. Linux only.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.batch import records  # noqa: E402
from benchmarks.starts import surroundings  # noqa: E402

__all__ = ["MOST", "held", "most_held"]

MOST = 400.0
"""MB: the target"""
EVERY = 0.5
"""seconds between two looks"""


def held(pid: int) -> dict[int, float]:
    """MB of the process and of all below it, each page shared out among those that have it."""
    found = {}
    for each in (pid, *_below(pid)):
        try:
            told = Path(f"/proc/{each}/smaps_rollup").read_text(encoding="utf-8")
        except OSError:  # it ended meanwhile
            continue
        if size := re.search(r"^Pss:\s+(\d+)", told, re.MULTILINE):
            found[each] = int(size[1]) / 1024
    return found


def _below(pid: int) -> Iterator[int]:
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = [*map(int, task.read_text(encoding="utf-8").split())]
        except OSError:
            continue
        for child in children:
            yield child
            yield from _below(child)


def most_held(cases: int, first: int, told: bool, jobs: int) -> Mapping[int, float]:
    """What every process held when all together held most. Raises CalledProcessError where the batch failed."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with (folder / "cases.jsonl").open("wb") as file:
            for chunk in records(cases, first, told):
                file.writelines(b"%b\n" % item.content for item in chunk)  # type: ignore[str-bytes-safe]
        command = [sys.executable, "cli.py", "batch", str(folder / "cases.jsonl"), "-o", str(folder / "steps.jsonl")]
        run = subprocess.Popen(
            [*command, "--jobs", str(jobs)],
            cwd=ROOT,
            env=surroundings(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        found: Mapping[int, float] = {}
        while run.poll() is None:
            found = max(found, held(run.pid), key=lambda item: sum(item.values()))
            time.sleep(EVERY)
    if run.returncode:
        raise subprocess.CalledProcessError(run.returncode, command)
    return found


def main() -> None:
    """Exits with 1 where all together held more than the target."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=40_000)
    parser.add_argument("--first", type=int, default=5)
    parser.add_argument("--generated", action="store_true", help="generated cases instead of told ones")
    parser.add_argument("--jobs", type=int, default=8, help="processes")
    parser.add_argument("--most", type=float, default=MOST, help="MB")
    asked = parser.parse_args()
    found = most_held(asked.cases, asked.first, not asked.generated, asked.jobs)
    together = sum(found.values())
    print(f"{asked.cases} cases, {asked.jobs} processes: at most {together:.0f} MB together (target {asked.most:.0f})")
    print("  " + ", ".join(f"{size:.0f}" for size in sorted(found.values(), reverse=True)))
    sys.exit(together > asked.most)


if __name__ == "__main__":
    main()
