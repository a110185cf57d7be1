"""The benchmark: the project beside other engines on its own rules and generated cases, and how long its commands take to start.

Run: `python benchmarks/run.py [--cases N] [--seed S] [--runs R] [--json FILE] [--brief]`. Every engine has to fire the same rules,
or nothing is told. Each run is a process of its own; a ratio is the median of the ratios within the runs.
"""

from __future__ import annotations

import argparse
import importlib
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import instructions, starts  # noqa: E402

PARTS = ("compare",)
"""modules with `measure(cases, seed)`: what is measured → microseconds a case, in one process; another one joins by its name"""
BASE = "bare durable_rules"
Row = dict[str, Any]


def in_processes(cases: int, seed: int, runs: int) -> list[dict[str, float]]:
    """The figures of each run. Exits where a run did, with its reason."""
    told = []
    for number in range(runs):
        found: dict[str, float] = {}
        for part in PARTS:
            command = [sys.executable, __file__, "--part", part, "--cases", str(cases), "--seed", str(seed + number)]
            done = subprocess.run(command, cwd=ROOT, env=starts.surroundings(), stdout=subprocess.PIPE, text=True)
            if done.returncode:
                sys.exit(done.returncode)
            found |= json.loads(done.stdout.splitlines()[-1])
        told.append(found)
    return told


def rows(runs: list[dict[str, float]], base: str) -> dict[str, Row]:
    """For everything measured: the median, the runs, and the median of the ratios to `base` within a run."""
    found = {}
    for name in runs[0]:
        times, ratios = [run[name] for run in runs], [run[name] / run[base] for run in runs]
        found[name] = {
            "median": round(statistics.median(times), 1),
            "runs": [round(time, 1) for time in times],
            "ratio": round(statistics.median(ratios), 3),
            "ratios": [min(ratios), max(ratios)],
        }
    return found


def started(runs: int) -> dict[str, Row]:
    """Processor milliseconds of commands as processes, against bare imports taken in turn with them."""
    bare = starts.bare_imports()
    names = (starts.BARE, starts.CLICK, *starts.STARTS)
    for name in names:
        starts.milliseconds(starts.of(name, bare), 1)
    return rows(
        [{name: starts.milliseconds(starts.of(name, bare), 3) for name in names} for _ in range(runs)], starts.BARE
    )


def with_instructions(cases: Mapping[str, Row], commands: Mapping[str, Row], seed: int) -> None:
    """Adds instructions a case, and of each start."""
    from benchmarks.compare import ENGINES, drawn, met_in, the_rules

    with tempfile.TemporaryDirectory() as folder:
        given = Path(folder) / "given.json"
        met = [sorted(met_in(case)) for case in drawn(instructions.MORE, seed)]
        given.write_text(
            json.dumps({"rules": the_rules(), "met": met, "engines": ENGINES, "seed": seed}), encoding="utf-8"
        )
        for name, row in cases.items():
            if name in ENGINES or name.startswith("ours"):
                row["instructions"] = instructions.of_a_case(given, name)
    bare = starts.bare_imports()
    for name, row in commands.items():
        row["instructions"] = instructions.counted(starts.of(name, bare))


def table(title: str, unit: str, base: str, told: Mapping[str, Row]) -> Iterator[str]:
    """Lines of a table."""
    yield f"{title}\n{'':34}{unit:>10}   {'of the runs':<19}{'× ' + base:<28}{'instructions':>12}   ×"
    least = told[base].get("instructions")
    for name, row in told.items():
        spread = f"({min(row['runs']):,.0f}–{max(row['runs']):,.0f})"
        ratio = f"{row['ratio']:7.2f} ({row['ratios'][0]:.2f}–{row['ratios'][1]:.2f})"
        count = row.get("instructions")
        counted = f"{count:>12,}{count / least:7.2f}" if count and least else ""
        yield f"  {name:32}{row['median']:>10,.1f}   {spread:<19}{ratio:<28}{counted}".rstrip()


def main() -> None:
    """Prints the tables and writes the figures; exits with an error where an engine fires something else."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=300, help="generated cases a run")
    parser.add_argument("--seed", type=int, default=0, help="another one: other cases")
    parser.add_argument("--runs", type=int, default=5, help="processes")
    parser.add_argument("--json", type=Path, default=Path("benchmark.json"), help="where the figures go")
    parser.add_argument("--brief", action="store_true", help="time only, no instructions")
    parser.add_argument("--part", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.part:
        print(json.dumps(importlib.import_module(f"benchmarks.{asked.part}").measure(asked.cases, asked.seed)))
        return
    cases, commands = rows(in_processes(asked.cases, asked.seed, asked.runs), BASE), started(asked.runs)
    if asked.brief or not instructions.available():
        print("instructions: left out" + ("" if asked.brief else " (no valgrind)"))
    else:
        with_instructions(cases, commands, asked.seed)
    title = f"A case: {asked.cases} generated cases in each of {asked.runs} runs, every engine fires the same rules"
    print(*table(title, "µs", BASE, cases), "", sep="\n")
    print(*table("A start: processor time of a process", "ms", starts.BARE, commands), sep="\n")
    told = {"cases": asked.cases, "seed": asked.seed, "runs": asked.runs, "a case": cases, "a start": commands}
    asked.json.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
