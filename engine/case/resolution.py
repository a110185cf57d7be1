"""Whether the matter is solved by somebody who can, or an office outside still has time to decide it."""

from __future__ import annotations

from collections.abc import Mapping

from engine.case.case import Case, yes_no
from engine.case.standings import ChannelStanding, is_filed
from knowledge.channel import Level
from knowledge.counterpart import Counterpart
from knowledge.library import Knowledge
from knowledge.outcome import Outcome
from knowledge.remembered import remembered
from knowledge.standing import Standing

__all__ = ["PENDING", "answer_awaited", "solved_anywhere"]

PENDING = {Standing.WAITING, Standing.OVERDUE, Standing.REFUSED, Standing.UNSATISFIED, Standing.PARTIAL}
"""where a channel stands that still owes an answer, or a better one"""


def solved_anywhere(case: Case, knowledge: Knowledge, table: Mapping[str, ChannelStanding], _: str) -> str:
    """Whether somebody who can settle the matter has solved it, and nobody else who can still owes an answer.

    A frozen wallet or a police receipt solves nothing; a number given back by its operator does not bring the money back.
    """
    able = _able_to_solve(knowledge)
    solved = (item for item in case.attempts if item.outcome is Outcome.RESOLVED and item.channel in able)
    return yes_no(
        any(is_filed(item, case.as_of, knowledge) for item in solved)
        and not any(table[channel].standing in PENDING or table[channel].again for channel in able)
    )


@remembered(64)
def _able_to_solve(knowledge: Knowledge) -> frozenset[str]:
    return frozenset(
        item.id
        for item in knowledge.channels.values()
        if item.level not in (Level.SELF_HELP, Level.EMERGENCY) and item.counterpart is not Counterpart.OPERATOR
    )


def answer_awaited(_: Case, knowledge: Knowledge, table: Mapping[str, ChannelStanding], __: str) -> str:
    """Whether an office outside, to which the claim was put, still has time for its answer; a suit would end that."""
    return yes_no(any(table[channel].standing is Standing.WAITING for channel in _deciding_outside(knowledge)))


@remembered(64)
def _deciding_outside(knowledge: Knowledge) -> frozenset[str]:
    return frozenset(item.id for item in knowledge.channels.values() if item.takes_claims_outside)
