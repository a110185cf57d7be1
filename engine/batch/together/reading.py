"""A record as most records are written → its case, without a search for what is wrong; None where only the reader can tell.

It takes nothing that `read_case` would refuse or read otherwise: what is not written plainly is left to that.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from engine.batch.columns import nested
from engine.batch.records import Record
from engine.case import EARLIEST, LATEST, Answer, Attempt, Case, is_unknown
from engine.case.case import NO_ANSWER
from engine.case.forms import DAYS_AGO, WRITTEN, read_count, read_money, read_text
from engine.case.shape import PARTS, actions, asked, channels, outcomes, words
from knowledge.approach import Outcome
from knowledge.library import Knowledge
from knowledge.loader import LIMIT
from knowledge.models import CONTACTS, FactKind
from knowledge.remembered import Remembered

__all__ = ["QuickReader"]

ESCAPED = (b"\\u003", b"\\ud", b"\\uD")
"""a colon that does not look like one, half of a character"""
MOST_DIGITS = 30
KEPT = 20_000
"""so many days, sums and spellings are remembered before they are forgotten together"""
AS_OF, INCIDENT, AWARE, NOTE = "as_of", "incident_date", "aware_date", "note"


class _Odd(Exception):  # noqa: N818 it is no error: the reader looks at it again
    """Something that is not written plainly."""


class QuickReader:
    """Reads the plain records of one day."""

    def __init__(self, knowledge: Knowledge, today: date) -> None:
        self.knowledge, self.today = knowledge, today
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
        self.channels, self.outcomes, self.actions = (
            {said: word for said, word in spelled(knowledge).spelled.items() if isinstance(said, str)}
            for spelled in (channels, outcomes, actions)
        )
        self.days: Remembered[str, date | None] = Remembered(KEPT)
        self.sums: Remembered[str, Decimal | None] = Remembered(KEPT)

    def read(self, record: Record) -> tuple[str | None, Case] | None:
        """The name of the record and its case."""
        try:
            id_, data = self._entry(record)
            return id_, self._case(data)
        except _Odd:
            return None

    def _entry(self, record: Record) -> tuple[str | None, dict[str, Any]]:
        content = record.content
        data = self._plain(content) if isinstance(content, bytes) else nested(content)
        id_, inner = data.get("id"), data.get("case")
        if "case" in data:
            if not isinstance(inner, dict) or len(data) != 1 + ("id" in data):
                raise _Odd
        else:
            inner = data if "id" not in data else {key: value for key, value in data.items() if key != "id"}
        if id_ is not None and not (id_.__class__ is str or (id_.__class__ is int and abs(id_) < 10**MOST_DIGITS)):
            raise _Odd
        if isinstance(content, bytes):
            self._hold_to_once(content, data, inner)
        return (None if id_ is None else str(id_)), inner

    def _plain(self, content: bytes) -> dict[str, Any]:
        if len(content) > LIMIT or (b"\\u" in content and any(part in content for part in ESCAPED)):
            raise _Odd
        try:
            data = json.loads(content.decode(), parse_float=Decimal)
        except (ValueError, RecursionError) as error:
            raise _Odd from error
        if not isinstance(data, dict):
            raise _Odd
        return data

    def _hold_to_once(self, content: bytes, data: Mapping[str, Any], case: Mapping[str, Any]) -> None:
        """No key is there twice where there are as many colons as keys, those in texts apart."""
        parts = [case, *self._listed(case)] if case is data or "case" not in data else [data, case, *self._listed(case)]
        parts += [
            value
            for part in parts[-1 - len(self._listed(case)) :]
            for value in part.values()
            if value.__class__ is dict
        ]
        left = content.count(b":") - sum(map(len, parts))
        if left and left != sum(v.count(":") for part in parts for v in part.values() if v.__class__ is str):
            raise _Odd

    def _listed(self, case: Mapping[str, Any]) -> list[dict[str, Any]]:
        value = case.get(CONTACTS)
        if value is None:
            return []
        if value.__class__ is not list or any(item.__class__ is not dict for item in value):
            raise _Odd
        return list(value)

    def _case(self, data: dict[str, Any]) -> Case:
        as_of = self.today
        if AS_OF in data:
            as_of = self._day(data[AS_OF], self.today) or self.today
            if not EARLIEST <= as_of <= LATEST:
                raise _Odd
        answers, dont_know = self._answers(data, as_of)
        attempts = tuple(sorted(self._attempts(data, as_of), key=lambda item: (item.date, item.channel)))
        case = Case(as_of, answers, attempts, frozenset(dont_know))
        self._hold_to_order(case)
        return case.at_its_doors(self.knowledge) if attempts else case

    def _answers(self, data: dict[str, Any], as_of: date) -> tuple[dict[str, Answer], list[str]]:
        answers: dict[str, Answer] = {}
        dont_know: list[str] = []
        for key, value in data.items():
            spelled = self.words.get(key)
            if spelled is not None:
                answer: Answer | None = (
                    self._word(key, spelled, value)
                    if value.__class__ is not str or value not in spelled
                    else spelled[value]
                )
            elif key in self.dates:
                answer = self._past(value, as_of)
            elif key in self.amounts:
                answer = self._sum(value)
            elif key in (AS_OF, CONTACTS, DAYS_AGO) or (
                key == NOTE and (value is None or read_text(value) is not None)
            ):
                continue
            else:
                raise _Odd
            if answer is None:
                dont_know.append(key)
            else:
                answers[key] = answer
        if DAYS_AGO in data:
            self._long_ago(data[DAYS_AGO], as_of, answers, dont_know)
        return answers, dont_know

    def _long_ago(self, value: Any, as_of: date, answers: dict[str, Answer], dont_know: list[str]) -> None:
        if is_unknown(value):
            return
        if INCIDENT in answers:
            raise _Odd
        day = self._past({DAYS_AGO: value}, as_of)
        assert day
        answers[INCIDENT] = day
        dont_know[:] = [name for name in dont_know if name != INCIDENT]

    def _word(self, key: str, spelled: dict[Any, str | None], value: Any) -> str | None:
        """A word in no spelling met so far: yes or no of JSON, or what says that it is not known."""
        if value is True or value is False:
            word = self.yes_no[key].get(value)
            if word is None:
                raise _Odd
            return word
        if not is_unknown(value):
            raise _Odd
        if len(spelled) < KEPT:
            spelled[value] = None
        return None

    def _sum(self, value: Any) -> Decimal | None:
        if value.__class__ is not str:
            found = read_money(value)
            if found is None and value is not None:
                raise _Odd
            return found
        if value not in self.sums:
            found = None if is_unknown(value) else read_money(value)
            if found is None and not is_unknown(value):
                raise _Odd
            self.sums[value] = found
        return self.sums[value]

    def _day(self, value: Any, as_of: date) -> date | None:
        """The day; None where it says that it is not known."""
        if value.__class__ is str:
            if value not in self.days:
                self.days[value] = self._written(value)
            return self.days[value]
        if value is None:
            return None
        if value.__class__ is not dict or value.keys() != {DAYS_AGO}:
            raise _Odd
        if is_unknown(value[DAYS_AGO]):
            return None
        days = read_count(value[DAYS_AGO])
        if days is None:
            raise _Odd
        return date.fromordinal(max(as_of.toordinal() - days, 1))

    def _written(self, value: str) -> date | None:
        if is_unknown(value):
            return None
        if not re.fullmatch(WRITTEN, value):
            raise _Odd
        return date(*map(int, value.strip().split("-")))

    def _past(self, value: Any, as_of: date) -> date | None:
        day = self._day(value, as_of)
        if day is not None and not EARLIEST <= day <= as_of:
            raise _Odd
        return day

    def _attempts(self, data: Mapping[str, Any], as_of: date) -> list[Attempt]:
        value = data.get(CONTACTS)
        if is_unknown(value):
            return []
        return [self._attempt(item, as_of) for item in self._listed(data)]

    def _attempt(self, item: dict[str, Any], as_of: date) -> Attempt:
        named, outcome = item.get("channel"), self._outcome(item)
        channel = self.channels.get(named) if named.__class__ is str and not is_unknown(named) else None
        day = self._day_of(item, as_of)
        if channel is None or day is None or not item.keys() <= PARTS_ALLOWED:
            raise _Odd
        if len(item) == PLAIN:
            return Attempt(channel, day, outcome)
        answered = self._past(item.get("answered"), as_of)
        if answered and (outcome in NO_ANSWER or answered < day):
            raise _Odd
        return Attempt(
            channel, day, outcome, self._text(item.get("reference")), self._action(item.get("action")), answered
        )

    def _day_of(self, item: Mapping[str, Any], as_of: date) -> date | None:
        told = self._past(item.get("date"), as_of)
        if is_unknown(item.get(DAYS_AGO)):
            return told
        if told is not None:
            raise _Odd
        return self._past({DAYS_AGO: item[DAYS_AGO]}, as_of)

    @staticmethod
    def _text(value: Any) -> str | None:
        text = None if is_unknown(value) else read_text(value)
        if text is None and not is_unknown(value):
            raise _Odd
        return text

    def _action(self, value: Any) -> str | None:
        if is_unknown(value):
            return None
        action = self.actions.get(value) if value.__class__ is str else None
        if action is None:
            raise _Odd
        return action

    def _outcome(self, item: Mapping[str, Any]) -> Outcome:
        told = item.get("outcome")
        if told.__class__ is str and (word := self.outcomes.get(told)) and not is_unknown(told):
            return Outcome(word)
        if "outcome" in item and is_unknown(told):
            return Outcome.UNKNOWN
        raise _Odd

    def _hold_to_order(self, case: Case) -> None:
        """Nothing was before the incident, and nothing before the wallet."""
        incident, aware = case.answers.get(INCIDENT), case.answers.get(AWARE)
        days = [day for day in (incident, aware) if isinstance(day, date)]
        if not days:
            return
        if isinstance(incident, date):
            if isinstance(aware, date) and aware < incident:
                raise _Odd
            if case.attempts and case.attempts[0].date < incident:
                raise _Odd
        provider = case.wallet(self.knowledge)
        if provider and provider.since and min(days) < provider.since.day:
            raise _Odd


PLAIN = 3
"""parts of a contact that is only a channel, a day and an outcome"""
PARTS_ALLOWED: Final = frozenset(PARTS)
