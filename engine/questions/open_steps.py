"""Findings and graph → the steps that are or may be advised, and which undecided rules would change one.

Only what the person could do now counts. Where a step would lead if it failed is asked about when it is reached.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from engine.case import Case
from engine.findings import Finding, Inference, Worlds
from engine.graph import ChannelState, Graph
from engine.steps import Fitting, channel_of, is_sure
from knowledge.library import Knowledge
from knowledge.models import Origin, meets
from rules.models import Advise, Bar, Conclusion, Condition, Hold, Op, Open, Rule, Urgency

__all__ = ["OpenSteps"]

NEVER = 99
"""later than every urgency"""


class OpenSteps:
    """What may still come of a case: the actions that are or may be advised, their channels, and the rules that would change them."""

    def __init__(
        self, knowledge: Knowledge, inference: Inference, graph: Graph, worlds: Worlds, *, told_only: bool = False
    ) -> None:
        """`told_only` leaves out what waits for a fact that the person could not tell."""
        self.told_only = told_only
        self.span, self.worlds = worlds.span, worlds
        self.numbered = inference.numbered
        self.knowledge, self.inference, self.graph = knowledge, inference, graph
        self.case: Case = inference.case
        self.unknowns = graph.unknowns
        self.advised = inference.advice(inference.fired)
        self._asleep: dict[str, bool] = {}
        self.doable = Fitting(knowledge, inference, graph)
        self.fits = self.doable.fits

    @cached_property
    def known(self) -> Mapping[str, object]:
        """Every answer, and what was computed and concluded from them."""
        return {**self.inference.facts, **self.case.answers}

    @cached_property
    def opened(self) -> Mapping[str, Sequence[Finding]]:
        """What opens each channel."""
        found: dict[str, list[Finding]] = {}
        for finding in self.inference.findings:
            if isinstance(finding.conclusion, Open):
                found.setdefault(finding.conclusion.channel, []).append(finding)
        return found

    @cached_property
    def known_soonest(self) -> Mapping[str, int]:
        """How soon each action that is advised is due."""
        return _soonest(f.conclusion for findings in self.advised.values() for f in findings)

    @cached_property
    def may_soonest(self) -> Mapping[str, int]:
        """How soon each action may be due, as far as rules wait."""
        return _soonest(conclusion for rule in self.unknowns.undecided.values() for conclusion in rule.then)

    @cached_property
    def fitting(self) -> frozenset[str]:
        """The actions that are or may be advised, and can be done."""
        actions = self.knowledge.actions
        return frozenset(name for name in (*self.advised, *self.may_soonest) if self.fits(actions[name]))

    @cached_property
    def awake(self) -> frozenset[str]:
        """Those of them that are advised, or that some rule may still advise which waits for nothing that nobody is asked."""
        waiting = (rule for rule in self.unknowns.undecided.values() if not self._sleeps(rule.id))
        may = (c.action for rule in waiting for c in rule.then if isinstance(c, Advise))
        return self.fitting & {*self.advised, *may}

    @cached_property
    def steps(self) -> frozenset[str]:
        """Those of them that are advised."""
        return self.fitting & self.advised.keys()

    @cached_property
    def pressing(self) -> bool:
        """Whether some step surely goes to somebody, and not only when useful."""
        return any(map(self._presses, self.steps))

    @cached_property
    def doors(self) -> frozenset[str]:
        """The channels of what is asked about."""
        return frozenset(self._doors(filter(self._weighs, self.fitting)))

    @cached_property
    def doors_of_steps(self) -> frozenset[str]:
        """Those of what is advised already: what would close a door only once told is asked about when one is sent there."""
        return frozenset(self._doors(filter(self._weighs, self.steps)))

    @cached_property
    def shows(self) -> Sequence[tuple[Rule, Conclusion]]:
        """The undecided rules, each with what it would change about a step."""
        undecided = self.unknowns.undecided.values()
        return [(rule, c) for rule in undecided for c in rule.then if self._shows(c, rule)]

    @cached_property
    def showing(self) -> int:
        """The same rules, as bits."""
        return self.numbered.union(rule.id for rule, _ in self.shows)

    def _presses(self, action: str) -> bool:
        """Whether it surely goes to somebody, and not only when useful."""
        entry = self.knowledge.actions[action]
        goes = channel_of(entry, self.knowledge, self.case) is not None
        sure = goes and is_sure(entry, self.knowledge, self.case, self.graph)
        return sure and self.known_soonest[action] < Urgency.WHEN_USEFUL.order

    def _weighs(self, action: str) -> bool:
        """Whether it is asked about: not what is of use later only, while something presses."""
        soonest = min(self.known_soonest.get(action, NEVER), self.may_soonest.get(action, NEVER))
        return not self.pressing or soonest < Urgency.WHEN_USEFUL.order

    def _displaces(self, action: str) -> bool:
        """Whether a step that is not only of use later would make way for it."""
        soon = (step for step in self.steps if self.known_soonest.get(step, NEVER) < Urgency.WHEN_USEFUL.order)
        return any(action in self.knowledge.actions[step].yields_to for step in soon)

    def _doors(self, actions: Iterable[str]) -> set[str]:
        found = {channel_of(self.knowledge.actions[action], self.knowledge, self.case) for action in actions}
        return {channel for channel in found if channel}

    def _shows(self, conclusion: Conclusion, rule: Rule) -> bool:
        """Whether drawing it would change a step: its channel, whether it is there, how urgent it is. Not if only its grounds."""
        if isinstance(conclusion, (Open, Bar, Hold)):
            state = self.graph.nodes[conclusion.channel].state
            if rule.once_told and state is ChannelState.OPEN:
                return conclusion.channel in self.doors_of_steps and not self._sleeps(rule.id)
            if conclusion.channel not in self.doors or not isinstance(conclusion, Open):
                return conclusion.channel in self.doors and state is ChannelState.UNDETERMINED
            return state is ChannelState.UNDETERMINED and conclusion.channel not in self.opened
        if not isinstance(conclusion, Advise) or conclusion.action not in self.fitting or self._sleeps(rule.id):
            return False
        if self.pressing and conclusion.urgency is Urgency.WHEN_USEFUL and not self._displaces(conclusion.action):
            return False
        return conclusion.urgency.order < self.known_soonest.get(conclusion.action, NEVER)

    def is_moot(self, fact: str) -> bool:
        """Whether the answers leave the question out of place."""
        question = self.knowledge.questions.get(fact)
        return question is not None and (self._is_foreign(fact) or question.is_moot(self.known))

    def _is_foreign(self, fact: str) -> bool:
        """Whether it is meant for other troubles, or moot in this one or everywhere; what another answer leaves out of place may yet be asked."""
        question = self.knowledge.questions.get(fact)
        if question is None:
            return False
        meant = question.only_for.items()
        if any(self.known.get(name) is not None and not meets({name: words}, self.known) for name, words in meant):
            return True
        in_this_trouble = any(given.keys() <= {"issue"} and meets(given, self.known) for given in question.moot)
        return in_this_trouble and question.is_moot(self.known)

    def _sleeps(self, rule: str) -> bool:
        """Whether an undecided rule cannot fire before something is told that nobody is asked, or that was asked in vain.

        Then nothing else is asked for it.
        """
        if rule not in self._asleep:
            self._asleep[rule] = any(map(self._is_never_met, self.unknowns.waits(rule)))
        return self._asleep[rule]

    def _is_never_met(self, condition: Condition) -> bool:
        fact = self.knowledge.fact(condition.fact)
        if fact.origin is not Origin.CONCLUDED:
            behind = self.unknowns.behind_condition(condition)
            return bool(behind) and all(self._is_foreign(name) or self._is_asked_in_vain(name) for name in behind)
        drawers = self.unknowns.drawers(condition)
        settled = condition.op is Op.NE or fact.otherwise in condition.values
        return bool(drawers) and not settled and all(self._sleeps(rule.id) for rule in drawers)

    def _is_asked_in_vain(self, fact: str) -> bool:
        """Whether the person could not tell it, and no answer that is still to come can rule out some of its words."""
        told = self.case.answers.keys() | self.case.dont_know
        linked = self._linked(frozenset({fact})) if self.told_only and fact in self.case.dont_know else None
        return linked is not None and all(name in told or self.is_moot(name) for name in linked)

    def _linked(self, facts: frozenset[str]) -> frozenset[str]:
        """The facts of which an answer rules out some answer to one of these."""
        return frozenset().union(
            *(linked for linked, _ in self.worlds.compatible.contradictions if not linked.isdisjoint(facts))
        )


def _soonest(conclusions: Iterable[Conclusion]) -> dict[str, int]:
    """The soonest order of urgency with which each action is advised among these."""
    found: dict[str, int] = {}
    for conclusion in conclusions:
        if isinstance(conclusion, Advise):
            found[conclusion.action] = min(conclusion.urgency.order, found.get(conclusion.action, NEVER))
    return found
