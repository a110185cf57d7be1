"""A plan → blocks of labelled lines in one language, for a terminal, a pipe or a file."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from documents.fork_text import fork_lines
from engine.case import Case
from engine.graph import ChannelState
from engine.steps import Plan, Step
from engine.steps.outline import Basis, ChannelEntry, Matter, RunningLimit, StepLimit, WayIn
from engine.wording import Speaker, cite, phrase, statute_name
from knowledge.approach import Standing
from knowledge.library import Knowledge
from knowledge.models import Confidence, Duration, Lang, Text, read_duration
from rules.models import Urgency

__all__ = ["Block", "as_plain", "plan_blocks"]

GROUNDS = 4
WAYS_IN = 4


@dataclass(frozen=True)
class Block:
    """A heading with labelled lines; `urgent` asks for the reader's eye first."""

    heading: str
    lines: tuple[tuple[str, str], ...]
    urgent: bool = False


def plan_blocks(plan: Plan, case: Case, knowledge: Knowledge, lang: Lang) -> list[Block]:
    """The plan as a person reads it: head, who is late, steps, what opens next, what is closed or not settled."""
    return list(_Writer(plan, case, knowledge, lang).blocks())


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


class _Writer:
    def __init__(self, plan: Plan, case: Case, knowledge: Knowledge, lang: Lang) -> None:
        self.plan, self.case, self.knowledge, self.lang = plan, case, knowledge, lang
        self.speaker = Speaker(knowledge, case)

    @property
    def colon(self) -> str:
        return "：" if self.lang == "zh" else ": "

    @property
    def semicolon(self) -> str:
        return "；" if self.lang == "zh" else "; "

    def bracketed(self, text: str) -> str:
        return f"（{text}）" if self.lang == "zh" else f" ({text})"

    def say(self, key: str, **values: object) -> str:
        return phrase(self.knowledge, self.lang, key, **values)

    def of(self, text: Text) -> str:
        return text[self.lang]

    def channel_name(self, channel: str) -> str:
        return self.of(self.knowledge.channels[channel].name)

    def official_name(self, channel: str) -> str:
        """The channel's name; in English with the Chinese one by it, for the phone and the letter."""
        name = self.knowledge.channels[channel].name
        return name.zh if self.lang == "zh" else f"{name.en} ({name.zh})"

    def fact_names(self, facts: Iterable[str]) -> str:
        return ("、" if self.lang == "zh" else "; ").join(self.of(self.knowledge.facts[fact].label) for fact in facts)

    def blocks(self) -> Iterator[Block]:
        yield Block(self.head(), ())
        if not self.plan.covered:
            yield Block(self.say("plan-not-covered"), ())
        elif not self.plan.steps:
            yield Block(self.say("plan-none" if "issue" in self.case.answers else "plan-too-little"), ())
        yield from self.section("late-title", self.late_lines(statutory=True), urgent=True)
        yield from self.section("lost-title", self.lost_lines())
        yield from self.section("slow-title", self.late_lines(statutory=False))
        for step in self.plan.steps:
            yield Block(self.step_heading(step), tuple(self.step_lines(step)), step.urgency is Urgency.NOW)
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

    def section(self, title: str, lines: Iterable[tuple[str, str]], urgent: bool = False) -> Iterator[Block]:
        found = tuple(lines)
        if found:
            yield Block(self.say(title), found, urgent)

    def head(self) -> str:
        told = [
            self.of(self.speaker.word(name)) for name in ("provider", "issue", "amount") if name in self.case.answers
        ]
        return " · ".join([self.say("plan-title"), self.say("plan-day", day=self.plan.as_of), *told])

    def step_heading(self, step: Step) -> str:
        urgency = self.say(f"urgency-{step.urgency}", day=step.do_by)
        return f"{step.rank}. [{urgency}] {self.of(step.title)}"

    def step_lines(self, step: Step) -> Iterator[tuple[str, str]]:
        if step.provided:
            yield self.say("step-provided"), self.say("provided-by", facts=self.fact_names(step.provided))
        if step.channel:
            yield self.say("step-channel"), self.official_name(step.channel)
        yield from self.listed("step-where", (self.way_in(way) for way in step.entrances[:WAYS_IN]))
        yield from self.listed("step-how", map(self.of, step.how))
        yield from self.listed("step-claims", self.claims(step) if step.claims else [])
        if step.materials:
            yield self.say("step-bring"), ("、" if self.lang == "zh" else ", ").join(map(self.of, step.materials))
        if step.limit and not step.do_by:
            yield self.say("step-by"), self.limit_words("step-by-uncounted", step.limit)
        if step.do_by:
            note = f" [{self.say('provisional')}]" if step.do_by_provisional else ""
            yield self.say(f"step-by-{step.do_by_kind}"), f"{step.do_by}{note}"
        if step.reply_due and step.reply_due >= self.plan.as_of:
            yield self.say("step-reply"), self.reply(step.reply_due, step.reply_limits)
        yield from self.listed("step-why", (self.of(reason) for reason in step.reasons[:2]))
        yield from self.listed("step-ground", self.grounds(step.basis))
        if step.sources and not step.basis:
            yield self.say("step-sources"), "; ".join(dict.fromkeys(step.sources))
        yield from self.listed("step-mind", map(self.of, step.guidance))
        yield from self.listed(
            "step-closes", (f"{self.channel_name(w.forecloses)}{self.colon}{self.of(w.because)}" for w in step.warnings)
        )
        yield from self.listed("step-next", self.onward(step))

    def claims(self, step: Step) -> list[str]:
        """The claims in the first step that makes them; later ones only point back."""
        first = next((item.rank for item in self.plan.steps if item.claims == step.claims), step.rank)
        return [self.of(text) for text in step.claims] if first == step.rank else [self.say("as-step", rank=first)]

    def listed(self, label: str, texts: Iterable[str]) -> Iterator[tuple[str, str]]:
        for number, text in enumerate(texts):
            yield (self.say(label) if number == 0 else ""), text

    def way_in(self, way: WayIn) -> str:
        notes = [self.of(note) for note in (way.label, way.hours) if note]
        if way.confidence is Confidence.MEDIUM and way.kind == "phone":
            notes.append(self.say("confidence-medium"))
        told = self.bracketed(self.semicolon.join(notes))
        return f"{self.say(f'kind-{way.kind}')} {way.value}" + (told if notes else "")

    def reply(self, due: date, limits: Iterable[RunningLimit]) -> str:
        told = []
        for limit in limits:
            kind = self.say("statutory" if limit.statutory else "yardstick")
            ground = f" {self.article(limit.basis)}" if limit.basis else ""
            comma = "，" if self.lang == "zh" else ", "
            most = f"{comma}{self.say('at-most', length=self.length(limit.at_most))}" if limit.at_most else ""
            since = self.say("counted-from", event=self.of(limit.starts))
            told.append(f"{self.length(limit.length)}{most}{comma}{kind}{ground}{comma}{since}")
        provisional = f" [{self.say('provisional')}]" if any(limit.provisional for limit in limits) else ""
        return f"{due}{provisional}{self.bracketed(self.semicolon.join(told))}"

    def length(self, length: str) -> str:
        found = Duration.model_validate(read_duration(length))
        return self.say(f"unit-{found.unit.value.replace(' ', '-')}", n=found.value)

    def article(self, citation: str) -> str:
        """Statute and article of a limit, as `statute/address` in that day's edition."""
        from knowledge.citations import article_name

        statute, _, address = citation.partition("/")
        single = any(a.single_paragraph for a in self.knowledge.statutes[statute].articles if a.at == address)
        return cite(self.knowledge.statutes[statute].title, article_name(address, single), self.lang)

    def grounds(self, basis: tuple[Basis, ...]) -> Iterator[str]:
        for item in basis[:GROUNDS]:
            yield f"{self.cited(item)}{self.colon}{self.of(item.gist)}"
        if rest := basis[GROUNDS:]:
            yield self.semicolon.join(self.cited(item) for item in rest)

    def cited(self, item: Basis) -> str:
        notes = [self.say("secondary")] if item.secondary else [self.say("doubt")] if item.doubt else []
        if item.other_edition:
            notes.append(self.say("other-edition", edition=item.edition, other=item.other_edition))
        note = self.bracketed(self.semicolon.join(notes)) if notes else ""
        return f"{cite(item.statute, item.article, self.lang)}{note}"

    def onward(self, step: Step) -> Iterator[str]:
        """Where to go next, the channels with the same outcomes together."""
        by_channel: dict[str, list[str]] = {}
        for item in step.if_unresolved:
            by_channel.setdefault(item.channel, []).append(self.say(f"on-{item.on}"))
        by_outcome: dict[str, list[str]] = {}
        slash, comma = ("／", "、") if self.lang == "zh" else ("/", ", ")
        for channel, outcomes in by_channel.items():
            by_outcome.setdefault(slash.join(outcomes), []).append(self.channel_name(channel))
        return (f"{outcomes} → {comma.join(channels)}" for outcomes, channels in by_outcome.items())

    def limit_words(self, key: str, limit: StepLimit) -> str:
        """A limit with its length, the event that starts it and its last day."""
        ground = f" {self.article(limit.basis)}" if limit.basis else ""
        told = self.say(key, length=self.length(limit.length), starts=self.of(limit.starts), last=limit.last)
        return f"{told}{ground}"

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
        for name in ("entity", "seat", "pboc_branch", "compensation", "is_not"):
            if text := getattr(wallet, name):
                yield self.say(f"wallet-{name}"), self.of(text)
        yield from self.listed("wallet-warnings", map(self.of, wallet.warnings))

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
