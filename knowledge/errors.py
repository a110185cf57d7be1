"""Everything that can go wrong, as one tree.

RecourseError
├── KnowledgeError   the files cannot be used: every fault of every file at once, each with file:line
├── CaseError        an answer does not fit its fact: all faults at once, each with the nearest right word
├── InferenceError   the engine reported a failure; ours, not the user's
└── RenderError      Graphviz or a font is missing: how to install it, and the file that was written instead
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knowledge.models import Text

__all__ = ["CaseError", "Fault", "InferenceError", "KnowledgeError", "RecourseError", "RenderError", "near_names"]


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that is wrong, and where: a file with a line, or the key of a case."""

    place: str
    line: int
    message: str
    text: Text | None = field(default=None, compare=False)
    """the message in the reader's language, where a person typed what is wrong"""

    @classmethod
    def told(cls, place: str, text: Text) -> Fault:
        """A fault in what a person handed in: in both languages, because a file may be somebody else's."""
        return cls(place, 0, f"{text.en} / {text.zh}", text)

    def __str__(self) -> str:
        return f"{self.place}:{self.line}: {self.message}" if self.line else f"{self.place}: {self.message}"


class RecourseError(Exception):
    """The root: whatever we raise on purpose."""


class FaultsError(RecourseError):
    """An error made of all the faults that were found."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(map(str, self.faults)))


class KnowledgeError(FaultsError):
    """The knowledge or rule files cannot be used."""


class CaseError(FaultsError):
    """A case cannot be used."""


class InferenceError(RecourseError):
    """The rule engine reported a failure, or two rules concluded different values."""


class RenderError(RecourseError):
    """A picture could not be drawn in the format asked for; the message says in both languages what to do."""


def near_names(kind: str, name: str, known: Iterable[str]) -> CaseError:
    """The error for a name that is not there, with the nearest right ones; or for one that was left out."""
    if not name:
        return CaseError([Fault(kind, 0, f"is missing, such as {next(iter(known))}")])
    near = difflib.get_close_matches(name, list(known), n=3, cutoff=0.5)
    return CaseError([Fault(kind, 0, f"there is no “{name[:60]}”" + (f"; near: {', '.join(near)}" if near else ""))])
