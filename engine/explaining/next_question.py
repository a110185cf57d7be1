"""Advice → the next question (`recourse/next/1`): what to ask, how to answer, why it is asked, and what hangs on it."""

from __future__ import annotations

from typing import Literal

from engine.adviser import Advice
from engine.steps import Entry
from engine.steps.outline import Ask
from knowledge.frozen import shaped
from knowledge.library import Knowledge
from knowledge.models import Text

__all__ = ["NextQuestion", "next_question"]


class Choice(Entry):
    id: str
    label: Text


class Asked(Entry):
    """The question in words, and the answers to choose from; none for a day, a sum, and what is yes or no."""

    ask: Text
    help: Text
    values: tuple[Choice, ...]


class NextQuestion(Entry):
    """Whether the plan is complete, and the question that comes next; null where no answer can change the plan any more."""

    schema_: Literal["recourse/next/1"] = shaped(default="recourse/next/1", called="schema")
    complete: bool
    ask: Ask | None = None
    question: Asked | None = None
    open: int = 0
    """how many questions can still change the plan"""


def next_question(advice: Advice, knowledge: Knowledge) -> NextQuestion:
    plan = advice.plan
    if not plan.ask:
        return NextQuestion(complete=plan.complete)
    first = plan.ask[0]
    question, fact = knowledge.questions[first.fact], knowledge.facts.get(first.fact)
    called = question.labelled(advice.case.answers)
    values = tuple(
        Choice(id=value.id, label=called.get(value.id, value.label)) for value in (fact.values if fact else ())
    )
    answers = advice.case.answers
    asked = Asked(ask=question.asked(answers), help=question.helped(answers), values=values)
    return NextQuestion(complete=plan.complete, ask=first, question=asked, open=len(plan.ask))
