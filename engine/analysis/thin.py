"""Four facts (trouble, wallet, day, contacts) at every wallet and state → how much each plan tells for certain.

A plan is thin where no step that is certain goes to somebody: whoever knows no more than these facts is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from engine.adviser import Advice, Adviser
from engine.graph import ChannelState
from engine.steps import channel_of, is_sure
from knowledge.channel import Level
from knowledge.frozen import Frozen
from knowledge.models import CONTACTS
from knowledge.outcome import Outcome

__all__ = ["STATES", "Cell", "State", "find_thin", "four_facts"]


class State(Frozen):
    """What came back from a contact so many days ago, about what happened so many days ago."""

    outcome: Outcome | None
    incident: int
    contact: int = 0


STATES = {
    "no contact": State(None, 5),
    "refused": State(Outcome.REFUSED, 9, 3),
    "pending": State(Outcome.PENDING, 5, 2),
    "overdue": State(Outcome.NO_REPLY, 200, 190),
}


class Cell(Frozen):
    """One trouble in one state at all wallets: how many cases, the fewest certain steps to somebody, and where there is none."""

    issue: str
    state: str
    cases: int
    fewest: int
    thin: tuple[str, ...]
    """`wallet` or `wallet, contacted channel` of the cases without such a step"""


def find_thin(adviser: Adviser, as_of: date) -> Iterator[Cell]:
    """Every trouble in every state; contacts are those that the wallet or bank, merchant or operator can have had."""
    for issue in adviser.knowledge.issues:
        for state in STATES:
            cases = four_facts(adviser, issue, STATES[state], as_of)
            found = {name: sure_steps(advice) for name, advice in cases}
            none = tuple(name for name, steps in found.items() if not steps)
            yield Cell(issue, state, len(found), min(found.values(), default=0), none)


def four_facts(adviser: Adviser, issue: str, state: State, as_of: date) -> Iterator[tuple[str, Advice]]:
    """The trouble at every wallet there was, under `wallet` or `wallet, contacted channel`."""
    for wallet, provider in adviser.knowledge.providers.items():
        incident = as_of - timedelta(days=state.incident)
        if provider.since and incident < provider.since.day:
            continue
        facts = {"as_of": as_of.isoformat(), "provider": wallet, "issue": issue, "incident_date": incident.isoformat()}
        untouched = _advise(adviser, {**facts, CONTACTS: []}, as_of)
        if state.outcome is None:
            yield wallet, untouched
            continue
        for channel in _first_doors(untouched):
            day = as_of - timedelta(days=state.contact)
            contact = {"channel": channel, "date": day.isoformat(), "outcome": state.outcome.value}
            yield f"{wallet}, {channel}", _advise(adviser, {**facts, CONTACTS: [contact]}, as_of)


def _advise(adviser: Adviser, data: dict[str, Any], as_of: date) -> Advice:
    return adviser.advise(adviser.read(data, as_of))


def _first_doors(advice: Advice) -> Iterator[str]:
    """Where the matter can have been put first: the doors of whoever the money went through that may be open."""
    for channel, node in advice.graph.nodes.items():
        near = advice.knowledge.channels[channel].level is Level.PROVIDER
        if near and node.state in (ChannelState.OPEN, ChannelState.UNDETERMINED):
            yield channel


def sure_steps(advice: Advice) -> int:
    """The steps that go to somebody and hang on no answer."""
    knowledge, case = advice.knowledge, advice.case
    actions = (item.action for item in advice.agenda.items)
    return sum(1 for a in actions if channel_of(a, knowledge, case) and is_sure(a, knowledge, case, advice.graph))
