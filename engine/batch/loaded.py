"""The adviser of a process that works on chunks: loaded when the module is, so that processes forked after it share it."""

from engine.adviser import load_adviser

__all__ = ["ADVISER"]

ADVISER = load_adviser()
