"""A rule and one of its conditions → the smallest change of its example with which it rests for the sake of that condition alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from itertools import chain, islice, product
from typing import Any

from engine.adviser import Adviser
from engine.case import words_of
from engine.coverage.exercised import of_rules
from engine.coverage.wanted import Item, condition_name
from knowledge.errors import CaseError, InferenceError
from knowledge.models import CONTACTS, FactKind, Origin
from knowledge.outcome import Outcome
from rules.models import Condition, Rule

__all__ = ["changed", "near_miss", "proposed"]

TRIED = 6000
"""so many changes of two answers are tried before the search gives up"""
AGO = (0, 1, 3, 8, 20, 40, 75, 100, 200, 400, 800, 1200, 2000)
"""days by which an event is moved"""
Change = dict[str, Any]


def near_miss(adviser: Adviser, rule: Rule, condition: Condition, today: date) -> Change | None:
    """One changed answer if that is enough, else two; None where none was found."""
    return _Search(adviser, rule, condition, today).found()


def proposed(adviser: Adviser, missing: Collection[str], today: date, most: int) -> Iterator[tuple[str, Change]]:
    """For conditions that no case exercises, as they are named, at most so many of them."""
    named = ((condition_name(rule, item), rule, item) for rule in adviser.rulebase.rules for item in rule.when)
    for name, rule, condition in islice((item for item in named if item[0] in missing), most):
        if change := near_miss(adviser, rule, condition, today):
            yield name, change


def changed(example: Mapping[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    """The example with what the change says; null leaves an answer out."""
    return {key: value for key, value in {**example, **change}.items() if value not in (None, "null")}


class _Search:
    def __init__(self, adviser: Adviser, rule: Rule, condition: Condition, today: date) -> None:
        self.adviser, self.today, self.example = adviser, today, rule.entry.fires
        self.wanted = Item("condition", condition_name(rule, condition), "alone")
        self.behind = self._behind(condition)
        looked_at = [c.channel for c in (condition, *rule.when) if c.channel]
        self.channels = dict.fromkeys(looked_at or adviser.knowledge.channels)
        self.as_of = date.fromisoformat(str(self.example.get("as_of", today)))

    def found(self) -> Change | None:
        near, all_ = list(self._changes(self.behind)), list(self._changes(self.adviser.knowledge.questions))
        pairs = ({**one, **other} for one, other in product(near, all_) if one.keys() != other.keys())
        return next(filter(self._does, chain(near, all_, islice(pairs, TRIED))), None)

    def _does(self, change: Change) -> bool:
        try:
            case = self.adviser.read(changed(self.example, change), self.today)
            return self.wanted in set(of_rules(self.adviser.engine.infer(case)))
        except (CaseError, InferenceError):
            return False

    def _behind(self, condition: Condition) -> list[str]:
        """The asked facts, and the contacts, that the condition can hang on."""
        found, waiting, seen = dict[str, None](), [condition.fact], set[str]()
        while waiting:
            name = waiting.pop(0)
            if name in seen:
                continue
            seen.add(name)
            fact = self.adviser.knowledge.fact(name)
            if fact.origin is Origin.ASKED:
                found[name] = None
            elif fact.origin is Origin.COMPUTED:
                found |= dict.fromkeys((*fact.inputs, CONTACTS))
            else:
                waiting += [c.fact for drawer in self.adviser.engine.drawn_by(name) for c in drawer.when]
        return list(found)

    def _changes(self, facts: Iterable[str]) -> Iterator[Change]:
        for name in facts:
            if name == CONTACTS:
                yield from self._contacts()
                continue
            fact = self.adviser.knowledge.facts[name]
            told = str(self.example.get(name))
            if fact.kind is FactKind.DATE:
                yield from ({name: str(self.as_of - timedelta(days=days))} for days in AGO)
            elif fact.kind is FactKind.AMOUNT:
                yield from ({name: value} for value in self._sums(name))
            else:
                yield from ({name: word} for word in words_of(fact) if word != told)
            if name in self.example:
                yield {name: None}

    def _sums(self, fact: str) -> Iterator[str]:
        """A cent beside every sum that rules compare with."""
        for condition, _ in self.adviser.engine.marks.looked_at(fact):
            value = Decimal(condition.values[0])
            yield from (str(value + cents) for cents in (Decimal("0.01"), Decimal("-0.01")) if value + cents > 0)

    def _contacts(self) -> Iterator[Change]:
        """Without contacts; each with another outcome or left out; one more at a channel that the rule looks at."""
        told = [dict(item) for item in self.example.get(CONTACTS, [])]
        yield {CONTACTS: []}
        outcomes = [outcome.value for outcome in Outcome]
        for place, item in enumerate(told):
            before, after = told[:place], told[place + 1 :]
            yield {CONTACTS: [*before, *after]}
            for outcome in outcomes:
                other = {key: value for key, value in item.items() if key != "answered"}
                yield {CONTACTS: [*before, {**other, "outcome": outcome}, *after]}
                yield {CONTACTS: [*before, {**item, "outcome": outcome}, *after]}
        for channel, outcome, days in product(self.channels, outcomes, (1, 60)):
            day = str(self.as_of - timedelta(days=days))
            yield {CONTACTS: [*told, {"channel": channel, "date": day, "outcome": outcome}]}
