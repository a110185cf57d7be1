"""A case that shows something → a smaller one that still does: answers and contacts are left out while it is seen."""

from __future__ import annotations

from collections.abc import Callable

from engine.proving.witness import CaseFile
from knowledge.models import CONTACTS

__all__ = ["smallest"]


def smallest(case: CaseFile, seen: Callable[[CaseFile], bool]) -> CaseFile:
    """What is left when contact by contact and answer by answer was tried without. The day of asking stays."""
    found = {**case, CONTACTS: []}
    if not seen(found):
        found = _without_contacts(case, seen)
    for key in [key for key in case if key not in ("as_of", CONTACTS)]:
        less = {name: value for name, value in found.items() if name != key}
        found = less if seen(less) else found
    return found


def _without_contacts(case: CaseFile, seen: Callable[[CaseFile], bool]) -> CaseFile:
    contacts = case.get(CONTACTS)
    kept = list(contacts) if isinstance(contacts, list) else []
    for contact in list(kept):
        less = [item for item in kept if item is not contact]
        kept = less if seen({**case, CONTACTS: less}) else kept
    return {**case, CONTACTS: kept}
