"""An advised action in a case → the step: where, how, what to bring, by when, on what ground, what it closes, what next."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache, partial
from itertools import chain

from engine.case import foreclosures, reply_clock
from engine.findings import Finding, Inference
from engine.graph import ChannelState, Graph, Node
from engine.steps.deadlines import Deadline
from engine.steps.fitting import channel_of, is_sure
from engine.steps.grounds import cited_articles, ground, read_in, silent
from engine.steps.outline import Basis, ClaimIf, DateKind, Next, RunningLimit, Step, Warn
from engine.steps.ways import ways_in
from engine.wording import Speaker
from knowledge.approach import Action, Channel
from knowledge.citations import citations, in_force
from knowledge.library import Knowledge
from knowledge.limits import Due, NamedLimit
from knowledge.models import Claim, Text, meets
from rules.models import Advise, RuleEntry, Urgency

__all__ = ["WEEK", "Advised", "StepWriter", "advice_of", "running"]

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
        self.provider = self.case.wallet(knowledge)

    @cached_property
    def known(self) -> Mapping[str, object]:
        """Every answer, and what was computed and concluded from them."""
        return {**self.inference.facts, **self.case.answers}

    @cached_property
    def drawn(self) -> Mapping[str, RuleEntry]:
        """The rules that found something."""
        return {finding.rule.id: finding.rule.entry for finding in self.inference.findings}

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
        claims = self.claims if action.claims_of_issue else ()
        opening = node.because if node and node.state is ChannelState.OPEN else ()
        rules = tuple(finding.rule.entry for finding in item.findings)
        basis = ground(self.knowledge, self.case, self.citations(item, claims, opening))
        documents = tuple(read_in(self.knowledge, (*action.sources, *(use for rule in rules for use in rule.sources))))
        judgements = tuple(dict.fromkeys(self.judgements(item, basis)))
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
            how=self.speaker.filled(action.do),
            claims=tuple(claim.text for claim in claims),
            claims_if=self.claims_if if action.claims_of_issue else (),
            guidance=self.speaker.filled(action.guidance),
            entrances=ways_in(self.knowledge, action, channel, self.provider, self.case.as_of),
            materials=self.materials(action, channel, node),
            because=tuple(dict.fromkeys((*(rule.id for rule in rules), *opening))),
            reasons=self.speaker.filled(rule.because for rule in rules),
            basis=basis,
            sources=(*(_line(doc.told, doc.url) for doc in documents), *map(_line, judgements)),
            documents=documents,
            judgements=judgements,
            warnings=tuple(self.warnings(channel)) if channel and channel.forecloses else (),
        )
        if channel and action.files and self.doors:
            return step.unfolding(if_unresolved=partial(self.doors, channel))
        return step

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

    def materials(self, action: Action, channel: Channel | None, node: Node | None) -> tuple[Text, ...]:
        """The papers of the action, those that show such a trouble, and those that a filing at the channel takes."""
        files = action.files and channel is not None and node is not None and not node.standing.attempt
        of_issue = self.issue.evidence if self.issue and action.evidence_of_issue else ()
        return _materials(self.knowledge, action.materials, of_issue, channel.materials if channel and files else ())

    def citations(self, item: Advised, claims: Iterable[Claim], opening: Iterable[str]) -> Iterator[str]:
        """The grounds of the advice, of the action, of the claims it makes, and of the rules that open the channel."""
        for finding in item.findings:
            yield from finding.rule.entry.basis
        yield from item.action.basis
        for claim in claims:
            yield from claim.basis
        for rule in opening:
            yield from self.drawn[rule].basis if rule in self.drawn else ()

    @cached_property
    def claims(self) -> Sequence[Claim]:
        """What the person can ask for in such a trouble, given the answers."""
        claims = self.issue.claims if self.issue else ()
        return [claim for claim in claims if claim.made(self.known) and self._speaks(claim)]

    @cached_property
    def claims_if(self) -> tuple[ClaimIf, ...]:
        """What the person can ask for besides, if unanswered questions turn out so; nothing that an answer speaks against."""
        return tuple(self._open_claims(self.issue.claims if self.issue else ()))

    def _open_claims(self, claims: Iterable[Claim]) -> Iterator[ClaimIf]:
        known = self.known
        for claim in claims:
            open_ = {fact: words for fact, words in claim.given.items() if known.get(fact) is None}
            told = {fact: words for fact, words in claim.given.items() if fact not in open_}
            against = claim.unless and meets(claim.unless, known)
            if open_ and meets(told, known) and not against and self._speaks(claim):
                yield ClaimIf(text=claim.text, given=open_)

    def _speaks(self, claim: Claim) -> bool:
        """Whether one of its grounds is in force, binds the other side, and speaks to such a person."""
        heard = [ref for ref in claim.basis if not silent(self.knowledge, self.case, ref)]
        return bool(cited_articles(self.knowledge, self.case, heard))

    def warnings(self, channel: Channel) -> Iterator[Warn]:
        for closed in foreclosures(channel, self.case.as_of, self.knowledge):
            if self.graph.nodes[closed.channel].state in GOES_ON:
                yield Warn(
                    forecloses=closed.channel,
                    because=closed.because,
                    basis=citations(self.knowledge, closed.basis, self.case.as_of),
                )


@lru_cache(maxsize=4096)
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


def _line(told: Text, url: str | None = None) -> str:
    """In both languages, with the address."""
    return f"{told.zh} / {told.en}" + (f" {url}" if url else "")
