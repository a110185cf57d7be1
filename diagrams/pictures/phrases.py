"""Ids → the words of a picture in one language, from `knowledge/wording/`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from engine.case import Case
from engine.wording import Speaker, phrase
from knowledge.library import Knowledge
from knowledge.models import Lang, Text

__all__ = ["Phrases"]

TOLD = ("provider", "issue")


@dataclass(frozen=True)
class Phrases:
    """Says everything in one language."""

    knowledge: Knowledge
    lang: Lang
    day: date | None = None
    """the day whose names of channels are said; today's without"""

    def say(self, key: str, **values: object) -> str:
        """The phrase with its {places} filled. Raises KeyError for an unknown id."""
        return phrase(self.knowledge, self.lang, key, **values)

    def of(self, text: Text) -> str:
        return text[self.lang]

    def case_line(self, case: Case) -> str:
        """The wallet, the trouble and the day, as far as they are told."""
        speaker = Speaker(self.knowledge, case)
        told = [self.of(speaker.word(name)) for name in TOLD if name in case.answers]
        return self.say("draw-separator").join([*told, self.say("draw-as-of", day=case.as_of)])

    def channel(self, channel: str) -> str:
        found = self.knowledge.channels[channel]
        return self.of(found.name_on(self.day) if self.day else found.name)

    def facts(self, facts: tuple[str, ...]) -> str:
        """The first fact by name, and how many more there are."""
        first = self.of(self.knowledge.fact(facts[0]).label)
        return self.say("draw-more-facts", fact=first, n=self.more(len(facts))) if len(facts) > 1 else first

    def more(self, count: int) -> int:
        """Chinese counts them all (等 3 个), English those left (and 2 more)."""
        return count if self.lang == "zh" else count - 1
