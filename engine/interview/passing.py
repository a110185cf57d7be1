"""What a typed line tells besides the answer to what is asked: words of a line on top of a list, of questions still open, of what nobody is asked for."""

from __future__ import annotations

from typing import Self

from engine.interview.choices import line_of
from engine.interview.contact_draft import Part
from engine.interview.hearing import Heard, hear_aside, overhear
from engine.interview.screen import Screen
from knowledge.models import CONTACTS, FactKind

__all__ = ["Passing"]


class Passing(Screen):
    """Hears what is said in passing; each is noted aloud, so that it can be taken back."""

    def _overheard_aside(self, word: str) -> tuple[Heard | None, str]:
        """What a line on top of the list tells, where its words are typed, and what else the line says."""
        name = self.question()
        aside = self._aside(name) if name else None
        fact = self.adviser.knowledge.facts.get(name or "")
        if aside is None or fact is None or line_of(self.choices(fact), word):
            return None, word
        return hear_aside(aside, word)

    def _listens(self) -> bool:
        """Whether a sentence of the person's own can come: to a list, or to whom they have contacted."""
        name = self.question()
        if name == CONTACTS:
            return self.talk.part(self.draft or {}) is Part.OFFICE
        return name is not None and self.adviser.knowledge.facts[name].kind in (FactKind.CHOICE, FactKind.YES_NO)

    def overhearing(self, line: str) -> tuple[Self, list[str]]:
        """With what the line tells of questions that are still open; each is said, so that it can be taken back."""
        after, noted = self, []
        for heard in overhear(self.adviser.knowledge, line, self.questions if line else ()):
            if heard.value in {value.id for value in self._open_values(self.adviser.knowledge.facts[heard.fact])}:
                after, said = after._noting(heard.fact, heard.value)
                noted.append(said)
        return after, noted

    def _noting(self, name: str, value: str) -> tuple[Self, str]:
        """With an answer that was told in passing, and that it was noted: it can be taken back."""
        after = self.told(name, value)
        return after, self.say("heard", fact=self.label(name), value=after.shown(name))
