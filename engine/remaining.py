"""Advice → how many questions may be left: an estimate from two ways through them, never a promise.

On the short way every answer leaves as little open as it can, on the long way as much as it can.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from engine.adviser import Advice, Adviser
from engine.case import Answer, Case
from engine.questionnaire import Questionnaire
from knowledge.models import CONTACTS

__all__ = ["questions_left"]

MOST = 40


def questions_left(adviser: Adviser, advice: Advice) -> tuple[int, int]:
    """(on the short way, on the long way), each at least 1 while something is asked."""
    short, long = _way(adviser, advice, min), _way(adviser, advice, max)
    return min(short, long), max(short, long)


def _way(adviser: Adviser, advice: Advice, choose: Callable[..., Answer]) -> int:
    asked = 0
    while advice.plan.ask and asked < MOST:
        asked += 1
        advice = adviser.advise(_answered(adviser, advice, choose))
    return asked


def _answered(adviser: Adviser, advice: Advice, choose: Callable[..., Answer]) -> Case:
    fact = advice.plan.ask[0].fact
    if fact == CONTACTS:
        return replace(advice.case, contacts_told=True)
    answers = advice.questionnaire.supposer.answers(adviser.knowledge.facts[fact])
    answer = choose(answers, key=lambda item: _left(advice.questionnaire, fact, item))
    return adviser.narrow(replace(advice.case, answers={**advice.case.answers, fact: answer}))


def _left(questionnaire: Questionnaire, fact: str, answer: Answer) -> int:
    """How many facts would still stand behind undecided rules."""
    undecided = questionnaire.supposer.outcome(fact, answer).undecided
    return len(set(questionnaire.prospect.unknowns.behind_rules(undecided)) - {fact})
