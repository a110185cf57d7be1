"""What was worked out once → at hand again, so many at most: beyond that some are forgotten, and memory stays level."""

from __future__ import annotations

from collections.abc import Callable
from functools import _lru_cache_wrapper, lru_cache
from typing import TypeVar

__all__ = ["Remembered", "forget", "remembered"]

K = TypeVar("K")
V = TypeVar("V")
_KEPT: list[_lru_cache_wrapper[object]] = []
"""all that hold something of knowledge"""


class Remembered(dict[K, V]):
    """A mapping that never holds more than `most` entries. What comes up again comes up soon, so none is kept for its age."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def __setitem__(self, key: K, value: V) -> None:
        if len(self) >= self.most:
            self.clear()
        super().__setitem__(key, value)


def remembered(most: int) -> Callable[[Callable[..., V]], _lru_cache_wrapper[V]]:
    """`lru_cache` for a function of knowledge or a part of it: `forget` lets go of what it holds."""

    def kept(function: Callable[..., V]) -> _lru_cache_wrapper[V]:
        found = lru_cache(maxsize=most)(function)
        _KEPT.append(found)
        return found

    return kept


def forget() -> bool:
    """Lets go of all that functions hold of knowledge, and tells whether there was any; what is in use is worked out again."""
    held = [function for function in _KEPT if function.cache_info().currsize]
    for function in held:
        function.cache_clear()
    return bool(held)
