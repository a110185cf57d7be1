"""A mutant of what runs while the files are loaded → the first test that fails in a new process, on a copy of the files."""

from __future__ import annotations

import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from benchmarks.mutating.mutant import Mutant

__all__ = ["TOO_LONG", "first_failure"]

START = 60
"""seconds of the processor that importing, loading and collecting may take"""
TOO_LONG = "takes too long"
FAILED = re.compile(r"^(?:FAILED|ERROR) (\S+)", re.MULTILINE)


def first_failure(root: Path, mutant: Mutant, tests: Sequence[str], seconds: float) -> str | None:
    """The name of a test, or what else went wrong; None: every test passes. What earlier starts kept is not looked at."""
    with tempfile.TemporaryDirectory(dir=root.parent) as folder:
        copy = Path(folder) / root.name
        shutil.copytree(root, copy, copy_function=os.link)
        (copy / mutant.path).unlink()
        (copy / mutant.path).write_text(mutant.text, encoding="utf-8")
        (Path(folder) / "tests").write_text("\n".join(tests), encoding="utf-8")
        command = [sys.executable, "-m", "pytest", "-x", "-q", "--no-header", "-p", "no:cacheprovider"]
        done = subprocess.run(
            [*command, "-p", "benchmarks.mutating.unshrunk", f"@{folder}/tests"],
            cwd=copy,
            env={**os.environ, "XDG_CACHE_HOME": f"{folder}/cache", "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            preexec_fn=partial(_within, START + int(3 * seconds)),
        )
    if done.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        return TOO_LONG
    if done.returncode == 0:
        return None
    named = FAILED.search(done.stdout)
    return named[1] if named else (done.stdout + done.stderr).strip().splitlines()[-1]


def _within(seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
