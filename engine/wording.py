"""Texts with {placeholders} → texts a person reads, filled from the case and the wallet's file."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from engine.case import Case
from knowledge.library import Knowledge
from knowledge.models import Lang, Text

__all__ = ["Speaker", "cite", "phrase", "statute_name"]


def phrase(knowledge: Knowledge, lang: Lang, key: str, **values: object) -> str:
    """A phrase of the screens and pictures with its {placeholders} filled. Raises KeyError for an unknown key."""
    return knowledge.wording[key].told(lang, **values)


def statute_name(title: Text, lang: Lang) -> str:
    """A statute in the reader's language; its official Chinese name always stands by it."""
    return f"《{title.zh}》" if lang == "zh" else f"{title.en} (《{title.zh}》)"


def cite(title: Text, article: Text, lang: Lang) -> str:
    """Statute and article, as the language joins them."""
    return f"{statute_name(title, lang)}{'' if lang == 'zh' else ' '}{article[lang]}"


class Speaker:
    """Fills {fact}, {provider} and {entity}. What is unknown is told by a neutral phrase, never left as a gap."""

    def __init__(self, knowledge: Knowledge, case: Case) -> None:
        self.knowledge, self.case = knowledge, case
        self._memo: dict[str, Text] = {}

    def fill(self, text: Text) -> Text:
        if "{" not in text.zh and "{" not in text.en:
            return text
        words = {name: self.word(name) for name in text.placeholders}
        return Text(zh=text.told("zh", **words), en=text.told("en", **words))

    def word(self, name: str) -> Text:
        """What stands for {name}: the answer to that fact, the wallet, or who answers for it."""
        if name not in self._memo:
            self._memo[name] = self._find(name)
        return self._memo[name]

    def _find(self, name: str) -> Text:
        provider = self.case.wallet(self.knowledge)
        if name == "entity":
            entity = provider.shown(provider.entity) if provider else None
            return entity.value if entity else self.knowledge.wording["some-entity"]
        if name == "provider":
            return _short(provider.name) if provider else self.knowledge.wording["some-wallet"]
        return self._answer(name)

    def _answer(self, name: str) -> Text:
        answer = self.case.answers.get(name)
        if answer is None:
            return self.knowledge.wording.get(f"some-{name.replace('_', '-')}", self.knowledge.wording["some-fact"])
        if isinstance(answer, Decimal):
            return Text(zh=f"{answer:,.2f} 元", en=f"CNY {answer:,.2f}")
        if isinstance(answer, date):
            return Text(zh=f"{answer.year} 年 {answer.month} 月 {answer.day} 日", en=answer.isoformat())
        values = {value.id: value.label for value in self.knowledge.facts[name].values}
        return values.get(answer, Text(zh=answer, en=answer))


def _short(name: Text) -> Text:
    """A wallet's name as a sentence uses it: without what stands in brackets."""
    return Text(zh=name.zh.partition("（")[0], en=name.en.partition(" (")[0])
