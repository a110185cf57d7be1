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


def go_on_from_file(adviser: Adviser, file: str, day: date | None) -> Fitting:
    """The answers of a file, which stays as it is. It is planned for `day`, else for the day that the file says, else for today.

    Raises CaseError for a file that holds no answers at all.
    """
    from engine.interview import go_on

    document = read_document(adviser, file)
    if not isinstance(document.data, Mapping):
        raise CaseError(_no_answers(adviser, document.data)).within(document.name)
    return go_on(adviser, document.data, day, today())


def go_on_from_session(adviser: Adviser, session: Session, day: date | None) -> Fitting:
    """A session is planned for the day on which it goes on."""
    from engine.interview import go_on_later

    return go_on_later(adviser, session.data, session.changed, day, today())


def _no_answers(adviser: Adviser, data: Any) -> tuple[Any, ...]:
    try:
        adviser.read(data, today())
    except CaseError as error:
        return error.faults
    return ()
