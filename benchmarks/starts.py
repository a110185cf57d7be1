"""How long commands take as processes: processor time against the bare imports of every library that a plan loads, and against Python with click."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

__all__ = ["BARE", "CLICK", "PLAN", "STARTS", "bare_imports", "milliseconds", "of", "surroundings"]

ROOT = Path(__file__).resolve().parent.parent
OURS = ("cli", "commands", "knowledge", "rules", "engine", "documents", "diagrams", "storage", "web", "__main__")
BARE, CLICK, PLAN = "bare imports", "click alone", "plan"
STARTS = {
    PLAN: ("plan", "examples/stolen-alipay.yaml"),
    "--help": ("--help",),
    "law": ("law", "samr-complaints/15(1)"),
    "schema": ("schema", "plan"),
}
LOADED = """import atexit, sys
began = set(sys.modules)
atexit.register(lambda: print(*(name for name in sys.modules if name not in began), file=sys.stderr))
import cli
cli.main()"""


def surroundings() -> dict[str, str]:
    """Compiled modules are kept, as after any first start."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def bare_imports() -> str:
    """The program that imports what `plan` imports, the standard library too, and nothing of ours."""
    run = [sys.executable, "-c", LOADED, *STARTS[PLAN]]
    done = subprocess.run(run, cwd=ROOT, env=surroundings(), capture_output=True, text=True, check=True)
    names = [name for name in done.stderr.split() if name.split(".")[0] not in OURS]
    return (
        f"import importlib\nfor name in {names}:\n    try: importlib.import_module(name)\n    except ImportError: pass"
    )


def of(name: str, bare: str) -> list[str]:
    """The command line of a start; `bare` is what `bare_imports` told."""
    programs = {BARE: bare, CLICK: "import click"}
    return [sys.executable, "-c", programs[name]] if name in programs else [sys.executable, "cli.py", *STARTS[name]]


def milliseconds(command: Sequence[str], times: int) -> float:
    """Processor time of a process, the median of several."""
    told = []
    for _ in range(times):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, cwd=ROOT, env=surroundings(), stdout=subprocess.DEVNULL, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        told.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return 1000 * statistics.median(told)
