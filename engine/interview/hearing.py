"""What a person types → an answer that nobody is asked for and that its words tell (“I am being sued”), and the rest of the line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engine.interview.offices import stands_in
from knowledge.library import Knowledge
from knowledge.models import Value

__all__ = ["Heard", "hear"]

CLAUSES = re.compile(r"([,，。;；.!！?？、\n]+)")


@dataclass(frozen=True)
class Heard:
    """A fact that the line tells and its word."""

    fact: str
    value: str


def hear(knowledge: Knowledge, typed: str) -> tuple[Heard | None, str]:
    """The answer that the line tells, by the longest of its words; and the line without words that are denied, feared or announced in it.

    Only facts whose question says `heard` are listened for.
    """
    found: list[tuple[int, Heard]] = []
    rest = []
    for clause in CLAUSES.split(typed):
        left = clause
        for fact, value, word in _spoken(knowledge, clause.lower()):
            if any(_beside(other, clause.lower()) for other in value.unsaid):
                left = re.sub(re.escape(word), " ", left, flags=re.IGNORECASE)
            else:
                found.append((len(word), Heard(fact, value.id)))
        rest.append(left)
    return max(found, key=lambda item: item[0])[1] if found else None, "".join(rest)


def _spoken(knowledge: Knowledge, clause: str) -> Iterator[tuple[str, Value, str]]:
    """Every word of such an answer that stands in the clause."""
    for question in knowledge.questions.values():
        if question.heard:
            for value in knowledge.facts[question.fact].values:
                yield from ((question.fact, value, word) for word in value.said if stands_in(word, clause))


def _beside(word: str, clause: str) -> bool:
    """Whether it stands in the clause, be it a single character."""
    return word in clause if len(word) < 2 else stands_in(word, clause)
