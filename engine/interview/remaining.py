"""Advice → how many questions may be left: an estimate from two ways through them, never a promise.

On the short way every answer leaves as little open as it can, on the long way as much as it can, or is “don't know”
once there is a plan at all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from engine.adviser import Advice, Adviser
from engine.case import Answer, Case
from engine.questions import Questionnaire
from knowledge.models import CONTACTS

__all__ = ["questions_left"]

MOST = 40


def questions_left(adviser: Adviser, advice: Advice) -> tuple[int, int]:
    """(on the short way, on the long way), each at least 1 while something is asked."""
    short, long = _way(adviser, advice, _shortest), _way(adviser, advice, _longest)
    return min(short, long), max(short, long)


def _way(adviser: Adviser, advice: Advice, choose: Callable[[dict[Answer, int], int], Answer | None]) -> int:
    asked = 0
    while advice.ask and asked < MOST:
        asked += 1
        advice = adviser.advise(_answered(adviser, advice, choose))
    return asked


def _shortest(left: dict[Answer, int], _: int) -> Answer | None:
    return min(left, key=left.__getitem__)


def _longest(left: dict[Answer, int], without: int) -> Answer | None:
    """None where not to answer leaves as much open as any answer."""
    longest = max(left, key=left.__getitem__)
    return longest if left[longest] > without else None


def _answered(adviser: Adviser, advice: Advice, choose: Callable[[dict[Answer, int], int], Answer | None]) -> Case:
    case, fact = advice.case, advice.ask[0].fact
    if fact == CONTACTS:
        return replace(case, contacts_told=True)
    answers = advice.questionnaire.supposer.answers(adviser.knowledge.facts[fact])
    left = {answer: _left(advice.questionnaire, fact, answer) for answer in answers}
    answer = choose(left, _left(advice.questionnaire, fact, None) if advice.questionnaire.prospect.steps else -1)
    if answer is None:
        return replace(case, dont_know=case.dont_know | {fact})
    return adviser.narrow(replace(case, answers={**case.answers, fact: answer}))


def _left(questionnaire: Questionnaire, fact: str, answer: Answer | None) -> int:
    """How many other facts would still stand behind undecided rules."""
    undecided = questionnaire.supposer.outcome(fact, answer).undecided
    prospect = questionnaire.prospect
    return len(set(prospect.unknowns.behind_rules(prospect.numbered.names(undecided))) - {fact})
