"""What is pending → the questions that can change the plan, and the one to ask next.

Nobody writes the order of questions. A question is asked when two of its answers leave different plans, unless the
answers leave it out of place (`moot` in its file). Danger comes first: a fact that alone decides whether a loss must be
stopped. Then a fact of which an answer makes most of the other questions moot. Then what an answer is expected to settle (the share
of what is pending that it decides, on average over the answers), divided by how hard the question is to answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from functools import cached_property, reduce
from operator import or_

from engine.findings import Inference, Worlds
from engine.graph import Graph
from engine.questions.pending import Pending, Prospect
from engine.questions.suppose import Outcome, Supposer
from engine.steps.outline import Matter
from knowledge.frozen import Frozen
from knowledge.library import Knowledge
from knowledge.models import CONTACTS, meets
from rules.models import Stage

__all__ = ["OpenQuestion", "Questionnaire"]

ANYWAY = (Matter.CONTACTS, Matter.WALLET, Matter.LAW)
"""whom one has asked, whose wallet it is, which law holds"""


class OpenQuestion(Frozen):
    """An unanswered fact (or the contacts), what hangs on it, and how much an answer is expected to settle."""

    fact: str
    pending: tuple[Pending, ...]
    danger: bool
    settles: float
    """how many of the pending things an answer settles on average; a thing that is settled in part counts in part"""
    effort: int
    anyway: bool
    """whether every step hangs on it, or it names the matter: it is asked whatever else is answered, and may spare other questions"""

    @property
    def rules(self) -> int:
        """The undecided rules behind it, as bits."""
        return reduce(or_, (item.rules for item in self.pending), 0)

    @property
    def affects(self) -> tuple[str, ...]:
        """The actions and channels that hang on it, actions first."""
        return tuple(
            item.id for about in (Matter.ACTION, Matter.CHANNEL) for item in self.pending if item.about is about
        )


class Questionnaire:
    """The questions of one case."""

    def __init__(
        self, knowledge: Knowledge, inference: Inference, graph: Graph, worlds: Worlds, *, told_only: bool = False
    ) -> None:
        """`told_only`: nothing is asked for the sake of a fact that the person could not tell."""
        self.knowledge, self.worlds, self.case_of = knowledge, worlds, (inference, graph)
        self.prospect = Prospect(knowledge, inference, graph, worlds, told_only=told_only)
        self.declined = inference.case.dont_know
        self.outcomes: dict[str, Counter[Outcome]] = {}
        """what the answers to a fact would leave, and how many of them leave it"""

    @cached_property
    def supposer(self) -> Supposer:
        return Supposer(self.prospect, self.worlds)

    def names(self, question: OpenQuestion) -> tuple[str, ...]:
        """The undecided rules behind it."""
        return tuple(sorted(self.prospect.numbered.names(question.rules)))

    def open(self) -> tuple[OpenQuestion, ...]:
        """Every question that can change the plan and that the person has not declined to answer, next one first."""
        return tuple(question for question in self.asking.mattering if question.fact not in self.declined)

    @property
    def asking(self) -> Questionnaire:
        """The questions of the case, where something was declined without those that lead only to that."""
        return self._told_only if self.declined else self

    @cached_property
    def _told_only(self) -> Questionnaire:
        """The questions of the same case, without those that lead only to what the person could not tell."""
        return Questionnaire(self.knowledge, *self.case_of, self.worlds, told_only=True)

    @cached_property
    def mattering(self) -> tuple[OpenQuestion, ...]:
        """Every question that can change the plan, those that the person could not answer among them, next one first."""
        dangers, order = self._dangers(), [*self.knowledge.facts, CONTACTS]
        found = [self._question(fact, items, fact in dangers) for fact, items in self._placed.items()]
        asked = [question for question in found if self._matters(question)]
        gates = self._gates({question.fact for question in asked})
        asked.sort(key=lambda q: (not q.danger, q.fact not in gates, *self._in_order(q), order.index(q.fact)))
        return tuple(asked)

    @cached_property
    def danger(self) -> OpenQuestion | None:
        """The next question, where it is about danger; without weighing the others, as long as it is the only such."""
        facts = self._dangers() & self._placed.keys() - self.declined
        found = [self._question(fact, self._placed[fact], danger=True) for fact in facts] if len(facts) == 1 else []
        return next(filter(self._matters, found), None)

    @cached_property
    def _placed(self) -> Mapping[str, tuple[Pending, ...]]:
        """What is pending behind each fact that the answers do not leave out of place."""
        behind: dict[str, list[Pending]] = {}
        for item in self.prospect.pending:
            for fact in item.facts:
                behind.setdefault(fact, []).append(item)
        return {fact: tuple(items) for fact, items in behind.items() if not self.prospect.is_moot(fact)}

    def _question(self, fact: str, items: tuple[Pending, ...], danger: bool) -> OpenQuestion:
        if fact != CONTACTS:
            answers = self.supposer.answers(self.knowledge.facts[fact])
            self.outcomes[fact] = Counter(self.supposer.outcome(fact, answer) for answer in answers)
        question = self.knowledge.questions[fact]
        settles, anyway = sum(self._settles(fact, item) for item in items), any(_hangs_on(item, fact) for item in items)
        named = fact in self.knowledge.narrowed
        return OpenQuestion(fact, items, danger, settles, int(question.effort), anyway or named)

    def _in_order(self, question: OpenQuestion) -> tuple[bool, int, float]:
        """What is asked whatever else is answered comes first, the easiest of it; of the rest what settles most for its effort."""
        return not question.anyway, question.effort if question.anyway else 0, -question.settles / question.effort

    def _settles(self, fact: str, item: Pending) -> float:
        """The part of it that an answer is expected to settle: of its undecided rules, or else of its facts; nothing where no answer goes with the others."""
        if item.about is Matter.CONTACTS:
            return len(self.prospect.doors)
        if not item.rules:
            return 1 / len(item.facts)
        outcomes = self.outcomes[fact]
        if not outcomes:
            return 0
        decided = sum(n * (item.rules & ~outcome.undecided).bit_count() for outcome, n in outcomes.items())
        return decided / item.rules.bit_count() / outcomes.total()

    def _matters(self, question: OpenQuestion) -> bool:
        """Whether two answers leave different plans: beside the rules always, through them if what they leave differs.

        A word that a text only tells is no other plan: where it is unknown its bracket goes, and a letter has a blank.
        """
        if any(not item.rules and item.about is not Matter.TEXT for item in question.pending):
            return True
        left = {(outcome.undecided, outcome.effect) for outcome in self.outcomes[question.fact]}
        return len(left) > 1

    def _dangers(self) -> frozenset[str]:
        """The facts that alone decide whether a loss must be stopped; one that another question's list tells only once that was asked."""
        undecided = self.prospect.unknowns.undecided.values()
        alone = (rule.when[0].fact for rule in undecided if rule.stage is Stage.EMERGENCY and len(rule.when) == 1)
        return frozenset(alone) - self._told_aside

    @property
    def _told_aside(self) -> frozenset[str]:
        """What the lists of questions tell that still come: that are neither answered nor declined."""
        asides, known = self.knowledge.told_aside, self.prospect.known
        return frozenset(fact for fact, name in asides.items() if name not in self.declined and known.get(name) is None)

    def _gates(self, asked: Collection[str]) -> frozenset[str]:
        """The facts of which one answer would make most of the other questions moot."""
        spared: Counter[tuple[str, str]] = Counter()
        for name in asked:
            moot = self.knowledge.questions[name].moot
            spared.update({(fact, word) for given in moot for fact in self._gate(given) for word in given[fact]})
        return frozenset(fact for (fact, _), number in spared.items() if 2 * number > len(asked) - 1)

    def _gate(self, given: Mapping[str, tuple[str, ...]]) -> list[str]:
        """The one fact that such an answer still hangs on, if all others have theirs."""
        missing = [fact for fact, words in given.items() if not meets({fact: words}, self.prospect.known)]
        return missing if len(missing) == 1 and self.prospect.known.get(missing[0]) is None else []


def _hangs_on(item: Pending, fact: str) -> bool:
    return item.about in ANYWAY and item.id == fact
