"""Texts with {placeholders} → texts a person reads, filled from the case and the wallet's file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from engine.case import Case, Elapsed, FactValue
from knowledge.citations import Days
from knowledge.library import Knowledge
from knowledge.limits import NamedLimit, find_limit, has_limit
from knowledge.models import BRACKET, PLACEHOLDER, FactKind, Lang, Text, Words, name_parts
from knowledge.phrases import cite, document, phrase, statute_name
from knowledge.remembered import remembered
from rules.models import Condition

__all__ = ["FactWords", "Speaker", "cite", "document", "phrase", "statute_name"]

WALLET = "{provider}"
NAMED = 4
"""Values of a condition that are named; of more, the number is told"""
ALTERNATIVES = 3
"""Answers with one consequence that are named; of more, that they are the others"""


@remembered(2048)
def _names(text: Text) -> tuple[str, ...]:
    """Its placeholders, in order of the alphabet."""
    return tuple(sorted(text.placeholders))


@remembered(2048)
def _without_gaps(text: Text, known: frozenset[str]) -> Text:
    """Of a bracket that only holds placeholders those that can be told; without any of them the bracket goes."""

    def keep(found: re.Match[str]) -> str:
        names = [name for name in PLACEHOLDER.findall(found["all"]) if name in known]
        told = (found["apart"] or "").join(f"{{{name}}}" for name in names)
        return found[0].replace(found["all"], told) if told else ""

    return Text(zh=re.sub(BRACKET, keep, text.zh), en=re.sub(BRACKET, keep, text.en))


@remembered(2048)
def _filled(text: Text, words: tuple[tuple[str, Text], ...]) -> Text:
    """With these words for its placeholders."""
    return text.filled(**dict(words))


class Speaker:
    """Fills {fact}, {provider} and {entity}. A bracket drops what is unknown; elsewhere a neutral phrase stands for it."""

    def __init__(self, knowledge: Knowledge, case: Case) -> None:
        self.knowledge, self.case = knowledge, case
        self._memo: dict[str, Text] = {}

    def fill(self, text: Text) -> Text:
        if "{" not in text.zh and "{" not in text.en:
            return text
        told = _without_gaps(text, frozenset(name for name in _names(text) if self.knows(name)))
        filled = _filled(told, tuple((name, self._in_sentence(name)) for name in _names(told)))
        return Text(zh=filled.zh, en=filled.en[:1].upper() + filled.en[1:]) if told.en.startswith(WALLET) else filled

    def _in_sentence(self, name: str) -> Text:
        """The word; of a wallet whose name is none for a sentence, what it is called in one."""
        provider = self.case.wallet(self.knowledge)
        return provider.in_sentences if provider and f"{{{name}}}" == WALLET else self.word(name)

    def knows(self, name: str) -> bool:
        """Whether {name} can be told by itself: it is no fact, or one that was answered."""
        return name not in self.knowledge.facts or name == "provider" or name in self.case.answers

    def name(self, target: str) -> Text:
        """The title of an action, or the name of a channel."""
        action = self.knowledge.actions.get(target)
        return self.fill(action.title) if action else self.channel(target)

    def channel(self, channel: str) -> Text:
        """What the channel is called by those who use the wallet of the case, and in such a trouble."""
        concerned = (self.case.wallet(self.knowledge), self.knowledge.issues.get(str(self.case.answers.get("issue"))))
        names = (item.called[channel] for item in concerned if item and channel in item.called)
        return next(names, None) or self.knowledge.channels[channel].name_on(self.case.as_of)

    def word(self, name: str) -> Text:
        """What stands for {name}: the answer to that fact, the wallet, or who answers for it."""
        if name not in self._memo:
            self._memo[name] = self._find(name)
        return self._memo[name]

    def _find(self, name: str) -> Text:
        provider = self.case.wallet(self.knowledge)
        if name == "entity":
            entity = provider.told("entity", self.case.as_of) if provider else None
            return entity or self.knowledge.wording["some-entity"]
        if name == "provider":
            return provider.short_name if provider else self.knowledge.wording["some-wallet"]
        return self._answer(name)

    def _answer(self, name: str) -> Text:
        answer = self.case.answers.get(name)
        if answer is None:
            return self.knowledge.wording[f"some-{name.replace('_', '-')}"]
        if isinstance(answer, Decimal):
            return Text(zh=f"{answer:,.2f} 元", en=f"CNY {answer:,.2f}")
        if isinstance(answer, date):
            return Text(zh=f"{answer.year} 年 {answer.month} 月 {answer.day} 日", en=answer.isoformat())
        values = {value.id: value.label for value in self.knowledge.facts[name].values}
        return values.get(answer, Text(zh=answer, en=answer))


class FactWords:
    """Facts, their values and conditions on them, in one language; limits as long as they are on these days."""

    def __init__(self, knowledge: Knowledge, lang: Lang, days: Days) -> None:
        self.knowledge, self.lang, self.days = knowledge, lang, days

    def say(self, key: str, **values: object) -> str:
        return phrase(self.knowledge, self.lang, key, **values)

    def label(self, name: str) -> str:
        """The fact, after its channel where it is told per channel; where a channel stands, its values say by themselves."""
        base, channel = name_parts(name)
        label = self.knowledge.facts[base].label[self.lang]
        if not channel:
            return label
        channel = self.knowledge.channels[channel].name_on(self.days.as_of)[self.lang]
        return channel if base == "standing" else f"{channel} · {label}"

    def value(self, name: str, value: FactValue | date | str | None) -> str:
        if value is None:
            return self.say("why-value-unknown")
        fact = self.knowledge.fact(name)
        if fact.kind is FactKind.YES_NO:
            return self.say(f"why-{value}")
        if isinstance(value, Elapsed):
            return self.say("why-since", day=value)
        if fact.kind is FactKind.ELAPSED:
            return self.length(str(value))
        labels = {item.id: item.label[self.lang] for item in fact.values}
        words = [str(value)] if not isinstance(value, Words) else [item.id for item in fact.values if item.id in value]
        return self.say("why-values").join(labels.get(word, word) for word in words)

    def either(self, name: str, values: Iterable[str]) -> str:
        """One of these answers; of more than a few it is said that they are the others."""
        told = [self.value(name, value) for value in values]
        return self.say("list-or").join(told) if len(told) <= ALTERNATIVES else self.say("branch-others")

    def length(self, limit: str) -> str:
        """A limit by name as long as it is, or a length of time as it is written."""
        found = find_limit(self.knowledge, limit, self.days) if has_limit(self.knowledge, limit) else None
        return self.limit(found) if found else limit

    def limit(self, limit: NamedLimit) -> str:
        return self.say(limit.length.key, n=limit.length.value)

    def condition(self, condition: Condition) -> str:
        """`issue in fraud, sim_swap` as a person would say it."""
        return self.say("why-condition", fact=self.label(condition.fact), wanted=self.wanted(condition))

    def wanted(self, condition: Condition) -> str:
        """What the condition asks of its fact; of many values the first, and how many more."""
        values = self.say("why-values").join(self.value(condition.fact, value) for value in condition.values[:NAMED])
        if len(condition.values) > NAMED:
            values = self.say("why-values-more", values=values, n=len(condition.values) - NAMED)
        return self.say(f"why-op-{condition.op.name.lower()}", value=values)
