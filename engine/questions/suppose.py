"""An unanswered fact and a supposed answer → which undecided rules it would decide, and what the steps would make of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engine.case import Answer
from engine.findings import Verdict, World, Worlds
from engine.questions.pending import Prospect
from rules.models import Advise, Bar, Hold, Open

__all__ = ["Outcome", "Supposer"]


@dataclass(frozen=True, eq=False)
class Outcome:
    """What an answer would leave: the rules still undecided, those that fired, and what the steps would show of it.

    Answers that leave the same share one outcome.
    """

    undecided: frozenset[str]
    fired: frozenset[str]
    effect: frozenset[object]


class Supposer:
    """Supposes answers to one case, one at a time, and looks at what they would do to the steps."""

    def __init__(self, prospect: Prospect, worlds: Worlds) -> None:
        self.prospect, self.worlds = prospect, worlds
        self.answers = worlds.answers
        self.scope = frozenset().union(*(item.rules for item in prospect.pending))
        self._shown: dict[str, tuple[object, ...]] = {}
        self._outcomes: dict[tuple[object, ...], Outcome] = {}

    def outcome(self, fact: str | None = None, answer: Answer | None = None) -> Outcome:
        """What would be left if this were the answer; without one, as things stand."""
        answers = {fact: answer} if fact is not None and answer is not None else {}
        values = {**self.worlds.values(answers), **self.worlds.narrowed(answers)}
        key = (fact, *(self.worlds.fails(name, value) for name, value in values.items()))
        if key not in self._outcomes:  # answers on which every comparison comes out the same leave the same
            self._outcomes[key] = self._outcome(self.worlds.of_values(values, answers))
        return self._outcomes[key]

    def _outcome(self, world: World) -> Outcome:
        return Outcome(self.scope - world.failed - world.fired, world.fired, frozenset(self._effects(world.fired)))

    def _effects(self, fired: Iterable[str]) -> Iterator[object]:
        """How the steps would show the rules that fired: urgency and grounds of an action, what opens or shuts a channel."""
        for rule_id in fired:
            if rule_id in self.prospect.showing:
                if rule_id not in self._shown:
                    self._shown[rule_id] = tuple(self._effect(self.prospect.showing[rule_id]))
                yield from self._shown[rule_id]

    def _effect(self, verdict: Verdict) -> Iterator[object]:
        for conclusion in verdict.rule.then:
            if isinstance(conclusion, (Advise, Open)):
                yield conclusion
            elif isinstance(conclusion, (Bar, Hold)):
                yield conclusion if isinstance(conclusion, Bar) else (conclusion, verdict.rule.id)
