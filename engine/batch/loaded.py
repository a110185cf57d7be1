"""The adviser of a process that works on chunks: loaded when the module is, so that processes forked after it share it."""

import gc

from engine.adviser import load_adviser

__all__ = ["ADVISER"]

ADVISER = load_adviser()
gc.freeze()  # no look through it for garbage: that would also give every process a copy of its own
