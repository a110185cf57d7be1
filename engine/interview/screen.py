"""What the person reads: the question that stands next, the list to choose from, its help, how much is still to come, and what was told."""

from __future__ import annotations

from engine.case.changes import UNKNOWN
from engine.interview.choices import Choice, list_choices, values_of
from engine.interview.contact_draft import Part
from engine.interview.state import State
from knowledge.models import CONTACTS, Aside, Fact, FactKind, Text, Value

__all__ = ["Screen"]

NAMED = 3
"""steps that are named where it is told what hangs on a question"""


class Screen(State):
    """A state with what a person reads of it."""

    def prompt(self) -> list[str]:
        """What to show next: what cannot wait, else the current question; empty when the interview is over."""
        name = None if self.over else self.question()
        if self.card and not self.over:
            return self._card_lines()
        if name is None:
            return []
        if name == CONTACTS:
            return self.talk.prompt(self.draft or {}, len(self.contacts))
        fact = self.adviser.knowledge.facts[name]
        lines = ["", self.asks(fact)]
        lines += [f"  {number}. {choice.label[self.lang]}" for number, choice in enumerate(self.choices(fact), 1)]
        if fact.kind in (FactKind.DATE, FactKind.AMOUNT):
            lines.append(self.say(f"ask-{fact.kind}-form"))
        return [*lines, f"  0. {self.say('ask-dont-know')}{self.say('ask-level-up') if self.shelf else ''}"]

    def _card_lines(self) -> list[str]:
        colon = self.say("list-colon")
        told = (
            f"  {number}. {call.title[self.lang]}{colon}{call.words(self.lang)}"
            for number, call in enumerate(self.card, 1)
        )
        return ["", self.say("card-title"), *told, self.say("card-then")]

    def asks(self, fact: Fact) -> str:
        """The question; where an answer was given that names no matter by itself, what is behind it."""
        asked = self.adviser.knowledge.questions[fact.id].asked(self.advice.case.answers)
        return (self._again(fact, self.behind) or asked)[self.lang]

    def _again(self, fact: Fact, word: object) -> Text | None:
        """The words in which it is asked what is behind this answer; None where the answer says it all."""
        return next((value.again for value in fact.values if value.id == word), None)

    def choices(self, fact: Fact) -> list[Choice]:
        """What a person can choose by number on this level of the list."""
        lines = list_choices(fact, self._open_values(fact), self.shelf)
        aside = None if self.shelf else self._aside(fact.id)
        return [Choice(aside.label, (), aside), *lines] if aside else lines

    def _aside(self, name: str) -> Aside | None:
        """What its list tells of another fact that is not told yet."""
        question = self.adviser.knowledge.questions.get(name)
        aside = question.aside if question else None
        return None if aside is None or aside.fact in self.data or self.behind else aside

    def _open_values(self, fact: Fact) -> list[Value]:
        """The values that the other answers leave room for."""
        out = self._ruled_out(fact) | {self.behind}
        return [value for value in self._values(fact) if value.id not in out]

    def _values(self, fact: Fact) -> tuple[Value, ...]:
        """Every value, called as it is in this case."""
        return values_of(fact, self.adviser.knowledge, self.advice.case.answers)

    def _ruled_out(self, fact: Fact) -> frozenset[str]:
        """The words that the other answers refuse; where this one was told before, as if it had not been."""
        contradictions = self.adviser.contradictions
        if fact.id not in self.data:
            return contradictions.refused(self.advice.case, fact.id)
        others = {key: value for key, value in self.data.items() if key != fact.id}
        return contradictions.refused(contradictions.narrow(self.adviser.read(others, self.today)), fact.id)

    def left(self) -> str:
        """How much is still to come, in words: questions, and the parts of the contact that is being told."""
        if self.card:
            return self.say("card-enter")
        if self.question() == CONTACTS and self.draft:
            then = self.say("ask-left-then", n=self.bound - 1) if self.bound > 1 else ""
            return self.say("ask-left-parts", part=len(self.draft) + 1, parts=len(Part)) + then
        return self.say("ask-left-one") if self.bound == 1 else self.say("ask-left", n=self.bound)

    def help(self) -> list[str]:
        """What is meant by the question and where the answer is found, and what may hang on it."""
        name = self.question()
        if name is None:
            return []
        found = next((item for item in self.advice.ask if item.fact == name), None)
        told = self.adviser.knowledge.questions[name].helped(self.advice.case.answers)[self.lang]
        affected = found.affects if found else ()
        there = {item.action.id for item in self.advice.agenda.items}
        return [told, *self._affects(tuple(item for item in affected if item in there) or affected)]

    def _affects(self, ids: tuple[str, ...]) -> list[str]:
        named = [self.advice.speaker.name(item)[self.lang] for item in ids]
        return [self.say("ask-affects", steps=self.say("list-semicolon").join(named[:NAMED]))] if named else []

    def ending(self, command: str) -> list[str]:
        """Why nothing more is asked, and what stayed open; the command asks that, too."""
        if self.tired:
            return [self.say("ask-tired")]
        if not self.questions:
            return [self.say("ask-done")]
        facts = self.say("list-semicolon").join(map(self._asked_about, self.questions))
        return [self.say("ask-first-stands", facts=facts, command=command)]

    def _asked_about(self, name: str) -> str:
        """The question, as it is asked in this case, without its mark."""
        return self.adviser.knowledge.questions[name].asked(self.advice.case.answers)[self.lang].rstrip("？?")

    def label(self, name: str) -> str:
        """The fact of an answer, or the contacts, by name."""
        knowledge = self.adviser.knowledge
        return self.say("ask-contacts-label") if name == CONTACTS else knowledge.facts[name].label[self.lang]

    def shown(self, name: str) -> str:
        """An answer as the person reads it."""
        value = self.data[name]
        if name == CONTACTS:
            return self.say("ask-contacts-shown", n=len(value or ()))
        values = self._values(self.adviser.knowledge.facts[name])
        labels = {value.id: value.label[self.lang] for value in values}
        if isinstance(value, dict):
            return self.say("ask-days-ago", n=value["days_ago"])
        return self.say("ask-dont-know") if value in (UNKNOWN, None) else labels.get(str(value), str(value))
