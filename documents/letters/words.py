"""A case and its plan in one language → what a template may name: answers, parties, contacts; a blank where something is unknown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any

from documents.letters.templates import Missing, clean, fill
from engine.case import Attempt, Case
from engine.steps import Plan
from knowledge.frozen import Frozen
from knowledge.library import Knowledge
from knowledge.models import FactKind, Lang, Text, Words, meets

__all__ = ["Later", "LetterWords", "known_of", "written_day"]

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
SHAPES = {
    FactKind.DATE: Text(zh="＿＿＿＿年＿＿月＿＿日", en="____ (day)"),
    FactKind.AMOUNT: Text(zh="＿＿＿＿＿＿元", en="CNY ______"),
}
LINE = Text(zh="＿＿＿＿＿＿＿＿", en="________")
OF_WALLET = ("entity", "seat", "pboc_branch")
ANSWERED = "answered"
"""how the day of an answer is introduced"""


def written_day(day: date, lang: Lang) -> str:
    """A day as a letter has it."""
    return f"{day.year}年{day.month}月{day.day}日" if lang == "zh" else f"{day.day} {MONTHS[day.month - 1]} {day.year}"


CONCLUDED = re.compile(r"conclude (\w+) = (\S+)")


def known_of(plan: Plan, case: Case, knowledge: Knowledge) -> dict[str, object]:
    """The answers, what the wallet's file says of its kind, and what the rules concluded."""
    provider = case.wallet(knowledge)
    found = [match.groups() for finding in plan.findings if (match := CONCLUDED.fullmatch(finding.conclusion))]
    concluded = {fact: Words(word for name, word in found if name == fact) for fact, _ in found}
    return {**concluded, **({"provider_kind": provider.kind} if provider else {}), **case.answers}


class LetterWords:
    """What templates name, in one language. `note` hears of every blank that is written."""

    def __init__(
        self,
        plan: Plan,
        case: Case,
        knowledge: Knowledge,
        lang: Lang,
        filled: Mapping[str, str],
        note: Callable[[str], None],
    ) -> None:
        self.plan, self.case, self.knowledge, self.lang, self.hears = plan, case, knowledge, lang, note
        self.filled = {key: clean(text) for key, text in filled.items() if clean(text)}
        self.known = known_of(plan, case, knowledge)
        self.names: dict[str, Any] = {
            "blank": {key: self.blank(key) for key in knowledge.letters.blanks},
            "told": lambda fact, *words: meets({fact: words}, self.known),
            "contact": self.contact,
            "served": self.served,
            "contacts_told": case.contacts_told,
            "today": written_day(case.as_of, lang),
            "note": clean(case.note or ""),
            **{fact.id: self.answer(fact.id) for fact in knowledge.facts.values() if fact.id in knowledge.questions},
            **{name: self.of_wallet(name) for name in OF_WALLET},
        }
        self.undated = sum(attempt.date is None for attempt in case.contacts)
        self.names["contacts"] = [self.contact_words(attempt) for attempt in case.contacts]

    @contextmanager
    def hearing(self, note: Callable[[str], None]) -> Iterator[None]:
        """While it is entered, somebody else hears of the blanks."""
        self.hears, before = note, self.hears
        try:
            yield
        finally:
            self.hears = before

    def note(self, key: str) -> None:
        self.hears(key)

    def later(self, text: Text, **more: Any) -> Later:
        return Later(self, text, more)

    def fill(self, text: Text, **more: Any) -> str:
        return fill(text[self.lang], {**self.names, **more})

    def blank(self, key: str) -> str | Missing:
        """What the person gave for it, or the blank."""
        return self.filled.get(key) or Missing(key, self.knowledge.letters.blanks[key].shape[self.lang], self.note)

    def answer(self, fact: str) -> str | Missing:
        """The answer as a letter has it."""
        value, kind = self.case.answers.get(fact), self.knowledge.facts[fact].kind
        if value is None:
            return self.filled.get(fact) or Missing(fact, SHAPES.get(kind, LINE)[self.lang], self.note)
        if isinstance(value, date):
            return written_day(value, self.lang)
        if isinstance(value, Decimal):
            return f"{value:,.2f}元" if self.lang == "zh" else f"CNY {value:,.2f}"
        return self.label(fact, str(value))

    def label(self, fact: str, word: str) -> str:
        provider = self.case.wallet(self.knowledge)
        if provider and word == provider.id:
            return provider.in_sentences[self.lang]
        labels = {item.id: item.label[self.lang] for item in self.knowledge.facts[fact].values}
        return labels.get(word, word)

    def of_wallet(self, name: str) -> str | Missing:
        """What is known of the wallet on the day of the case; nothing where its file gives no name of a company."""
        told = getattr(self.plan.wallet, name) if self.plan.wallet else None
        return str(told[self.lang]) if told else self.blank(name)

    def contact(self, *channels: str) -> dict[str, Any] | None:
        """The last contact at one of these channels; None where there was none."""
        found = [attempt for attempt in self.case.contacts if attempt.channel in channels]
        return self.contact_parts(found[-1]) if found else None

    def served(self, *channels: str) -> str | Missing:
        """The day on which the last paper of one of these channels came."""
        days = [attempt.answered for attempt in self.case.contacts if attempt.channel in channels and attempt.answered]
        return written_day(days[-1], self.lang) if days else self.blank("served_date")

    def contact_parts(self, attempt: Attempt) -> dict[str, Any]:
        """A contact in parts: the name of the other side, the days, the number."""
        outcome, came = self.worded(attempt, str(attempt.outcome)), self.worded(attempt, ANSWERED)
        answered = attempt.answered
        return {
            "to": self.called(attempt),
            "date": written_day(attempt.date, self.lang) if attempt.date else self.contact_date(),
            "reference": clean(attempt.reference or "") or None,
            "answered": written_day(answered, self.lang) if answered else self.blank("answer_date"),
            "was_answered": bool(answered),
            "came": self.fill(came),
            "outcome": fill(
                outcome[self.lang], {**self.names, "answered": answered and written_day(answered, self.lang)}
            ),
            "late": self.late(attempt.channel),
        }

    def contact_date(self) -> str | Missing:
        """The blank for a day that is not told; what the person gave for it, where it can only be that of one contact."""
        if self.undated == 1:
            return self.blank("contact_date")
        return Missing("contact_date", self.knowledge.letters.blanks["contact_date"].shape[self.lang], self.note)

    def contact_words(self, attempt: Attempt) -> Later:
        """A contact as a sentence."""
        return self.later(self.knowledge.letters.contacts["sentence"].text, item=self.contact_parts(attempt))

    def called(self, attempt: Attempt) -> str | Later:
        """What was done: the action, where it has words of its own, else a contact at the channel."""
        words = self.knowledge.letters.contacts
        own = words.get(attempt.action or "") or words.get(attempt.channel)
        return self.later(own.text) if own else self.knowledge.channels[attempt.channel].name[self.lang]

    def worded(self, attempt: Attempt, key: str) -> Text:
        """What came back: in the words of the action, of the channel, or of any contact."""
        words = self.knowledge.letters.contacts
        found = (words.get(f"{owner}-{key}") for owner in (attempt.action, attempt.channel))
        return next(filter(None, found), words[key]).text

    def late(self, channel: str) -> str | None:
        """The last day of a statutory limit that has passed without an answer."""
        found = (
            late.limits[-1].last
            for late in self.plan.late
            if late.channel == channel and late.statutory and late.limits
        )
        return next((written_day(day, self.lang) for day in found), None)


class Later(Frozen, eq=False):
    """A text that is filled where it is written, so that its blanks are noted there."""

    words: LetterWords
    text: Text
    more: Mapping[str, Any]

    def __str__(self) -> str:
        return self.words.fill(self.text, **self.more)
