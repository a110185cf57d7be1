"""What a person types → an answer that nobody is asked for and that its words tell (“I am being sued”), and the rest of the line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engine.interview.addressee import CLAUSES
from engine.interview.said import pattern, stands_in
from knowledge.library import Knowledge
from knowledge.models import Aside, Value

__all__ = ["Heard", "hear", "hear_aside", "overhear"]


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
            beside = [other for other in value.unsaid if other not in word and _beside(other, clause.lower())]
            if beside:
                left = left if any(_begins(other, word) for other in beside) else pattern(word).sub(" ", left)
            else:
                found.append((len(word), Heard(fact, value.id)))
        rest.append(left)
    return max(found, key=lambda item: item[0])[1] if found else None, "".join(rest)


def overhear(knowledge: Knowledge, typed: str, facts: Iterable[str]) -> Iterator[Heard]:
    """Which of these facts the answer to another question tells in passing: those for which it names one word, and no other."""
    clauses = [clause.lower() for clause in CLAUSES.split(typed)]
    for fact in (item for item in facts if item in knowledge.facts):
        values = knowledge.facts[fact].values
        if len(named := [value.id for value in values if any(_tells(value, clause) for clause in clauses)]) == 1:
            yield Heard(fact, named[0])


def hear_aside(aside: Aside, typed: str) -> tuple[Heard | None, str]:
    """What is told besides, where no word stands in the line beside which it does not count; and the line without its words."""
    if any(_beside(word, typed.lower()) for word in aside.unsaid):
        return None, typed
    rest = typed
    for word in sorted((word for word in aside.said if stands_in(word, typed.lower())), key=len, reverse=True):
        rest = pattern(word).sub(" ", rest)
    return (None, typed) if rest == typed else (Heard(aside.fact, aside.word), rest.strip(" :;,.!?了"))


def _tells(value: Value, clause: str) -> bool:
    return any(stands_in(word, clause) for word in value.telling) and not any(
        _beside(word, clause) for word in value.unsaid
    )


def _spoken(knowledge: Knowledge, clause: str) -> Iterator[tuple[str, Value, str]]:
    """Every word of such an answer that stands in the clause."""
    for question in knowledge.questions.values():
        if question.heard:
            for value in knowledge.facts[question.fact].values:
                yield from ((question.fact, value, word) for word in value.said if stands_in(word, clause))


def _beside(word: str, clause: str) -> bool:
    """Whether it stands in the clause, be it a single character."""
    return word in clause if len(word) < 2 else stands_in(word, clause)


def _begins(other: str, word: str) -> bool:
    """Whether the word is only the end of the other one and what follows it: 我起诉 makes 起诉我 of “我起诉我的房东”."""
    return any(word.startswith(other[start:]) for start in range(1, len(other)))
