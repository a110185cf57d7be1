"""Ids → words in both languages at once, for what shows either: a page whose reader switches between them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from diagrams.drawing.sizes import clean
from engine.case import Case
from engine.steps import ground
from engine.steps.parts import Basis
from engine.wording import Speaker, cite, phrase
from knowledge.library import Knowledge
from knowledge.limits import NamedLimit
from knowledge.models import Duration, FactKind, Lang, Text, read_duration

__all__ = ["Bilingual", "plain"]


def plain(text: str) -> Text:
    """The same in both languages, on one line, without characters that no reader sees: an id, or what a person wrote."""
    shown = clean(text) or "–"
    return Text(zh=shown, en=shown)


class Bilingual:
    """Says everything in both languages, under the law of the case's day."""

    def __init__(self, knowledge: Knowledge, case: Case) -> None:
        self.knowledge, self.case = knowledge, case
        self.fill = Speaker(knowledge, case).fill

    def say(self, key: str, **values: object) -> Text:
        """The phrase with its {places} filled, a Text in its own language. Raises KeyError for an unknown id."""
        return self.each(lambda lang: phrase(self.knowledge, lang, key, **values))

    def each(self, told: Callable[[Lang], str]) -> Text:
        return Text(zh=told("zh"), en=told("en"))

    def joined(self, texts: Iterable[Text | None], key: str = "page-semicolon") -> Text | None:
        """Those that there are, with the sign of that key between them; None if there is none."""
        found = [text for text in texts if text]
        sign = self.knowledge.wording[key]
        return self.each(lambda lang: sign[lang].join(text[lang] for text in found)) if found else None

    def channel(self, channel: str) -> Text:
        return self.knowledge.channels[channel].name_on(self.case.as_of)

    def article(self, item: Basis) -> Text:
        return self.each(lambda lang: cite(item.statute, item.article, lang))

    def articles(self, refs: Iterable[str]) -> Text | None:
        """The citations that are in force, under their names of the day; the statutes in the reader's language alone."""
        return self.joined(self.brief(item) for item in ground(self.knowledge, self.case, refs))

    def brief(self, item: Basis) -> Text:
        return Text(zh=cite(item.statute, item.article, "zh"), en=f"{item.statute.en} {item.article.en}")

    def limit(self, limit: NamedLimit) -> Text | None:
        """How long, at most how long, whether a law says so, and from when on."""
        most = self.say("at-most", length=self.length(str(limit.at_most))) if limit.at_most else None
        kind = self.say("statutory" if limit.statutory else "yardstick")
        return self.joined([self.length(str(limit.length)), most, kind, self.say("counted-from", event=limit.starts)])

    def length(self, length: str) -> Text:
        found = Duration.model_validate(read_duration(length))
        return self.say(found.key, n=found.value)

    def fact(self, fact: str) -> Text:
        return self.knowledge.fact(fact).label

    def value(self, fact: str, word: str) -> Text:
        """A fact with the word that it has."""
        found = self.knowledge.fact(fact)
        told = {value.id: value.label for value in found.values}.get(word)
        if told is None:
            told = self.say(f"why-{word}") if found.kind is FactKind.YES_NO else plain(word)
        return self.say("page-value", fact=found.label, value=told)
