"""Whether the matter is solved by somebody who can, or an office outside still has time to decide it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.case.case import Attempt, Case, yes_no
from engine.case.standings import ChannelStanding, is_filed
from knowledge.channel import Level
from knowledge.counterpart import Counterpart
from knowledge.library import Knowledge
from knowledge.outcome import Outcome
from knowledge.remembered import remembered
from knowledge.standing import AWAITED, Standing

__all__ = ["PENDING", "SHORT", "able_to_end", "able_to_solve", "answer_awaited", "solved_anywhere"]

SHORT = frozenset({Standing.REFUSED, Standing.UNSATISFIED, Standing.PARTIAL})
"""where a channel stands that owes a better answer, unless somebody has solved the matter since"""
PENDING = SHORT | set(AWAITED)
"""where a channel stands that still owes an answer, or a better one"""


def solved_anywhere(case: Case, knowledge: Knowledge, table: Mapping[str, ChannelStanding], _: str) -> str:
    """Whether somebody who can settle the matter has solved it, and nobody else who can still owes an answer.

    What fell short elsewhere before that is owed no more. A frozen wallet or a police receipt solves nothing; a number given
    back by its operator does not bring the money back.
    """
    able = able_to_solve(knowledge)
    solved = [
        place
        for place, item in enumerate(case.attempts)
        if item.outcome is Outcome.RESOLVED and item.channel in able and is_filed(item, case.as_of, knowledge)
    ]
    ends = [place for place in solved if case.attempts[place].channel in able_to_end(knowledge)]
    since = case.attempts[ends[-1] :] if ends else case.attempts
    return yes_no(bool(solved) and not any(_owes(table[channel], since) for channel in able))


def _owes(told: ChannelStanding, since: Sequence[Attempt]) -> bool:
    """Whether an answer, or a better one, is still owed there; `since` are the contacts since the matter was solved, if it was."""
    if told.again or told.standing not in SHORT:
        return bool(told.again) or told.standing in PENDING
    return any(item is told.attempt for item in since)


@remembered(64)
def able_to_solve(knowledge: Knowledge) -> frozenset[str]:
    """The channels where the matter itself can be solved."""
    return frozenset(
        item.id
        for item in knowledge.channels.values()
        if item.level not in (Level.SELF_HELP, Level.EMERGENCY) and item.counterpart is not Counterpart.OPERATOR
    )


@remembered(64)
def able_to_end(knowledge: Knowledge) -> frozenset[str]:
    """Those of them whose “solved” leaves nothing of what fell short elsewhere before: who pays, decides, talks it over, or lifts its own act.

    A report, a hotline that passes the matter on and a corrected record are not among them.
    """
    found = (knowledge.channels[name] for name in able_to_solve(knowledge))
    return frozenset(
        item.id
        for item in found
        if item.level is Level.PROVIDER
        or item.ends_with(Outcome.RESOLVED)
        or (item.level is Level.REGULATOR and not item.counterpart)
    )


def answer_awaited(_: Case, knowledge: Knowledge, table: Mapping[str, ChannelStanding], __: str) -> str:
    """Whether an office outside, to which the claim was put, still has time for its answer; a suit would end that."""
    return yes_no(any(table[channel].standing is Standing.WAITING for channel in _deciding_outside(knowledge)))


@remembered(64)
def _deciding_outside(knowledge: Knowledge) -> frozenset[str]:
    return frozenset(item.id for item in knowledge.channels.values() if item.takes_claims_outside)
