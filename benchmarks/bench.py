"""How long a plan takes: one process against its bare imports, and one case after start-up.

Run: `./recourse bench` or `python benchmarks/bench.py`. This machine is noisy: read the ratios, not the milliseconds.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

BARE = [sys.executable, "-c", "import durable.engine, networkx, pydantic"]
PLAN = [sys.executable, "cli.py", "plan", "examples/stolen-alipay.yaml"]
RUNS = 11
SEEDS = 300


def process(command: list[str]) -> float:
    """Median seconds of a whole process."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def a_case() -> tuple[float, float, float]:
    """Median and worst milliseconds from read case to plan, and of the plan as JSON, over generated cases."""
    from tests.casebook import TODAY, adviser, random_case

    cases = [adviser().read(random_case(seed), TODAY) for seed in range(SEEDS)]
    for case in cases[:20]:
        adviser().advise(case)
    times, written = [], []
    for case in cases:
        start = time.perf_counter()
        plan = adviser().advise(case).plan
        middle = time.perf_counter()
        plan.to_json()
        times.append(middle - start)
        written.append(time.perf_counter() - middle)
    return 1000 * statistics.median(times), 1000 * max(times), 1000 * statistics.median(written)


def the_next_question() -> tuple[float, float, float]:
    """Median and worst milliseconds of `recourse next` after start-up, over generated cases; and with nothing known."""
    from engine.explaining.next_question import next_question
    from tests.casebook import TODAY, adviser, random_case

    def ask(data: dict[str, object]) -> float:
        start = time.perf_counter()
        next_question(adviser().advise(adviser().read(data, TODAY)), adviser().knowledge)
        return 1000 * (time.perf_counter() - start)

    times = [ask(random_case(seed)) for seed in range(SEEDS)]
    return statistics.median(times), max(times), statistics.median(ask({}) for _ in range(RUNS))


def main() -> None:
    """Prints the figures."""
    subprocess.run(PLAN, cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
    bare, whole = process(BARE), process(PLAN)
    print(f"one process: plan {1000 * whole:.0f} ms, bare imports {1000 * bare:.0f} ms, ratio {whole / bare:.2f}")
    median, worst, written = a_case()
    middle, longest, nothing = the_next_question()
    print(f"next question: median {middle:.2f} ms, worst {longest:.2f} ms, with nothing known {nothing:.2f} ms")
    print(f"one case: median {median:.2f} ms, worst {worst:.2f} ms; as JSON {written:.2f} ms more ({SEEDS} cases)")


if __name__ == "__main__":
    main()
