"""What was told so far and where the questionnaire stands; each answer that is told, changed or taken back leads to another state."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, Self

from engine.adviser import Advice, Adviser
from engine.case.changes import UNKNOWN
from engine.case.forms import LINE
from engine.interview.contact import ContactTalk, Draft
from engine.interview.order import next_question, questions_of
from engine.interview.remaining import questions_left
from engine.steps import Call
from engine.wording import phrase
from knowledge.models import CONTACTS, Lang

__all__ = ["State"]

NOTE = "note"
ENOUGH = 6
"""so many questions in a row that the person could not answer: the plan is worth more than the next question"""


@dataclass(frozen=True)
class State:
    """The answers so far, in the order given; `asking` is a fact the person chose to change.

    `behind` is an answer to it that names no matter by itself: what is behind it is asked. `shelf` holds the words of the level of a list that is shown; `card` stands while what cannot wait is to be read; `seen`
    are the numbers shown so far; `at_once` are the parts of the contact that one line told, which are taken back as one; `declined` counts the answers “don't know” in a row, `most` bounds what is shown as left. `everything`: also what changes later steps only is asked.
    """

    adviser: Adviser
    today: date
    lang: Lang
    data: dict[str, Any]
    history: tuple[str, ...] = ()
    asking: str | None = None
    behind: str | None = None
    contacts: tuple[dict[str, Any], ...] = ()
    draft: Draft | None = None
    at_once: frozenset[str] = frozenset()
    over: bool = False
    shelf: tuple[str, ...] = ()
    card: tuple[Call, ...] = ()
    seen: frozenset[tuple[str, ...]] = frozenset()
    declined: int = 0
    most: int | None = None
    everything: bool = False

    @cached_property
    def advice(self) -> Advice:
        return self.adviser.advise(self.adviser.read(self.data, self.today))

    @property
    def talk(self) -> ContactTalk:
        return ContactTalk(self.adviser, self.advice, self.data, self.today, self.lang)

    def say(self, key: str, **values: object) -> str:
        return phrase(self.adviser.knowledge, self.lang, key, **values)

    @property
    def kept(self) -> dict[str, Any]:
        """What a case file should hold, contacts that are being told included, half a contact too: nothing typed is lost."""
        half, note = self.talk.half(self.draft) if self.draft else (None, None)
        contacts = [*self.contacts, half] if half else list(self.contacts)
        told = {**self.data, CONTACTS: contacts} if contacts else self.data
        noted = " ".join(filter(None, (self.data.get(NOTE), note)))
        return {**told, NOTE: noted[:LINE]} if note else told

    @cached_property
    def questions(self) -> list[str]:
        """The facts of which an answer can still change the plan; none once so many in a row could not be answered."""
        return [] if self.tired else questions_of(self.advice, self.history)

    @cached_property
    def _next(self) -> str | None:
        """The fact to ask, unless the person chose one; None once no answer turns the first step, if not all is to be asked."""
        return None if self.tired else next_question(self.advice, self.history, everything=self.everything)

    @property
    def tired(self) -> bool:
        """Whether so many questions in a row could not be answered that no more is asked."""
        return self.declined >= ENOUGH

    def question(self) -> str | None:
        """The fact to ask next (or the contacts); None when there is nothing more to ask."""
        return self.asking or self._next

    @cached_property
    def bound(self) -> int:
        """At most so many questions are left, the current one among them; it does not grow unless an answer is changed."""
        left = questions_left(
            self.adviser, self.advice, self.history, ENOUGH - self.declined, everything=self.everything
        )
        return max(1, left if self.most is None else min(left, self.most))

    def told(self, name: str, value: Any) -> Self:
        """The interview after this answer, as a case file would hold it. Raises CaseError for one that cannot be."""
        after = self._with({**self.data, name: value}, name)
        self.adviser.read(after.data, self.today)
        return replace(
            after, declined=self.declined + 1 if value == UNKNOWN else 0 if name != CONTACTS else self.declined
        )

    def _with(self, data: dict[str, Any], name: str) -> Self:
        history = (*(item for item in self.history if item != name), name)
        most = (
            None if self.asking and not self.behind else self.__dict__.get("bound", self.most)
        )  # what was shown, if it was looked at
        return replace(self, data=data, history=history, asking=None, behind=None, draft=None, shelf=(), most=most)

    def change(self, name: str) -> Self:
        """Where this question is asked again; all other answers stay, and contacts are added to those that are known."""
        known = tuple(self.data.get(CONTACTS) or ()) if name == CONTACTS else ()
        return replace(self, asking=name, behind=None, contacts=known, draft=None, shelf=(), declined=0)

    def back(self) -> Self:
        """The part of a contact, or else the answer, that was told last, is asked again."""
        name = self.question()
        if self.shelf:
            return replace(self, shelf=())
        if name == CONTACTS and self.draft:
            last = list(self.draft)[-1]
            gone = self.at_once if last in self.at_once else {last}
            return replace(self, draft={key: self.draft[key] for key in self.draft if key not in gone} or None)
        if name == CONTACTS and self.contacts:
            return replace(self, contacts=self.contacts[:-1])
        if not self.behind and (self.asking or not self.history):
            return replace(self, asking=None)
        last = self.history[-1]
        data = {key: value for key, value in self.data.items() if key != last}
        again = tuple(self.data[last] or ()) if last == CONTACTS else ()
        return replace(
            self,
            data=data,
            history=self.history[:-1],
            asking=None,
            behind=None,
            contacts=again,
            declined=0,
            most=None,
        )
