"""What a process is for → run, and the process ended. Its memory is left to the system as it is."""

from __future__ import annotations

import atexit
import os
import sys
from collections.abc import Callable
from contextlib import suppress

__all__ = ["as_process"]


def as_process(command: Callable[[], object]) -> None:
    """Runs what ends with an exit code. Threads are waited for and exit handlers called as ever, and what was printed is out;
    but the some hundred thousand objects that were loaded are not freed one by one, which takes 8 ms that nobody needs.
    """
    codes: list[int] = []
    atexit.register(lambda: _end(codes))  # what is registered first is called last
    try:
        command()
    except SystemExit as ended:
        if isinstance(ended.code, int):
            codes.append(ended.code)
        raise


def _end(codes: list[int]) -> None:
    """Where a code was given; whatever failed otherwise ends as Python ends it."""
    for code in codes:
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError):
                stream.flush()
        os._exit(code)
