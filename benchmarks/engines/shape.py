"""What every engine in the comparison is given, and what it has to answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

__all__ = ["Fires", "Makes", "Rules"]

Rules = Mapping[str, tuple[str, ...]]
"""rule → the names of its conditions, all of which have to hold; names are letters and digits"""


class Fires(Protocol):
    """An engine with the rules in it."""

    def __call__(self, met: frozenset[str]) -> set[str]:
        """The rules that fire where these conditions hold and no other."""


Makes = Callable[[Rules], Fires]
