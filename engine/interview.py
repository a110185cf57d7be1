"""The questionnaire as a pure machine: what to show, and what a typed line makes of it. No terminal is touched here.

An interview holds the raw answers as a case file would. Each line leads to a new interview and the lines to show.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from engine.adviser import Advice, Adviser
from engine.graph import ChannelState
from engine.outline import Plan
from engine.wording import phrase
from knowledge.approach import Level, Outcome
from knowledge.errors import CaseError
from knowledge.models import Fact, FactKind, Lang, Text

__all__ = ["ATTEMPTS", "Interview", "begin"]

ATTEMPTS = "attempts"
BACK, HELP, QUIT, CHANGE = ("b", "返回"), ("?", "？", "帮助"), ("q", "退出", "结束"), ("c", "改")
AGO = re.compile(r"(?:约|大约|about )?\s*(\d{1,4})\s*(天|日|周|个?星期|个?月|days?|weeks?|months?)\s*(?:前|以前|ago)")
LENGTHS = {"天": 1, "日": 1, "day": 1, "周": 7, "星期": 7, "个星期": 7, "week": 7, "月": 30, "个月": 30, "month": 30}


@dataclass(frozen=True)
class Interview:
    """The answers so far, in the order given; `asking` is a fact the person chose to change."""

    adviser: Adviser
    today: date
    lang: Lang
    data: dict[str, Any]
    history: tuple[str, ...] = ()
    asking: str | None = None
    contacts: tuple[dict[str, Any], ...] = ()
    over: bool = False

    @property
    def advice(self) -> Advice:
        return self.adviser.advise(self.adviser.read(self.data, self.today))

    def say(self, key: str, **values: object) -> str:
        return phrase(self.adviser.knowledge, self.lang, key, **values)

    def question(self) -> str | None:
        """The fact to ask next (or `attempts`); None when nothing that could be answered changes the plan."""
        if self.asking:
            return self.asking
        asks = [item.fact for item in self.advice.plan.ask]
        told = self.data.keys()
        if ATTEMPTS not in told and {"issue", "provider"} <= told:
            return ATTEMPTS
        return asks[0] if asks else None

    def prompt(self) -> list[str]:
        """What to show for the current question; empty when the interview is over."""
        name = None if self.over else self.question()
        if name is None:
            return []
        if name == ATTEMPTS:
            return self._attempts_prompt()
        fact, question = self.adviser.knowledge.facts[name], self.adviser.knowledge.questions[name]
        lines = ["", question.ask[self.lang]]
        lines += [f"  {number}. {label[self.lang]}" for number, (_, label) in enumerate(self.choices(fact), 1)]
        lines += {FactKind.DATE: [self.say("ask-date-form")], FactKind.AMOUNT: [self.say("ask-amount-form")]}.get(
            fact.kind, []
        )
        return [*lines, f"  0. {self.say('ask-dont-know')}"]

    def choices(self, fact: Fact) -> list[tuple[str, Text]]:
        """The values a person can choose by number."""
        if fact.kind is FactKind.YES_NO:
            wording = self.adviser.knowledge.wording
            return [("yes", wording["ask-yes"]), ("no", wording["ask-no"])]
        return [(value.id, value.label) for value in fact.values]

    def left(self) -> tuple[int, int]:
        """How many questions may be left, at least and at most."""
        asks = len(self.advice.plan.ask)
        return (1 if asks else 0), asks

    def take(self, line: str) -> tuple[Interview, list[str]]:
        """The interview after a typed line, and what to tell the person."""
        word, name = line.strip(), self.question()
        if name is None or self.over:
            return replace(self, over=True), []
        if word in QUIT:
            return replace(self, over=True), [self.say("ask-stopped")]
        if word in HELP:
            return self, self._help(name)
        if word in BACK:
            return self._back(), []
        if (found := re.fullmatch(rf"(?:{'|'.join(CHANGE)})\s*(\d*)", word)) is not None:
            return self._change(found[1])
        if name == ATTEMPTS:
            return self._take_attempt(word)
        return self._answer(name, self._read(self.adviser.knowledge.facts[name], word))

    def _read(self, fact: Fact, word: str) -> Any:
        """A typed word as a case file would hold it: a number chooses a value, nothing means “don't know”."""
        if word in ("", "0", "不知道", "don't know"):
            return "unknown"
        values = self.choices(fact)
        if values and word.isdigit() and 1 <= int(word) <= len(values):
            return values[int(word) - 1][0]
        return self._day(word) if fact.kind is FactKind.DATE else word

    def _day(self, word: str) -> Any:
        if word in ("今天", "today"):
            return {"days_ago": 0}
        if word in ("昨天", "yesterday"):
            return {"days_ago": 1}
        if found := AGO.fullmatch(word):
            return {"days_ago": int(found[1]) * LENGTHS[found[2].rstrip("s")]}
        return word

    def _answer(self, name: str, value: Any) -> tuple[Interview, list[str]]:
        data = {**self.data, name: value}
        try:
            self.adviser.read(data, self.today)
        except CaseError as error:
            return self, self._misunderstood(self.adviser.knowledge.facts[name].kind, error)
        after = replace(self, data=data, history=(*(h for h in self.history if h != name), name), asking=None)
        return after, self._difference(after, name) if self.asking else []

    def _misunderstood(self, kind: FactKind, error: CaseError) -> list[str]:
        """What an answer of this kind looks like; in English also what was wrong with this one."""
        exact = [fault.message for fault in error.faults] if self.lang == "en" else []
        return [self.say("ask-again", message=" ".join([self.say(f"ask-form-{kind}"), *exact]))]

    def _difference(self, after: Interview, name: str) -> list[str]:
        """What a changed answer does to the plan."""
        old, new = _titles(self.advice.plan, self.lang), _titles(after.advice.plan, self.lang)
        label = self.adviser.knowledge.facts[name].label[self.lang]
        lines = [self.say("changed", fact=label, value=after.data[name])]
        added, removed = [t for k, t in new.items() if k not in old], [t for k, t in old.items() if k not in new]
        lines += [self.say("change-added", steps="; ".join(added))] if added else []
        lines += [self.say("change-removed", steps="; ".join(removed))] if removed else []
        return lines if added or removed else [*lines, self.say("change-none")]

    def _back(self) -> Interview:
        if not self.history:
            return self
        last = self.history[-1]
        data = {key: value for key, value in self.data.items() if key != last}
        return replace(self, data=data, history=self.history[:-1], asking=None)

    def _change(self, number: str) -> tuple[Interview, list[str]]:
        """Without a number: the answers so far. With one: ask that question again; all other answers stay."""
        told = [name for name in self.history if name != ATTEMPTS]
        if number and 1 <= int(number) <= len(told):
            return replace(self, asking=told[int(number) - 1]), []
        facts = self.adviser.knowledge.facts
        return self, [
            f"  c {place}. {facts[name].label[self.lang]}: {self._shown(facts[name])}"
            for place, name in enumerate(told, 1)
        ]

    def _shown(self, fact: Fact) -> str:
        value = self.data[fact.id]
        labels = {key: label[self.lang] for key, label in self.choices(fact)}
        return self.say("ask-dont-know") if value == "unknown" else labels.get(str(value), str(value))

    def _help(self, name: str) -> list[str]:
        if name == ATTEMPTS:
            return [self.say("ask-attempts-help")]
        waiting = {item.fact: item.because for item in self.advice.plan.ask}.get(name, ())
        titles = [rule.entry.title[self.lang] for key in waiting[:3] if (rule := self.adviser.rulebase.get(key))]
        why = [self.say("ask-why", rules="; ".join(titles))] if titles else []
        return [self.adviser.knowledge.questions[name].help[self.lang], *why]

    def _channels(self) -> list[str]:
        """The channels that can matter to this case, for the question about contacts."""
        channels, nodes = self.adviser.knowledge.channels, self.advice.graph.nodes
        mattering = [name for name, node in nodes.items() if node.state is not ChannelState.NOT_APPLICABLE]
        return sorted(mattering, key=lambda name: (list(Level).index(channels[name].level), name))

    def _attempts_prompt(self) -> list[str]:
        channels = self.adviser.knowledge.channels
        told = [f"  {number}. {channels[name].name[self.lang]}" for number, name in enumerate(self._channels(), 1)]
        results = "  ".join(f"{number} {self.say(f'outcome-{outcome}')}" for number, outcome in enumerate(Outcome, 1))
        return ["", self.say("ask-attempts"), *told, f"  {self.say('ask-outcomes')}: {results}"]

    def _take_attempt(self, word: str) -> tuple[Interview, list[str]]:
        """One contact a line (`2 2026-11-04 3`); an empty line ends the list."""
        if word in ("", "0"):
            data = {**self.data, ATTEMPTS: list(self.contacts)}
            return replace(self, data=data, history=(*self.history, ATTEMPTS), asking=None), []
        channels, outcomes = self._channels(), list(Outcome)
        found = re.fullmatch(r"(\d+)\s+(.+?)\s+(\d+)", word)
        if not found or not (1 <= int(found[1]) <= len(channels) and 1 <= int(found[3]) <= len(outcomes)):
            return self, [self.say("ask-attempts-help")]
        day = self._day(found[2])
        when = day if isinstance(day, dict) else {"date": day}
        contact = {"channel": channels[int(found[1]) - 1], **when, "outcome": str(outcomes[int(found[3]) - 1])}
        try:
            self.adviser.read({**self.data, ATTEMPTS: [*self.contacts, contact]}, self.today)
        except CaseError as error:
            return self, self._misunderstood(FactKind.DATE, error)
        return replace(self, contacts=(*self.contacts, contact)), [self.say("ask-attempts-more")]


def _titles(plan: Plan, lang: Lang) -> dict[str, str]:
    return {step.action: step.title[lang] for step in plan.steps}


def begin(adviser: Adviser, today: date, lang: Lang, data: dict[str, Any]) -> Interview:
    """An interview that goes on from what a case file already says."""
    history = tuple(key for key in data if key in adviser.knowledge.facts or key == ATTEMPTS)
    return Interview(adviser, today, lang, data, history)
