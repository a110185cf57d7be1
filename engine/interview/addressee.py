"""What a person types about a contact → of the offices that it names the one that he turned to.

“I sued the merchant” is a contact with the court, “the bank sent me to the police” one with the bank.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from engine.interview.said import listed, pattern, stands_in
from knowledge.library import Knowledge

__all__ = ["CLAUSES", "Named", "done", "turned_to"]

CLAUSES = re.compile(r"([,，。;；.!！?？、\n]+)")


@dataclass(frozen=True)
class Named:
    """A word for an office that stands in the sentence; whether that office is outside the dispute (police, authority, court)."""

    word: str
    outside: bool


def done(knowledge: Knowledge, text: str) -> str:
    """The sentence without what its clauses only advise, ask for or plan."""
    plans = [word for word in _listed(knowledge, "contact-planned-said") if word in text]
    return "".join(
        min((clause.partition(word)[0] for word in plans), key=len, default=clause) for clause in CLAUSES.split(text)
    )


def turned_to(knowledge: Knowledge, text: str, named: Collection[Named]) -> Named | None:
    """Whoever is outside the dispute before whom it is about; then whom the words “to”, “at” point to; then the longest word.

    What a party to the dispute did of itself (“the bank sued”) names nobody else.
    """
    clauses = [clause.strip() for clause in CLAUSES.split(text)]
    parties = [item.word for item in named if not item.outside]
    between = _listed(knowledge, "contact-between-said")
    own = [item for item in named if not (item.outside and _is_of_a_party(item.word, parties, clauses, between))]
    towards = _listed(knowledge, "contact-towards-said")
    return max(
        own, key=lambda item: (item.outside, _is_pointed_to(item.word, towards, text), len(item.word)), default=None
    )


def _listed(knowledge: Knowledge, key: str) -> list[str]:
    said = knowledge.wording[key]
    return listed(said.zh, said.en)


def _is_of_a_party(word: str, parties: Collection[str], clauses: Collection[str], between: Collection[str]) -> bool:
    """Whether everywhere it stands it follows the name of a party at the beginning of its clause; “has already” may lie between."""
    before = [clause[: found.start()] for clause in clauses if (found := pattern(word).search(clause))]
    return bool(before) and all(_name(left, between) in parties for left in before)


def _name(left: str, between: Collection[str]) -> str:
    """Who begins a clause, without the words that tell no more than when it was done."""
    left = left.strip().removeprefix("the ")
    word = next((word for word in between if len(left) > len(word) and left.endswith(word)), None)
    return _name(left.removesuffix(word), between) if word else left


def _is_pointed_to(word: str, towards: Collection[str], text: str) -> bool:
    return any(stands_in(f"{before} {word}" if before.isascii() else before + word, text) for before in towards)
