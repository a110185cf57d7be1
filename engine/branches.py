"""Worlds and an agenda → the branches of a plan: where an unanswered question forks the way, what each answer would add.

Nothing is written by hand: every word that the other answers leave open is supposed, the rules judge, and words that
lead to the same steps stand together. A branch tells only steps that are certain in it. Two levels at most.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from engine.agenda import Agenda, make_agenda
from engine.case import Answer, words_of
from engine.findings import Finding, World
from engine.graph import Graph
from engine.questions import Completions, Questionnaire
from engine.steps import Step, StepWriter, channel_of, is_sure
from engine.steps.outline import Branch, Fork
from engine.steps.steps import Advised
from knowledge.action import Action
from knowledge.frozen import Frozen, replace
from knowledge.library import Knowledge
from knowledge.models import FactKind

__all__ = ["find_branches"]

LEVELS = 2
"""levels of forks below one another"""
FORKS, LOOKED_AT = (1, 3), (2, 5)
"""below a fork and at the root: how many forks are told, and how many facts are looked at for them, in the questions' order"""
WORDS = 12
"""a fact with more words (the wallet, the trouble) is asked for, not forked on"""
TOLD = 4
"""steps of a branch that are named"""


def find_branches(knowledge: Knowledge, questionnaire: Questionnaire, graph: Graph, agenda: Agenda) -> tuple[Fork, ...]:
    """The forks of a case at its open questions, in their order; none where no answer adds a step that goes to somebody."""
    facts = [question.fact for question in questionnaire.mattering if _forks(knowledge, question.fact)]
    return tuple(_Forks(knowledge, questionnaire, graph, agenda).find({}, facts, LEVELS)) if facts else ()


def _forks(knowledge: Knowledge, fact: str) -> bool:
    entry = knowledge.facts.get(fact)
    return entry is not None and entry.kind in (FactKind.CHOICE, FactKind.YES_NO) and len(words_of(entry)) <= WORDS


class _Side(Frozen):
    """The words of a fact that lead to the same steps, their world, and what it adds, the soonest first."""

    words: tuple[str, ...]
    world: World
    added: tuple[Advised, ...]

    @property
    def pressing(self) -> int:
        return min((item.urgency.order for item in self.added), default=99)


class _View(Frozen):
    """What the rules make of a world: its graph, what they advise there, and the advised actions whose channel turns."""

    graph: Graph
    advice: Mapping[str, list[Finding]]
    turned: frozenset[str]


class _Fork(Frozen):
    fact: str
    sides: tuple[_Side, ...]

    @property
    def adds(self) -> frozenset[tuple[str, str]]:
        """Each word with each action that it adds."""
        return frozenset((word, item.action.id) for side in self.sides for word in side.words for item in side.added)


class _Forks:
    def __init__(self, knowledge: Knowledge, questionnaire: Questionnaire, graph: Graph, agenda: Agenda) -> None:
        self.knowledge, self.graph = knowledge, graph
        self.worlds, self.prospect = questionnaire.worlds, questionnaire.prospect
        self.completions = Completions(self.worlds, graph)
        self._channels: dict[str, str | None] = {}
        self._views: dict[tuple[int, int], _View] = {}
        self.sure = frozenset(item.action.id for item in agenda.items if self._certain(item.action, graph))
        self.alone: dict[str, _Fork | None] = {}
        """the fork at each fact with no other answer supposed: below another fork only what is more is worth telling"""

    def find(
        self, answers: Mapping[str, Answer], facts: list[str], levels: int, known: frozenset[str] = frozenset()
    ) -> Iterator[Fork]:
        """The forks that open once these answers are given, with what each word adds to what is `known` to be a step."""
        found = (fork for fact in facts[: LOOKED_AT[levels - 1]] if (fork := self._told(answers, fact, known)))
        forks = list(islice(found, FORKS[levels - 1]))
        told = {fork.fact for fork in forks}
        for fork in forks:
            later = facts[facts.index(fork.fact) + 1 :]
            rest = [fact for fact in facts if fact in later or fact not in told]
            cases = tuple(self._branch(side, rest, levels - 1, known) for side in fork.sides)
            yield Fork(fact=fork.fact, title=self.knowledge.facts[fork.fact].label, cases=cases)

    def _told(self, answers: Mapping[str, Answer], fact: str, known: frozenset[str]) -> _Fork | None:
        """The fork, where it adds something there that its answers do not add by themselves."""
        if fact not in self.alone:
            self.alone[fact] = self._fork({}, fact, frozenset())
        alone = self.alone[fact]
        if not answers:
            return alone
        if not any(self.worlds.meet(fact, other) for other in answers):
            return None
        fork = self._fork(answers, fact, known)
        return fork if fork and not fork.adds <= (alone.adds if alone else frozenset()) else None

    def _fork(self, answers: Mapping[str, Answer], fact: str, known: frozenset[str]) -> _Fork | None:
        """The words of the fact by what they add; None where there is no choice in it, or nothing is added."""
        sides: dict[tuple[object, ...], _Side] = {}
        for word in self.worlds.answers(self.knowledge.facts[fact]):
            more = {**answers, fact: word}
            if not self.worlds.admits(more):
                continue
            side = self._side(more, str(word), known)
            key = tuple((item.action.id, item.urgency) for item in side.added)
            sides[key] = replace(sides[key], words=(*sides[key].words, str(word))) if key in sides else side
        if len(sides) < 2 or not any(self._channel(item.action) for side in sides.values() for item in side.added):
            return None
        return _Fork(fact, tuple(sorted(sides.values(), key=lambda side: side.pressing)))

    def _side(self, answers: Mapping[str, Answer], word: str, known: frozenset[str]) -> _Side:
        """What the answers make a certain step: only what rules that fire advise, or what a channel lets through now."""
        world, actions, advised = self.worlds.world(answers), self.knowledge.actions, self.prospect.advised
        view = self._view(world)
        graph, more = view.graph, view.advice
        looked_at = (more.keys() | view.turned) - self.sure - known
        new = {
            action: [*advised.get(action, []), *more.get(action, [])]
            for action in sorted(looked_at)
            if self._certain(actions[action], graph)
        }
        if not new:
            return _Side((word,), world, ())
        case = self.worlds.supposed(answers)
        inference = replace(self.worlds.inference, case=case)
        agenda = make_agenda(self.knowledge, inference, graph, new, self.prospect.doable.at(case, graph).fits)
        there = self.sure | known
        return _Side((word,), world, tuple(i for i in agenda.items if there.isdisjoint(i.action.yields_to)))

    def _view(self, world: World) -> _View:
        """Worlds in which the rules come out the same look the same."""
        key = (world.fired, world.decided)
        if key not in self._views:
            graph, actions = self.completions.graph_in(world), self.knowledge.actions
            turned = (action for action in self.prospect.advised if self._turned(actions[action], graph))
            advice = self.worlds.inference.advice(world.fired)
            self._views[key] = _View(graph, advice, frozenset(() if graph is self.graph else turned))
        return self._views[key]

    def _turned(self, action: Action, graph: Graph) -> bool:
        channel = self._channel(action)
        return channel is not None and graph.nodes[channel] is not self.graph.nodes[channel]

    def _certain(self, action: Action, graph: Graph) -> bool:
        return is_sure(action, self.knowledge, self.worlds.case, graph)

    def _channel(self, action: Action) -> str | None:
        if action.id not in self._channels:
            self._channels[action.id] = channel_of(action, self.knowledge, self.worlds.case)
        return self._channels[action.id]

    def _branch(self, side: _Side, facts: list[str], levels: int, known: frozenset[str]) -> Branch:
        steps = tuple(item.action.id for item in side.added)
        below = self.find(side.world.answers, facts, levels, known | set(steps)) if levels else ()
        return Branch(
            value=side.words[0],
            also=side.words[1:],
            steps=steps[:TOLD],
            first=self._first(side) if side.added else None,
            branches=tuple(below),
        )

    def _first(self, side: _Side) -> Step:
        graph = self._view(side.world).graph
        return StepWriter(self.knowledge, self.worlds.told_in(side.world), graph).step(1, side.added[0])
