"""Mutants of the engine's Python, as mutmut makes them, one at a time: which of them do the tests meet?

python benchmarks/mutants.py --seed 1 --count 200 [--seconds 60] [--workers 1] [NAME ...]

The mutants are mutmut's; what it lacks for a program that loads its knowledge once is done here (benchmarks/README.md). mutmut and
what it needs are installed into a temporary folder where they are missing.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.mutating.trial import Outcome

ROOT = Path(__file__).resolve().parent.parent
MUTMUT = "mutmut==3.8.1"
FOLDER = "engine"
ASKED = """
agreement analysis batch calendar case_input cases cli contacts coverage diff explaining facts_in_time first_minute interview kept_answers
kept_plans law_in_time library_guards limits lint loader oracles partial_knowledge pictures plan properties proving remembered rules
shape short_plan sources spoken_days spoken_sums together
"""
"""the tests of the engine, few of which start programs or draw; with the others the figure can only be higher"""
HOW = ("a test fails", "takes too long", "survives")
PYTEST = ("-q", "--no-header", "-p", "no:cacheprovider", "-p", "benchmarks.mutating.unshrunk")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="Try these again, instead of a sample.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument(
        "--seconds", type=float, default=60, help="Tests that took so long in all are asked of a mutant."
    )
    parser.add_argument("--workers", type=int, default=1)
    asked = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="recourse-mutants-") as folder:
        prepare(Path(folder))
        rooms, outcomes = tried(Path(folder) / "recourse", asked)
    print(table(rooms, outcomes))
    killed = sum(map(is_killed, outcomes))
    print(
        f"\n{killed} of {len(outcomes)} killed ({killed / len(outcomes):.1%}), of {sum(rooms.values())} mutants,"
        f" seed {asked.seed}, {time.monotonic() - began:.0f} s"
    )


def prepare(folder: Path) -> None:
    """A copy of the project and nothing kept from earlier starts; from here on it is the copy that is imported."""
    unneeded = shutil.ignore_patterns(".git", ".venv", "__pycache__", ".*_cache", ".hypothesis", "*.egg-info")
    shutil.copytree(ROOT, folder / "recourse", ignore=unneeded)
    if not find_spec("mutmut"):
        subprocess.run([*installer(), "--quiet", "--target", str(folder / "mutmut"), MUTMUT], check=True)
        sys.path.append(str(folder / "mutmut"))
    os.chdir(folder / "recourse")
    os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
    sys.path[0] = str(folder / "recourse")


def installer() -> list[str]:
    if find_spec("pip"):
        return [sys.executable, "-m", "pip", "install"]
    return ["uv", "pip", "install", "--python", sys.executable]


def tried(root: Path, asked: argparse.Namespace) -> tuple[dict[str, int], list[Outcome]]:
    """How many mutants each package has, and what became of those that are asked for."""
    import pytest

    from benchmarks.mutating.generator import draw
    from benchmarks.mutating.trial import Trial
    from benchmarks.mutating.watching import Watch

    with ProcessPoolExecutor(1) as apart:
        rooms, mutants = apart.submit(draw, root, FOLDER, asked.seed, asked.count, asked.names).result()
    done: list[Outcome] = []

    def tell(outcome: Outcome) -> None:
        done.append(outcome)
        print(f"{len(done)}/{len(mutants)} {line(outcome)}", file=sys.stderr, flush=True)
        if not is_killed(outcome):
            sound = (root / outcome.mutant.path).read_text(encoding="utf-8")
            print(f"survives: {outcome.mutant.name}\n{outcome.mutant.difference(sound)}\n", flush=True)

    trial = Trial(Watch(root, FOLDER, asked.seed), mutants, asked.seconds, asked.workers, tell)
    tests = [f"tests/test_{name}.py" for name in ASKED.split()]
    pytest.main([*PYTEST, *tests, "tests/verify"], plugins=[trial])
    if len(done) < len(mutants) or not done:
        sys.exit("the tests cannot be collected, or there are no such mutants")
    return rooms, done


def is_killed(outcome: Outcome) -> bool:
    return outcome.by != HOW[-1]


def line(outcome: Outcome) -> str:
    apart = ", apart" if outcome.apart else ""
    return f"{outcome.mutant.name}{apart}, {outcome.tests} tests, {outcome.seconds:.1f} s: {outcome.by}"


def table(rooms: dict[str, int], outcomes: list[Outcome]) -> str:
    """Each package: its mutants, those tried, how they were met."""
    met = Counter((item.mutant.package, _how(item)) for item in outcomes)
    rows = [
        "| package | mutants | tried | a test fails | takes too long | survives | killed |",
        "|---|---|---|---|---|---|---|",
    ]
    for room, number in [*rooms.items(), ("all", sum(rooms.values()))]:
        of_room = [sum(n for (at, how), n in met.items() if how == told and room in (at, "all")) for told in HOW]
        share = f"{1 - of_room[-1] / sum(of_room):.0%}" if any(of_room) else ""
        rows.append(f"| {room} | {number} | {sum(of_room)} | " + " | ".join(map(str, of_room)) + f" | {share} |")
    return "\n".join(rows)


def _how(outcome: Outcome) -> str:
    return outcome.by if outcome.by in HOW else HOW[0]


if __name__ == "__main__":
    main()
