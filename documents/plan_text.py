"""A plan → blocks of labelled lines in one language, for a terminal, a pipe or a file."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from documents.fork_text import fork_lines
from documents.plan_words import PlanWords
from documents.step_text import StepText
from engine.case import Case
from engine.graph import ChannelState
from engine.steps import Plan, Step
from engine.steps.outline import ChannelEntry, Matter, NotKnown
from engine.wording import statute_name
from knowledge.approach import WALLET_FACTS, Standing
from knowledge.library import Knowledge
from knowledge.models import Lang
from rules.models import Urgency

__all__ = ["Block", "as_plain", "plan_blocks", "summary_block"]

SUMMED_UP = 4
"""lines of the summary for one day"""
ASKED = 3
"""questions that are named at the end of the short form"""


@dataclass(frozen=True)
class Block:
    """A heading with labelled lines; `urgent` asks for the reader's eye first."""

    heading: str
    lines: tuple[tuple[str, str], ...]
    urgent: bool = False


def plan_blocks(plan: Plan, case: Case, knowledge: Knowledge, lang: Lang, *, full: bool = False) -> list[Block]:
    """The plan as a person reads it: the summary, who is late, the steps, their branches, papers, what opens next.

    In full, every step with all its grounds, what is closed and not settled, the wallet, and what was not verified.
    """
    writer = _Writer(plan, case, knowledge, lang)
    return list(writer.full_blocks() if full else writer.blocks())


def summary_block(plan: Plan, case: Case, knowledge: Knowledge, lang: Lang) -> list[Block]:
    """What to do now, today and this week, a line each: to be read last, where a screen has scrolled."""
    return list(_Writer(plan, case, knowledge, lang).summary())


def as_plain(blocks: Iterable[Block]) -> str:
    """Blocks as text without colour: labels in a column of their own width, one line a statement."""
    parts = []
    for block in blocks:
        wide = max((_width(label) for label, _ in block.lines), default=0)
        lines = [f"   {label}{' ' * (wide - _width(label))}  {text}".rstrip() for label, text in block.lines]
        parts.append("\n".join([block.heading, *lines]))
    return "\n\n".join(parts) + "\n"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


class _Writer(PlanWords):
    def __init__(self, plan: Plan, case: Case, knowledge: Knowledge, lang: Lang) -> None:
        super().__init__(plan, case, knowledge, lang)
        self.steps = StepText(plan, case, knowledge, lang)

    def blocks(self) -> Iterator[Block]:
        yield from self.head_blocks()
        yield from self.summary()
        yield from self.times()
        pressing = self.pressing()
        for step in pressing:
            lines = tuple(self.steps.short_lines(step))
            yield Block(self.steps.step_heading(step), lines, step.urgency is Urgency.NOW)
        yield from self.section(
            "useful-title", self.useful_lines(step for step in self.plan.steps if step not in pressing)
        )
        yield from self.section("branches-title", fork_lines(self.plan, self.speaker, self.lang))
        yield from self.section("papers-title", self.paper_lines(pressing))
        yield from self.section("later-title", (*self.waiting_lines(), *self.later_lines()))
        yield from self.section("ask-title", islice(self.ask_lines(), ASKED))
        yield Block(self.say("more-in-full"), ())
        yield Block(self.of(self.plan.disclaimer), ())

    def pressing(self) -> list[Step]:
        """The steps that are told in full: what is due, and in any case the first that goes to somebody."""
        first = self.plan.summary.next.action if self.plan.summary.next else None
        due = [s for s in self.plan.steps if s.urgency is not Urgency.WHEN_USEFUL or s.action == first]
        return due or list(self.plan.steps[:1])

    def full_blocks(self) -> Iterator[Block]:
        yield from self.head_blocks()
        yield from self.summary()
        yield from self.times()
        for step in self.plan.steps:
            lines = tuple(self.steps.step_lines(step))
            yield Block(self.steps.step_heading(step), lines, step.urgency is Urgency.NOW)
        yield from self.section("branches-title", fork_lines(self.plan, self.speaker, self.lang))
        yield from self.section("waiting-title", self.waiting_lines())
        yield from self.section("later-title", self.later_lines())
        yield from self.section("closed-title", self.closed_lines())
        yield from self.section("undetermined-title", self.undetermined_lines())
        yield from self.section("ask-title", self.ask_lines())
        yield from self.section("settle-title", self.settle_lines())
        yield from self.section("wallet-title", self.wallet_lines())
        yield from self.section("doubt-title", self.doubt_lines())
        yield Block(self.of(self.plan.disclaimer), ())

    def head_blocks(self) -> Iterator[Block]:
        yield Block(self.head(), ())
        if not self.plan.covered:
            yield Block(self.say("plan-not-covered"), ())
        elif not self.plan.steps:
            yield Block(self.say("plan-none" if "issue" in self.case.answers else "plan-too-little"), ())

    def times(self) -> Iterator[Block]:
        """Who has passed a limit, and what a limit that is over has closed."""
        yield from self.section("late-title", self.late_lines(statutory=True), urgent=True)
        yield from self.section("lost-title", self.lost_lines())
        yield from self.section("slow-title", self.late_lines(statutory=False))

    def summary(self) -> Iterator[Block]:
        yield from self.section("summary-title", self.summary_lines(), urgent=True)

    def summary_lines(self) -> Iterator[tuple[str, str]]:
        told = self.plan.summary
        after = (told.next,) if told.next else ()
        for key, items in (("now", told.now), ("today", told.today), ("this-week", told.this_week), ("next", after)):
            for number, item in enumerate(items[:SUMMED_UP]):
                who = self.channel_name(item.channel) if item.channel else ""
                where = " ".join(filter(None, [who, self.way_value(item.entrance)]))
                line = f"{self.of(item.title)}{self.say('summary-where', where=where) if where else ''}"
                yield (self.say(f"urgency-{key}") if number == 0 else ""), line

    def useful_lines(self, steps: Iterable[Step]) -> Iterator[tuple[str, str]]:
        """The steps that can wait, by their titles."""
        for step in steps:
            who = self.bracketed(self.channel_name(step.channel)) if step.channel else ""
            yield "", f"{step.rank}. {self.of(step.title)}{who}"

    def paper_lines(self, steps: Iterable[Step]) -> Iterator[tuple[str, str]]:
        """What all these steps ask for, each paper once."""
        papers = list(dict.fromkeys(self.of(paper) for step in steps for paper in step.materials))
        if papers:
            yield "", ("、" if self.lang == "zh" else ", ").join(papers)

    def section(self, title: str, lines: Iterable[tuple[str, str]], urgent: bool = False) -> Iterator[Block]:
        found = tuple(lines)
        if found:
            yield Block(self.say(title), found, urgent)

    def head(self) -> str:
        told = [
            self.of(self.speaker.word(name)) for name in ("provider", "issue", "amount") if name in self.case.answers
        ]
        return " · ".join([self.say("plan-title"), self.say("plan-day", day=self.plan.as_of), *told])

    def lost_lines(self) -> Iterator[tuple[str, str]]:
        for item in self.plan.lost:
            yield "✗", f"{self.of(item.title)}{self.colon}{self.limit_words('lost-line', item.limit)}"

    def late_lines(self, *, statutory: bool) -> Iterator[tuple[str, str]]:
        for late in self.plan.late:
            if late.statutory is not statutory:
                continue
            line = self.say(
                "late-line" if statutory else "slow-line",
                channel=self.channel_name(late.channel),
                since=late.since,
                days=late.days,
            )
            yield "!", f"{line}{self.bracketed(self.reply(late.limits[-1].last, late.limits))}"

    def in_state(self, *states: ChannelState) -> Iterator[tuple[str, ChannelEntry]]:
        return ((channel, entry) for channel, entry in self.plan.channels.items() if entry.state in states)

    def waiting_lines(self) -> Iterator[tuple[str, str]]:
        for channel, entry in self.in_state(ChannelState.WAITING):
            if entry.standing is Standing.WAITING:
                key = "waiting-line" if entry.reply_due else "waiting-open"
                yield "-", self.say(key, channel=self.channel_name(channel), day=entry.reply_due)

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
            told = self.of(self.knowledge.questions[fact].help)
            yield "?", f"{self.of(self.knowledge.facts[fact].label)}{self.colon}{told}"

    def ask_lines(self) -> Iterator[tuple[str, str]]:
        for item in self.plan.ask[:5]:
            question = self.knowledge.questions.get(item.fact)
            yield "?", self.of(question.ask if question else self.knowledge.facts[item.fact].label)
