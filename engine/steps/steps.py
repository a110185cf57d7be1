"""An advised action in a case → the step: where, how, what to bring, by when, on what ground, what it closes, what next."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from itertools import chain

from engine.case import foreclosures, reply_clock
from engine.findings import Finding, Inference
from engine.graph import ChannelState, Graph, Node
from engine.steps.claims import Claims
from engine.steps.deadlines import Deadline
from engine.steps.draft import Draft, draft_of, line
from engine.steps.fitting import channel_of, is_sure
from engine.steps.grounds import ground
from engine.steps.outline import Basis, DateKind, Next, RunningLimit, Step, Warn
from engine.steps.ways import ways_in
from engine.wording import Speaker
from knowledge.approach import Action, Channel
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
Part = Mapping[str, object]
"""some fields of a step"""
GOES_ON = (ChannelState.OPEN, ChannelState.WAITING, ChannelState.UNDETERMINED)


class Advised(Frozen):
    """An action with every finding that advises it, how soon the soonest wants it, and the limit that it is due by."""

    action: Action
    findings: tuple[Finding, ...]
    urgency: Urgency
    deadline: Deadline | None = None

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


class StepWriter:
    """Writes the steps of one case; `doors` tells what opens if nothing comes of one, and need not be told of a supposed case."""

    def __init__(self, knowledge: Knowledge, inference: Inference, graph: Graph, doors: Doors | None = None) -> None:
        self.knowledge, self.inference, self.graph, self.doors = knowledge, inference, graph, doors
        self.case = inference.case
        self.speaker, self.claims = Speaker(knowledge, self.case), Claims(knowledge, inference)
        self.issue = knowledge.issues.get(str(self.case.answers.get("issue")))
        self.provider = self.case.wallet(knowledge)

    def entry(self, rule: str) -> RuleEntry:
        """The rule as it stands in its file."""
        numbered = self.inference.numbered
        return numbered.rules[numbered.bit[rule].bit_length() - 1].entry

    def place(self, action: Action) -> Place:
        """Where the action is done, which limits run there until an answer is due, and what that hangs on."""
        channel = self.knowledge.channels.get(channel_of(action, self.knowledge, self.case) or "")
        if channel is None:
            return Place()
        node = self.graph.nodes[channel.id]
        sure = is_sure(action, self.knowledge, self.case, self.graph)
        clock = self.clock(channel, node) if action.files and not action.presses else ()
        return Place(channel, node, clock, () if sure else node.asks)

    def step(self, rank: int, item: Advised) -> Step:
        """The step as its draft has it, with what hangs on the case and its days."""
        draft, place = draft_of(self.knowledge, item.action, item.findings), self.place(item.action)
        told = {
            "rank": rank,
            "channel": place.channel.id if place.channel else None,
            "provided": place.provided,
            **self.days(item, place),
            **(self.texts(draft.step) if draft.fills else {}),
            **self.means(item.action, place),
            **self.grounds(item.action, draft, place),
        }
        step = draft.step.but(**told)
        if place.channel and item.action.files and self.doors:
            return step.unfolding(if_unresolved=partial(self.doors, place.channel))
        return step

    def days(self, item: Advised, place: Place) -> Part:
        """How soon, from when, by when, and when an answer is due."""
        deadline = item.deadline
        return {
            "urgency": item.urgency,
            "do_from": self.case.as_of,
            "do_by": self.do_by(item),
            "do_by_provisional": bool(deadline and deadline.due and deadline.due.provisional),
            "do_by_kind": self.kind(item),
            "limit": deadline.told() if deadline else None,
            "reply_due": place.reply_due,
            "reply_limits": tuple([running(limit, due) for limit, due in place.clock]),
        }

    def texts(self, step: Step) -> Part:
        """The texts with the words of the case."""
        fill = self.speaker.fill
        filled = {name: tuple(map(fill, getattr(step, name))) for name in ("how", "guidance", "reasons")}
        return {"title": fill(step.title), **filled}

    def means(self, action: Action, place: Place) -> Part:
        """What can be asked for there, how to get in, what to bring, and what it closes."""
        claims = self.claims if action.claims_of_issue else None
        return {
            "claims": claims.texts if claims else (),
            "claims_if": claims.open if claims else (),
            "entrances": ways_in(self.knowledge, action, place.channel, self.provider, self.case.as_of),
            "materials": self.materials(action, place.channel, place.node),
            "warnings": tuple(self.warnings(place.channel)) if place.channel and place.channel.forecloses else (),
        }

    def grounds(self, action: Action, draft: Draft, place: Place) -> Part:
        """The rules that advise it and open its channel, and what all of it rests on."""
        opening = place.node.because if place.node and place.node.state is ChannelState.OPEN else ()
        opened = (ref for rule in opening for ref in self.entry(rule).basis)
        claimed = self.claims.basis if action.claims_of_issue else ()
        basis = ground(self.knowledge, self.case, (*draft.basis, *claimed, *opened))
        judgements = tuple(dict.fromkeys(self.judgements(action, draft, basis)))
        return {
            "because": tuple(dict.fromkeys((*draft.step.because, *opening))),
            "basis": basis,
            "sources": (*draft.step.sources, *map(line, judgements)),
            "judgements": judgements,
        }

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

    def warnings(self, channel: Channel) -> Iterator[Warn]:
        for closed in foreclosures(channel, self.case.as_of, self.knowledge):
            if self.graph.nodes[closed.channel].state in GOES_ON:
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
