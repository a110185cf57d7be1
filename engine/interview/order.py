"""Advice → the facts to ask about, the next one first; and the one to ask now.

The engine's questions, with two differences. Where the person could not tell a fact, the questions that narrow it down
come next, and then the fact once more with what is left. While it stays unknown, only that is asked of which an answer
by itself brings a step or changes one.

Of what is left only that is asked which turns the first step, unless the person wants to be asked all of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.adviser import Advice
from engine.questions import Questionnaire
from engine.steps.outline import Matter
from knowledge.library import Knowledge
from knowledge.models import CONTACTS
from rules.models import Advise

__all__ = ["next_question", "questions_of"]


def next_question(advice: Advice, history: Sequence[str], *, everything: bool = False) -> str | None:
    """The fact (or the contacts) to ask now; None once no answer turns the first step, or, of `everything`, changes the plan."""
    narrowing = not advice.case.dont_know.isdisjoint(_narrowers(advice.knowledge))
    danger = advice.questionnaire.asking.danger if advice.covered else None
    if danger:
        return danger.fact
    left = questions_of(advice, history)
    if everything or narrowing:
        return next(iter(left), None)
    asked = [item for item in advice.questionnaire.open() if item.fact in left]
    first = asked[0] if asked and asked[0].anyway else advice.turning.first(asked)
    return first.fact if first else None


def questions_of(advice: Advice, history: Sequence[str]) -> list[str]:
    """The facts (or the contacts) that are still to be asked; `history` is the order in which answers were given."""
    narrowers = _narrowers(advice.knowledge)
    for fact in narrowers.keys() & advice.case.dont_know:
        if narrowing := list(_narrowing(advice, fact, narrowers[fact], history)):
            return narrowing
    rest = [item.fact for item in advice.questionnaire.open()] if advice.covered else []
    if narrowers.keys() & advice.case.dont_know:
        return [fact for fact in rest if _brings_something(advice.questionnaire, fact)]
    return rest


def _narrowers(knowledge: Knowledge) -> dict[str, list[str]]:
    """Fact → the facts that narrow it down."""
    found: dict[str, list[str]] = {}
    for question in knowledge.questions.values():
        if question.narrows:
            found.setdefault(question.narrows, []).append(question.fact)
    return found


def _narrowing(advice: Advice, fact: str, narrowers: Sequence[str], history: Sequence[str]) -> Iterator[str]:
    """The narrowing questions not asked yet; then the fact itself, where one of them was answered after it was asked."""
    case = advice.case
    yield from (item for item in narrowers if item not in case.answers and item not in case.dont_know)
    before = history.index(fact) if fact in history else -1
    if any(item in case.answers and item in history[before + 1 :] for item in narrowers):
        yield fact


def _brings_something(questionnaire: Questionnaire, fact: str) -> bool:
    """Whether answers to it alone differ in what they advise; the wallet, where there is a step, says whom to call."""
    if fact == CONTACTS:
        return False
    if any(item.about is Matter.WALLET and fact in item.facts for item in questionnaire.prospect.pending):
        return True
    advised = (
        frozenset(c for c in outcome.effect if isinstance(c, Advise))
        for outcome in questionnaire.outcomes.get(fact, ())
    )
    return len(set(advised)) > 1
