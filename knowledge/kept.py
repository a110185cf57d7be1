"""What was read from files, ready for the next start: one file in the user's cache folder, found by a key of all that it follows from.

A convenience: what is not there, does not fit, is spoiled or could have been written by somebody else is made anew, and
where nothing can be written nothing is kept. Parts are unpacked when they are asked for. Only records of this project and
the plain values in `PLAIN` are ever made of what the file holds.
"""

from __future__ import annotations

import io
import os
import pickle
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

__all__ = [
    "Kept",
    "Name",
    "fingerprint",
    "installed",
    "is_kept",
    "keep",
    "key_of",
    "once",
    "recall",
    "stamps_below",
    "texts_below",
]

PLAIN = {("datetime", "date"), ("decimal", "Decimal"), ("builtins", "frozenset")}
OURS = ("knowledge.", "rules.")
REBUILT = ("knowledge.frozen", "rebuilt")
"""what makes a record of its fields"""
SUM = 32
"""bytes of the sum in front of what is kept"""
AT_MOST = 36
"""files in the folder; those that were not used for longest go"""
Name = tuple[str, str]
"""a part and an entry of it"""


def texts_below(folder: Path, suffix: str = ".yaml") -> dict[str, bytes]:
    """Every file of that ending below the folder, by its name from there, in the order of names."""
    return _below(folder, suffix, _read)


def stamps_below(folder: Path, suffix: str = ".py") -> dict[str, bytes]:
    """Of every such file how large it is and when it was written: what Python itself goes by to take a module for the same."""
    return _below(folder, suffix, _stamp)


def _below(folder: Path, suffix: str, told: Callable[[str], bytes]) -> dict[str, bytes]:
    found = {}
    for place, folders, names in os.walk(folder):
        folders.sort()
        inside = os.path.relpath(place, folder).replace(os.sep, "/")
        for name in names:
            if name.endswith(suffix):
                found[name if inside == "." else f"{inside}/{name}"] = told(os.path.join(place, name))  # noqa: PTH118 some hundred at every start
    return dict(sorted(found.items(), key=lambda item: item[0].split("/")))


def _read(name: str) -> bytes:
    with open(name, "rb", buffering=0) as file:  # noqa: PTH123 some hundred at every start
        return file.read()


def _stamp(name: str) -> bytes:
    found = os.stat(name)  # noqa: PTH116 some hundred at every start
    return b"%d %d %d" % (found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def fingerprint(*roots: Path) -> str:
    """SHA-256 over every YAML file below the folders: another byte anywhere gives another one."""
    keys = []
    for root in roots:
        parts = (part for name, text in texts_below(root).items() for part in (name.encode(), text))
        keys.append(sha256(b"\0".join(parts)).hexdigest())
    return sha256("".join(keys).encode()).hexdigest()


def key_of(*parts: str | Mapping[str, bytes]) -> str:
    """A hash of texts and files, and of the Python and Pydantic that read them: another byte anywhere gives another one."""
    found = sha256(f"{sys.version} {installed('pydantic')}".encode())
    for part in parts:
        told = [part.encode()] if isinstance(part, str) else [b for n, text in part.items() for b in (n.encode(), text)]
        for piece in told:
            found.update(b"%d " % len(piece))
            found.update(piece)
    return found.hexdigest()


def installed(library: str) -> str:
    """Where a library is and since when, without importing it."""
    spec = find_spec(library)
    return f"{spec.origin} {os.stat(spec.origin).st_mtime_ns}" if spec and spec.origin else ""  # noqa: PTH116


class Kept:
    """The parts that were kept under a key, each unpacked when it is asked for. `find` gives what the parts only name."""

    def __init__(self, parts: Mapping[str, bytes], find: Callable[[Name], object]) -> None:
        self._parts, self._find = parts, find

    def part(self, name: str) -> Any:
        """Raises KeyError for a part that is not there."""
        return _Unpacking(self._parts[name], self._find).load()


class _Unpacking(pickle.Unpickler):
    def __init__(self, packed: bytes, find: Callable[[Name], object]) -> None:
        super().__init__(io.BytesIO(packed))
        self._find = find

    def persistent_load(self, pid: Name) -> object:
        return self._find(pid)

    def find_class(self, module: str, name: str) -> Any:
        """Nothing but our own records and plain values: what the file names is never run."""
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
    content = pickle.dumps(packed, protocol=5)
    with suppress(OSError, RuntimeError):
        folder = _folder()
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = folder / f"{key[:32]}.{os.getpid()}.tmp"
        draft.touch(mode=0o600)
        draft.write_bytes(sha256(key.encode() + content).digest() + content)
        draft.replace(_file(key))
        for old in sorted(folder.glob("*.kept"), key=lambda file: file.stat().st_mtime, reverse=True)[AT_MOST:]:
            old.unlink(missing_ok=True)


def recall(key: str, find: Callable[[Name], object]) -> Kept | None:
    """What was kept under the key; None where there is nothing, where it is spoiled, or where others could have written it."""
    try:
        if not _is_mine(_folder()):
            return None
        with _file(key).open("rb") as file:
            if not _is_mine(file.fileno()):
                return None
            told, content = file.read(SUM), file.read()
        if sha256(key.encode() + content).digest() != told:
            return None
        os.utime(_file(key))
        return Kept(_Unpacking(content, find).load(), find)
    except (OSError, RuntimeError, ValueError):
        return None


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
