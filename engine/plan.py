"""Findings and graph → the plan: the ordered steps, the state of every channel, what is late, what to ask next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial

from engine.agenda import Agenda
from engine.branches import find_branches
from engine.case import Case
from engine.findings import Finding, Inference
from engine.graph import Graph, Node
from engine.outcomes import Outcomes
from engine.questions import Pending, Questionnaire
from engine.steps import Call, Plan, Step, StepWriter, running
from engine.steps.outline import Ask, ChannelEntry, FindingEntry, Late, PendingEntry, Summary, SummaryLine
from engine.steps.parts import Lost, Next
from engine.steps.steps import WEEK, Advised
from engine.steps.wallet import wallet_on
from knowledge.channel import Channel
from knowledge.library import Knowledge
from knowledge.remembered import remembered
from knowledge.standing import AWAITED, Standing
from knowledge.workdays import calendar_source
from rules.models import Urgency

__all__ = ["is_covered", "make_plan", "open_questions"]


def make_plan(
    knowledge: Knowledge,
    inference: Inference,
    graph: Graph,
    questionnaire: Questionnaire,
    agenda: Agenda,
    outcomes: Outcomes,
) -> Plan:
    """The plan of a case. The same case, day and knowledge give the same plan.

    What is more than the steps (channels, branches, questions, findings) is worked out when it is looked at.
    """
    if not is_covered(knowledge, inference.case):
        return Plan(as_of=inference.case.as_of, disclaimer=knowledge.wording["disclaimer"])
    return _Planner(knowledge, inference, graph, questionnaire, outcomes).plan(agenda)


def is_covered(knowledge: Knowledge, case: Case) -> bool:
    """Whether this kind of trouble is held; one that is not told yet may be any."""
    return "issue" not in case.answers or str(case.answers["issue"]) in knowledge.issues


def open_questions(knowledge: Knowledge, case: Case, questionnaire: Questionnaire) -> tuple[Ask, ...]:
    """The questions that can change the plan of the case, the next one first."""
    asks = questionnaire.open() if is_covered(knowledge, case) else ()
    return tuple(Ask(fact=item.fact, because=questionnaire.names(item), affects=item.affects) for item in asks)


class _Doors:
    """What opens if nothing comes of turning to a channel; worked out once for all steps at it."""

    def __init__(self, outcomes: Outcomes, case: Case, graph: Graph) -> None:
        self.outcomes, self.case, self.graph = outcomes, case, graph
        self._found: dict[str, tuple[Next, ...]] = {}

    def of(self, channel: Channel) -> tuple[Next, ...]:
        if channel.id not in self._found:
            self._found[channel.id] = self.outcomes.doors(self.case, self.graph, channel)
        return self._found[channel.id]


class _Planner:
    def __init__(
        self,
        knowledge: Knowledge,
        inference: Inference,
        graph: Graph,
        questionnaire: Questionnaire,
        outcomes: Outcomes,
    ) -> None:
        self.knowledge, self.inference, self.graph = knowledge, inference, graph
        self.questionnaire, self.prospect = questionnaire, questionnaire.prospect
        self.case = inference.case
        self.writer = StepWriter(knowledge, inference, graph, _Doors(outcomes, inference.case, graph).of)
        self.speaker = self.writer.speaker

    def plan(self, agenda: Agenda) -> Plan:
        asks = partial(open_questions, self.knowledge, self.case, self.questionnaire)
        written = (self.writer.step(rank, item) for rank, item in enumerate(agenda.items, 1))
        steps = tuple(map(self.by_its_ways, written))
        provider = self.writer.provider
        plan = Plan(
            as_of=self.case.as_of,
            covered=True,
            summary=_summary(steps, self.case.as_of, self.knowledge),
            steps=steps,
            wallet=wallet_on(self.knowledge, provider, self.case.as_of) if provider else None,
            late=tuple(self.late()),
            lost=tuple(map(self.lost, agenda.lost)),
            calendar=calendar_source(),
            disclaimer=self.knowledge.wording["disclaimer"],
        )
        return plan.unfolding(
            channels=lambda: {channel: self.channel(node) for channel, node in self.graph.nodes.items()},
            branches=lambda: find_branches(self.knowledge, self.questionnaire, self.graph, agenda),
            complete=lambda: not asks(),
            ask=asks,
            pending=lambda: tuple(map(self.pending, self.prospect.pending)),
            findings=lambda: tuple(map(_finding, self.inference.findings)),
        )

    def by_its_ways(self, step: Step) -> Step:
        """Without the ways in that begin something else."""
        barred = self.knowledge.actions[step.action].not_by
        if not barred:
            return step
        return step.but(entrances=tuple(way for way in step.entrances if way.kind not in barred))

    def pending(self, item: Pending) -> PendingEntry:
        because = sorted(self.inference.numbered.names(item.rules))
        return PendingEntry(about=item.about, id=item.id, because=tuple(because), asks=tuple(sorted(item.facts)))

    def lost(self, item: Advised) -> Lost:
        assert item.deadline
        title = self.speaker.fill(item.action.title)
        return Lost(action=item.action.id, channel=item.channel, title=title, limit=item.deadline.told())

    def channel(self, node: Node) -> ChannelEntry:
        standing, bit, fired = node.standing, self.inference.numbered.bit, self.inference.fired
        drawn = (self.writer.entry(rule) for rule in node.because if bit[rule] & fired)
        return ChannelEntry(
            state=node.state,
            because=node.because,
            reasons=tuple(self.speaker.fill(entry.because) for entry in drawn),
            opens_on=node.opens_on,
            standing=standing.standing,
            reply_due=standing.due if standing.standing in AWAITED else None,
            provisional=standing.provisional,
            asks=node.asks,
        )

    def late(self) -> Iterator[Late]:
        """Who has passed a limit, since when, and under which limit."""
        for channel, standing in self.inference.standings.items():
            if standing.due and standing.first_late and standing.standing is Standing.OVERDUE:
                yield Late(
                    channel=channel,
                    since=standing.first_late,
                    days=(self.case.as_of - standing.due).days,
                    statutory=standing.statutory,
                    limits=tuple(running(limit, due) for limit, due in standing.clock),
                )


def _summary(steps: tuple[Step, ...], as_of: date, knowledge: Knowledge) -> Summary:
    """By when each certain step is due: a limit that ends within the week counts as this week; what presses is begun today."""
    found: dict[str, list[SummaryLine]] = {}
    for step in steps:
        key = "today" if step.urgency is Urgency.BY and knowledge.actions[step.action].presses else _due(step, as_of)
        if key and not step.provided:
            found.setdefault(key, []).append(_line(step))
    return Summary(next=_next(steps, found), **{key: tuple(lines) for key, lines in found.items()})


def _next(steps: tuple[Step, ...], found: Mapping[str, list[SummaryLine]]) -> SummaryLine | None:
    if any(line.channel for lines in found.values() for line in lines):
        return None
    step = next((step for step in steps if step.channel and not step.provided), None)
    return _line(step) if step else None


def _line(step: Step) -> SummaryLine:
    own = [way for way in step.entrances if way.of is None]
    entrance = next((way for way in own if way.kind == "phone"), own[0] if own else None)
    numbers = () if entrance else Call.of(step.title, step.entrances).ways
    return SummaryLine(action=step.action, channel=step.channel, title=step.title, entrance=entrance, numbers=numbers)


def _due(step: Step, as_of: date) -> str | None:
    if step.urgency is Urgency.NOW:
        return "now"
    if step.do_by is None:
        return None
    if step.do_by <= as_of:
        return "today"
    return "this_week" if step.do_by <= as_of + WEEK else None


@remembered(4096)
def _finding(finding: Finding) -> FindingEntry:
    return FindingEntry(rule=finding.rule.id, conclusion=str(finding.conclusion), from_=finding.facts)
