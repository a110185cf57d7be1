"""Files → a key of all that stands in them; and the same key without reading them, as long as nobody wrote to any of them.

The system notes when a file was last written to or put where it is, to the nanosecond, and nobody sets that time as he
likes. So files of the same names, sizes, times and numbers are the same to the byte – unless they were written to so
shortly before they were read that a second time may be noted as the first: those are read.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.machinery import PathFinder
from pathlib import Path
from zlib import crc32

from knowledge.kept import noted

__all__ = ["Stamp", "fingerprint", "installed", "key_of", "key_of_files", "key_of_texts", "stamps_below", "texts_below"]

Stamp = tuple[str, int, int, int, int]
"""of a file: its name, how large it is, when its bytes and when anything of it changed (ns), and its number"""
ENDINGS = (".py", ".yaml")
SETTLES = 3_000_000_000
"""ns after which a time that is noted is another one: no clock of a file system is coarser than two seconds"""
NOTED = os.name == "posix"
"""whether the system notes by itself when anything of a file changed"""


def texts_below(folder: Path, suffix: str = ".yaml") -> dict[str, bytes]:
    """Every file of that ending below the folder, by its name from there, in the order of names."""
    found = {}
    for place, folders, names in os.walk(folder):
        folders.sort()
        inside = os.path.relpath(place, folder).replace(os.sep, "/")
        for name in names:
            if name.endswith(suffix):
                path = os.path.join(place, name)  # noqa: PTH118 some hundred
                found[name if inside == "." else f"{inside}/{name}"] = _read(path)
    return dict(sorted(found.items(), key=lambda item: item[0].split("/")))


def _read(name: str) -> bytes:
    with open(name, "rb", buffering=0) as file:  # noqa: PTH123 some hundred
        return file.read()


def stamps_below(*folders: Path) -> list[Stamp]:
    """Of every file of knowledge or code below the folders, in the order of names: for code, what Python itself goes by."""
    return sorted(stamp for folder in dict.fromkeys(map(str, folders)) for stamp in _stamps(folder))


def _stamps(folder: str) -> Iterator[Stamp]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _stamps(entry.path)
            elif entry.name.endswith(ENDINGS):
                found = entry.stat()
                yield entry.path, found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def key_of_files(folder: Path, code: Iterable[Path], name: str = "") -> str:
    """`key_of_texts` of the YAML files below the folder, which are looked at, and read only where they have to be."""
    code = tuple(code)
    stamps, now = stamps_below(folder, *code), time.time_ns()
    if not _are_settled(stamps, now):
        return key_of_texts(texts_below(folder), code, name)
    told = repr((sys.version, installed("pydantic"), name, stamps))
    slot = f"{crc32(repr((str(folder), [*map(str, code)], name)).encode()):032x}"
    return noted(slot, told, lambda: key_of_texts(texts_below(folder), code, name))


def key_of_texts(texts: Mapping[str, bytes], code: Iterable[Path], name: str = "") -> str:
    """A key of the name, of the texts, and of the code that makes something of them, by its stamps."""
    return key_of(name, repr(stamps_below(*code)), texts)


def _are_settled(stamps: Iterable[Stamp], now: int) -> bool:
    """Whether whoever wrote to one of the files after `now` would give it another stamp."""
    return NOTED and all(max(written, changed) < now - SETTLES for _, _, written, changed, _ in stamps)


def key_of(*parts: str | Mapping[str, bytes]) -> str:
    """A hash of texts and files, and of the Python and Pydantic that read them: another byte anywhere gives another one."""
    from hashlib import sha256  # loads OpenSSL, and most starts need no hash

    found = sha256(f"{sys.version} {installed('pydantic')}".encode())
    for part in parts:
        told = [part.encode()] if isinstance(part, str) else [b for n, text in part.items() for b in (n.encode(), text)]
        for piece in told:
            found.update(b"%d " % len(piece))
            found.update(piece)
    return found.hexdigest()


@cache
def installed(library: str) -> str:
    """Where a library is and since when, without importing it."""
    spec = PathFinder.find_spec(library)
    return f"{spec.origin} {os.stat(spec.origin).st_mtime_ns}" if spec and spec.origin else ""  # noqa: PTH116


def fingerprint(*roots: Path) -> str:
    """SHA-256 over every YAML file below the folders: another byte anywhere gives another one."""
    from hashlib import sha256

    keys = []
    for root in roots:
        parts = (part for name, text in texts_below(root).items() for part in (name.encode(), text))
        keys.append(sha256(b"\0".join(parts)).hexdigest())
    return sha256("".join(keys).encode()).hexdigest()
