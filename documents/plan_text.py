"""A plan → blocks of labelled lines in one language, for a terminal, a pipe or a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from documents.fork_text import fork_lines
from documents.layout import Block
from documents.plan_words import PlanWords
from documents.short_plan import ShortPlan
from documents.step_text import StepText
from documents.summary_text import SummaryText
from engine.case import Case
from engine.graph import ChannelState
from engine.steps import Plan
from engine.steps.outline import ChannelEntry, Matter
from engine.steps.parts import NotKnown
from engine.wording import statute_name
from knowledge.library import Knowledge
from knowledge.models import Lang
from knowledge.provider import WALLET_FACTS
from knowledge.standing import Standing
from rules.models import Urgency

__all__ = ["plan_blocks", "rest_blocks", "summary_block"]


def plan_blocks(
    plan: Plan, case: Case, knowledge: Knowledge, lang: Lang, *, full: bool = False, then: Sequence[Block] = ()
) -> list[Block]:
    """The plan as a person reads it, on one page or two screens: the summary, who is late, the steps, what else there is.

    In full, every step with all its grounds, what is closed and not settled, the wallet, and what was not verified.
    What comes `then` takes its lines from the short form.
    """
    if full:
        return [*_FullPlan(plan, case, knowledge, lang).blocks(), *then]
    return ShortPlan(plan, case, knowledge, lang).blocks(then)


def rest_blocks(plan: Plan, case: Case, knowledge: Knowledge, lang: Lang) -> list[Block]:
    """What the full form tells after the steps and the forks: whom one waits for, what is closed or open, the wallet, doubts."""
    return list(_FullPlan(plan, case, knowledge, lang).rest())


def summary_block(plan: Plan, case: Case, knowledge: Knowledge, lang: Lang) -> list[Block]:
    """What to do first, a line each: to be read last, where a screen has scrolled."""
    summary = SummaryText(plan, case, knowledge, lang)
    lines = tuple(summary.again())
    return [Block(summary.say("summary-title"), lines, urgent=True)] if lines else []


class _FullPlan(PlanWords):
    def __init__(self, plan: Plan, case: Case, knowledge: Knowledge, lang: Lang) -> None:
        super().__init__(plan, case, knowledge, lang)
        self.steps = StepText(plan, case, knowledge, lang)
        self.summary = SummaryText(plan, case, knowledge, lang)

    def blocks(self) -> Iterator[Block]:
        yield from (Block(heading, ()) for heading in self.summary.head())
        yield from self.section("summary-title", self.summary.lines(), urgent=True)
        yield from self.section("late-title", self.late_lines(statutory=True, full=True), urgent=True)
        yield from self.section("lost-title", self.lost_lines())
        yield from self.section("slow-title", self.late_lines(statutory=False, full=True))
        for step in self.plan.steps:
            lines = tuple(self.steps.step_lines(step))
            yield Block(self.steps.step_heading(step), lines, step.urgency is Urgency.NOW)
        yield from self.section(
            "branches-title", fork_lines(self.plan.branches, self.plan.as_of, self.speaker, self.lang)
        )
        yield from self.rest()
        yield Block(self.of(self.plan.disclaimer), ())

    def rest(self) -> Iterator[Block]:
        """What else there is, after the steps and where the way forks."""
        yield from self.section("waiting-title", self.waiting_lines())
        yield from self.section("later-title", self.later_lines())
        yield from self.section("closed-title", self.closed_lines())
        yield from self.section("undetermined-title", self.undetermined_lines())
        yield from self.section("ask-title", (("?", text) for _, text in self.questions()))
        yield from self.section("settle-title", self.settle_lines())
        yield from self.section("wallet-title", self.wallet_lines())
        yield from self.section("abroad-title", (("", text) for _, text in self.from_abroad()))
        yield from self.section("doubt-title", self.doubt_lines())

    def section(self, title: str, lines: Iterable[tuple[str, str]], urgent: bool = False) -> Iterator[Block]:
        found = tuple(lines)
        if found:
            yield Block(self.say(title), found, urgent)

    def in_state(self, *states: ChannelState) -> Iterator[tuple[str, ChannelEntry]]:
        return ((channel, entry) for channel, entry in self.plan.channels.items() if entry.state in states)

    def waiting_lines(self) -> Iterator[tuple[str, str]]:
        for channel, entry in self.in_state(ChannelState.WAITING):
            if entry.standing is Standing.WAITING:
                yield "-", self.awaited(channel, entry)

    def later_lines(self) -> Iterator[tuple[str, str]]:
        for channel, entry in self.in_state(ChannelState.WAITING):
            if entry.standing is Standing.NOT_TRIED:
                key = "later-on" if entry.opens_on else "later-after"
                yield "-", self.say(key, channel=self.channel_name(channel), day=entry.opens_on)

    def closed_lines(self) -> Iterator[tuple[str, str]]:
        for channel, entry in self.in_state(ChannelState.CLOSED):
            yield "×", f"{self.channel_name(channel)}{self.colon}{' '.join(map(self.of, entry.reasons))}"

    def undetermined_lines(self) -> Iterator[tuple[str, str]]:
        """The undetermined channels that steps, or possible steps, go through, and the facts that decide each."""
        mattering = {item.id for item in self.plan.pending if item.about is Matter.CHANNEL}
        for channel, entry in self.in_state(ChannelState.UNDETERMINED):
            if channel in mattering:
                told = {"channel": self.channel_name(channel), "facts": self.fact_names(entry.asks)}
                yield "?", self.say("undetermined-line", **told)

    def wallet_lines(self) -> Iterator[tuple[str, str]]:
        """Who answers for the wallet, what it promises, what it is not."""
        wallet = self.plan.wallet
        if wallet is None or not self.plan.steps:
            return
        for name in WALLET_FACTS:
            if text := getattr(wallet, name):
                yield self.say(f"wallet-{name}"), self.of(text)
        for item in wallet.not_known:
            yield self.say(f"wallet-{item.what}"), self.not_known(item)
        yield from self.listed("wallet-warnings", map(self.of, wallet.warnings))

    def not_known(self, item: NotKnown) -> str:
        """That it is not known for the day, why, and what holds today."""
        told = [self.say("wallet-not-known", day=self.plan.as_of)]
        told += [self.of(item.why)] if item.why else []
        told += [self.say("wallet-latest", text=item.latest)] if item.latest else []
        return self.semicolon.join(told)

    def doubt_lines(self) -> Iterator[tuple[str, str]]:
        """What was not verified about the articles cited above, each once."""
        told = {
            (statute_name(item.statute, self.lang), self.of(item.doubt))
            for step in self.plan.steps
            for item in step.basis
            if item.doubt
        }
        return (("?", f"{title}{self.colon}{doubt}") for title, doubt in sorted(told))

    def settle_lines(self) -> Iterator[tuple[str, str]]:
        """What the person could not tell, though something hangs on it, and where the answer can be found."""
        open_ = {fact for item in self.plan.pending for fact in item.asks} & self.case.dont_know
        for fact in (name for name in self.knowledge.facts if name in open_):
            told = self.of(self.knowledge.questions[fact].helped(self.case.answers))
            yield "?", f"{self.of(self.knowledge.facts[fact].label)}{self.colon}{told}"
