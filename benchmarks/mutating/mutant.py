"""One change of one function, and how it is put into a process that has loaded the function already."""

from __future__ import annotations

import difflib
import gc
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from inspect import CO_OPTIMIZED
from pathlib import Path
from types import CodeType, FunctionType

__all__ = ["Mutant", "live_functions", "swap"]

Place = tuple[str, str, int]
"""file, qualified name and first line of a function"""


@dataclass(frozen=True)
class Mutant:
    """Its name stays the same as long as the function does."""

    name: str
    path: str
    lines: range
    """of what is changed"""
    around: range
    """of the function"""
    text: str
    """the file with the change"""

    @property
    def package(self) -> str:
        return str(Path(self.path).parent)

    def difference(self, sound: str) -> str:
        """The lines that are other ones."""
        found = difflib.unified_diff(sound.splitlines(), self.text.splitlines(), n=0, lineterm="")
        return "\n".join(line for line in found if not line.startswith(("---", "+++", "@@")))


def live_functions(folder: Path) -> dict[Place, list[FunctionType]]:
    """Every function of the files below the folder that is there: decorated, kept by others or closed over, too."""
    gc.unfreeze()
    found: dict[Place, list[FunctionType]] = {}
    for item in gc.get_objects():
        if isinstance(item, FunctionType) and item.__code__.co_filename.startswith(f"{folder}/"):
            found.setdefault(_place(item.__code__), []).append(item)
    return found


def swap(mutant: Mutant, root: Path, live: dict[Place, list[FunctionType]]) -> int:
    """Gives the functions that are there the changed code, whoever holds them; how many got it."""
    path = str(root / mutant.path)
    sound = compile((root / mutant.path).read_text(encoding="utf-8"), path, "exec", dont_inherit=True)
    changed = compile(mutant.text, path, "exec", dont_inherit=True)
    new = _functions(changed)
    swapped = 0
    for key, old in _functions(sound).items():
        for function in live.get(_place(old), ()) if key in new and new[key] != old else ():
            if len(function.__code__.co_freevars) == len(new[key].co_freevars):
                function.__code__ = new[key]
                swapped += 1
    return swapped


def _place(code: CodeType) -> Place:
    return code.co_filename, code.co_qualname, code.co_firstlineno


def _functions(code: CodeType) -> dict[tuple[str, int], CodeType]:
    """The code of every function of a file, by its qualified name and how many of that name stand before it."""
    found: dict[tuple[str, int], CodeType] = {}
    told: Counter[str] = Counter()
    for item in _nested(code):
        if item.co_flags & CO_OPTIMIZED:
            found[item.co_qualname, told[item.co_qualname]] = item
            told[item.co_qualname] += 1
    return found


def _nested(code: CodeType) -> Iterator[CodeType]:
    for item in code.co_consts:
        if isinstance(item, CodeType):
            yield item
            yield from _nested(item)
