"""A process that ends without freeing its memory loses nothing: output, exit code, threads and exit handlers are as ever."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
RUN = """
import atexit, sys, threading, time
from commands.shared.process import as_process
def late():
    time.sleep(0.3)
    print("thread", end=" ")
def command():
    atexit.register(lambda: print("handler", end=" "))
    threading.Thread(target=late).start()
    print("x" * 100_000, end=" ")
    {ending}
as_process(command)
"""


def ended(ending: str) -> subprocess.CompletedProcess[str]:
    run = [sys.executable, "-c", RUN.format(ending=ending)]
    return subprocess.run(run, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("code", [0, 1, 2, 3])
def test_what_was_begun_is_ended(code: int) -> None:
    """A buffer full of text, a thread that is not done, what is to be called at the end: in the order of any Python program."""
    done = ended(f"sys.exit({code})")
    assert done.stdout == "x" * 100_000 + " thread handler "
    assert (done.returncode, done.stderr) == (code, "")


def test_what_fails_fails_as_ever() -> None:
    """An error is told with its place, and a message as an exit code is printed."""
    failed = ended("raise ValueError(7)")
    assert failed.returncode == 1
    assert "ValueError: 7" in failed.stderr
    told = ended("sys.exit('no')")
    assert (told.returncode, told.stderr) == (1, "no\n")


def test_memory_is_left_as_it_is() -> None:
    """What is still held at the end is not taken apart."""
    done = ended("sys.held = type('Held', (), {'__del__': lambda self: print('freed')})(); sys.exit(0)")
    assert done.stdout.split()[1:] == ["thread", "handler"]


def test_a_pipe_that_nobody_reads_ends_the_program_quietly() -> None:
    run = f"{sys.executable} cli.py rules | head -1"
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {run}"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == 1
