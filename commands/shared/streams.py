"""The program's own streams: what they cannot hold is replaced, closed ones are silent, broken ones end the program quietly."""

from __future__ import annotations

import codecs
import io
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TextIO

__all__ = ["as_held", "is_text", "let_go", "prepare"]

REPLACED = "�"
"""what a byte of the input becomes that is no text"""
PLAIN = str.maketrans(
    {"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "...", "→": "->", "←": "<-", "·": "-", "•": "*"}
)
"""signs of good print, and what stands for them where they cannot be shown"""
TEXT, JSON = "recourse-text", "recourse-json"


def prepare() -> None:
    """Before anything is read or printed."""
    codecs.register_error(
        TEXT, lambda error: _with(error, lambda text: text.translate(PLAIN).encode("ascii", "replace"))
    )
    codecs.register_error(JSON, lambda error: _with(error, _escaped))
    sys.stdin = _usable(sys.stdin, "r", "replace")
    sys.stdout = _usable(sys.stdout, "w", TEXT)
    sys.stderr = _usable(sys.stderr, "w", TEXT)


def _usable(stream: TextIO | None, mode: str, errors: str) -> TextIO:
    """A stream that never fails for a character; nothing goes to, or comes from, one that is closed."""
    if stream is None:
        return io.TextIOWrapper(io.FileIO(os.devnull, mode), encoding="utf-8")
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors=errors)
    return stream


def as_held(json: str) -> str:
    """JSON text in which every character that standard output cannot hold is escaped: programs read the same."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    try:
        return json.encode(encoding, JSON).decode(encoding)
    except LookupError:
        return json


def is_text(argument: str) -> bool:
    """Whether its bytes were text, and not replaced: half a character, another encoding."""
    return REPLACED not in argument and not any("\ud800" <= sign <= "\udfff" for sign in argument)


def let_go() -> None:
    """Whatever is still to be printed is dropped: nobody reads it any more."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _with(error: UnicodeError, replaced: Callable[[str], bytes]) -> tuple[str, int]:
    """What stands for the characters that cannot be written, and where to go on."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return replaced(error.object[error.start : error.end]).decode("ascii"), error.end


def _escaped(text: str) -> bytes:
    """As JSON escapes it, in two halves where one does not do."""
    halves = text.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{halves[at]:02x}{halves[at + 1]:02x}" for at in range(0, len(halves), 2)).encode()
