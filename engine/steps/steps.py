"""An advised action in a case → the step: where, how, what to bring, by when, on what ground, what it closes, what next."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from engine.case import foreclosures, reply_clock
from engine.findings import Finding, Inference
from engine.graph import ChannelState, Graph, Node
from engine.steps.deadlines import Deadline
from engine.steps.fitting import channel_of, is_sure
from engine.steps.grounds import ground, silent
from engine.steps.outline import Basis, ClaimIf, DateKind, Document, Next, RunningLimit, Step, Warn, WayIn
from engine.wording import Speaker, document
from knowledge.approach import Action, Channel, Entrance
from knowledge.citations import citations, in_force
from knowledge.editions import holding
from knowledge.grounds import named
from knowledge.library import Knowledge
from knowledge.limits import Due, NamedLimit
from knowledge.models import Claim, Text, meets
from rules.models import Advise, Urgency

__all__ = ["WEEK", "Advised", "StepWriter", "advice_of", "hotlines", "running", "way_in"]

WEEK = timedelta(days=7)
Doors = Callable[[Channel], tuple[Next, ...]]
GOES_ON = (ChannelState.OPEN, ChannelState.WAITING, ChannelState.UNDETERMINED)


@dataclass(frozen=True)
class Advised:
    """An action with every finding that advises it, how soon the soonest wants it, and the limit that it is due by."""

    action: Action
    findings: tuple[Finding, ...]
    urgency: Urgency
    deadline: Deadline | None = None

    @property
    def last(self) -> date | None:
        """The last day of the limit, where it is due by one whose days are known."""
        return self.deadline.due.last if self.deadline and self.deadline.due else None


@dataclass(frozen=True)
class Place:
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
        self.speaker = Speaker(knowledge, self.case)
        self.issue = knowledge.issues.get(str(self.case.answers.get("issue")))

    def place(self, action: Action) -> Place:
        """Where the action is done, which limits run there until an answer is due, and what that hangs on."""
        channel = self.knowledge.channels.get(channel_of(action, self.knowledge, self.case) or "")
        if channel is None:
            return Place()
        node = self.graph.nodes[channel.id]
        sure = is_sure(action, self.knowledge, self.case, self.graph)
        clock = self.clock(channel, node) if action.files else ()
        return Place(channel, node, clock, () if sure else node.asks)

    def step(self, rank: int, item: Advised) -> Step:
        action, place = item.action, self.place(item.action)
        channel, node, clock = place.channel, place.node, place.clock
        basis = tuple(ground(self.knowledge, self.case, self.citations(item, node)))
        documents, judgements = tuple(self.documents(item)), tuple(dict.fromkeys(self.judgements(item, basis)))
        step = Step(
            rank=rank,
            action=action.id,
            channel=channel.id if channel else None,
            urgency=item.urgency,
            title=self.speaker.fill(action.title),
            do_from=self.case.as_of,
            do_by=self.do_by(item),
            do_by_provisional=bool(item.deadline and item.deadline.due and item.deadline.due.provisional),
            do_by_kind=self.kind(item),
            limit=item.deadline.told() if item.deadline else None,
            reply_due=place.reply_due,
            reply_limits=tuple(running(limit, due) for limit, due in clock),
            provided=place.provided,
            how=tuple(self.speaker.fill(line) for line in action.do),
            claims=tuple(claim.text for claim in self.claims(action)),
            claims_if=tuple(self.claims_if(action)),
            guidance=tuple(self.speaker.fill(line) for line in action.guidance),
            entrances=tuple(self.entrances(action, channel)),
            materials=self.materials(action, channel, node),
            because=self.because(item, node),
            reasons=tuple(self.speaker.fill(finding.rule.entry.because) for finding in item.findings),
            basis=basis,
            sources=(*(_line(doc.told, doc.url) for doc in documents), *(_line(told) for told in judgements)),
            documents=documents,
            judgements=judgements,
            warnings=tuple(self.warnings(channel)) if channel else (),
        )
        if channel and action.files and self.doors:
            return step.unfolding(if_unresolved=partial(self.doors, channel))
        return step

    def documents(self, item: Advised) -> Iterator[Document]:
        """What was read elsewhere than in statutes. What nobody could name is not shown."""
        rules = (finding.rule.entry for finding in item.findings)
        cited = named((*item.action.sources, *(use for rule in rules for use in rule.sources)))
        for use in dict.fromkeys(cited):
            yield Document(source=use.source.id, told=document(self.knowledge, use), url=use.source.url)

    def judgements(self, item: Advised, basis: Sequence[Basis]) -> Iterator[Text]:
        """This project's own reasons: those of rules whose articles are not in force, and of all where no article speaks."""
        if item.action.reason and not basis:
            yield item.action.reason
        for rule in (finding.rule.entry for finding in item.findings):
            if rule.reason and not (basis and in_force(self.knowledge, rule.basis, self.case.days)):
                yield rule.reason

    def clock(self, channel: Channel, node: Node) -> tuple[tuple[NamedLimit, Due], ...]:
        """The limits that run (or would run from today) until an answer is due."""
        if node.standing.clock or not channel.answers:
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

    def entrances(self, action: Action, channel: Channel | None) -> Iterator[WayIn]:
        """The wallet's own ways in first (those for this purpose before the general ones), then the channel's."""
        provider = self.case.wallet(self.knowledge)
        own = provider.entrances if provider else ()
        doors = {action.channel, channel.id if channel else None} - {None}
        fitting = [e for e in own if action.purpose in e.purposes and (not doors or doors & set(e.channels))]
        general = [e for e in own if channel and channel.id in e.channels and not e.purposes]
        shared = [e for e in (channel.entrances if channel else ()) if not provider or provider.kind not in e.not_at]
        for entrance in holding((*fitting, *general, *shared), self.case.as_of):
            if entrance.is_sure:
                yield way_in(entrance, self.case.as_of)
        if provider is None and channel and channel.is_of_wallet:
            yield from hotlines(self.knowledge, channel.id, action.purpose, self.case.as_of)

    def materials(self, action: Action, channel: Channel | None, node: Node | None) -> tuple[Text, ...]:
        files = action.files and channel is not None and node is not None and not node.standing.attempt
        of_issue = self.issue.evidence if self.issue and action.evidence_of_issue else ()
        wanted = (*action.materials, *of_issue, *(channel.materials if channel and files else ()))
        return tuple(self.knowledge.materials[item].name for item in dict.fromkeys(wanted))

    def because(self, item: Advised, node: Node | None) -> tuple[str, ...]:
        rules = [finding.rule.id for finding in item.findings]
        opened = node.because if node and node.state is ChannelState.OPEN else ()
        return tuple(dict.fromkeys([*rules, *opened]))

    def citations(self, item: Advised, node: Node | None) -> list[str]:
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
        known = {**self.inference.facts, **self.case.answers}
        return [claim for claim in self.issue.claims if claim.made(known) and self._speaks(claim)]

    def claims_if(self, action: Action) -> Iterator[ClaimIf]:
        """What the person can ask for besides, if unanswered questions turn out so; nothing that an answer speaks against."""
        known = {**self.inference.facts, **self.case.answers}
        for claim in self.issue.claims if self.issue and action.claims_of_issue else ():
            open_ = {fact: words for fact, words in claim.given.items() if known.get(fact) is None}
            told = {fact: words for fact, words in claim.given.items() if fact not in open_}
            against = claim.unless and meets(claim.unless, known)
            if open_ and meets(told, known) and not against and self._speaks(claim):
                yield ClaimIf(text=claim.text, given=open_)

    def _speaks(self, claim: Claim) -> bool:
        """Whether one of its grounds is in force, binds the other side, and speaks to such a person."""
        heard = [ref for ref in claim.basis if not silent(self.knowledge, self.case, ref)]
        return any(ground(self.knowledge, self.case, heard))

    def warnings(self, channel: Channel) -> Iterator[Warn]:
        for closed in foreclosures(channel, self.case.as_of, self.knowledge):
            if self.graph.nodes[closed.channel].state in GOES_ON:
                yield Warn(
                    forecloses=closed.channel,
                    because=closed.because,
                    basis=citations(self.knowledge, closed.basis, self.case.as_of),
                )


def hotlines(knowledge: Knowledge, channel: str, purpose: str | None, day: date) -> Iterator[WayIn]:
    """Where the wallet is not known: the number of each of the commonest ones for the purpose, else its general one."""
    for wallet in knowledge.commonest("provider"):
        provider = knowledge.providers[wallet]
        numbers = [e for e in holding(provider.entrances, day) if channel in e.channels and e.is_number]
        fitting = [e for e in numbers if purpose in e.purposes] or [e for e in numbers if not e.purposes]
        if fitting and channel not in provider.instead:
            yield way_in(fitting[0], day).model_copy(update={"of": provider.short_name, "label": provider.short_name})


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


def _line(told: Text, url: str | None = None) -> str:
    """In both languages, with the address."""
    return f"{told.zh} / {told.en}" + (f" {url}" if url else "")


def way_in(entrance: Entrance, day: date) -> WayIn:
    """An entrance, as the plan of the day shows it."""
    return WayIn(
        kind=entrance.kind,
        value=entrance.value,
        english=entrance.english,
        press=entrance.press,
        label=entrance.label,
        hours=entrance.hours,
        confidence=entrance.confidence,
        checked=entrance.checked,
        known=entrance.known_on(day),
    )
