"""Who sits before the page: what was told, in memory only, found by a random word that only that browser knows.

A visit ends half a day after it was last used: the bank and the police lie between two looks at a plan. Of those in which
something was told, and of those in which nothing was, there are so many at most: whoever only knocks drives nobody out.
"""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from knowledge.models import Lang
from storage import KeptFile
from web.talk import Talk

__all__ = ["Visit", "Visits"]

LIFE = 12 * 3600.0
MOST = 500


@dataclass
class Visit:
    """One browser. `token` is what its forms carry; nothing of it stands in an address."""

    lang: Lang
    talk: Talk | None = None
    kept: str | None = None
    """the name under which the answers are kept on this machine"""
    file: KeptFile | None = None
    """where they are"""
    done: frozenset[str] = frozenset()
    """the steps that are ticked off"""
    notes: tuple[str, ...] = ()
    """what the next page says first"""
    wrong: bool = False
    """whether that is that the answer was not understood"""
    typed: str = ""
    """what was written and not understood, to be mended"""
    batch: tuple[Any, ...] = ()
    """cases that an analyst has loaded"""
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    used: float = 0.0

    def said(self) -> tuple[tuple[str, ...], bool, str]:
        """What is to be told, once."""
        told = self.notes, self.wrong, self.typed
        self.notes, self.wrong, self.typed = (), False, ""
        return told


class Visits:
    """The visits by their words."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, most: int = MOST) -> None:
        self.clock, self.most = clock, most
        self._open: OrderedDict[str, Visit] = OrderedDict()

    def __len__(self) -> int:
        return len(self._open)

    def find(self, word: str | None) -> Visit | None:
        """The visit, used now; none that was left for too long."""
        self._forget()
        visit = self._open.get(word or "")
        if visit and word:
            visit.used = self.clock()
            self._open.move_to_end(word)
        return visit

    def begin(self, lang: Lang) -> tuple[str, Visit]:
        word, visit = secrets.token_urlsafe(32), Visit(lang, used=self.clock())
        self._open[word] = visit
        for begun in (True, False):
            same = [name for name, item in self._open.items() if (item.talk is not None) is begun]
            for name in same[: max(0, len(same) - self.most)]:
                del self._open[name]
        return word, visit

    def end(self, word: str) -> None:
        self._open.pop(word, None)

    def _forget(self) -> None:
        """The visits stand in the order in which they were last used."""
        while self._open and next(iter(self._open.values())).used < self.clock() - LIFE:
            self._open.popitem(last=False)
