"""The steps that may come → what the undecided rules about them wait for, and the asked facts behind those rules."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from engine.questions.open_steps import OpenSteps
from engine.steps.outline import Matter
from knowledge.frozen import Frozen
from rules.models import Advise, Bar, Conclusion, Hold, Open

__all__ = ["Pending", "Waiting"]


class Pending(Frozen):
    """One thing that is not settled: the undecided rules, those behind them too, and the unanswered facts."""

    about: Matter
    id: str
    rules: int
    """as bits"""
    facts: frozenset[str]


class Waiting(OpenSteps):
    """The rules that wait, gathered by the channel or action that each would change."""

    @cached_property
    def waiting(self) -> tuple[Pending, ...]:
        """What rules wait for."""
        return tuple(self._by_rules())

    def _by_rules(self) -> Iterator[Pending]:
        waiting: dict[tuple[Matter, str], int] = {}
        for rule, conclusion in self.shows:
            subject = _subject(conclusion)
            waiting[subject] = waiting.get(subject, 0) | self.unknowns.rules_behind(rule.id)
        for (kind, name), rules in waiting.items():
            facts = frozenset().union(*map(self.unknowns.behind_rule, self.numbered.names(rules)))
            facts |= self._linked(facts) - set(self.case.answers)
            yield Pending(kind, name, rules, facts)


def _subject(conclusion: Conclusion) -> tuple[Matter, str]:
    if isinstance(conclusion, Advise):
        return Matter.ACTION, conclusion.action
    assert isinstance(conclusion, (Open, Bar, Hold))
    return Matter.CHANNEL, conclusion.channel
