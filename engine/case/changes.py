"""`FACT=VALUE`, `CHANNEL=OUTCOME` or `as_of=DAY` → a case file with that change: what a what-if and a way there are made of.

A contact is added on the day of the case (`provider-complaint=refused`), on its own (`…=refused@2026-11-20`) or without one (`…@unknown`);
`CHANNEL=none` takes the contacts there away. `FACT=unknown` takes an answer back.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from engine.case.case import Answer, Attempt, Case
from knowledge.errors import CaseError, Fault
from knowledge.frozen import Frozen
from knowledge.library import Knowledge
from knowledge.models import CONTACTS, Origin

__all__ = ["AS_OF", "NONE", "UNKNOWN", "Change", "case_data", "changed", "read_change", "read_changes"]

AS_OF, NONE, UNKNOWN = "as_of", "none", "unknown"


class Change(Frozen, order=True):
    """One change to a case: an answer, a contact with its outcome, or another day."""

    key: str
    value: str

    def __str__(self) -> str:
        return f"{self.key}={self.value}"


def read_change(text: str, knowledge: Knowledge) -> Change:
    """Raises CaseError when it is not of that form, or names no fact or channel. The value is checked with the case."""
    key, equals, value = (part.strip() for part in text.partition("="))
    asked = [fact.id for fact in knowledge.facts.values() if fact.origin is Origin.ASKED]
    if not equals or key not in (AS_OF, *asked, *knowledge.channels):
        raise CaseError([Fault.told(key[:60] or "change", knowledge.wording["fault-change"].filled(given=text[:60]))])
    return Change(key, value or UNKNOWN)


def read_changes(texts: Iterable[str], knowledge: Knowledge) -> list[Change]:
    """Raises CaseError for two answers to one fact as well; of contacts there can be several."""
    found = [read_change(text, knowledge) for text in texts]
    for change in found:
        if change.key not in knowledge.channels and sum(other.key == change.key for other in found) > 1:
            raise CaseError([Fault.told(change.key, knowledge.wording["fault-twice"].filled(key=change.key))])
    return found


def changed(data: dict[str, Any], changes: Iterable[Change], knowledge: Knowledge) -> dict[str, Any]:
    """The case file with the changes made in their order; the one handed in stays as it was."""
    for change in changes:
        if change.key in knowledge.channels:
            data = {**data, CONTACTS: list(_contacts(data, change))}
        else:
            data = {**data, change.key: change.value}
            data = {key: value for key, value in data.items() if key != "days_ago" or change.key != "incident_date"}
    return data


def _contacts(data: dict[str, Any], change: Change) -> Iterable[dict[str, Any]]:
    told = data.get(CONTACTS) or []
    if change.value == NONE:
        yield from (item for item in told if item.get("channel") != change.key)
        return
    outcome, _, day = change.value.partition("@")
    yield from told
    yield {"channel": change.key, "outcome": outcome, "date": day or data[AS_OF]}


def case_data(case: Case) -> dict[str, Any]:
    """The case as a case file holds it, as it was told, every day written out: reading it again gives the same case."""
    case = case.as_told or case
    told = {name: _plain(answer) for name, answer in case.answers.items() if name not in case.implied}
    data: dict[str, Any] = {AS_OF: case.as_of.isoformat(), **told}
    data |= dict.fromkeys(sorted(case.dont_know), UNKNOWN)
    if case.note is not None:
        data["note"] = case.note
    return {**data, CONTACTS: [_contact(item) for item in case.contacts]} if case.contacts_told else data


def _plain(answer: Answer) -> str:
    return f"{answer:f}" if isinstance(answer, Decimal) else answer.isoformat() if isinstance(answer, date) else answer


def _contact(attempt: Attempt) -> dict[str, Any]:
    answered = attempt.answered.isoformat() if attempt.answered else None
    told = {"answered": answered, "reference": attempt.reference, "action": attempt.action}
    found = {key: value for key, value in told.items() if value is not None}
    day = attempt.date.isoformat() if attempt.date else UNKNOWN
    return {"channel": attempt.channel, "date": day, "outcome": str(attempt.outcome), **found}
