"""How long pictures take: the whole graph to SVG against `dot` alone on the same source, and 1,000 cases in one process.

Run: `python benchmarks/pictures.py`. This machine is noisy: read the ratios, not the milliseconds.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

FIRST = """
import sys, time
import graphviz
from datetime import date
from diagrams import PICTURES, Request
from diagrams.formats import write_dot
from diagrams.formats.render import render
from engine.adviser import load_adviser
adviser = load_adviser()
start = time.perf_counter()
render(write_dot(PICTURES["escalation"](adviser, Request(date(2026, 11, 22)))), "svg")
print(time.perf_counter() - start)
"""
"""The first picture of a process: from what was loaded to SVG"""
RUNS = 11
CASES = 1000


def median(call: Callable[[], object]) -> float:
    """Median seconds of a call."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def process(*command: str) -> float:
    """Median seconds of a whole process."""
    return median(lambda: subprocess.run(command, cwd=ROOT, capture_output=True, check=True))


def the_whole_graph(folder: Path) -> None:
    """`recourse draw escalation` as a process; what it does after start-up, against plain `dot` on the same source."""
    svg, dot = folder / "all.svg", folder / "all.dot"
    draw = [sys.executable, "cli.py", "draw", "escalation", "-o"]
    subprocess.run([*draw, str(dot)], cwd=ROOT, capture_output=True, check=True)
    whole, first = process(*draw, str(svg)), first_picture()
    print(f"the whole graph to SVG: {1000 * whole:.0f} ms, {1000 * first:.0f} ms of them after start-up")
    if shutil.which("dot"):
        plain = process("dot", "-Tsvg", str(dot), "-o", str(folder / "plain.svg"))
        print(f"  plain dot -Tsvg: {1000 * plain:.0f} ms; ours after start-up: {first / plain:.2f} times that")
    with patch("shutil.which", lambda *_: None):
        from diagrams.formats.render import render

        text = dot.read_text(encoding="utf-8")
        render(text, "svg")
        print(f"  wasm, in one process, after the first: {1000 * median(lambda: render(text, 'svg')):.0f} ms")


def first_picture() -> float:
    """Median seconds of the first picture in fresh processes."""
    command = [sys.executable, "-c", FIRST]
    told = [subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout for _ in range(RUNS)]
    return statistics.median(map(float, told))


def many_cases() -> None:
    """Generated cases, one after the other in this process: from the case to DOT text, and to SVG by the wasm build."""
    from diagrams.drawing import Request
    from diagrams.formats import write_dot
    from diagrams.formats.render import render
    from diagrams.pictures.escalation import draw_escalation
    from tests.casebook import TODAY, adviser, random_case

    cases = [adviser().read(random_case(seed), TODAY) for seed in range(CASES)]
    advised = [adviser().advise(case) for case in cases]
    start = time.perf_counter()
    texts = [write_dot(draw_escalation(adviser(), Request(TODAY, advice=advice))) for advice in advised]
    drawn = time.perf_counter()
    with patch("shutil.which", lambda *_: None):
        for text in texts:
            render(text, "svg")
    done = time.perf_counter()
    told, shown = 1000 * (drawn - start) / CASES, 1000 * (done - drawn) / CASES
    print(
        f"{CASES} case pictures: DOT {told:.1f} ms each, SVG by wasm {shown:.1f} ms more; {done - start:.0f} s in all"
    )


def main() -> None:
    """Prints the figures."""
    with tempfile.TemporaryDirectory() as folder:
        the_whole_graph(Path(folder))
    many_cases()


if __name__ == "__main__":
    main()
