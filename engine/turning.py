"""Advice → which open questions turn the first step: an answer puts another one first, or moves, adds or takes away one with a day,
or one that stops the loss now.

Each answer is supposed, as for the branches of a plan, and the rules judge. What no answer turns may still change a later
step; the plan tells it as open, so nobody has to be asked it before there is a plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, islice, product

from engine.agenda import Agenda, make_agenda
from engine.case import Answer
from engine.findings import Finding, World
from engine.graph import Graph
from engine.questions import Completions, OpenQuestion, Questionnaire
from engine.steps.outline import Matter
from knowledge.library import Knowledge
from knowledge.remembered import remembered
from rules.models import Urgency

__all__ = ["Turning"]


class Turning:
    """Supposes answers to the open questions of one case, and looks at what would stand first."""

    def __init__(self, knowledge: Knowledge, questionnaire: Questionnaire, graph: Graph, agenda: Agenda) -> None:
        self.knowledge, self.supposer = knowledge, questionnaire.asking.supposer
        self.worlds, self.prospect = questionnaire.worlds, questionnaire.prospect
        self.completions = Completions(self.worlds, graph)
        self.agenda, self.now = agenda, _outlook(agenda)
        self.door = next((item.channel for item in agenda.items if item.channel), None)
        self._outlooks: dict[tuple[object, ...], tuple[object, ...]] = {}

    def first(self, questions: Iterable[OpenQuestion]) -> OpenQuestion | None:
        """The first of them that turns the first step by itself, else the first that does so together with another one."""
        left = tuple(questions)
        alone = (question for question in left if self.turns(question))
        return next(alone, None) or next((one for one, other in combinations(left, 2) if self._turn(one, other)), None)

    def turns(self, question: OpenQuestion) -> bool:
        """Whether an answer to it does; before anything goes to somebody, whatever changes the plan does."""
        if self.door is None or question.anyway:
            return True
        if any(item.about is Matter.REPLY and item.id == self.door for item in question.pending):
            return True
        return any(self._turned({question.fact: answer}) for answer in self._answers(question))

    def _turn(self, one: OpenQuestion, other: OpenQuestion) -> bool:
        """Whether two answers do together what neither does alone."""
        if not self.worlds.meet(one.fact, other.fact):
            return False
        pairs = product(self._answers(one), self._answers(other))
        both = ({one.fact: answer, other.fact: more} for answer, more in pairs)
        return any(self.worlds.admits(answers) and self._turned(answers) for answers in both)

    def _answers(self, question: OpenQuestion) -> Sequence[Answer]:
        return self.worlds.answers(self.knowledge.facts[question.fact])

    def _turned(self, answers: Mapping[str, Answer]) -> bool:
        """Worlds in which the rules come out the same leave the same to do, where no action looks at the answers themselves."""
        looked_at = tuple(item for item in answers.items() if item[0] in _looked_at(self.knowledge))
        world = self.supposer.world(answers)
        key = (world.fired, world.decided, looked_at)
        if key not in self._outlooks:
            unchanged = not world.decided and not looked_at
            self._outlooks[key] = self.now if unchanged else _outlook(self._agenda(world))
        return self._outlooks[key] != self.now

    def _agenda(self, world: World) -> Agenda:
        inference, graph = self.worlds.told_in(world), self.completions.graph_in(world)
        fits = self.prospect.doable.at(inference.case, graph).fits
        return make_agenda(self.knowledge, inference, graph, self._advised(world), fits)

    def _advised(self, world: World) -> dict[str, list[Finding]]:
        more = self.worlds.inference.advice(world.fired)
        advised = {action: list(findings) for action, findings in self.prospect.advised.items()}
        for action, findings in more.items():
            advised[action] = [*advised.get(action, ()), *findings]
        return advised


def _outlook(agenda: Agenda) -> tuple[object, ...]:
    """The first step, the first that goes to somebody, whether they are certain; what surely stops the loss now; the days by which certain steps are due."""
    leading = [item for item in agenda.items if not item.action.keeps]
    goes = (item for item in leading if item.channel)
    first = [(item.action.id, item.channel, item.sure) for item in (*leading[:1], *islice(goes, 1))]
    now = frozenset(
        item.action.id for item in agenda.items if item.sure and item.urgency is Urgency.NOW and not item.action.files
    )
    due = frozenset((item.action.id, item.deadline.due) for item in agenda.items if item.sure and item.deadline)
    return tuple(first), now, due


@remembered(2)
def _looked_at(knowledge: Knowledge) -> frozenset[str]:
    """The facts that actions themselves look at, and those from which these are computed."""
    named: set[str] = set()
    for action in knowledge.actions.values():
        for given in (
            action.only_for,
            action.not_for,
            *action.first_given,
            *action.first_unless,
            *action.later_given,
            *action.later_unless,
        ):
            named.update(given)
        named.update(action.while_unknown)
    return frozenset(named).union(*(knowledge.fact(name).inputs for name in named))
