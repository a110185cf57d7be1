"""Answers → a file in which one keeps them again and again. What somebody else has written there since is never written over."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from storage.files import write_private

__all__ = ["KeptElsewhereError", "KeptFile"]


class KeptElsewhereError(OSError):
    """Somebody else has written, or deleted, the file since it was read or written here."""

    def __init__(self, path: Path) -> None:
        super().__init__(errno.EBUSY, "was changed by somebody else meanwhile, and is left as it is", str(path))


class KeptFile:
    """As it is when this is made is how its keeper knows it. Two of one file: who writes second is refused."""

    def __init__(self, path: Path) -> None:
        """To be made before the file is read. Raises OSError."""
        self.path, self._known = path, _digest(path)

    def write(self, data: Mapping[str, Any]) -> None:
        """The old answers stay whole until the new ones are on the disk. Raises OSError, KeptElsewhereError among them."""
        with _alone_in(Path(os.path.realpath(self.path)).parent):
            if _digest(self.path) != self._known:
                raise KeptElsewhereError(self.path)
            write_private(data, self.path)
            self._known = _digest(self.path)


def _digest(path: Path) -> str | None:
    """Of what stands in it; none for a file that is not there, or is none (a pipe, a device)."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Nobody else writes answers in the folder meanwhile, where the system has such locks; one goes with its process."""
    try:
        import fcntl

        held = os.open(folder, os.O_RDONLY)
    except (ImportError, OSError):
        yield
        return
    try:
        with suppress(OSError):  # a file system without locks is no reason not to keep anything
            fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)
