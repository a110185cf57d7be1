"""Whom the person can call by now, told as soon as the answers bring it: what cannot wait as a card, else one number."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from engine.doors import first_doors
from engine.interview.state import State
from engine.steps import calls, urgent_calls

__all__ = ["with_numbers"]

At = TypeVar("At", bound=State)
ISSUE = "issue"
WITHOUT_NUMBER, UNSURE = 2, 1
"""so many answers that brought nobody to call, the last of them known or not: then whom one calls first is told by what happened"""
DOORS = ("first doors",)
"""stands among what was shown once that was"""


def with_numbers(at: At) -> tuple[At, list[str]]:
    """With what cannot wait as a card, where a number of it is new; else, where none was shown yet, the first number."""
    plan = at.advice.plan
    if any(call.key not in at.seen for call in urgent_calls(plan)):
        urgent = urgent_calls(plan)
        return replace(at, card=urgent, seen=at.seen | {call.key for call in urgent}), []
    first = None if at.seen - {DOORS} else next(calls(plan), None)
    if first is None:
        return _with_doors(at)
    told = at.say("first-number", title=first.title[at.lang], numbers=first.words(at.lang))
    return replace(at, seen=frozenset({first.key})), [told]


def _with_doors(at: At) -> tuple[At, list[str]]:
    """Where so many answers brought nobody to call and no trouble is named: once, whom one calls first by what happened."""
    told = ISSUE in at.advice.case.answers
    if at.seen or told or len(at.history) < (UNSURE if at.declined else WITHOUT_NUMBER):
        return at, []
    knowledge, case = at.adviser.knowledge, at.advice.case
    doors = first_doors(knowledge, case.as_of, case.wallet(knowledge))
    lines = [f"  · {at.say('first-door', given=door.given, numbers=door.call.words(at.lang))}" for door in doors]
    return replace(at, seen=frozenset({DOORS})), [at.say("first-doors"), *lines]
