"""What is open of each contradiction, and some supposed answers → whether they can all be true, and what they leave room for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engine.case import Answer, Case, ChannelStanding, compute, words_of
from engine.findings.conditions import Range
from knowledge.library import Knowledge
from knowledge.models import Origin
from rules.models import Condition

__all__ = ["Compatible"]


class Compatible:
    """The contradictions that more answers to one case could bring about."""

    def __init__(
        self,
        knowledge: Knowledge,
        case: Case,
        standings: Mapping[str, ChannelStanding],
        open_: Iterable[tuple[Condition, ...]],
    ) -> None:
        self.knowledge, self.case, self.standings = knowledge, case, standings
        self.contradictions = tuple((self._asked(conditions), conditions) for conditions in open_)
        """what is open of each contradiction, and the facts that have to be answered for it to come about"""
        self._at: dict[str, list[tuple[frozenset[str], tuple[Condition, ...]]]] = {}
        """the same by one of those facts"""
        for facts, conditions in filter(all, self.contradictions):
            self._at.setdefault(min(facts), []).append((facts, conditions))

    def admits(self, answers: Mapping[str, Answer]) -> bool:
        """Whether the answers can all be true."""
        told = answers.keys()
        return not any(
            facts <= told and all(self._meets(condition, answers) for condition in conditions)
            for fact in answers
            for facts, conditions in self._at.get(fact, ())
        )

    def narrowed(self, answers: Mapping[str, Answer]) -> dict[str, Range]:
        """The unanswered facts of which the answers leave less room than before, and the words that are left."""
        out: dict[str, set[str]] = {}
        for facts, conditions in self.contradictions:
            if facts.isdisjoint(answers):
                continue
            open_ = [c for c in conditions if not self._meets(c, answers)]
            if len(open_) == 1 and open_[0].fact not in answers:
                left = self._left(open_[0].fact)
                out.setdefault(open_[0].fact, set()).update(word for word in left if open_[0].admits(word))
        left_of = {fact: frozenset(self._left(fact) - words) for fact, words in out.items()}
        return {fact: Range(frozenset(), words) for fact, words in left_of.items() if words}

    def _left(self, name: str) -> set[str]:
        """The words of an asked fact that the answers given leave; of a computed one all."""
        return set(words_of(self.knowledge.fact(name))) - self.case.ruled_out.get(name, frozenset())

    def _asked(self, conditions: Iterable[Condition]) -> frozenset[str]:
        return frozenset((self._inputs(condition.fact) or (condition.fact,))[0] for condition in conditions)

    def _inputs(self, name: str) -> tuple[str, ...]:
        fact = self.knowledge.fact(name)
        return fact.inputs if fact.origin is Origin.COMPUTED else ()

    def _meets(self, condition: Condition, answers: Mapping[str, Answer]) -> bool:
        name = condition.fact
        sources = self._inputs(name)
        answer = answers.get(name)
        if sources and sources[0] in answers:
            supposed = self.case.answered(answers)
            found = compute(name, supposed, self.knowledge, self.standings)
            return isinstance(found, str) and condition.admits(found)
        return isinstance(answer, str) and condition.admits(answer)
