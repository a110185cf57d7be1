"""A case file or a session → the answers to go on from: every day written out, and without those that no longer fit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from commands.shared.reading import read_document, today
from knowledge.errors import CaseError

if TYPE_CHECKING:
    from engine.adviser import Adviser
    from engine.case.leaving_out import Fitting
    from storage import Session

__all__ = ["go_on_from_file", "go_on_from_session"]

AS_OF = "as_of"


def go_on_from_file(adviser: Adviser, file: str, day: date | None) -> Fitting:
    """The answers of a file, which stays as it is. It is planned for `day`, else for the day that the file says, else for today.

    Raises CaseError for a file that holds no answers at all.
    """
    document = read_document(adviser, file)
    if not isinstance(document.data, Mapping):
        raise CaseError(_no_answers(adviser, document.data)).within(document.name)
    return _fit(adviser, document.data, day)


def go_on_from_session(adviser: Adviser, session: Session, day: date | None) -> Fitting:
    """What was said as time ago was said on the day of the last change. A session is planned for the day on which it goes on."""
    from engine.case.forms import read_day
    from engine.case.leaving_out import pinned

    said_on = read_day(session.data.get(AS_OF), session.changed) or session.changed
    data = pinned({key: value for key, value in session.data.items() if key != AS_OF}, said_on)
    return _fit(adviser, data, day)


def _fit(adviser: Adviser, data: Mapping[str, Any], day: date | None) -> Fitting:
    """`as_of` is among the answers only where it was before, and no other day is asked for."""
    from dataclasses import replace

    from engine.case import is_unknown
    from engine.case.leaving_out import fit

    kept = {key: value for key, value in data.items() if key != AS_OF or not (day or is_unknown(value))}
    found = fit(kept, lambda answers: adviser.read(answers, day or today()))
    if AS_OF in kept and not any(fault.path == (AS_OF,) for fault in found.left_out):
        return found
    return replace(found, data={key: value for key, value in found.data.items() if key != AS_OF})


def _no_answers(adviser: Adviser, data: Any) -> tuple[Any, ...]:
    try:
        adviser.read(data, today())
    except CaseError as error:
        return error.faults
    return ()
