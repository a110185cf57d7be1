"""The contacts of a case, counted: who was turned to again, refused again, or last."""

from __future__ import annotations

from engine.case.case import Case, yes_no
from engine.case.standings import is_filed
from knowledge.channel import Level
from knowledge.library import Knowledge
from knowledge.outcome import Outcome
from knowledge.remembered import remembered

__all__ = ["NEGATIVE", "complained_before", "refused_again", "turned_to_again", "turned_to_last"]

NEGATIVE = {Outcome.REFUSED, Outcome.UNSATISFIED, Outcome.NOT_ACCEPTED}
"""answers by which the person was not helped at all"""


def refused_again(case: Case, _: Knowledge, __: object, channel: str) -> str:
    return yes_no(sum(item.channel == channel and item.outcome in NEGATIVE for item in case.attempts) >= 2)


def turned_to_again(case: Case, knowledge: Knowledge, _: object, channel: str) -> str:
    """Whether the matter was put there at least twice, whatever came of it; a blocked card or a question does not count."""
    return yes_no(sum(item.channel == channel and is_filed(item, case.as_of, knowledge) for item in case.attempts) > 1)


def turned_to_last(case: Case, _: Knowledge, __: object, channel: str) -> str:
    """Whether the last of all contacts in their order was there: what came before it was known by then."""
    return yes_no(bool(case.attempts) and case.attempts[-1].channel == channel)


def complained_before(case: Case, knowledge: Knowledge, _: object, __: str) -> str:
    """Whether whoever the money went through has been asked already."""
    asked = _of_the_provider(knowledge)
    return yes_no(any(item.channel in asked and item.outcome is not Outcome.ASKED for item in case.attempts))


@remembered(64)
def _of_the_provider(knowledge: Knowledge) -> frozenset[str]:
    return frozenset(item.id for item in knowledge.channels.values() if item.level is Level.PROVIDER)
