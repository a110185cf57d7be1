"""Facts, values, conditions and changes → words in one language, as explanations use them."""

from __future__ import annotations

from engine.adviser import Advice
from engine.case.changes import AS_OF, NONE
from engine.explaining.remedies import Kind
from engine.explaining.why import MoveEntry
from engine.wording import FactWords
from knowledge.library import Knowledge
from knowledge.models import Lang, Text

__all__ = ["CaseWords"]


class CaseWords(FactWords):
    """Says things about one case."""

    def __init__(self, knowledge: Knowledge, advice: Advice, lang: Lang) -> None:
        super().__init__(knowledge, lang, advice.case.days)
        self.speaker = advice.speaker

    def of(self, text: Text) -> str:
        return self.speaker.fill(text)[self.lang]

    def channel(self, channel: str) -> str:
        return self.knowledge.channels[channel].name_on(self.days.as_of)[self.lang]

    def move(self, move: MoveEntry) -> str:
        """One change, and what the person can do about it."""
        if move.key == AS_OF:
            return self.say("move-wait", day=move.values[0])
        if move.key in self.knowledge.channels:
            return self.contact(move)
        values = self.say("list-or").join(self.value(move.key, value) for value in move.values)
        how = self.knowledge.facts[move.key].changeable if move.kind is Kind.ACT else None
        told = {"fact": self.label(move.key), "values": values, "how": how[self.lang] if how else ""}
        return self.say(f"move-{move.kind}", **told)

    def contact(self, move: MoveEntry) -> str:
        name = self.channel(move.key)
        if NONE in move.values:
            return self.say("move-undo", channel=name)
        outcomes = self.say("list-or").join(self.say(f"outcome-{value}") for value in move.values)
        return self.say(f"move-contact-{move.kind}", channel=name, outcomes=outcomes)
