"""Answers and what is wrong with them → the answers without those that no longer fit: data outlives its vocabulary."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from engine.case.case import Case
from engine.case.changes import case_data
from engine.case.forms import DAYS_AGO, is_unknown_day, read_day
from knowledge.errors import CaseError, Fault
from knowledge.frozen import Frozen
from knowledge.models import CONTACTS

__all__ = ["Fitting", "fit", "pinned"]

INCIDENT = "incident_date"

NEEDED = frozenset({"channel", "outcome"})
"""the parts without which a contact is none"""


class Fitting(Frozen):
    """The case of what fits, as a case file holds it with every day written out; and what was left out, with its reason."""

    case: Case
    data: dict[str, Any]
    left_out: tuple[Fault, ...]


def fit(data: Mapping[str, Any], read: Callable[[Mapping[str, Any]], Case]) -> Fitting:
    """What `read` takes of the answers. Raises CaseError only where it refuses them as a whole."""
    left_out: list[Fault] = []
    while True:
        try:
            case = read(data)
        except CaseError as error:
            fewer = _without(data, [fault.path for fault in error.faults])
            if fewer == data:
                raise
            left_out += error.faults
            data = fewer
        else:
            return Fitting(case, case_data(case), tuple(left_out))


def _without(data: Mapping[str, Any], paths: Iterable[tuple[str | int, ...]]) -> dict[str, Any]:
    """Without the answers, contacts, or parts of contacts at these paths."""
    wrong = [(*path, "", "")[:3] for path in paths if path]
    gone = {key for key, index, _ in wrong if index == "" or key != CONTACTS}
    kept = {key: value for key, value in data.items() if key not in gone}
    if CONTACTS in kept and isinstance(kept[CONTACTS], list):
        kept[CONTACTS] = [
            _contact(item, {part for key, at, part in wrong if key == CONTACTS and at == index})
            for index, item in enumerate(kept[CONTACTS])
        ]
        kept[CONTACTS] = [item for item in kept[CONTACTS] if item is not None]
    return kept


def _contact(item: Any, wrong: set[str | int]) -> Any:
    """The contact without the parts that it can do without; None where it is none without them."""
    if not wrong:
        return item
    if not isinstance(item, Mapping) or wrong & (NEEDED | {""}):
        return None
    return {key: value for key, value in item.items() if key not in wrong}


def pinned(data: Mapping[str, Any], day: date) -> dict[str, Any]:
    """With the day on which it was in place of “so many days ago”, said on `day`, wherever it stands."""
    told = _pinned(data, INCIDENT, day)
    if isinstance(told.get(CONTACTS), list):
        told[CONTACTS] = [_pinned(item, "date", day) if isinstance(item, Mapping) else item for item in told[CONTACTS]]
    return told


def _pinned(data: Mapping[str, Any], key: str, day: date) -> dict[str, Any]:
    """A number that is none, or a day told in both ways, is left for the reader to refuse."""
    found = {name: _day(value, day) for name, value in data.items()}
    ago = read_day({DAYS_AGO: data.get(DAYS_AGO)}, day)
    if ago is None or not is_unknown_day(data.get(key)):
        return found
    return {**{name: value for name, value in found.items() if name != DAYS_AGO}, key: ago.isoformat()}


def _day(value: Any, day: date) -> Any:
    counted = read_day(value, day) if isinstance(value, Mapping) else None
    return counted.isoformat() if counted else value
