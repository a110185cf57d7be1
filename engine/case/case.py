"""What a person or program hands in → a `Case`: typed facts and attempts, known on one day.

All faults are reported at once, each with the nearest right word. `unknown` (or 不知道, or null) is a legitimate answer.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from knowledge.approach import Outcome, Provider
from knowledge.citations import Days
from knowledge.errors import CaseError, Fault
from knowledge.library import Knowledge
from knowledge.models import Fact, FactKind, Origin, name_parts

__all__ = ["EARLIEST", "NO_ANSWER", "UNKNOWN_WORDS", "Answer", "Attempt", "Case", "read_case", "words_of"]

Day = date
"""for a field beside one that is called `date`"""
Answer = str | date | Decimal
UNKNOWN_WORDS = ("unknown", "null", "不知道", "不清楚", "don't know", "?")
YES_WORDS = {"yes": "yes", "true": "yes", "是": "yes", "有": "yes", "no": "no", "false": "no", "否": "no", "没有": "no"}
RESERVED = ("as_of", "attempts", "days_ago", "note")
EARLIEST = date(2004, 1, 1)
MAX_TEXT = 200
PARTS = ("channel", "date", "days_ago", "outcome", "answered", "reference", "action")
NO_ANSWER = (Outcome.ASKED, Outcome.PENDING, Outcome.NO_REPLY, Outcome.UNKNOWN)


@dataclass(frozen=True)
class Attempt:
    """One contact already made."""

    channel: str
    date: date
    outcome: Outcome
    reference: str | None = None
    action: str | None = None
    """which of our actions it was, where that matters: a blocked card is no complaint to the bank"""
    answered: Day | None = None
    """the day on which the answer, decision or agreement came; limits that run from it start there"""


@dataclass(frozen=True)
class Case:
    """What is known on one day. `dont_know` are the facts the person said they cannot tell."""

    as_of: date
    answers: Mapping[str, Answer]
    attempts: tuple[Attempt, ...] = ()
    dont_know: frozenset[str] = field(default=frozenset())
    note: str | None = None
    contacts_told: bool = True
    """whether the person was asked for contacts; what is left out of a case file are none so far"""
    ruled_out: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """words that the other answers leave no room for"""
    implied: frozenset[str] = field(default=frozenset())
    """facts of which all words but one are ruled out: their answer is that one"""

    @property
    def days(self) -> Days:
        """The days that choose editions: procedure on `as_of`, liability on the day of the incident.

        Where the person cannot tell it, it is taken to be the last day on which it can have been.
        """
        incident = self.answers.get("incident_date")
        told = incident if isinstance(incident, date) else None
        return Days(self.as_of, self.happened_by if "incident_date" in self.dont_know else told)

    @property
    def happened_by(self) -> date | None:
        """The day on which the person knew, or first turned to somebody: the incident was no later. None: as_of."""
        aware = self.answers.get("aware_date")
        days = [attempt.date for attempt in self.attempts] + ([aware] if isinstance(aware, date) else [])
        return min(days, default=None)

    def answered(self, answers: Mapping[str, Answer]) -> Case:
        """The case with these answers besides."""
        told = self.dont_know - answers.keys()
        rest = (self.note, self.contacts_told, self.ruled_out, self.implied)
        return Case(self.as_of, {**self.answers, **answers}, self.attempts, told, *rest)

    def first_day(self, knowledge: Knowledge) -> date:
        """No incident is older: the first day of the wallet, or of what is covered here."""
        provider = self.wallet(knowledge)
        return provider.since.day if provider and provider.since else EARLIEST

    def wallet(self, knowledge: Knowledge) -> Provider | None:
        """The file of the wallet concerned; None when it is unknown or none of ours."""
        return knowledge.providers.get(str(self.answers.get("provider")))


def read_case(data: Any, knowledge: Knowledge, today: date) -> Case:
    """A mapping of facts → Case. Raises CaseError with every fault; `today` is the default of `as_of`."""
    reader = _Reader(knowledge, today)
    case = reader.read(data)
    if reader.faults:
        raise CaseError(reader.faults)
    return case


class _Reader:
    def __init__(self, knowledge: Knowledge, today: date) -> None:
        self.knowledge, self.today = knowledge, today
        self.faults: list[Fault] = []

    def fault(self, place: str, kind: str, near: tuple[str, Iterable[str]] | None = None, **values: object) -> None:
        """Notes what is wrong, in both languages, with the nearest right word if one is near."""
        wording = self.knowledge.wording
        found = difflib.get_close_matches(near[0], list(near[1]), n=1, cutoff=0.6) if near else []
        hint = wording["fault-hint"].filled(near=found[0]) if found else ""
        self.faults.append(Fault.told(place, wording[f"fault-{kind}"].filled(**values, hint=hint)))

    def read(self, data: Any) -> Case:
        if not isinstance(data, Mapping):
            self.fault("case", "no-mapping" if data else "empty")
            return Case(self.today, {})
        as_of = self.day("as_of", data.get("as_of"), self.today) or self.today
        answers, dont_know = self.answers({**data}, as_of)
        attempts = self.attempts(data.get("attempts"), as_of)
        note = self.text("note", data.get("note"))
        case = Case(as_of, answers, attempts, dont_know, note, "attempts" in data)
        self.contradictions(case)
        return case

    def answers(self, data: dict[str, Any], as_of: date) -> tuple[dict[str, Answer], frozenset[str]]:
        answers: dict[str, Answer] = {}
        dont_know: set[str] = set()
        if "days_ago" in data and "incident_date" not in data:
            data["incident_date"] = {"days_ago": data["days_ago"]}
        asked = {fact.id: fact for fact in self.knowledge.facts.values() if fact.origin is Origin.ASKED}
        for key, value in data.items():
            if key in RESERVED:
                continue
            if key not in asked:
                known = self.knowledge.facts.get(name_parts(str(key))[0])
                if known:
                    self.fault(str(key)[:60], "not-asked", origin=known.origin)
                else:
                    self.fault(str(key)[:60], "no-fact", near=(str(key)[:60], [*asked, *RESERVED]))
            elif value is None or (isinstance(value, str) and value.strip() in ("", *UNKNOWN_WORDS)):
                dont_know.add(key)
            elif (answer := self.answer(asked[key], value, as_of)) is not None:
                answers[key] = answer
        return answers, frozenset(dont_know)

    def answer(self, fact: Fact, value: Any, as_of: date) -> Answer | None:
        if fact.kind is FactKind.DATE:
            day = self.day(fact.id, value, as_of)
            if day and day > as_of:
                self.fault(fact.id, "future", day=day, as_of=as_of)
            elif day and day < EARLIEST:
                self.fault(fact.id, "too-early", day=day)
            return day
        if fact.kind is FactKind.AMOUNT:
            return self.amount(fact, value)
        return self.word(fact, value)

    def word(self, fact: Fact, value: Any) -> str | None:
        if not isinstance(value, (str, bool)):
            self.fault(fact.id, "not-a-word", given=_shown(value), allowed=", ".join(words_of(fact)))
            return None
        word = str(value).strip()
        if fact.kind is FactKind.YES_NO:
            word = YES_WORDS.get(word.lower(), word)
        if word not in words_of(fact):
            labels = {item.label.zh: item.id for item in fact.values}
            if word in labels:
                return labels[word]
            near, allowed = (word[:60], words_of(fact)), ", ".join(words_of(fact))
            self.fault(fact.id, "not-allowed", near=near, given=_shown(word), allowed=allowed)
            return None
        return word

    def amount(self, fact: Fact, value: Any) -> Decimal | None:
        text = str(value).strip().replace(",", "").removesuffix("元").removeprefix("¥")
        try:
            number = Decimal(text)
        except InvalidOperation:
            number = Decimal("NaN")
        if isinstance(value, bool) or not number.is_finite() or not re.fullmatch(r"\d{1,12}(\.\d+)?", text):
            self.fault(fact.id, "not-an-amount", given=_shown(value))
            return None
        if round(number, 2) != number:
            self.fault(fact.id, "decimals", given=_shown(value))
            return None
        return number

    def day(self, place: str, value: Any, as_of: date) -> date | None:
        """A date, or `{days_ago: N}` counted back from `as_of`."""
        if value is None:
            return None
        if isinstance(value, date):
            return value
        if isinstance(value, Mapping) and set(value) == {"days_ago"}:
            return self.days_ago(place, value["days_ago"], as_of)
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", value.strip()):
            try:
                return date(*map(int, value.strip().split("-")))
            except ValueError:
                pass
        self.fault(place, "not-a-date", given=_shown(value))
        return None

    def days_ago(self, place: str, value: Any, as_of: date) -> date | None:
        if isinstance(value, bool) or not re.fullmatch(r"\d{1,5}", str(value)):
            self.fault(place, "not-days", given=_shown(value))
            return None
        return as_of - timedelta(days=int(value))

    def attempts(self, value: Any, as_of: date) -> tuple[Attempt, ...]:
        if value is None or value == "" or (isinstance(value, str) and value.strip() in UNKNOWN_WORDS):
            return ()
        if not isinstance(value, list):
            self.fault("attempts", "no-contacts")
            return ()
        found = [self.attempt(f"attempts[{index + 1}]", item, as_of) for index, item in enumerate(value)]
        return tuple(sorted((item for item in found if item), key=lambda item: (item.date, item.channel)))

    def attempt(self, place: str, item: Any, as_of: date) -> Attempt | None:
        if not isinstance(item, Mapping):
            self.fault(place, "no-contact", given=_shown(item))
            return None
        for key in set(item) - set(PARTS):
            self.fault(place, "contact-part", near=(str(key)[:60], PARTS), given=_shown(key))
        channel = self.choice(place, "channel", item.get("channel"), list(self.knowledge.channels))
        outcome = self.outcome(place, item)
        when = {"days_ago": item["days_ago"]} if "days_ago" in item else item.get("date")
        if when is None:
            self.fault(f"{place}.date", "missing-date")
        day = self.day(f"{place}.date", when, as_of)
        if day and day > as_of:
            self.fault(f"{place}.date", "future", day=day, as_of=as_of)
        answered = self.answered(place, item.get("answered"), outcome, day, as_of)
        if not (channel and outcome and day):
            return None
        action = (
            self.choice(place, "action", item["action"], list(self.knowledge.actions)) if "action" in item else None
        )
        reference = self.text(f"{place}.reference", item.get("reference"))
        return Attempt(channel, day, Outcome(outcome), reference, action, answered)

    def outcome(self, place: str, item: Mapping[str, Any]) -> str | None:
        """What came back; whoever cannot tell says so as of any other answer."""
        told = item.get("outcome")
        if "outcome" in item and (told is None or (isinstance(told, str) and told.strip() in ("", *UNKNOWN_WORDS))):
            return Outcome.UNKNOWN
        return self.choice(place, "outcome", told, [str(outcome) for outcome in Outcome])

    def answered(self, place: str, value: Any, outcome: str | None, start: date | None, as_of: date) -> date | None:
        """The day of the answer: after the contact, not in the future, and only where there is an answer."""
        if value is None or (isinstance(value, str) and value.strip() in ("", *UNKNOWN_WORDS)):
            return None
        place = f"{place}.answered"
        day = self.day(place, value, as_of)
        if outcome in NO_ANSWER:
            self.fault(place, "no-answer-yet", outcome=outcome)
        elif day and day > as_of:
            self.fault(place, "future", day=day, as_of=as_of)
        elif day and start and day < start:
            self.fault(place, "answered-early", day=day, start=start)
        return day

    def choice(self, place: str, key: str, value: Any, allowed: list[str]) -> str | None:
        if value in allowed:
            return str(value)
        if value is None:
            self.fault(f"{place}.{key}", "missing", allowed=", ".join(allowed))
        else:
            near = (str(value)[:60], allowed)
            self.fault(f"{place}.{key}", "not-allowed", near=near, given=_shown(value), allowed=", ".join(allowed))
        return None

    def text(self, place: str, value: Any) -> str | None:
        if value is None:
            return None
        if not isinstance(value, str) or len(value) > MAX_TEXT:
            self.fault(place, "text", most=MAX_TEXT)
            return None
        return value

    def contradictions(self, case: Case) -> None:
        """Answers that cannot all be true: later before earlier, a wallet older than itself."""
        incident, aware = case.answers.get("incident_date"), case.answers.get("aware_date")
        if isinstance(incident, date):
            if isinstance(aware, date) and aware < incident:
                self.fault("aware_date", "before-incident", day=aware, incident=incident)
            for attempt in case.attempts:
                if attempt.date < incident:
                    self.fault(f"attempts ({attempt.channel})", "before-incident", day=attempt.date, incident=incident)
        self.wallet_age(case)

    def wallet_age(self, case: Case) -> None:
        provider = case.wallet(self.knowledge)
        for fact in ("incident_date", "aware_date"):
            day = case.answers.get(fact)
            if provider and provider.since and isinstance(day, date) and day < provider.since.day:
                self.fault(fact, "wallet-too-early", day=day, wallet=provider.name, since=provider.since.day)


def words_of(fact: Fact) -> list[str]:
    """The words that an answer can be; none for a day or a sum."""
    return ["yes", "no"] if fact.kind is FactKind.YES_NO else [value.id for value in fact.values]


def _shown(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 40 else text[:40] + "…"
