"""The contacts of a record as most are written → the attempts of its case. Raises Odd for what only the reader can tell."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from engine.batch.together.plain import Odd, listed
from engine.batch.together.spelling import Spelling, read_line
from engine.case import EARLIEST, Attempt, is_unknown
from engine.case.case import NO_ANSWER, in_order
from engine.case.forms import DAYS_AGO
from engine.case.shape import PARTS, actions, channels, outcomes
from knowledge.library import Knowledge
from knowledge.models import CONTACTS
from knowledge.outcome import Outcome
from knowledge.remembered import Remembered

__all__ = ["Contacts"]

KEPT = 1_000
"""so many contacts are remembered before they are forgotten together"""
PLAIN = 3
"""parts of a contact that is only a channel, a day and an outcome"""
PARTS_ALLOWED: Final = frozenset(PARTS)


class Contacts:
    """Reads contacts, each that is only a channel, a day and an outcome once."""

    def __init__(self, knowledge: Knowledge, spelling: Spelling) -> None:
        self.spelling = spelling
        self.channels, self.outcomes, self.actions = (
            {said: word for said, word in spelled(knowledge).spelled.items() if isinstance(said, str)}
            for spelled in (channels, outcomes, actions)
        )
        self._plain: Remembered[tuple[Any, ...], Attempt] = Remembered(KEPT)

    def read(self, data: Mapping[str, Any], as_of: date) -> tuple[Attempt, ...]:
        """In their order."""
        value = data.get(CONTACTS)
        if value == [] or is_unknown(value):
            return ()
        found = [self._known(item, as_of) or self._attempt(item, as_of) for item in listed(data)]
        return in_order(found) if len(found) > 1 else tuple(found)

    def _known(self, item: dict[str, Any], as_of: date) -> Attempt | None:
        """One that was read before, if its day fits this case."""
        if len(item) != PLAIN:
            return None
        try:
            found = self._plain.get((item.get("channel"), item.get("date"), item.get("outcome")))
        except TypeError:
            return None
        return found if found and found.date and EARLIEST <= found.date <= as_of else None

    def _attempt(self, item: dict[str, Any], as_of: date) -> Attempt:
        named, outcome = item.get("channel"), self._outcome(item)
        channel = self.channels.get(named) if named.__class__ is str and not is_unknown(named) else None
        day = self._day_of(item, as_of)
        if channel is None or not item.keys() <= PARTS_ALLOWED:
            raise Odd
        if len(item) == PLAIN and day:
            found = Attempt(channel, day, outcome)
            if item.get("date").__class__ is str and item.get("outcome").__class__ is str:
                self._plain[named, item["date"], item["outcome"]] = found
            return found
        answered = self.spelling.past(item.get("answered"), as_of)
        if answered and (outcome in NO_ANSWER or (day and answered < day)):
            raise Odd
        return Attempt(
            channel, day, outcome, read_line(item.get("reference")), self._action(item.get("action")), answered
        )

    def _day_of(self, item: Mapping[str, Any], as_of: date) -> date | None:
        told = self.spelling.past(item.get("date"), as_of)
        if is_unknown(item.get(DAYS_AGO)):
            return told
        if told is not None:
            raise Odd
        return self.spelling.past({DAYS_AGO: item[DAYS_AGO]}, as_of)

    def _action(self, value: Any) -> str | None:
        if is_unknown(value):
            return None
        action = self.actions.get(value) if value.__class__ is str else None
        if action is None:
            raise Odd
        return action

    def _outcome(self, item: Mapping[str, Any]) -> Outcome:
        told = item.get("outcome")
        if told.__class__ is str and (word := self.outcomes.get(told)) and not is_unknown(told):
            return Outcome(word)
        if "outcome" in item and is_unknown(told):
            return Outcome.UNKNOWN
        raise Odd
