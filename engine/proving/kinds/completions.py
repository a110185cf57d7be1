"""The guarantee about answers still open: what is shown for them, some of them open. Looked at case by case.

That some completion exists for every case is no claim that a solver settles in a minute. So cases are drawn, the engine makes
their plans, and of each step that hangs on answers the solver searches the answers that open it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import chain

from engine.adviser import Advice, Adviser
from engine.case import Answer, Case, standings
from engine.casebook import draw_case
from engine.graph import ChannelState
from engine.proving.answers import CENTS
from engine.proving.logic import Formula, Solver, any_of, no
from engine.proving.space import Space
from engine.proving.witness import CaseFile, case_of
from engine.steps import channel_of
from knowledge.models import CONTACTS
from knowledge.standing import Standing

__all__ = ["never_opened"]

TOLD = ("as_of", "provider", "issue", "incident_date", CONTACTS)
"""what is always kept of a drawn case"""


def never_opened(
    adviser: Adviser, space: Space, solver: Solver, cases: int, today: date
) -> Iterator[tuple[str, CaseFile | None]]:
    """Of each step on a condition, its action and the case whose every completion leaves its door shut; else None."""
    for data in chain(_little_told(adviser, cases, today), _on_conditions(space, solver)):
        case = adviser.read(data, today)
        for action, door in conditional(adviser.advise(case)):
            found = solver.find(space.doors[door].open, *pinned(space, case))
            yield action, None if found else data


def _little_told(adviser: Adviser, cases: int, today: date) -> Iterator[CaseFile]:
    """Drawn cases of today of which few answers are left, so that much hangs on the others."""
    for seed in range(cases):
        data = draw_case(adviser, seed, today)
        if data["as_of"] == today.isoformat():
            more = [key for key in data if key not in TOLD][: seed % 3]
            yield {key: value for key, value in data.items() if key in (*TOLD, *more)}


def _on_conditions(space: Space, solver: Solver) -> Iterator[CaseFile]:
    """Of each action a case in which it may be a step on a condition."""
    steps = space.steps
    for name, step in steps.step.items():
        if steps.goes(name) and (model := solver.find(step, no(steps.sure(name)))) is not None:
            yield case_of(space, model)


def conditional(advice: Advice) -> Iterator[tuple[str, str]]:
    """The steps of the case whose door hangs on answers, with their doors."""
    for item in advice.agenda.items:
        door = channel_of(item.action, advice.knowledge, advice.case)
        if door and advice.graph.nodes[door].state is ChannelState.UNDETERMINED and not item.action.heard_anyway:
            yield item.action.id, door


def pinned(space: Space, case: Case) -> Iterator[Formula]:
    """What is known of the case, as formulas; what is not known stays open."""
    yield space.times.as_of == case.as_of.toordinal()
    for fact, words in space.answers.words.items():
        if fact in case.answers:
            yield from (may if word == case.answers[fact] else no(may) for word, may in words.items())
        else:
            yield from (no(words[word]) for word in case.ruled_out.get(fact, ()))
    for fact, told in space.answers.told.items():
        if fact in case.answers:
            yield told.known
            yield told.value == _counted(case.answers[fact])
    yield from _contacts(space, case)


def _counted(answer: Answer) -> int:
    """A sum in cents, a day by its number."""
    return answer.toordinal() if isinstance(answer, date) else int(Decimal(answer) * CENTS)


def _can_be(standing: Standing, *, dated: bool) -> tuple[Standing, ...]:
    """Where a channel can stand once more is told: the day of the incident dates a contact of unknown day closely enough to be overdue."""
    return (standing, Standing.OVERDUE) if standing is Standing.WAITING and not dated else (standing,)


def _contacts(space: Space, case: Case) -> Iterator[Formula]:
    table = standings(case, space.knowledge)
    for channel, it in space.contacts.at.items():
        mine = [attempt for attempt in case.attempts if attempt.channel == channel]
        days = [attempt.date for attempt in mine if attempt.date]
        yield it.any if mine else no(it.any)
        yield any_of(it.standing[word] for word in _can_be(table[channel].standing, dated=len(days) == len(mine)))
        yield it.again if table[channel].again else no(it.again)
        if len(days) < len(mine):
            yield from [] if days else [it.undated]
            continue
        yield no(it.undated)
        if days:
            yield it.early == days[0].toordinal()
            yield it.late == days[-1].toordinal()
        latest = table[channel].attempt
        if latest and latest.date:
            yield it.last == latest.date.toordinal()
