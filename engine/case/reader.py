"""What a person or program hands in → a `Case`: typed facts and attempts, known on one day.

All faults are reported at once, each with the nearest right word. `unknown` (or 不知道, or null) is a legitimate answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, TypeVar

from engine.case.case import EARLIEST, NO_ANSWER, Answer, Attempt, Case, in_order, words_of
from engine.case.forms import (
    DAYS_AGO,
    LINE,
    Words,
    has_too_many_decimals,
    is_said,
    is_unknown,
    is_unknown_day,
    read_day,
    read_money,
    read_text,
)  # fmt: skip
from engine.case.meant import at_its_doors
from engine.case.shape import PARTS, RESERVED, actions, asked, channels, outcomes, words
from knowledge.errors import CaseError, Fault
from knowledge.frozen import Frozen
from knowledge.library import Knowledge
from knowledge.models import CONTACTS, Fact, FactKind, name_parts
from knowledge.outcome import Outcome

__all__ = ["LATEST", "read_case"]

LATEST = date(2099, 12, 31)
"""after it, dates that are counted could leave the calendar"""
AS_OF, INCIDENT, AWARE = "as_of", "incident_date", "aware_date"
SHOWN = 40
T = TypeVar("T")
Path = tuple[str | int, ...]


def read_case(data: Any, knowledge: Knowledge, today: date) -> Case:
    """A mapping of facts → Case. Raises CaseError with every fault; `today` is the default of `as_of`."""
    reader = _Reader(knowledge, today)
    case = reader.read(data)
    if reader.faults:
        raise CaseError(reader.faults)
    return case


class Span(Frozen):
    """The days that an answer can be, and which of several is taken."""

    last: date
    first: date | None = None
    latest: bool = False


def _nearest(word: str, words: Iterable[str]) -> list[str]:
    import difflib

    return difflib.get_close_matches(word[:60], list(words), n=1, cutoff=0.6)


class _Reader:
    def __init__(self, knowledge: Knowledge, today: date) -> None:
        self.knowledge, self.today = knowledge, today
        self.since: date | None = None
        """the day of the incident, before which nothing else can have been"""
        self.faults: list[Fault] = []

    def fault(self, path: Path, kind: str, near: tuple[str, Iterable[str]] | None = None, **values: object) -> None:
        """Notes what is wrong, in both languages, with the nearest right word if one is near."""
        wording = self.knowledge.wording
        found = _nearest(*near) if near else []
        hint = wording["fault-hint"].filled(near=found[0]) if found else ""
        self.faults.append(Fault.told(_place(path), wording[f"fault-{kind}"].filled(**values, hint=hint), kind, path))

    def read(self, data: Any) -> Case:
        if not isinstance(data, Mapping):
            self.fault(("case",), "empty" if data is None else "no-mapping")
            return Case(self.today, {})
        as_of = self.day((AS_OF,), data.get(AS_OF), self.today, Span(LATEST)) or self.today
        told = self.one_way(data, INCIDENT, DAYS_AGO, ())
        self.since = _Reader(self.knowledge, self.today).day((INCIDENT,), told.get(INCIDENT), as_of, Span(as_of))
        answers, dont_know = self.answers(told, as_of)
        contacts = dict(self.attempts(data.get(CONTACTS), as_of))
        attempts = in_order(list(contacts.values()))
        note = self.text(("note",), data.get("note"))
        case = at_its_doors(Case(as_of, answers, attempts, dont_know, note, CONTACTS in data), self.knowledge)
        self.contradictions(case, contacts)
        return case

    def one_way(self, data: Mapping[str, Any], day: str, ago: str, path: Path) -> dict[str, Any]:
        """The mapping with the day in one place; a fault where it is given in both ways."""
        told = {key: value for key, value in data.items() if key != ago}
        if is_unknown(data.get(ago)):
            return told
        if day in data and not is_unknown_day(data[day]):
            self.fault((*path, ago), "two-ways", other=_place((*path, day)))
            return told
        return {**told, day: {DAYS_AGO: data[ago]}}

    def answers(self, data: Mapping[str, Any], as_of: date) -> tuple[dict[str, Answer], frozenset[str]]:
        answers: dict[str, Answer] = {}
        dont_know: set[str] = set()
        facts, spelled = asked(self.knowledge), words(self.knowledge)
        for key, value in data.items():
            if key in RESERVED:
                continue
            if key not in facts:
                self.no_fact(str(key))
            elif (word := spelled[key].read(value)) is not None:
                answers[key] = word
            elif is_unknown(value) or (facts[key].kind is FactKind.DATE and is_unknown_day(value)):
                dont_know.add(key)
            elif (answer := self.answer(facts[key], value, as_of)) is not None:
                answers[key] = answer
        return answers, frozenset(dont_know)

    def no_fact(self, key: str) -> None:
        known = self.knowledge.facts.get(name_parts(key)[0])
        if known:
            self.fault((key,), "not-asked", origin=known.origin)
        elif "：" in key:
            self.fault((key,), "colon", key=key.partition("：")[0][:60])
        else:
            self.fault((key,), "no-fact", near=(key, [*asked(self.knowledge), *RESERVED]))

    def answer(self, fact: Fact, value: Any, as_of: date) -> Answer | None:
        match fact.kind:
            case FactKind.DATE:
                return self.day((fact.id,), value, as_of, Span(as_of, self.since if fact.id != INCIDENT else None))
            case FactKind.AMOUNT:
                return self.checked((fact.id,), value, read_money(value), self.money_fault(value))
            case _:
                return self.word((fact.id,), value, words(self.knowledge)[fact.id], words_of(fact))

    def money_fault(self, value: Any) -> str:
        return "decimals" if has_too_many_decimals(value) else "not-an-amount"

    def checked(self, path: Path, value: Any, read: T | None, kind: str) -> T | None:
        """What was read, or a fault where it was nothing of its kind."""
        if read is None:
            self.fault(path, kind, given=_shown(value), most=LINE)
        return read

    def word(self, path: Path, value: Any, spelled: Words, ids: Iterable[str]) -> str | None:
        word, allowed = spelled.read(value), ", ".join(ids)
        if word is None and isinstance(value, (str, bool)):
            self.fault(path, "not-allowed", near=(str(value), ids), given=_shown(value), allowed=allowed)
        elif word is None:
            self.fault(path, "not-a-word", given=_shown(value), allowed=allowed)
        return word

    def day(self, path: Path, value: Any, as_of: date, span: Span) -> date | None:
        """A date, `{days_ago: N}` counted back from `as_of`, or a day as it is said, between the first wallet and the last day of `span`."""
        if is_unknown_day(value):
            return None
        if read_day(value, as_of) is None and is_said(value):
            day = self.said(path, value, as_of, span)
        else:
            kind = "not-days" if isinstance(value, Mapping) and set(value) == {DAYS_AGO} else "not-a-date"
            shown = value[DAYS_AGO] if kind == "not-days" else value
            day = self.checked(path, shown, read_day(value, as_of), kind)
        if day and day < EARLIEST:
            self.fault(path, "too-early", day=day)
        elif day and day > span.last:
            kind = "future" if span.last == as_of else "too-late"
            self.fault(path, kind, day=day, as_of=as_of, latest=span.last)
        return day

    def said(self, path: Path, value: str, as_of: date, span: Span) -> date | None:
        """The day that the words name; of several the earliest, or of a contact the latest, so that no limit is missed."""
        from engine.days import read_day as said_day  # its patterns are made when a day is told in words

        spoken = said_day(value, as_of, "en")
        if spoken is None:
            self.fault(path, "spoken-day", given=_shown(value))
            return None
        within = spoken.within(span.first, span.last)
        return within.last if span.latest else within.first

    def attempts(self, value: Any, as_of: date) -> Iterator[tuple[int, Attempt]]:
        """The contacts that can be read, by their place in the list."""
        if is_unknown(value):
            return
        if not isinstance(value, list):
            self.fault((CONTACTS,), "no-contacts")
            return
        for index, item in enumerate(value):
            if found := self.attempt((CONTACTS, index), item, as_of):
                yield index, found

    def attempt(self, path: Path, item: Any, as_of: date) -> Attempt | None:
        if not isinstance(item, Mapping):
            self.fault(path, "no-contact", given=_shown(item))
            return None
        for key in sorted(map(str, set(item) - set(PARTS))):
            self.fault((*path, key), "contact-part", near=(key, PARTS), given=_shown(key))
        told = self.one_way(item, "date", DAYS_AGO, path)
        channel = self.named((*path, "channel"), told.get("channel"), channels(self.knowledge))
        outcome = self.outcome((*path, "outcome"), told)
        day = self.day((*path, "date"), told.get("date"), as_of, Span(as_of, self.since, latest=True))
        answered = self.answered((*path, "answered"), told.get("answered"), outcome, day, as_of)
        action = told.get("action")
        action = None if is_unknown(action) else self.named((*path, "action"), action, actions(self.knowledge))
        reference = self.text((*path, "reference"), told.get("reference"))
        return Attempt(channel, day, Outcome(outcome), reference, action, answered) if channel and outcome else None

    def named(self, path: Path, value: Any, spelled: Words) -> str | None:
        """A word that may not be left out."""
        ids = list(dict.fromkeys(spelled.spelled.values()))
        if is_unknown(value):
            self.fault(path, "missing", allowed=", ".join(ids))
            return None
        return self.word(path, value, spelled, ids)

    def outcome(self, path: Path, told: Mapping[str, Any]) -> str | None:
        """What came back; whoever cannot tell says so as of any other answer."""
        if "outcome" in told and is_unknown(told["outcome"]):
            return Outcome.UNKNOWN
        return self.named(path, told.get("outcome"), outcomes(self.knowledge))

    def answered(self, path: Path, value: Any, outcome: str | None, start: date | None, as_of: date) -> date | None:
        """The day of the answer: after the contact and the incident, not in the future, and only where there is an answer."""
        if is_unknown_day(value):
            return None
        if outcome in NO_ANSWER:
            self.fault(path, "no-answer-yet", outcome=outcome)
        day = self.day(path, value, as_of, Span(as_of, start or self.since))
        if day and start and day < start:
            self.fault(path, "answered-early", day=day, start=start)
        return day

    def text(self, path: Path, value: Any) -> str | None:
        if is_unknown(value):
            return None
        fits = isinstance(value, str) and len(value) <= LINE
        return self.checked(path, value, read_text(value), "control" if fits else "text")

    def contradictions(self, case: Case, contacts: Mapping[int, Attempt]) -> None:
        """Answers that cannot all be true: later before earlier, a wallet older than itself."""
        incident, aware = case.answers.get(INCIDENT), case.answers.get(AWARE)
        if isinstance(incident, date):
            if isinstance(aware, date) and aware < incident:
                self.fault((AWARE,), "before-incident", day=aware, incident=incident)
            for index, attempt in contacts.items():
                part, day = ("date", attempt.date) if attempt.date else ("answered", attempt.answered)
                if day and day < incident:
                    self.fault((CONTACTS, index, part), "before-incident", day=day, incident=incident)
        self.wallet_age(case)

    def wallet_age(self, case: Case) -> None:
        provider = case.wallet(self.knowledge)
        for fact in (INCIDENT, AWARE):
            day = case.answers.get(fact)
            if provider and provider.since and isinstance(day, date) and day < provider.since.day:
                self.fault((fact,), "wallet-too-early", day=day, wallet=provider.name, since=provider.since.day)


def _place(path: Path) -> str:
    """`attempts[1].date`: what a person counts begins at one."""
    parts = (f"[{part + 1}]" if isinstance(part, int) else f".{part[:60]}" for part in path)
    return "".join(parts).removeprefix(".")


def _shown(value: Any) -> str:
    text = str(value)
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"
