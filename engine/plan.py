"""Findings and graph → the plan: the ordered steps, the state of every channel, what is late, what to ask next.

Order is lexicographic and explainable: urgency from rules, then what stops the loss, then what is certain before what
hangs on an unknown, then depth in the graph, then cost, expected days, and id.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from engine.computed import Elapsed, foreclosures, reply_clock
from engine.graph import ChannelState, Graph, Node
from engine.grounds import ground
from engine.inference import Finding, Inference
from engine.outline import (
    Ask,
    ChannelEntry,
    FindingEntry,
    Late,
    Next,
    Plan,
    RunningLimit,
    Step,
    Warn,
    WayIn,
)
from engine.questionnaire import open_questions
from engine.wording import Speaker
from knowledge.approach import Action, Channel, Entrance, Level, Standing
from knowledge.citations import Days, resolve
from knowledge.library import Knowledge
from knowledge.limits import Due, NamedLimit, add, find_limit
from knowledge.models import Claim, Confidence, Text
from rules.models import Advise, Urgency

__all__ = ["make_plan"]

WEEK = timedelta(days=7)
UNANSWERED = (Level.SELF_HELP, Level.EMERGENCY)
GOES_ON = (ChannelState.OPEN, ChannelState.WAITING, ChannelState.UNDETERMINED)


@dataclass(frozen=True)
class _Advised:
    """An action with every finding that advises it, and how soon the soonest wants it."""

    action: Action
    findings: tuple[Finding, ...]
    urgency: Urgency
    limit: str | None


def make_plan(knowledge: Knowledge, inference: Inference, graph: Graph) -> Plan:
    """The plan of a case. The same case, day and knowledge give the same plan."""
    return _Planner(knowledge, inference, graph).plan()


class _Planner:
    def __init__(self, knowledge: Knowledge, inference: Inference, graph: Graph) -> None:
        self.knowledge, self.inference, self.graph = knowledge, inference, graph
        self.case = inference.case
        self.speaker = Speaker(knowledge, self.case)
        self.reasons = {finding.rule.id: finding.rule.entry.because for finding in inference.findings}
        self.issue = knowledge.issues.get(str(self.case.answers.get("issue")))

    def plan(self) -> Plan:
        covered = self.issue is not None or "issue" not in self.case.answers
        chosen = sorted(filter(self.fits, self.advised()), key=self.rank) if covered else []
        asks = open_questions(self.knowledge, self.inference, self.graph) if covered else ()
        return Plan(
            as_of=self.case.as_of,
            covered=covered,
            complete=covered and not asks,
            steps=tuple(self.step(rank, item) for rank, item in enumerate(chosen, 1)),
            channels={channel: self.channel(node) for channel, node in self.graph.nodes.items()} if covered else {},
            late=tuple(self.late()),
            ask=tuple(Ask(fact=item.fact, because=item.rules) for item in asks),
            findings=tuple(_finding(item) for item in self.inference.findings) if covered else (),
            disclaimer=self.knowledge.wording["disclaimer"],
        )

    def advised(self) -> list[_Advised]:
        """Every action that a rule advises, the soonest urgency winning."""
        found: dict[str, list[Finding]] = {}
        for finding in self.inference.findings:
            if isinstance(finding.conclusion, Advise):
                found.setdefault(finding.conclusion.action, []).append(finding)
        return [self.advice(action, findings) for action, findings in found.items()]

    def advice(self, action: str, findings: list[Finding]) -> _Advised:
        soonest = min(findings, key=lambda item: _advice(item).urgency.order)
        ordered = [soonest, *(item for item in findings if item is not soonest)]
        told = _advice(soonest)
        return _Advised(self.knowledge.actions[action], tuple(ordered), told.urgency, told.limit)

    def fits(self, item: _Advised) -> bool:
        """Whether the action can be done now: at its channel's standing, through an open (or undecided) channel."""
        over = "yes" in (self.inference.facts.get("solved_anywhere"), self.inference.facts.get("settled_anywhere"))
        if over and not item.action.when_solved:
            return False
        if item.action.channel is None:
            return True
        node = self.graph.nodes[item.action.channel]
        if node.standing.standing not in item.action.at:
            return False
        tried = node.standing.standing is not Standing.NOT_TRIED
        return tried or node.state in (ChannelState.OPEN, ChannelState.UNDETERMINED)

    def rank(self, item: _Advised) -> tuple[int, bool, bool, int, int, int, str]:
        urgency, later = item.urgency.order, not item.action.stops_loss
        channel = self.knowledge.channels.get(item.action.channel or "")
        if channel is None:
            return (urgency, later, False, -1, 0, 0, item.action.id)
        cost, days = int(channel.cost.rank), channel.expected.days
        return (urgency, later, bool(self.asks(item)), self.graph.depth[channel.id], cost, days, item.action.id)

    def asks(self, item: _Advised) -> tuple[str, ...]:
        node = self.graph.nodes.get(item.action.channel or "")
        return node.asks if node and node.state is ChannelState.UNDETERMINED else ()

    def step(self, rank: int, item: _Advised) -> Step:
        action = item.action
        channel = self.knowledge.channels.get(action.channel or "")
        node = self.graph.nodes.get(action.channel or "")
        clock = self.clock(channel, node) if channel and node else ()
        return Step(
            rank=rank,
            action=action.id,
            channel=action.channel,
            urgency=item.urgency,
            title=self.speaker.fill(action.title),
            do_from=self.case.as_of,
            do_by=self.do_by(item),
            reply_due=clock[-1][1].last if clock else None,
            reply_limits=tuple(self.running(limit, due) for limit, due in clock),
            provided=self.asks(item),
            how=tuple(self.speaker.fill(line) for line in action.do),
            claims=tuple(claim.text for claim in self.claims(action)),
            guidance=tuple(self.speaker.fill(line) for line in action.guidance),
            entrances=tuple(self.entrances(action, channel)) if channel else (),
            materials=self.materials(action, channel, node),
            because=self.because(item, node),
            reasons=tuple(self.speaker.fill(finding.rule.entry.because) for finding in item.findings),
            basis=tuple(ground(self.knowledge, self.case.days, self.citations(item, node))),
            sources=tuple(
                source.ref for source in (*action.sources, *(s for f in item.findings for s in f.rule.entry.sources))
            ),
            warnings=tuple(self.warnings(channel)) if channel else (),
            if_unresolved=tuple(self.onward(channel)) if channel else (),
        )

    def clock(self, channel: Channel, node: Node) -> tuple[tuple[NamedLimit, Due], ...]:
        """The limits that run (or would run from today) until an answer is due."""
        if node.standing.clock or channel.level in UNANSWERED:
            return node.standing.clock
        return reply_clock(channel, self.case.as_of, self.case, self.knowledge)

    def running(self, limit: NamedLimit, due: Due) -> RunningLimit:
        return RunningLimit(
            limit=limit.ref,
            statutory=limit.statutory,
            length=str(limit.length),
            at_most=str(limit.at_most) if limit.at_most else None,
            start=due.start,
            last=due.last,
            provisional=due.provisional,
            basis=limit.ref.partition(".")[0] + "/" + limit.cited.number if limit.cited else None,
            starts=limit.starts,
            reason=limit.yardstick.reason if limit.yardstick else None,
        )

    def do_by(self, item: _Advised) -> date | None:
        match item.urgency:
            case Urgency.NOW | Urgency.TODAY:
                return self.case.as_of
            case Urgency.THIS_WEEK:
                return self.case.as_of + WEEK
            case Urgency.BY:
                return self.limit_end(item)
            case _:
                return None

    def limit_end(self, item: _Advised) -> date | None:
        """The last day of the named limit, from the event that the rule compares with it, else from the contact."""
        limit = find_limit(self.knowledge, item.limit or "", self.case.days)
        if limit is None:
            return None
        compared = [c.fact for finding in item.findings for c in finding.rule.when if item.limit in c.values]
        event = self.inference.facts.get(compared[0]) if compared else None
        start = event.earliest if isinstance(event, Elapsed) else self.contact(item)
        return add(start, limit.length, limit.rolls_over).last

    def contact(self, item: _Advised) -> date:
        """The day from which a limit runs: the end of the clock that ran out, or the contact, that the advice rests on."""
        told = [c.fact.partition("(")[2].removesuffix(")") for finding in item.findings for c in finding.rule.when]
        for channel in (*told, item.action.channel or ""):
            standing = self.inference.standings.get(channel)
            if standing and standing.attempt:
                late = standing.standing is Standing.OVERDUE and standing.due
                return late or standing.attempt.date
        return self.case.as_of

    def entrances(self, action: Action, channel: Channel) -> Iterator[WayIn]:
        """The wallet's own ways in first (those for this purpose before the general ones), then the channel's."""
        provider = self.knowledge.providers.get(str(self.case.answers.get("provider")))
        own = [e for e in (provider.entrances if provider else ()) if channel.id in e.channels]
        fitting = [e for e in own if action.purpose in e.purposes and action.purpose]
        general = [e for e in own if not e.purposes]
        for entrance in (*fitting, *general, *channel.entrances):
            if entrance.confidence is not Confidence.LOW:
                yield _way_in(entrance)

    def materials(self, action: Action, channel: Channel | None, node: Node | None) -> tuple[Text, ...]:
        files = (
            channel is not None and channel.level not in UNANSWERED and node is not None and not node.standing.attempt
        )
        of_issue = self.issue.evidence if self.issue and action.evidence_of_issue else ()
        wanted = (*action.materials, *of_issue, *(channel.materials if channel and files else ()))
        return tuple(self.knowledge.materials[item].name for item in dict.fromkeys(wanted))

    def because(self, item: _Advised, node: Node | None) -> tuple[str, ...]:
        rules = [finding.rule.id for finding in item.findings]
        opened = node.because if node and node.state is ChannelState.OPEN else ()
        return tuple(dict.fromkeys([*rules, *opened]))

    def citations(self, item: _Advised, node: Node | None) -> list[str]:
        """The grounds of the advice, of the action, of the claims it makes, and of the channel's competence."""
        opened = self.because(item, node)
        opening = [f for f in self.inference.findings if f.rule.id in opened and f not in item.findings]
        return [
            *(ref for finding in item.findings for ref in finding.rule.entry.basis),
            *item.action.basis,
            *(ref for claim in self.claims(item.action) for ref in claim.basis),
            *(ref for finding in opening for ref in finding.rule.entry.basis),
        ]

    def claims(self, action: Action) -> list[Claim]:
        """What the person can ask for here, given the answers."""
        if not (self.issue and action.claims_of_issue):
            return []
        answers = self.case.answers
        return [c for c in self.issue.claims if all(answers.get(fact) == value for fact, value in c.given.items())]

    def warnings(self, channel: Channel) -> Iterator[Warn]:
        for closed in foreclosures(channel, self.case, self.knowledge):
            if self.graph.nodes[closed.channel].state in GOES_ON:
                yield Warn(forecloses=closed.channel, because=closed.because, basis=tuple(self.cited(closed.basis)))

    def cited(self, refs: Iterable[str]) -> Iterator[str]:
        """Those in force, under the numbers of their day."""
        found = (resolve(self.knowledge, ref, Days(self.case.as_of)) for ref in refs)
        return (f"{cited.statute.id}/{cited.number}" for cited in found if cited)

    def onward(self, channel: Channel) -> Iterator[Next]:
        for edge in channel.next:
            if self.graph.nodes[edge.to].state in GOES_ON:
                for standing in edge.on:
                    yield Next(channel=edge.to, on=standing)

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

    def late(self) -> Iterator[Late]:
        """Who has passed a limit, since when, and under which limit."""
        for channel, standing in self.inference.standings.items():
            if standing.standing is Standing.OVERDUE and standing.due:
                yield Late(
                    channel=channel,
                    since=standing.due + timedelta(days=1),
                    days=(self.case.as_of - standing.due).days,
                    statutory=any(limit.statutory for limit, _ in standing.clock),
                    limits=tuple(self.running(limit, due) for limit, due in standing.clock),
                )


def _advice(finding: Finding) -> Advise:
    assert isinstance(finding.conclusion, Advise)
    return finding.conclusion


def _finding(finding: Finding) -> FindingEntry:
    return FindingEntry(rule=finding.rule.id, conclusion=str(finding.conclusion), **{"from": finding.facts})


def _way_in(entrance: Entrance) -> WayIn:
    return WayIn(
        kind=entrance.kind,
        value=entrance.value,
        label=entrance.label,
        hours=entrance.hours,
        confidence=entrance.confidence,
        checked=entrance.checked,
    )
