"""Hostile inputs for every part that takes in what others made: no traceback, no hang, memory within bounds.

Run: `python benchmarks/fuzz.py --minutes 60 [--target NAME]`. The time is shared out among the targets, each in a process of its
own: Hypothesis draws spoiled files, bodies and lines; where atheris is installed, it also leads raw bytes by coverage. An input
that takes longer than `LONGEST` seconds ends its process with the place where it hangs. Prints executions, slowest input and
memory of each target, and the inputs that were faults; exits with 1 where there was one.
"""

from __future__ import annotations

import argparse
import faulthandler
import importlib.util
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

LONGEST = 20
"""seconds of the clock that one input may take, on a machine that others use too"""
MOST = 500
"""MB of a process"""
ROUND = 100
"""inputs that are drawn before the time is looked at"""
FAULTS = 5
"""so many are told of a target, then it goes no further"""
LED = ("case-files", "citations", "days", "sums")
"""what coverage can lead: bytes or a text go in"""
SHOWN = 600


def by_hypothesis(name: str, seconds: float) -> dict[str, Any]:
    """Draws inputs until the time is over."""
    from hypothesis import HealthCheck, Phase, given, seed, settings

    from benchmarks.fuzzing.targets import TARGETS

    target, faults = TARGETS[name], dict[str, str]()
    told: dict[str, Any] = {"executions": 0, "slowest": 0.0}
    plain = settings(
        max_examples=ROUND,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )

    def once(sent: Any) -> None:
        start = time.monotonic()
        faulthandler.dump_traceback_later(LONGEST, exit=True)
        Path(tempfile.gettempdir(), f"recourse-fuzz-{name}").write_text(
            repr(sent)[:SHOWN], encoding="utf-8", errors="replace"
        )
        try:
            target.run(sent)
        except Exception as error:
            place = error.__traceback__
            while place and place.tb_next:
                place = place.tb_next
            where = f"{type(error).__name__} at {place.tb_frame.f_code.co_filename}:{place.tb_lineno}" if place else ""
            faults.setdefault(where, f"{str(error)[:SHOWN]}: {repr(sent)[:SHOWN]}")
        finally:
            faulthandler.cancel_dump_traceback_later()
        told["executions"] += 1
        told["slowest"] = max(told["slowest"], time.monotonic() - start)

    end = time.monotonic() + seconds
    while time.monotonic() < end and len(faults) < FAULTS:
        seed(random.SystemRandom().randrange(2**32))(plain(given(target.drawn())(once)))()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if memory > MOST:
        faults["memory"] = f"{memory:.0f} MB"
    return {**told, "memory": round(memory), "faults": faults}


def by_atheris(name: str, seconds: float) -> None:
    """Led by coverage; libFuzzer ends the process, and tells what it found."""
    import atheris

    with atheris.instrument_imports(include=["knowledge", "engine", "rules", "commands", "cli"]):
        from benchmarks.fuzzing.targets import TARGETS

    target = TARGETS[name]
    assert target.of_bytes
    options = [
        f"-max_total_time={int(seconds)}",
        f"-timeout={LONGEST}",
        f"-rss_limit_mb={MOST}",
        "-max_len=400",
        f"-artifact_prefix={tempfile.mkdtemp()}/",
    ]
    atheris.Setup([sys.argv[0], *options], lambda raw: target.run(target.of_bytes(raw)))  # type: ignore[misc]
    atheris.Fuzz()


def told_of(name: str, seconds: float, led: bool) -> dict[str, Any]:
    """The report of a process of its own."""
    args = [sys.executable, __file__, "--one", name, "--seconds", str(seconds), *(["--led"] if led else [])]
    done = subprocess.run(args, capture_output=True, text=True, errors="replace", timeout=seconds + 600, check=False)
    if led:
        stats = [line for line in done.stderr.splitlines() if line.startswith("Done ")]
        told = {"executions": int(stats[-1].split()[1]) if stats else 0}
        return {**told, "faults": {} if not done.returncode and stats else {"atheris": done.stderr[-4 * SHOWN :]}}
    try:
        return dict(json.loads(done.stdout.splitlines()[-1]))
    except (ValueError, IndexError):
        last = Path(tempfile.gettempdir(), f"recourse-fuzz-{name}").read_text(encoding="utf-8")
        return {"executions": 0, "faults": {"ended": f"{done.returncode}: {last}: {done.stderr[-4 * SHOWN :]}"}}


def main() -> None:
    """Exits with 1 where something was found."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--target", action="append", default=[])
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--seconds", type=float, help=argparse.SUPPRESS)
    parser.add_argument("--led", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one and asked.led:
        by_atheris(asked.one, asked.seconds)
    if asked.one:
        print(json.dumps(by_hypothesis(asked.one, asked.seconds), ensure_ascii=True))
        return
    from benchmarks.fuzzing.targets import TARGETS

    names = asked.target or list(TARGETS)
    runs = [(name, False) for name in names]
    if importlib.util.find_spec("atheris"):
        runs += [(name, True) for name in names if name in LED]
    else:
        print("atheris is not installed (pip install atheris; it has wheels for some Pythons only): left out")
    bad = 0
    for name, led in runs:
        told = told_of(name, 60 * asked.minutes / len(runs), led)
        bad += len(told["faults"])
        more = f", slowest {told['slowest']:.1f} s, {told['memory']} MB" if "memory" in told else ""
        print(
            f"{name:14} {'atheris' if led else 'Hypothesis':10} {told['executions']:8} executions{more}, {len(told['faults'])} faults",
            flush=True,
        )
        for where, what in told["faults"].items():
            print(f"    {where}: {what}", flush=True)
    sys.exit(bad > 0)


if __name__ == "__main__":
    main()
