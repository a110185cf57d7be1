"""An advised action in a case → the step: where, how, what to bring, by when, on what ground, what it closes, what next."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from itertools import chain

from engine.case import foreclosures, is_same_side, reply_clock
from engine.findings import Finding, Inference
from engine.graph import ChannelState, Graph, Node
from engine.steps.claims import Claims
from engine.steps.deadlines import Deadline
from engine.steps.draft import Draft, draft_of, line
from engine.steps.grounds import Grounds
from engine.steps.outline import Step
from engine.steps.parts import Basis, DateKind, Next, RunningLimit, Warn
from engine.steps.ways import ways_in
from engine.wording import Speaker
from knowledge.action import Action
from knowledge.channel import Channel
from knowledge.citations import citations, in_force
from knowledge.frozen import Frozen
from knowledge.library import Knowledge
from knowledge.limits import Due, NamedLimit
from knowledge.models import Text
from knowledge.remembered import remembered
from rules.models import Advise, RuleEntry, Urgency

__all__ = ["WEEK", "Advised", "StepWriter", "advice_of", "running"]

WEEK = timedelta(days=7)
Doors = Callable[[Channel], tuple[Next, ...]]
Part = dict[str, object]
"""some fields of a step; those that its draft has right already are left out"""
GOES_ON = (ChannelState.OPEN, ChannelState.WAITING, ChannelState.UNDETERMINED)


class Advised(Frozen):
    """An action with every finding that advises it, how soon the soonest wants it, by which limit, and where it is done."""

    action: Action
    findings: tuple[Finding, ...]
    urgency: Urgency
    deadline: Deadline | None = None
    channel: str | None = None
    sure: bool = True
    """whether nothing that is unknown can still close its door"""

    @property
    def last(self) -> date | None:
        """The last day of the limit, where it is due by one whose days are known."""
        return self.deadline.due.last if self.deadline and self.deadline.due else None


class Place(Frozen):
    """The channel of an action in a case, if it has one, the limits for an answer there, and the unknown facts it hangs on."""

    channel: Channel | None = None
    node: Node | None = None
    clock: tuple[tuple[NamedLimit, Due], ...] = ()
    provided: tuple[str, ...] = ()

    @property
    def reply_due(self) -> date | None:
        """The last day for an answer."""
        return self.clock[-1][1].last if self.clock else None


NOWHERE = Place()


class StepWriter:
    """Writes the steps of one case; `doors` tells what opens if nothing comes of one, and need not be told of a supposed case."""

    def __init__(self, knowledge: Knowledge, inference: Inference, graph: Graph, doors: Doors | None = None) -> None:
        self.knowledge, self.inference, self.graph, self.doors = knowledge, inference, graph, doors
        self.case = inference.case
        self.speaker, self.cited = Speaker(knowledge, self.case), Grounds(knowledge, self.case)
        self.claims = Claims(knowledge, inference, self.cited)
        self.issue = knowledge.issues.get(str(self.case.answers.get("issue")))
        self.provider = self.case.wallet(knowledge)

    def entry(self, rule: str) -> RuleEntry:
        """The rule as it stands in its file."""
        numbered = self.inference.numbered
        return numbered.rules[numbered.bit[rule].bit_length() - 1].entry

    def place(self, item: Advised) -> Place:
        """Where the action is done, which limits run there until an answer is due, and what that hangs on."""
        if item.channel is None:
            return NOWHERE
        channel, node = self.knowledge.channels[item.channel], self.graph.nodes[item.channel]
        clock = self.clock(channel, node) if item.action.starts_clock else ()
        return Place(channel, node, clock, () if item.sure else node.asks)

    def step(self, rank: int, item: Advised) -> Step:
        """The step as its draft has it, with what hangs on the case and its days."""
        action, place = item.action, self.place(item)
        draft = draft_of(self.knowledge, action, item.findings)
        told = self.days(item, place)
        self.fill(told, draft)
        self.add_means(told, action, place)
        self.add_grounds(told, action, draft, place)
        step = draft.step.but(rank=rank, channel=item.channel, provided=place.provided, **told)
        if place.channel and action.files and self.doors:
            return step.unfolding(if_unresolved=partial(self.doors, place.channel))
        return step

    def days(self, item: Advised, place: Place) -> Part:
        """How soon, from when, by when, and when an answer is due."""
        deadline, do_by = item.deadline, self.do_by(item)
        told: Part = {"urgency": item.urgency, "do_from": self.case.as_of, "do_by": do_by}
        if deadline:
            told["do_by_provisional"] = bool(deadline.due and deadline.due.provisional)
            told["do_by_kind"], told["limit"] = self.kind(item), deadline.told()
        elif do_by:
            told["do_by_kind"] = DateKind.SUGGESTED
        if place.clock:
            told["reply_due"] = place.reply_due
            told["reply_limits"] = tuple([running(limit, due) for limit, due in place.clock])
        return told

    def fill(self, told: Part, draft: Draft) -> None:
        """The texts that want words of the case."""
        for name in draft.fills:
            text = getattr(draft.step, name)
            told[name] = self.speaker.fill(text) if isinstance(text, Text) else tuple(map(self.speaker.fill, text))

    def add_means(self, told: Part, action: Action, place: Place) -> None:
        """What can be asked for there, how to get in, what to bring, and what it closes."""
        if action.claims_of_issue:
            told["claims"], told["claims_if"] = self.claims.texts, self.claims.open
        told["entrances"] = ways_in(
            self.knowledge, action, place.channel, self.provider, self.case.as_of, self.case.answers
        )
        told["materials"] = self.materials(action, place.channel, place.node)
        if place.channel and place.channel.forecloses and action.files:
            told["warnings"] = tuple(self.warnings(action, place.channel))

    def add_grounds(self, told: Part, action: Action, draft: Draft, place: Place) -> None:
        """The rules that advise it and open its channel, and what all of it rests on."""
        opening = place.node.because if place.node and place.node.state is ChannelState.OPEN else ()
        opened = [ref for rule in opening for ref in self.entry(rule).basis]
        claimed = self.claims.basis if action.claims_of_issue else ()
        basis = self.cited.shown((*draft.basis, *claimed, *opened))
        told["basis"] = basis
        if opening:
            told["because"] = tuple(dict.fromkeys((*draft.step.because, *opening)))
        if judgements := tuple(dict.fromkeys(self.judgements(action, draft, basis))):
            told["judgements"], told["sources"] = judgements, (*draft.step.sources, *map(line, judgements))

    def judgements(self, action: Action, draft: Draft, basis: Sequence[Basis]) -> Iterator[Text]:
        """This project's own reasons: those of rules whose articles are not in force, and of all where no article speaks."""
        if action.reason and not basis:
            yield action.reason
        for reason, articles in draft.judgements:
            if not (basis and in_force(self.knowledge, articles, self.case.days)):
                yield reason

    def clock(self, channel: Channel, node: Node) -> tuple[tuple[NamedLimit, Due], ...]:
        """The limits that run (or would run from today) until an answer is due."""
        if node.standing.clock or node.standing.undated or not channel.answers:
            return node.standing.clock
        return reply_clock(channel, self.case.as_of, self.case, self.knowledge)

    def do_by(self, item: Advised) -> date | None:
        match item.urgency:
            case Urgency.NOW | Urgency.TODAY:
                return self.case.as_of
            case Urgency.THIS_WEEK:
                return self.case.as_of + WEEK
            case Urgency.BY:
                return item.last
            case _:
                return None

    def kind(self, item: Advised) -> DateKind | None:
        """Whose date `do_by` is; None without a date."""
        if item.deadline:
            return DateKind.STATUTORY if item.deadline.limit.statutory else DateKind.YARDSTICK
        return DateKind.SUGGESTED if self.do_by(item) else None

    def materials(self, action: Action, channel: Channel | None, node: Node | None) -> tuple[Text, ...]:
        """The papers of the action, those that show such a trouble, and those that a filing at the channel takes."""
        files = action.files and channel is not None and node is not None and not node.standing.attempt
        of_issue = self.issue.evidence if self.issue and action.evidence_of_issue else ()
        return _materials(self.knowledge, action.materials, of_issue, channel.materials if channel and files else ())

    def warnings(self, action: Action, channel: Channel) -> Iterator[Warn]:
        """The doors that it closes, of those still open to the same dispute."""
        for closed in foreclosures(channel, self.case.as_of, self.knowledge):
            if self.graph.nodes[closed.channel].state not in GOES_ON:
                continue
            if is_same_side(action, self.knowledge.channels[closed.channel], self.case.answers) is not False:
                yield Warn(
                    forecloses=closed.channel,
                    because=closed.because,
                    basis=citations(self.knowledge, closed.basis, self.case.as_of),
                )


@remembered(4096)
def _materials(knowledge: Knowledge, *wanted: tuple[str, ...]) -> tuple[Text, ...]:
    """Their names, each once."""
    return tuple(knowledge.materials[item].name for item in dict.fromkeys(chain(*wanted)))


def running(limit: NamedLimit, due: Due) -> RunningLimit:
    """A limit that runs, as the plan shows it."""
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


def advice_of(finding: Finding) -> Advise:
    assert isinstance(finding.conclusion, Advise)
    return finding.conclusion
