"""A computed fact → its value in a case, by the function that facts.yaml names (`by`, else the name of the fact itself).

Each function returns None when the answers it reads are unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from engine.case.case import Case
from engine.case.contacts import complained_before, refused_again, turned_to_again, turned_to_last
from engine.case.elapsed import (
    Elapsed,
    answer_dated,
    day_untold,
    since_answer,
    since_aware,
    since_goods_received,
    since_incident,
    since_overdue,
    since_put,
    since_sued,
    since_turned_to,
)
from engine.case.foreclosure import foreclosed
from engine.case.limitation import since_claimed
from engine.case.one_answer import acts_for, in_court, number_back, provider_kind
from engine.case.resolution import answer_awaited, solved_anywhere
from engine.case.settlement import settled, settled_anywhere
from engine.case.standings import ChannelStanding, standing
from knowledge.library import Knowledge
from knowledge.models import Words, name_parts
from knowledge.remembered import remembered

__all__ = ["COMPUTED", "FactValue", "compute", "computing"]

FactValue = str | Words | Decimal | Elapsed
Function = Callable[[Case, Knowledge, Mapping[str, ChannelStanding], str], FactValue | None]
"""of the case, what is known, where every channel stands, and the channel that is asked about"""
FUNCTIONS: tuple[Function, ...] = (
    *(provider_kind, acts_for, in_court, number_back),
    *(since_incident, day_untold, since_aware, since_goods_received, since_sued, since_claimed),
    *(since_put, since_turned_to, since_answer, answer_dated, since_overdue),
    *(standing, foreclosed),
    *(refused_again, turned_to_again, turned_to_last, complained_before),
    *(settled, settled_anywhere, solved_anywhere, answer_awaited),
)
COMPUTED: dict[str, Function] = {function.__name__: function for function in FUNCTIONS}


def compute(name: str, case: Case, knowledge: Knowledge, table: Mapping[str, ChannelStanding]) -> FactValue | None:
    """The value of a computed fact (`standing(court)`, `since_aware`); None when it is unknown."""
    return computing(name, knowledge)(case, table)


@remembered(4096)
def computing(name: str, knowledge: Knowledge) -> Callable[[Case, Mapping[str, ChannelStanding]], FactValue | None]:
    """How that fact is computed, looked up once."""
    base, channel = name_parts(name)
    function = COMPUTED[knowledge.facts[base].by or base]
    return lambda case, table: function(case, knowledge, table, channel)
