"""What a process needs to work on chunks: made when the module is loaded, so that processes forked after it share it."""

import gc

from engine.adviser import load_adviser
from engine.batch.work import make_together

__all__ = ["ADVISER", "TOGETHER"]

ADVISER = load_adviser()
TOGETHER = make_together(ADVISER)
gc.collect()
gc.freeze()  # looking through it for garbage would give every process a copy of its own
