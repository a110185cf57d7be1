"""The adviser of the page: in its words, and with what it advised lately, since a page is shown more often than an answer is given."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from engine.adviser import Advice, Adviser
from engine.case import Case
from knowledge.library import Knowledge
from knowledge.models import Text

__all__ = ["RememberingAdviser"]

KEPT = 64
"""cases; many people begin with the same answers"""
OWN = "web-"
Found = TypeVar("Found")


class RememberingAdviser(Adviser):
    """Advises as any other. Nothing is told to anybody but whoever brings the same case."""

    def __init__(self, adviser: Adviser) -> None:
        super().__init__(in_words_of_the_page(adviser.knowledge), adviser.rulebase, adviser.folders)
        self._cases: OrderedDict[str, Case] = OrderedDict()
        self._advice: OrderedDict[str, Advice] = OrderedDict()

    def read(self, data: Any, today: date) -> Case:
        return _kept(self._cases, repr((data, today)), lambda: super(RememberingAdviser, self).read(data, today))

    def advise(self, case: Case) -> Advice:
        return _kept(self._advice, repr(case), lambda: super(RememberingAdviser, self).advise(case))


def in_words_of_the_page(knowledge: Knowledge) -> Knowledge:
    """`web-KEY` stands for KEY: a page has buttons where a terminal has letters to type."""
    own = {key.removeprefix(OWN): text for key, text in knowledge.wording.items() if key.startswith(OWN)}
    wording: dict[str, Text] = {**knowledge.wording, **{key: own[key] for key in own.keys() & knowledge.wording.keys()}}
    return knowledge.but(wording=wording)


def _kept(store: OrderedDict[str, Found], key: str, make: Callable[[], Found]) -> Found:
    """Raises what `make` raises; that is not kept."""
    if key not in store:
        store[key] = make()
        if len(store) > KEPT:
            store.popitem(last=False)
    store.move_to_end(key)
    return store[key]
