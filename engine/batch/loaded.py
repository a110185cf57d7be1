"""What a process needs to work on chunks: made when the module is loaded, so that processes forked after it share it.

Much of it is worked out when it is first wanted (what words do, searches, rulesets of the library). So it is put to use on
examples of the rules first: otherwise each process would work that out anew, and hold it for itself.
"""

import gc
import json
from contextlib import suppress

from engine.adviser import Adviser, load_adviser
from engine.batch.records import Record
from engine.batch.together import Together
from engine.batch.together.history import SOME_DAY
from engine.batch.work import Order, Worker, make_together
from knowledge.errors import InferenceError, KnowledgeError

__all__ = ["loaded"]

EVERY = 10
"""one of so many rules lends its examples: more of them take longer and leave little else to share"""
Loaded = tuple[Adviser, Together | None]


def loaded() -> Loaded:
    """The adviser, and what works chunks out together. Raises KnowledgeError, in the process that works and not before:
    the server that processes are forked from would only be gone.
    """
    if isinstance(_LOADED, KnowledgeError):
        raise _LOADED
    return _LOADED


def _load() -> Loaded | KnowledgeError:
    try:
        adviser = load_adviser()
    except KnowledgeError as error:
        return error
    together = make_together(adviser)
    _put_to_use(adviser, together)
    return adviser, together


def _put_to_use(adviser: Adviser, together: Together | None) -> None:
    examples = [rule.entry for rule in adviser.rulebase.rules[::EVERY]]
    told = [case for example in examples for case in (example.fires, {**example.fires, **example.rests})]
    records = [Record(number, json.dumps(case).encode()) for number, case in enumerate(told, 1)]
    with suppress(InferenceError):  # whoever has such a case is told
        Worker(adviser, Order(SOME_DAY, "examples"), ready=together).work(records)


_LOADED = _load()
gc.collect()
gc.freeze()  # looking through it for garbage would give every process a copy of its own
