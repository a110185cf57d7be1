"""The contacts as they were told → what they must have been, and what they tell besides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from engine.case.case import Answer, Attempt, Case, in_order
from engine.case.standings import tried
from knowledge.frozen import replace
from knowledge.library import Knowledge
from knowledge.outcome import Outcome

__all__ = ["FIRST_AID", "at_its_doors"]

FIRST_AID = timedelta(days=3)
"""so long after it happened or was known somebody is called to stop it; later, for the money"""


def at_its_doors(case: Case, knowledge: Knowledge) -> Case:
    """The case with each contact at the door that it was made at, for what it must have been.

    Where two doors are one for this wallet, it was at the other; a “solved” may stand for a loss that was stopped. Before who
    asked a superior or an office there was an answer that did not satisfy. What a contact was for may tell an answer besides.
    """
    provider = case.wallet(knowledge)
    same = provider.one_with if provider else {}
    there = [_meant(attempt, case, same, knowledge) for attempt in case.attempts]
    if any(new is not old for new, old in zip(there, case.attempts, strict=True)):
        case = replace(case, attempts=in_order(there))
    if first := list(_presumed(case, same, knowledge)):
        case = replace(case, attempts=in_order([*first, *case.attempts]))
    told = _told_by_contacts(case, knowledge)
    return case.answered(told) if told else case


def _told_by_contacts(case: Case, knowledge: Knowledge) -> dict[str, Answer]:
    """What the contacts tell besides, the latest counting, where no answer is told."""
    acts = (knowledge.actions[item.action].tells.get(item.outcome) for item in case.attempts if item.action)
    found = {fact: words[0] for given in acts if given for fact, words in given.items()}
    return {fact: word for fact, word in found.items() if fact not in case.answers}


def _presumed(case: Case, same: Mapping[str, str], knowledge: Knowledge) -> Iterator[Attempt]:
    """The contacts of unknown day that came before those told, where these are not told themselves."""
    if not any(knowledge.channels[item.channel].presumes for item in case.attempts):
        return
    table = tried(case, knowledge)
    found = (knowledge.channels[name].presumed(held.standing, case.answers) for name, held in table.items())
    for before in dict.fromkeys(same.get(name, name) for name in found if name):
        if before not in table:
            yield Attempt(before, None, Outcome.UNSATISFIED, presumed=True)


def _meant(attempt: Attempt, case: Case, same: Mapping[str, str], knowledge: Knowledge) -> Attempt:
    channel = same.get(attempt.channel, attempt.channel)
    stop = knowledge.channels[channel].stop(case.answers) if _is_first_aid(attempt, case) else None
    if stop:
        return replace(attempt, channel=channel, action=stop.action)
    return attempt if channel == attempt.channel else replace(attempt, channel=channel)


def _is_first_aid(attempt: Attempt, case: Case) -> bool:
    """Whether “solved” can be the loss stopped: told of no act or answer, the first contact there, soon after it happened or was known."""
    if attempt.outcome is not Outcome.RESOLVED or attempt.action is not None or attempt.answered:
        return False
    told = [day for day in map(case.answers.get, ("incident_date", "aware_date")) if isinstance(day, date)]
    beside = (item for item in case.attempts if item.channel == attempt.channel and item is not attempt)
    again = any(item.outcome is not Outcome.ASKED and _is_by_then(item, attempt, case) for item in beside)
    made = attempt.date
    return not again and (not told or made is None or any(made <= day + FIRST_AID for day in told))


def _is_by_then(item: Attempt, other: Attempt, case: Case) -> bool:
    """Whether a contact was before the other, or on its day."""
    if item.date and other.date:
        return item.date <= other.date
    return next(one for one in case.attempts if one in (item, other)) is item
