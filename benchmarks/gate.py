"""Holds the ratios of a short benchmark to those in `bounds.json`: exits with an error where one is worse by more than the margin.

Run: `python benchmarks/gate.py [--renew]`; `--renew` writes what is measured now. Ratios of processor time within a run only, so
that the machine does not matter; what is too slow at first is measured again, since a machine that is busy is no regression.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.run import in_processes, rows, started  # noqa: E402
from benchmarks.starts import BARE, CLICK, PLAN, STARTS  # noqa: E402

BOUNDS = Path(__file__).with_name("bounds.json")
MARGIN = 1.3
ATTEMPTS = 3
CASES, RUNS = 40, 3
BASE = "bare durable_rules"


def ratios(seed: int) -> dict[str, float]:
    """What is held: our way of each case against bare durable_rules, a plan against its imports, every start against click's."""
    runs = in_processes(CASES, seed, RUNS)
    found = {f"{name} / {BASE}": row["ratio"] for name, row in rows(runs, BASE).items() if name.startswith("ours")}
    begun = started(2)
    told = {f"{name} / {CLICK}": begun[name]["median"] / begun[CLICK]["median"] for name in STARTS}
    return found | {f"{PLAN} / {BARE}": begun[PLAN]["ratio"]} | told


def worse(found: Mapping[str, float], bounds: Mapping[str, float]) -> dict[str, str]:
    """What is above its bound by more than the margin, or has no bound."""
    told = {}
    for name, ratio in found.items():
        if name not in bounds:
            told[name] = f"{name}: {ratio:.2f}, and no bound"
        elif ratio > bounds[name] * MARGIN:
            told[name] = f"{name}: {ratio:.2f}, bound {bounds[name]:.2f} and {MARGIN - 1:.0%}"
    return told


def least(found: Mapping[str, float], again: Mapping[str, float]) -> dict[str, float]:
    """The better of two attempts."""
    return {name: min(ratio, again[name]) for name, ratio in found.items()}


def main() -> None:
    """Prints every ratio with its bound."""
    found = ratios(0)
    if "--renew" in sys.argv:
        BOUNDS.write_text(json.dumps({name: round(ratio, 2) for name, ratio in found.items()}, indent=2) + "\n")
        return
    bounds: dict[str, float] = json.loads(BOUNDS.read_text())
    for attempt in range(1, ATTEMPTS):
        if worse(found, bounds):
            found = least(found, ratios(attempt))
    for name, ratio in found.items():
        print(f"  {ratio:6.2f}  (bound {bounds.get(name, 0):.2f})  {name}")
    if late := worse(found, bounds):
        sys.exit("slower than it was:\n" + "\n".join(late.values()))


if __name__ == "__main__":
    main()
