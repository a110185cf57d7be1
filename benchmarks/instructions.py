"""Instructions instead of time: the same on a busy machine. Counted by valgrind's callgrind, where it is installed.

Run by `run.py`. As a program: `python -m benchmarks.instructions GIVEN NAME N` lets an engine do the first N of the cases.
"""

from __future__ import annotations

import importlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

__all__ = ["available", "counted", "of_a_case"]

ROOT = Path(__file__).resolve().parent.parent
FEW, MORE = 5, 25


def available() -> bool:
    """Whether instructions can be counted here."""
    return shutil.which("valgrind") is not None


def counted(command: Sequence[str]) -> int:
    """Instructions of a whole process."""
    from benchmarks.starts import surroundings

    tool = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]
    env = {**surroundings(), "PYTHONHASHSEED": "0"}
    done = subprocess.run([*tool, *command], cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    found = re.search(r"Collected : (\d+)", done.stderr)
    assert found, done.stderr
    return int(found[1])


def of_a_case(given: Path, name: str) -> int:
    """Instructions a case: what more of them take beyond a few, so that the start does not count."""
    run = [sys.executable, "-m", "benchmarks.instructions", str(given), name]
    few, more = (counted([*run, str(number)]) for number in (FEW, MORE))
    return (more - few) // (MORE - FEW)


def main() -> None:
    """Lets the engine do the cases; prepares all of them, however few are done."""
    given, name, number = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")), sys.argv[2], int(sys.argv[3])
    if name in given["engines"]:
        fire = importlib.import_module(f"benchmarks.engines.{given['engines'][name]}").make(given["rules"])
        for met in [frozenset(met) for met in given["met"]][:number]:
            fire(met)
        return
    from benchmarks.compare import OURS, drawn
    from tests.casebook import adviser

    run = OURS.get(name, lambda case: adviser().engine.infer(case).verdicts)
    for case in drawn(MORE, given["seed"])[:number]:
        run(case)


if __name__ == "__main__":
    main()
