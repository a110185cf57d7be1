"""Everything that can go wrong, as one tree.

RecourseError
├── KnowledgeError   the files cannot be used: every fault of every file at once, each with file:line
├── CaseError        an answer does not fit its fact: all faults at once, each with the nearest right word
├── InferenceError   the engine reported a failure; ours, not the user's
└── RenderError      Graphviz or a font is missing: how to install it, and the file that was written instead
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from functools import total_ordering
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from knowledge.models import Lang, Text

__all__ = [
    "CaseError",
    "Fault",
    "FaultsError",
    "InferenceError",
    "KnowledgeError",
    "RecourseError",
    "RenderError",
    "near_names",
    "need",
]


@total_ordering
class Fault:
    """One thing that is wrong, and where: a file with a line, or the key of a case. Equal where it says the same of the same place.

    A class by hand: even a help text loads it, and should not wait for what makes classes.
    """

    __slots__ = ("kind", "line", "message", "path", "place", "text")

    def __init__(
        self,
        place: str,
        line: int,
        message: str,
        text: Text | None = None,
        kind: str = "",
        path: tuple[str | int, ...] = (),
    ) -> None:
        """Where a person typed what is wrong: `text` is the message in his language, `kind` which wording it has
        (`fault-KIND`), and `path` the keys that lead to it in a case.
        """
        self.place, self.line, self.message = place, line, message
        self.text, self.kind, self.path = text, kind, path

    @classmethod
    def told(cls, place: str, text: Text, kind: str = "", path: tuple[str | int, ...] = (), line: int = 0) -> Fault:
        """A fault in what a person handed in: in both languages, because a file may be somebody else's."""
        return cls(place, line, f"{text.en} / {text.zh}", text, kind, path)

    def within(self, name: str, line: int) -> Fault:
        """The fault as one of a file: it names the file, and the line where that is known."""
        text = self.text and self.text.after(f"{self.place}: ")
        return Fault(name, line, f"{self.place}: {self.message}", text, self.kind, self.path)

    def on_line(self, line: int) -> Fault:
        """The same on that line of its place."""
        return Fault(self.place, line, self.message, self.text, self.kind, self.path)

    def shown(self, lang: Lang | None) -> str:
        """In one language, or in both where none was asked for."""
        message = self.text[lang] if self.text and lang else self.message
        return f"{self.place}:{self.line}: {message}" if self.line else f"{self.place}: {message}"

    def __str__(self) -> str:
        return self.shown(None)

    def __repr__(self) -> str:
        return f"Fault({self.place!r}, {self.line}, {self.message!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Fault) and self._order == other._order

    def __lt__(self, other: Fault) -> bool:
        return self._order < other._order

    def __hash__(self) -> int:
        return hash(self._order)

    @property
    def _order(self) -> tuple[str, int, str]:
        return self.place, self.line, self.message


class RecourseError(Exception):
    """The root: whatever we raise on purpose."""


class FaultsError(RecourseError):
    """An error made of all the faults that were found."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__(self.shown(None))

    def __reduce__(self) -> tuple[type[Self], tuple[tuple[Fault, ...]]]:
        """Another process is told of the faults, too."""
        return type(self), (self.faults,)

    def shown(self, lang: Lang | None) -> str:
        """A line for each fault, in one language or in both."""
        return "\n".join(fault.shown(lang) for fault in self.faults)

    def within(self, name: str, line_of: Callable[[tuple[str | int, ...]], int] = lambda _: 0) -> Self:
        """The same error as one of a file, which every fault names."""
        return type(self)(fault.within(name, line_of(fault.path)) for fault in self.faults)


class KnowledgeError(FaultsError):
    """The knowledge or rule files cannot be used."""


class CaseError(FaultsError):
    """A case cannot be used."""


class InferenceError(RecourseError):
    """The rule engine reported a failure, or two rules concluded different values."""


class RenderError(RecourseError):
    """A picture could not be drawn in the format asked for; the message says in both languages what to do."""


def need(kind: str, name: str | None, known: Collection[str]) -> None:
    """Raises the error of `near_names` for a name that was given and is not there."""
    if name and name not in known:
        raise near_names(kind, name, known)


def near_names(kind: str, name: str, known: Iterable[str]) -> CaseError:
    """The error for a name that is not there, with the nearest right ones; or for one that was left out."""
    from knowledge.models import Text

    names = list(known)
    if not name:
        zh, en = (f"，例如 {names[0]}", f", such as {names[0]}") if names else ("", "")
        told = Text(zh=f"没有写{zh}", en=f"is missing{en}")
        return CaseError([Fault.told(kind, told, "missing")])
    import difflib

    near = ", ".join(difflib.get_close_matches(name, names, n=3, cutoff=0.5))
    told = Text(zh=f"没有“{name[:60]}”", en=f"there is no “{name[:60]}”")
    told = Text(zh=f"{told.zh}；相近的：{near}", en=f"{told.en}; near: {near}") if near else told
    return CaseError([Fault.told(kind, told, "no-name")])
