"""What was read from files, ready for the next start: one file in the user's cache folder, found by a key of all that it follows from.

A convenience: what is not there, does not fit, is spoiled or could have been written by somebody else is made anew, and
where nothing can be written nothing is kept. Parts are unpacked when they are asked for. Only records of this project and
the plain values in `PLAIN` are ever made of what the file holds.
"""

from __future__ import annotations

import io
import os
import pickle
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from importlib import import_module
from itertools import accumulate, islice
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any
from zlib import crc32

from knowledge.entries import Entries

__all__ = ["Kept", "Name", "is_kept", "keep", "noted", "once", "recall"]


PLAIN = {("datetime", "date"), ("decimal", "Decimal"), ("builtins", "frozenset")}
OURS = ("knowledge.", "rules.")
REBUILT = ("knowledge.frozen", "rebuilt")
"""what makes a record of its fields"""
NUMBER = 8
"""bytes of each of the two numbers in front of what is kept: its sum, and the length of the list of its parts"""
AT_MOST = 48
"""files in the folder; those that were not used for longest go"""
Name = tuple[str, str]
"""a part and an entry of it"""


class Kept:
    """The parts that were kept under a key, each unpacked when it is asked for. `find` gives what the parts only name."""

    def __init__(self, parts: Mapping[str, memoryview], find: Callable[[Name], object]) -> None:
        self._parts, self._find = parts, find

    def part(self, name: str) -> Any:
        """Raises KeyError for a part that is not there."""
        return _Unpacking(self._parts[name], self._find).load()

    def entries(self, name: str) -> Entries[Any]:
        """The part whose entries are parts of their own."""
        return Entries(self.part(name), lambda entry: self.part(f"{name} {entry}"))


class _Unpacking(pickle.Unpickler):
    def __init__(self, packed: bytes | memoryview, find: Callable[[Name], object]) -> None:
        super().__init__(io.BytesIO(packed))
        self._find = find

    def persistent_load(self, pid: Name) -> object:
        return self._find(pid)

    def find_class(self, module: str, name: str) -> Any:
        """Nothing but our own records and plain values: what the file names is never run."""
        return _allowed(module, name)


@cache
def _allowed(module: str, name: str) -> Any:
    found = getattr(import_module(module), name) if (module, name) in PLAIN or module.startswith(OURS) else None
    if not isinstance(found, type) and (module, name) != REBUILT:
        raise pickle.UnpicklingError(f"{module}.{name} is no record")
    return found


class _Packing(pickle.Pickler):
    def __init__(self, file: io.BytesIO, name_of: Callable[[object], Name | None]) -> None:
        super().__init__(file, protocol=5)
        self._name_of = name_of

    def persistent_id(self, obj: object) -> Name | None:
        return self._name_of(obj)


def _packed(value: object, name_of: Callable[[object], Name | None]) -> bytes:
    file = io.BytesIO()
    _Packing(file, name_of).dump(value)
    return file.getvalue()


def keep(key: str, parts: Mapping[str, object], name_of: Callable[[str, object], Name | None]) -> None:
    """Keeps the parts where that can be done. What `name_of` names, seen from a part, is only named in it."""
    packed = {part: _packed(value, lambda obj, part=part: name_of(part, obj)) for part, value in parts.items()}  # type: ignore[misc]
    index = pickle.dumps((list(packed), [*map(len, packed.values())]), protocol=5)
    content = b"".join((_number(len(index)), index, *packed.values()))
    with suppress(OSError, RuntimeError):
        folder = _folder()
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = folder / f"{key[:32]}.{os.getpid()}.tmp"
        draft.touch(mode=0o600)
        draft.write_bytes(_number(_sum(key, content)) + content)
        draft.replace(_file(key))
        for old in sorted(folder.glob("*.kept"), key=lambda file: file.stat().st_mtime, reverse=True)[AT_MOST:]:
            old.unlink(missing_ok=True)


def recall(key: str, find: Callable[[Name], object]) -> Kept | None:
    """What was kept under the key; None where there is nothing, where it is spoiled, or where others could have written it."""
    try:
        if not _is_mine(_folder()):
            return None
        with _file(key).open("rb", buffering=0) as file:
            if not _is_mine(file.fileno()):
                return None
            content = memoryview(mmap(file.fileno(), 0, access=ACCESS_READ))  # a plan looks at a tenth of it
        if _number_in(content) != _sum(key, content[NUMBER:]):
            return None
        os.utime(_file(key))
        return Kept(_parts(content[NUMBER:], find), find)
    except (OSError, RuntimeError, ValueError):
        return None


def _parts(content: memoryview, find: Callable[[Name], object]) -> dict[str, memoryview]:
    """Each part where it lies, one behind the other after the list of their names and lengths."""
    start = NUMBER + _number_in(content)
    names, lengths = _Unpacking(content[NUMBER:start], find).load()
    ends = accumulate(lengths, initial=start)
    return {
        name: content[end - length : end]
        for name, length, end in zip(names, lengths, islice(ends, 1, None), strict=True)
    }


def _sum(key: str, content: bytes | memoryview) -> int:
    """What tells whether a byte of it is another one, or whether it was kept under another key."""
    return crc32(content, crc32(key.encode()))


def _number(value: int) -> bytes:
    return value.to_bytes(NUMBER, "big")


def _number_in(content: memoryview) -> int:
    return int.from_bytes(content[:NUMBER], "big")


def is_kept(key: str) -> bool:
    """Whether something was kept under the key."""
    with suppress(OSError, RuntimeError):
        return _file(key).exists()
    return False


def once(key: str, make: Callable[[], str]) -> str:
    """The text that `make` gives, made once for a key."""
    kept = recall(key, lambda _: None)
    if kept:
        return str(kept.part("text"))
    text = make()
    keep(key, {"text": text}, lambda *_: None)
    return text


def noted(slot: str, told: str, make: Callable[[], str]) -> str:
    """The text that `make` gives, made again where something else is told; of each slot the last one is kept."""
    kept = recall(slot, lambda _: None)
    if kept and kept.part("told") == told:
        return str(kept.part("text"))
    text = make()
    keep(slot, {"told": told, "text": text}, lambda *_: None)
    return text


def _is_mine(place: Path | int) -> bool:
    """Whether nobody else can write there; systems without owners are trusted as they are."""
    if not hasattr(os, "geteuid"):
        return True
    found = os.stat(place)  # noqa: PTH116 an open file has no path
    return found.st_uid == os.geteuid() and not found.st_mode & 0o022


@cache
def _folder() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "recourse"


def _file(key: str) -> Path:
    return _folder() / f"{key[:32]}.kept"
