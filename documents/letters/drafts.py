"""The paragraphs of a letter before they are handed in → without what is empty, numbered; articles → as a letter cites them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from documents.letters.letter import LetterPart
from engine.steps.parts import Basis
from knowledge.frozen import Frozen
from knowledge.letters import PartKind
from knowledge.models import Lang, Text

__all__ = ["Draft", "cited", "numbered", "without_empty"]

EMPTY = "—"
"""a cell of a table in which nothing stands"""
NOTICE = "notice"
"""what a citation of a document without articles ends with"""


class Draft(Frozen):
    """A part before what is empty is left out."""

    kind: PartKind
    texts: tuple[tuple[str, str], ...]

    @property
    def says_something(self) -> bool:
        return any(zh for zh, _ in self.texts)


def without_empty(drafts: Iterable[Draft]) -> list[Draft]:
    """Without what came out empty, and headings below which nothing is left."""
    said = [draft for draft in drafts if draft.says_something]
    followed = zip(said, [*said[1:], None], strict=True)
    return [draft for draft, after in followed if draft.kind != "heading" or (after and after.kind != "heading")]


def numbered(drafts: Iterable[Draft]) -> Iterator[LetterPart]:
    number = 0
    found = list(drafts)
    for draft, after in zip(found, [*found[1:], None], strict=True):
        number = number + 1 if draft.kind == "item" else 0
        ends = not after or after.kind != "item"
        text = tuple(Text(zh=_ended(zh) if ends else zh or EMPTY, en=en or EMPTY) for zh, en in draft.texts)
        yield LetterPart(kind=draft.kind, text=text, number=number or None)


def _ended(text: str) -> str:
    """The last item of a list ends with a full stop where the others end with a semicolon."""
    return f"{text[:-1]}。" if text.endswith("；") else text or EMPTY


def cited(articles: Iterable[Basis], lang: Lang) -> list[str]:
    """Each statute with its articles, in the order in which they are met; of a document without articles its name."""
    by_statute: dict[str, list[Basis]] = {}
    for basis in articles:
        by_statute.setdefault(basis.citation.partition("/")[0], []).append(basis)
    return [_statute(found, lang) for found in by_statute.values()]


def _statute(found: Sequence[Basis], lang: Lang) -> str:
    inner = found[0].statute.zh.replace("《", "〈").replace("》", "〉")
    named = [basis.article[lang] for basis in found if not basis.citation.endswith(f"/{NOTICE}")]
    told = ("、" if lang == "zh" else ", ").join(dict.fromkeys(named))
    return f"《{inner}》{told}" if lang == "zh" else f"{found[0].statute.en} (《{inner}》) {told}".rstrip()
