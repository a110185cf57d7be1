"""A record as most records are written → its case, without a search for what is wrong; None where only the reader can tell.

It takes nothing that `read_case` would refuse or read otherwise: what is not written plainly is left to that.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from engine.batch.records import Record
from engine.batch.together.contacts import Contacts
from engine.batch.together.plain import Inexact, Odd, entry_of
from engine.batch.together.spelling import Spelling
from engine.case import EARLIEST, LATEST, Answer, Case, is_unknown
from engine.case.forms import DAYS_AGO, read_text
from engine.case.meant import at_its_doors
from engine.case.shape import asked, words
from knowledge.library import Knowledge
from knowledge.models import CONTACTS, FactKind

__all__ = ["QuickReader"]

KEPT = 500
"""so many spellings of “not known” are remembered"""
AS_OF, INCIDENT, AWARE, NOTE = "as_of", "incident_date", "aware_date", "note"
NEW = object()
"""for a spelling that was not met before"""


class QuickReader:
    """Reads plain records."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        facts = asked(knowledge)
        self.words: dict[str, dict[Any, str | None]] = {
            name: {
                said: None if is_unknown(said) else word
                for said, word in words(knowledge)[name].spelled.items()
                if said not in (True, False)
            }
            for name, fact in facts.items()
            if fact.kind not in (FactKind.DATE, FactKind.AMOUNT)
        }
        self.yes_no = {name: words(knowledge)[name].spelled for name in self.words}
        self.dates = {name for name, fact in facts.items() if fact.kind is FactKind.DATE}
        self.amounts = {name for name, fact in facts.items() if fact.kind is FactKind.AMOUNT}
        self.spelling = Spelling()
        self.contacts = Contacts(knowledge, self.spelling)

    def read(self, record: Record, today: date) -> tuple[str | None, Case] | None:
        """The name of the record and its case, on that day if it tells none."""
        try:
            try:
                id_, data = entry_of(record)
                return id_, self._case(data, today)
            except Inexact:
                id_, data = entry_of(record, exactly=True)
                return id_, self._case(data, today)
        except Odd:
            return None

    def _case(self, data: dict[str, Any], today: date) -> Case:
        as_of = today
        if AS_OF in data:
            as_of = self.spelling.day(data[AS_OF], today) or today
            if not EARLIEST <= as_of <= LATEST:
                raise Odd
        answers, dont_know = self._answers(data, as_of)
        case = Case(as_of, answers, self.contacts.read(data, as_of), frozenset(dont_know))
        self._hold_to_order(case)
        return at_its_doors(case, self.knowledge) if case.attempts else case

    def _answers(self, data: dict[str, Any], as_of: date) -> tuple[dict[str, Answer], list[str]]:
        answers: dict[str, Answer] = {}
        dont_know: list[str] = []
        words = self.words
        for key, value in data.items():
            spelled = words.get(key)
            if spelled is None:
                if key in (AS_OF, CONTACTS):
                    continue
                answer = self._other(key, value, as_of)
                if answer is NEW:
                    continue
            else:
                answer = spelled.get(value, NEW) if value.__class__ is str else NEW
                if answer is NEW:
                    answer = self._word(key, spelled, value)
            if answer is None:
                dont_know.append(key)
            else:
                answers[key] = answer
        if DAYS_AGO in data:
            self._long_ago(data[DAYS_AGO], as_of, answers, dont_know)
        return answers, dont_know

    def _other(self, key: str, value: Any, as_of: date) -> Any:
        """A day, a sum, or something that is no answer."""
        if key in self.dates:
            return self.spelling.past(value, as_of)
        if key in self.amounts:
            return self.spelling.sum(value)
        if key == DAYS_AGO or (key == NOTE and (value is None or read_text(value) is not None)):
            return NEW
        raise Odd

    def _long_ago(self, value: Any, as_of: date, answers: dict[str, Answer], dont_know: list[str]) -> None:
        if is_unknown(value):
            return
        if INCIDENT in answers:
            raise Odd
        day = self.spelling.past({DAYS_AGO: value}, as_of)
        assert day
        answers[INCIDENT] = day
        dont_know[:] = [name for name in dont_know if name != INCIDENT]

    def _word(self, key: str, spelled: dict[Any, str | None], value: Any) -> str | None:
        """A word in no spelling met so far: yes or no of JSON, or what says that it is not known."""
        if value is True or value is False:
            word = self.yes_no[key].get(value)
            if word is None:
                raise Odd
            return word
        if not is_unknown(value):
            raise Odd
        if len(spelled) < KEPT:
            spelled[value] = None
        return None

    def _hold_to_order(self, case: Case) -> None:
        """Nothing was before the incident, and nothing before the wallet."""
        incident, aware = case.answers.get(INCIDENT), case.answers.get(AWARE)
        if incident is None and aware is None:
            return
        days = [day for day in (incident, aware) if isinstance(day, date)]
        if isinstance(incident, date):
            if isinstance(aware, date) and aware < incident:
                raise Odd
            made = (item.date or item.answered for item in case.attempts)
            if any(day and day < incident for day in made):
                raise Odd
        provider = case.wallet(self.knowledge)
        if provider and provider.since and min(days) < provider.since.day:
            raise Odd
