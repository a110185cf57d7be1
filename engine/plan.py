"""Findings and graph → the plan: the ordered steps, the state of every channel, what is late, what to ask next.

Order is lexicographic and explainable: urgency from rules, then what stops the loss for such an issue, then what is certain before what
hangs on an unknown, then position on the graph, then cost, expected days, and the order of the action files.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from engine.findings import Finding, Inference
from engine.graph import ChannelState, Graph, Node
from engine.questions import Pending, Questionnaire
from engine.steps import Plan, StepWriter, channel_of
from engine.steps.outline import Ask, ChannelEntry, FindingEntry, Late, PendingEntry, Wallet
from engine.steps.steps import WEEK, Advised, advice_of, running
from engine.wording import Speaker
from knowledge.approach import Standing
from knowledge.library import Knowledge
from rules.models import Urgency

__all__ = ["make_plan"]


def make_plan(knowledge: Knowledge, inference: Inference, graph: Graph, questionnaire: Questionnaire) -> Plan:
    """The plan of a case. The same case, day and knowledge give the same plan."""
    return _Planner(knowledge, inference, graph, questionnaire).plan()


class _Planner:
    def __init__(self, knowledge: Knowledge, inference: Inference, graph: Graph, questionnaire: Questionnaire) -> None:
        self.knowledge, self.inference, self.graph = knowledge, inference, graph
        self.questionnaire, self.prospect = questionnaire, questionnaire.prospect
        self.case = inference.case
        self.speaker = Speaker(knowledge, self.case)
        self.reasons = {finding.rule.id: finding.rule.entry.because for finding in inference.findings}
        self.order = {action: place for place, action in enumerate(knowledge.actions)}
        self.writer = StepWriter(knowledge, inference, graph)
        self.issue = self.writer.issue

    def plan(self) -> Plan:
        covered = self.issue is not None or "issue" not in self.case.answers
        chosen = sorted(filter(self.fits, self.advised()), key=self.rank) if covered else []
        asks = self.questionnaire.open() if covered else ()
        return Plan(
            as_of=self.case.as_of,
            covered=covered,
            complete=covered and not asks,
            steps=tuple(self.writer.step(rank, item) for rank, item in enumerate(chosen, 1)),
            channels={channel: self.channel(node) for channel, node in self.graph.nodes.items()} if covered else {},
            wallet=self.wallet() if covered else None,
            late=tuple(self.late()),
            ask=tuple(Ask(fact=item.fact, because=item.rules, affects=item.affects) for item in asks),
            pending=tuple(map(_pending, self.prospect.pending)) if covered else (),
            findings=tuple(_finding(item) for item in self.inference.findings) if covered else (),
            disclaimer=self.knowledge.wording["disclaimer"],
        )

    def advised(self) -> list[Advised]:
        """Every action that a rule advises, the soonest urgency winning."""
        return [self.advice(action, findings) for action, findings in self.prospect.advised.items()]

    def advice(self, action: str, findings: list[Finding]) -> Advised:
        soonest = min(findings, key=lambda item: advice_of(item).urgency.order)
        ordered = [soonest, *(item for item in findings if item is not soonest)]
        told = advice_of(soonest)
        return Advised(self.knowledge.actions[action], tuple(ordered), told.urgency, told.limit)

    def fits(self, item: Advised) -> bool:
        """Whether the action can be done now: at its channel's standing, through an open (or undecided) channel."""
        last = self.writer.do_by(item) if item.urgency is Urgency.BY else None
        too_late = last is not None and last < self.case.as_of
        return not too_late and self.prospect.fits(item.action)

    def rank(self, item: Advised) -> tuple[int, bool, bool, int, int, int, int]:
        urgency, later = self.soon(item).order, self.case.answers.get("issue") not in item.action.first_for
        place = self.order[item.action.id]
        channel = self.knowledge.channels.get(channel_of(item.action, self.knowledge, self.case) or "")
        if channel is None:
            return (urgency, later, False, -1, 0, 0, place)
        undetermined = self.graph.nodes[channel.id].state is ChannelState.UNDETERMINED
        cost, days = int(channel.cost.rank), channel.expected.days
        return (urgency, later, undetermined, self.graph.position[channel.id], cost, days, place)

    def soon(self, item: Advised) -> Urgency:
        """The urgency; a limit that ends today or this week is as urgent as that."""
        last = self.writer.do_by(item) if item.urgency is Urgency.BY else None
        if last is None or last > self.case.as_of + WEEK:
            return item.urgency
        return Urgency.TODAY if last <= self.case.as_of else Urgency.THIS_WEEK

    def channel(self, node: Node) -> ChannelEntry:
        standing = node.standing
        return ChannelEntry(
            state=node.state,
            because=node.because,
            reasons=tuple(self.speaker.fill(self.reasons[rule]) for rule in node.because if rule in self.reasons),
            opens_on=node.opens_on,
            standing=standing.standing,
            reply_due=standing.due if standing.standing in (Standing.WAITING, Standing.OVERDUE) else None,
            provisional=standing.provisional,
            asks=node.asks,
        )

    def wallet(self) -> Wallet | None:
        """What is known for sure enough about the wallet of the case."""
        provider = self.case.wallet(self.knowledge)
        if provider is None:
            return None
        names = ("entity", "seat", "pboc_branch", "compensation")
        shown = {name: provider.shown(getattr(provider, name)) for name in names}
        return Wallet(
            id=provider.id,
            name=provider.name,
            is_not=provider.is_not,
            warnings=provider.warnings,
            **{name: claim.value if claim else None for name, claim in shown.items()},
        )

    def late(self) -> Iterator[Late]:
        """Who has passed a limit, since when, and under which limit."""
        for channel, standing in self.inference.standings.items():
            if standing.standing is Standing.OVERDUE and standing.due:
                yield Late(
                    channel=channel,
                    since=standing.due + timedelta(days=1),
                    days=(self.case.as_of - standing.due).days,
                    statutory=any(limit.statutory for limit, _ in standing.clock),
                    limits=tuple(running(limit, due) for limit, due in standing.clock),
                )


def _pending(item: Pending) -> PendingEntry:
    return PendingEntry(about=item.about, id=item.id, because=tuple(sorted(item.rules)), asks=tuple(sorted(item.facts)))


def _finding(finding: Finding) -> FindingEntry:
    return FindingEntry(rule=finding.rule.id, conclusion=str(finding.conclusion), **{"from": finding.facts})
