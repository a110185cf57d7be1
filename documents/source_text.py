"""Reference sources → marks such as `[1, 2]` behind a line, and below it the documents with the addresses where a person can look."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from knowledge.grounds import Reference, named
from knowledge.library import Knowledge
from knowledge.models import Lang
from knowledge.phrases import document, phrase

__all__ = ["Footnotes", "source_line"]


def source_line(knowledge: Knowledge, cited: Reference, lang: Lang) -> str:
    """Publisher, title, day, part, of what it is a copy, and the address."""
    return f"{document(knowledge, cited)[lang]} {cited.source.url or ''}".rstrip()


class Footnotes:
    """Numbers the documents in the order in which they are first cited. What nobody could name is not shown."""

    def __init__(self, knowledge: Knowledge, lang: Lang) -> None:
        self.knowledge, self.lang = knowledge, lang
        self.numbers: dict[Reference, int] = {}

    def mark(self, sources: Iterable[Reference]) -> str:
        """` [1, 2]`; nothing without a source that can be followed."""
        found = [self.numbers.setdefault(cited, len(self.numbers) + 1) for cited in named(sources)]
        return f" [{', '.join(map(str, found))}]" if found else ""

    def lines(self) -> Iterator[str]:
        """The documents under their heading."""
        if self.numbers:
            yield f"  {phrase(self.knowledge, self.lang, 'sources-title')}"
        for cited, number in self.numbers.items():
            yield f"    [{number}] {source_line(self.knowledge, cited, self.lang)}"
