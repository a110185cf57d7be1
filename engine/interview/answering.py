"""What is typed for an answer → the state with all that it tells, and what to say."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any, Self

from engine.case import is_unknown, words_of
from engine.case.changes import UNKNOWN
from engine.case.forms import read_money
from engine.case.shape import words
from engine.interview.changed_answer import what_changed
from engine.interview.choices import line_of, named
from engine.interview.contact_draft import Part
from engine.interview.hearing import Heard, hear
from engine.interview.passing import Passing
from engine.interview.told_day import Bound
from engine.interview.told_sum import read_sum
from engine.interview.whom_to_call import with_numbers
from knowledge.errors import CaseError, Fault
from knowledge.models import CONTACTS, Aside, Fact, FactKind

__all__ = ["NONE", "Answering"]

NONE = "0"
INCIDENT = "incident_date"


class Answering(Passing):
    """Takes answers; no word of one is a command."""

    def answer(self, line: str) -> tuple[Self, list[str]]:
        """The interview after an answer to what is asked, and what to say; no word of it is a command."""
        word, name = (
            line.strip() if self._takes_text() else unicodedata.normalize("NFKC", line).strip(),
            self.question(),
        )
        if name is None:
            return self, []
        heard, rest = hear(self.adviser.knowledge, word) if self._listens() else (None, word)
        if heard and self.data.get(heard.fact) != heard.value:
            return self._heard(heard, word)
        heard, rest_of_line = self._overheard_aside(word)
        if heard:
            return self._heard(heard, rest_of_line, urgent=True)
        if name == CONTACTS:
            return self._take_contact(rest.strip())
        return self._take_answer(self.adviser.knowledge.facts[name], word)

    def _heard(self, heard: Heard, line: str, *, urgent: bool = False) -> tuple[Self, list[str]]:
        """With what the line tells unasked; the question stays unless the line answers it as well, or names several answers.

        Whom it names there was not contacted. `urgent`: whom to call is told also if it was shown before, and several answers are none.
        """
        told, noted = self._noting(heard.fact, heard.value)
        seen = frozenset[tuple[str, ...]]() if urgent else self.seen
        held = replace(told, asking=self.asking, behind=self.behind, draft=self.draft, shelf=self.shelf, seen=seen)
        if line.strip() and self.question() != CONTACTS and not self.asking:
            after, lines = held.answer(line)
            if after.data != held.data or (not urgent and after.shelf != held.shelf):
                return after, [noted, *lines]
        held, lines = with_numbers(held)
        return held, [noted, *lines]

    def _takes_text(self) -> bool:
        """Whether the person's own words are asked for, none of which is a command."""
        told = not (self.over or self.card) and self.question() == CONTACTS and self.draft
        return bool(told) and self.talk.part(self.draft or {}) is Part.REFERENCE

    def _take_answer(self, fact: Fact, word: str) -> tuple[Self, list[str]]:
        """A number of the list, a name, a day or a sum; a line or a name that stands for several words shows these."""
        if word == NONE or is_unknown(word):
            return self._answer(fact.id, self.behind or UNKNOWN)
        if fact.kind is FactKind.DATE:
            return self._answer_day(fact.id, word)
        if fact.kind is FactKind.AMOUNT and read_money(word) is None and (found := read_sum(word)) is not None:
            return self._taken(fact.id, str(found), [self.say("ask-amount-taken", amount=f"{found:,.2f}")])
        if fact.kind is FactKind.YES_NO and (said := words(self.adviser.knowledge)[fact.id].read(word)):
            return self._answer(fact.id, said)
        line = line_of(self.choices(fact), word)
        if line and line.aside:
            return self._told_aside(line.aside)
        meant = line.words if line else named(self._open_values(fact), word)
        if len(meant) > 1:
            return replace(self, shelf=meant), []
        return self._answer(fact.id, meant[0] if meant else word, word)

    def _told_aside(self, aside: Aside) -> tuple[Self, list[str]]:
        """With what its line tells of another fact, and whom to call for it now, also if that was shown before; the question stays."""
        told = self.told(aside.fact, aside.word)
        return with_numbers(replace(told, asking=self.asking, behind=self.behind, seen=frozenset()))

    def _answer_day(self, name: str, word: str) -> tuple[Self, list[str]]:
        """A day as it is said, pinned to its date; what it was taken for is told where it was not written out."""
        incident = self.advice.case.answers.get(INCIDENT) if name != INCIDENT else None
        day, told = self.talk.days.read(word, Bound.EARLIEST, incident if isinstance(incident, date) else None)
        if day is None:
            return self, told
        return self._taken(name, day, told)

    def _taken(self, name: str, value: str, told: list[str]) -> tuple[Self, list[str]]:
        """What was meant, and what it was taken for."""
        after, lines = self._answer(name, value)
        return after, lines if after is self else [*told, *lines]

    def _answer(self, name: str, value: Any, line: str = "") -> tuple[Self, list[str]]:
        """With this answer, and what the line in which it was given tells in passing."""
        try:
            after = self.told(name, value)
        except CaseError as error:
            fact = self.adviser.knowledge.facts[name]
            known = not words_of(fact) or value in words_of(fact)
            return self, self._misunderstood(fact.kind, error.faults if known else ())
        if not self.behind and self._again(self.adviser.knowledge.facts[name], value):
            return replace(after, asking=name, behind=str(value)), []
        after, noted = after.overhearing(line)
        after, told = self._after(after, name)
        return after, [*noted, *told]

    def _after(self, after: Self, name: str) -> tuple[Self, list[str]]:
        """What a changed answer does to the plan, and whom can be called now."""
        changed = what_changed(self, after, name) if self.asking and not self.behind else []
        after, told = with_numbers(after)
        return after, [*changed, *told]

    def _misunderstood(self, kind: FactKind, faults: Iterable[Fault]) -> list[str]:
        """What an answer of this kind looks like, and what was wrong with this one."""
        exact = [fault.text[self.lang] for fault in faults if fault.text]
        return [self.say("ask-again", message=" ".join(exact or [self.say(f"ask-form-{kind}")]))]

    def _take_contact(self, word: str) -> tuple[Self, list[str]]:
        """One part of a contact; nobody (else) ends the list."""
        draft = self.draft or {}
        if not draft and (word == NONE or is_unknown(word) or self.talk.says_nobody(word)):
            return self._answer_contacts()
        after, told = self.talk.take(draft, word)
        new = frozenset(after.keys() - draft.keys())
        if after is draft or not after or self.talk.part(after):
            at_once = new if len(new) > 1 else self.at_once if draft else frozenset()
            return replace(self, draft=after or None, at_once=at_once), told
        noted, heard = self, list[str]()
        for name, value in self.talk.tells(after).items():
            noted, said = noted._noting(name, value)
            heard.append(said)
        contacts = (*self.contacts, self.talk.entry(after))
        noted = replace(noted, contacts=contacts, draft=None, asking=self.asking, behind=self.behind)
        return noted, [*told, *heard, self.say("contact-noted")]

    def _answer_contacts(self) -> tuple[Self, list[str]]:
        after = replace(self.told(CONTACTS, list(self.contacts)), contacts=())
        return self._after(after, CONTACTS)
