"""The whole way in one place: data → Case → Inference → Graph → Plan, with everything loaded once."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from itertools import cycle, product
from pathlib import Path
from typing import Any

from engine.agenda import Agenda, make_agenda
from engine.case import Case, read_case
from engine.findings import Contradictions, Engine, Inference, Worlds
from engine.graph import Graph, build_graph
from engine.outcomes import UNRESOLVED, Outcomes
from engine.plan import is_covered, make_plan, open_questions
from engine.questions import Completions, Questionnaire, Seen
from engine.steps import Plan
from engine.steps.outline import Ask
from engine.turning import Turning
from engine.wording import Speaker
from knowledge.errors import CaseError
from knowledge.frozen import Frozen
from knowledge.library import ROOT as KNOWLEDGE
from knowledge.library import Knowledge, load_knowledge
from knowledge.remembered import forget
from knowledge.stamps import fingerprint
from rules.library import ROOT as RULES
from rules.library import load_rules
from rules.models import Rulebase

__all__ = ["Advice", "Adviser", "load_adviser"]


class Advice(Frozen, dict=True):
    """What became of a case at each step of the way. The plan is made when it is first asked for."""

    knowledge: Knowledge
    case: Case
    inference: Inference
    graph: Graph
    questionnaire: Questionnaire
    speaker: Speaker
    outcomes: Outcomes

    @cached_property
    def ask(self) -> tuple[Ask, ...]:
        """The questions that can still change the plan, the next one first; without making the plan."""
        return open_questions(self.knowledge, self.case, self.questionnaire)

    @cached_property
    def turning(self) -> Turning:
        """Which of them turn the first step."""
        return Turning(self.knowledge, self.questionnaire, self.graph, self.agenda)

    @property
    def covered(self) -> bool:
        """Whether this kind of trouble is held; one that is not told yet may be any."""
        return is_covered(self.knowledge, self.case)

    @cached_property
    def agenda(self) -> Agenda:
        """What can be done, in order; none of a trouble that is not covered."""
        if not self.covered:
            return Agenda((), ())
        prospect = self.questionnaire.prospect
        return make_agenda(self.knowledge, self.inference, self.graph, prospect.advised, prospect.fits)

    @cached_property
    def first_channel(self) -> str | None:
        """Where the first step goes that goes to somebody; the plan need not be made for it."""
        return next((item.channel for item in self.agenda.items if item.channel), None)

    @cached_property
    def plan(self) -> Plan:
        return make_plan(self.knowledge, self.inference, self.graph, self.questionnaire, self.agenda, self.outcomes)


class Adviser:
    """Knowledge, rules and engine, ready for any number of cases."""

    def __init__(self, knowledge: Knowledge, rulebase: Rulebase, folders: tuple[Path, ...] = ()) -> None:
        self.knowledge, self.rulebase, self.folders = knowledge, rulebase, folders
        self.engine = Engine(knowledge, rulebase)
        self.contradictions = Contradictions(knowledge, rulebase, self.engine)
        self.seen = Seen()

    @cached_property
    def fingerprint(self) -> str:
        """A hash of every file of knowledge and rules."""
        return fingerprint(*self.folders)

    def read(self, data: Any, today: date) -> Case:
        """Raises CaseError with every fault, answers that contradict one another among them."""
        case = read_case(data, self.knowledge, today)
        if any(self.contradictions.faults(case)):
            case = self.contradictions.left_aside(case)
            if faults := list(self.contradictions.faults(case)):
                raise CaseError(faults)
        return self.narrow(case)

    def examples(self, today: date) -> Iterator[Case]:
        """What the rule files tell: of every rule a case in which it fires, and the near miss."""
        for rule in self.rulebase.rules:
            for told in (rule.entry.fires, {**rule.entry.fires, **rule.entry.rests}):
                yield self.read(told, today)

    def likely(self, today: date) -> Iterator[Case]:
        """The examples; and of every other one what a plan supposes of such a case: that some channel was turned to in vain."""
        in_vain = cycle(product(UNRESOLVED, self.knowledge.channels.values()))
        for number, case in enumerate(self.examples(today)):
            yield case
            if number % 2 == 0:
                standing, channel = next(in_vain)
                yield self.narrow(self._outcomes.supposed(case, channel, standing))

    def narrow(self, case: Case) -> Case:
        """The case with what its answers leave no room for."""
        return self.contradictions.narrow(case)

    def map(self, inference: Inference) -> tuple[Graph, Worlds]:
        """The graph with the case on it, and the worlds that the case leaves open: no channel is undetermined without need."""
        graph = build_graph(self.knowledge, inference)
        worlds = Worlds(self.engine, inference, graph.unknowns, self.contradictions)
        return Completions(worlds, graph, self.seen).settled(), worlds

    def advise(self, case: Case) -> Advice:
        """A pure function of the case."""
        inference = self.engine.infer(case)
        graph, worlds = self.map(inference)
        questionnaire = Questionnaire(self.knowledge, inference, graph, worlds)
        return Advice(
            self.knowledge, case, inference, graph, questionnaire, Speaker(self.knowledge, case), self._outcomes
        )

    @cached_property
    def _outcomes(self) -> Outcomes:
        return Outcomes(self.knowledge, self._supposed, lambda found: self.map(found)[0])

    def _supposed(self, case: Case) -> Inference:
        """What follows from a case that is only supposed."""
        return self.engine.infer(self.narrow(case))


def load_adviser(knowledge: Path = KNOWLEDGE, rules: Path = RULES) -> Adviser:
    """Reads every file; raises KnowledgeError with every fault. One that nobody holds any more goes when the next is loaded."""
    collecting = gc.isenabled()
    gc.disable()  # what is made here stays, and looking through it again and again takes a third of the time
    if forget():
        gc.collect()  # an adviser holds itself in circles
    try:
        known = load_knowledge(knowledge)
        return Adviser(known, load_rules(known, rules), (knowledge, rules))
    finally:
        if collecting:
            gc.enable()
