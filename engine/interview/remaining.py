"""An interview → how many questions may be left: the longer of two ways through them.

On the one way every answer leaves as much open as it can, on the other each question is left unanswered. The contacts
count as one: how many parts a contact has is told while it is being told.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from engine.adviser import Advice, Adviser
from engine.case import Answer, Case
from engine.interview.order import next_question
from engine.questions import Questionnaire
from knowledge.frozen import replace
from knowledge.models import CONTACTS

__all__ = ["questions_left"]

MOST = 40
Choose = Callable[[Questionnaire, str], Answer | None]
Asks = Callable[[Advice, Sequence[str]], str | None]


def questions_left(
    adviser: Adviser, advice: Advice, history: Sequence[str], unanswered: int, *, everything: bool = False
) -> int:
    """At least 1 while something is asked; `unanswered` questions in a row end the interview.

    Other answers may lead farther than the two ways do: a third is added, so that the number can be told as the most.
    """
    asks = partial(next_question, everything=everything)
    told = _way(adviser, advice, history, MOST, _longest, asks)
    longer = max(told, _way(adviser, advice, history, unanswered, lambda _, __: None, asks))
    return longer + longer // 3


def _way(adviser: Adviser, advice: Advice, history: Sequence[str], most: int, choose: Choose, asks: Asks) -> int:
    asked = 0
    while asked < most and (fact := asks(advice, history)):
        asked += 1
        history = (*(item for item in history if item != fact), fact)
        advice = adviser.advise(_answered(adviser, advice, fact, choose))
    return asked


def _longest(questionnaire: Questionnaire, fact: str) -> Answer | None:
    """The answer that leaves most open."""
    answers = questionnaire.supposer.answers(questionnaire.knowledge.facts[fact])
    return max(answers, key=lambda answer: _left(questionnaire, fact, answer), default=None)


def _answered(adviser: Adviser, advice: Advice, fact: str, choose: Choose) -> Case:
    case = advice.case
    if fact == CONTACTS:
        return replace(case, contacts_told=True)
    answer = choose(advice.questionnaire, fact)
    if answer is None:
        return replace(case, dont_know=case.dont_know | {fact})
    return adviser.narrow(case.answered({fact: answer}))


def _left(questionnaire: Questionnaire, fact: str, answer: Answer | None) -> int:
    """How many other facts would still stand behind undecided rules."""
    undecided = questionnaire.supposer.outcome(fact, answer).undecided
    prospect = questionnaire.prospect
    return len(set(prospect.unknowns.behind_rules(prospect.numbered.names(undecided))) - {fact})
