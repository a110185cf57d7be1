"""The steps of a case → what is not settled about them: which rules wait, and the asked facts behind them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from engine.questions.turning_law import LawTurns
from engine.questions.waiting import Pending
from engine.steps.outline import Matter
from knowledge.action import Action
from knowledge.models import CONTACTS, meets

__all__ = ["Pending", "Prospect"]


class Prospect(LawTurns):
    """All that is pending in a case."""

    @cached_property
    def pending(self) -> tuple[Pending, ...]:
        """All that is not settled about the steps."""
        return (*self.waiting, *self._beside_rules())

    def _beside_rules(self) -> Iterator[Pending]:
        """What no rule waits for: reply limits that hang on an answer, the law's day, the wallet, contacts, words of a text."""
        if not self.fitting:
            return
        for door in sorted(self.doors):
            if facts := self._replies(door):
                yield Pending(Matter.REPLY, door, 0, facts)
        if "provider" not in self.case.answers and self.steps:
            yield Pending(Matter.WALLET, "provider", 0, frozenset({"provider"}))
        if "incident_date" not in self.case.answers and self.law_turns():
            other = {"aware_date"} - set(self.case.answers) if "incident_date" in self.case.dont_know else set()
            yield Pending(Matter.LAW, "incident_date", 0, frozenset({"incident_date", *other}))
        for action in sorted(filter(self._weighs, self.steps)):
            if facts := self._against(self.knowledge.actions[action]):
                yield Pending(Matter.ACTION, action, 0, facts)
        if not self.case.contacts_told and self.doors:
            yield Pending(Matter.CONTACTS, CONTACTS, 0, frozenset({CONTACTS}))
        for fact in sorted(self.untold()):
            yield Pending(Matter.TEXT, fact, 0, frozenset({fact}))

    def _against(self, action: Action) -> frozenset[str]:
        """The unanswered facts of which an answer would take the step away."""
        return frozenset(
            fact for fact in action.not_for if fact in self.knowledge.questions and not self.known.get(fact)
        )

    def untold(self) -> frozenset[str]:
        """The unanswered facts that the texts of the steps fill in."""
        actions = [self.knowledge.actions[action] for action in self.steps]
        shown = (action for action in actions if self.steps.isdisjoint(action.yields_to))
        names = frozenset().union(*(action.placeholders for action in shown))
        asked = (name for name in names if name in self.knowledge.questions and name != "provider")
        return frozenset(name for name in asked if name not in self.case.answers)

    def _unknown(self, name: str) -> frozenset[str]:
        return self.unknowns.behind(name) if self.known.get(name) is None else frozenset()

    def _replies(self, channel: str) -> frozenset[str]:
        """The facts on which it hangs which of the channel's reply limits is the one."""
        waits: frozenset[str] = frozenset()
        for reply in self.knowledge.channels[channel].reply:
            if not reply.told and meets(reply.given, self.known):
                break
            waits |= self._waits(reply.given)
        return waits

    def _waits(self, given: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
        """The unanswered facts behind these conditions; none once one of them fails."""
        told = {fact: self.known.get(fact) for fact in given}
        if any(value is not None and value not in given[fact] for fact, value in told.items()):
            return frozenset()
        return frozenset().union(*(self._unknown(fact) for fact, value in told.items() if value is None))
