"""Values that the solver found → the case file that has them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from engine.case.changes import UNKNOWN
from engine.case.contacts import NEGATIVE
from engine.proving.answers import CENTS
from engine.proving.contacts import TURNED_DOWN, Contact
from engine.proving.logic import FALSE, Model
from engine.proving.space import Space
from knowledge.models import CONTACTS, FactKind
from knowledge.outcome import FALLS_SHORT, Outcome
from knowledge.standing import AWAITED, Standing

__all__ = ["CaseFile", "case_of"]

CaseFile: TypeAlias = dict[str, object]
"""what stands in a case file"""


def case_of(space: Space, model: Model) -> CaseFile:
    """The case, as it is written into a file."""
    found: CaseFile = {"as_of": _day(model.value(space.times.as_of))}
    for fact in space.knowledge.facts.values():
        if fact.id in space.answers.words:
            left = [word for word, may in space.answers.words[fact.id].items() if model.holds(may)]
            if len(left) == 1:
                found[fact.id] = left[0]
        elif fact.id in space.answers.told and model.holds(space.answers.told[fact.id].known):
            value = model.value(space.answers.told[fact.id].value)
            found[fact.id] = str(Decimal(value) / CENTS) if fact.kind is FactKind.AMOUNT else _day(value)
    if "incident_date" not in found and model.holds(space.times.law != space.times.as_of):
        found["incident_date"] = UNKNOWN
    placed = [pair for it in space.contacts.at.values() for pair in _contacts(it, model)]
    found[CONTACTS] = [contact for _, contact in sorted(placed, key=lambda pair: (pair[0], pair[1]["channel"]))]
    return found


def _day(value: int) -> str:
    return date.fromordinal(value).isoformat()


def _contacts(it: Contact, model: Model) -> Iterator[tuple[int, dict[str, str]]]:
    """The contacts at one channel with their places, in their order: questions before and after, what came back before, the one
    that the standing comes from, and the one since that is unanswered.
    """
    if not model.holds(it.any):
        return
    standing = next(item for item, holds in it.standing.items() if model.holds(holds))
    early, last, put, late = (model.value(day) for day in (it.early, it.last, it.put, it.late))
    if standing is Standing.NOT_TRIED:
        yield from ((day, _contact(it, day, Outcome.ASKED, model)) for day in dict.fromkeys((early, late)))
        return
    before = _before(it, standing, model)
    first = [item for item in before if item is Outcome.UNKNOWN or (item in NEGATIVE and it.channel.lasting)]
    if early < last:
        yield from ((early, _contact(it, early, outcome, model)) for outcome in first or [Outcome.ASKED])
        before = before[len(first) :]
    yield from ((last, _contact(it, last, outcome, model)) for outcome in before)
    answer = _day(model.value(it.answer)) if model.holds(it.told) else None
    latest = _contact(it, last, _outcome(it, standing, model), model)
    yield last, latest | ({"answered": answer} if answer else {})
    if model.holds(it.again):
        yield put, _contact(it, put, Outcome.UNKNOWN, model)
    if put < late:
        yield late, _contact(it, late, Outcome.ASKED, model)


def _contact(it: Contact, day: int, outcome: Outcome, model: Model) -> dict[str, str]:
    date_ = UNKNOWN if model.holds(it.undated) else _day(day)
    return {"channel": it.channel.id, "date": date_, "outcome": outcome.value}


def _outcome(it: Contact, standing: Standing, model: Model) -> Outcome:
    if model.holds(it.looked_at):
        return Outcome.PENDING
    if standing is Standing.WAITING:
        return Outcome.UNKNOWN
    if standing is Standing.OVERDUE:
        counted = model.holds(it.timed) and not model.holds(it.undated)
        return Outcome.UNKNOWN if counted else Outcome.NO_REPLY
    return Outcome(standing)


def _before(it: Contact, standing: Standing, model: Model) -> list[Outcome]:
    """What came back from earlier contacts, so far as the case says; before one that is waited for, what does not last where it can be.

    An earlier silence is no answer that the latest reminds of only where that one is looked at, or the matter ended between.
    """
    silent = standing in AWAITED
    passing = [item for item in FALLS_SHORT if not model.holds(it.lasting.get(item, FALSE))]
    refused = next((item for item in passing if item in NEGATIVE and silent), Outcome.REFUSED)
    found = [refused] * ((2 if standing not in TURNED_DOWN else 1) if model.holds(it.twice) else 0)
    found += [Outcome.SETTLED] if model.holds(it.settled) and standing is not Standing.SETTLED else []
    found += [Outcome.RESOLVED] if model.holds(it.solved) and standing is not Standing.RESOLVED else []
    if found or model.holds(it.again) or not model.holds(it.several):
        return found
    if not silent or (passing and not model.holds(it.looked_at)):
        return [Outcome.PARTIAL if Outcome.PARTIAL in passing or not silent else passing[0]]
    return [Outcome.UNKNOWN]
