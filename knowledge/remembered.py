"""What was worked out once → at hand again, so many at most: beyond that all are forgotten together, and memory stays level."""

from __future__ import annotations

from typing import TypeVar

__all__ = ["Remembered"]

K = TypeVar("K")
V = TypeVar("V")


class Remembered(dict[K, V]):
    """A mapping that never holds more than `most` entries. What comes up again comes up soon, so none is kept for its age."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def __setitem__(self, key: K, value: V) -> None:
        if len(self) >= self.most:
            self.clear()
        super().__setitem__(key, value)
