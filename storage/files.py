"""Text → a file that only its owner can read. What is there already keeps its mode, and a link stays one."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Mapping
from pathlib import Path
from tempfile import mkstemp
from typing import Any

from knowledge.loader import write_yaml

__all__ = ["check_writable", "write_private", "write_private_bytes", "write_private_text"]

OWNER_ONLY = 0o600


def check_writable(path: Path) -> None:
    """Raises OSError where no file could be written, before anything is told that it should hold."""
    target = Path(os.path.realpath(path))
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    place = target if target.exists() else target.parent
    if not place.exists():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
    if not (target.exists() or place.is_dir()):
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(path))
    if not os.access(place, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))


def write_private(data: Mapping[str, Any], path: Path) -> None:
    """A case file that only its owner can read."""
    write_private_text(write_yaml(data), path)


def write_private_text(text: str, path: Path) -> None:
    """A text in a file that only its owner can read."""
    write_private_bytes(text.encode("utf-8", errors="replace"), path)


def draft_of(target: Path) -> str:
    """How the name of a file begins that is to take the place of this one. One is left behind only by a killed process."""
    return f".{target.name[:40]}."


def write_private_bytes(content: bytes, path: Path) -> None:
    """The old file stays whole until the new one is. What is no plain file (a pipe, a device) is written to as it is."""
    target = Path(os.path.realpath(path))
    if target.exists() and not target.is_file():
        with target.open("wb") as file:
            file.write(content)
        return
    mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else OWNER_ONLY
    handle, name = mkstemp(dir=target.parent, prefix=draft_of(target))
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())  # some disks say only now that they are full
        draft.chmod(mode)
        draft.replace(target)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
