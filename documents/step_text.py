"""A step of a plan → its heading and labelled lines: what is needed to do it, or with all that is known of it."""

from __future__ import annotations

from collections.abc import Iterator

from documents.plan_words import PlanWords
from engine.steps import Step
from engine.steps.outline import Basis, ClaimIf, WayIn
from engine.wording import FactWords
from knowledge.citations import Days
from knowledge.models import Confidence, FactKind

__all__ = ["StepText"]

GROUNDS = 4
WAYS_IN = 4
CLAIMS_IF = 4
"""claims that are named with the answers they hang on"""
SHORT_GROUNDS, SHORT_WAYS = 3, 2
"""articles and ways in of the short form"""


class StepText(PlanWords):
    """Writes the steps of one plan."""

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
        yield from self.listed("step-claims", self.claims(step))
        if step.materials:
            yield self.say("step-bring"), ("、" if self.lang == "zh" else ", ").join(map(self.of, step.materials))
        yield from self.dates(step)
        if step.reply_due and step.reply_due >= self.plan.as_of:
            yield self.say("step-reply"), self.reply(step.reply_due, step.reply_limits)
        yield from self.listed("step-why", (self.of(reason) for reason in step.reasons[:2]))
        yield from self.listed("step-ground", self.grounds(step.basis))
        if not step.basis:
            yield from self.listed("step-sources", self.read_in(step))
        yield from self.listed("step-mind", map(self.of, step.guidance))
        yield from self.listed(
            "step-closes", (f"{self.channel_name(w.forecloses)}{self.colon}{self.of(w.because)}" for w in step.warnings)
        )
        yield from self.listed("step-next", self.onward(step))

    def read_in(self, step: Step) -> Iterator[str]:
        """What a step without a statute rests on: documents with their addresses, and this project's own reasons."""
        yield from (f"{self.of(doc.told)} {doc.url or ''}".rstrip() for doc in step.documents)
        yield from map(self.of, step.judgements)

    def short_lines(self, step: Step) -> Iterator[tuple[str, str]]:
        """What is needed to do it: whom, where, how, what to ask for, until when, on what articles, what it closes."""
        if step.provided:
            yield self.say("step-provided"), self.say("provided-by", facts=self.fact_names(step.provided))
        if step.channel:
            ways = [self.way_in(way) for way in step.entrances[:SHORT_WAYS]]
            yield self.say("step-channel"), self.semicolon.join([self.official_name(step.channel), *ways])
        yield from self.listed("step-how", map(self.of, step.how))
        yield from self.listed("step-claims", self.claims(step))
        yield from self.dates(step)
        if step.reply_due and step.reply_due >= self.plan.as_of:
            yield self.say("step-reply"), self.short_reply(step)
        if step.basis:
            yield self.say("step-ground"), self.semicolon.join(self.cited(item) for item in step.basis[:SHORT_GROUNDS])
        yield from self.listed("step-mind", map(self.of, step.guidance[:1]))
        yield from self.listed(
            "step-closes", (f"{self.channel_name(w.forecloses)}{self.colon}{self.of(w.because)}" for w in step.warnings)
        )
        yield from self.listed("step-next", self.onward(step))

    def short_reply(self, step: Step) -> str:
        statutory = all(limit.statutory for limit in step.reply_limits)
        return f"{step.reply_due}{self.bracketed(self.say('statutory' if statutory else 'yardstick'))}"

    def dates(self, step: Step) -> Iterator[tuple[str, str]]:
        """The limit, or the day that is suggested; none for what is due today anyway."""
        if step.limit and not step.do_by:
            yield self.say("step-by"), self.limit_words("step-by-uncounted", step.limit)
        elif step.do_by and (step.limit or step.do_by > self.plan.as_of):
            note = f" [{self.say('provisional')}]" if step.do_by_provisional else ""
            yield self.say(f"step-by-{step.do_by_kind}"), f"{step.do_by}{note}"

    def claims(self, step: Step) -> list[str]:
        """The claims in the first step that makes them; later ones only point back. Last those that hang on an answer."""
        if not (step.claims or step.claims_if):
            return []
        first = next((item.rank for item in self.plan.steps if item.claims == step.claims), step.rank)
        if first != step.rank:
            return [self.say("as-step", rank=first)]
        return [*map(self.of, step.claims), *map(self.claim_if, step.claims_if[:CLAIMS_IF])]

    def claim_if(self, claim: ClaimIf) -> str:
        """A claim after the answers that it takes: “if bought online: …”."""
        words = FactWords(self.knowledge, self.lang, Days(self.plan.as_of))
        told = (self.fact_is(words, fact, given) for fact, given in claim.given.items())
        return self.say("claim-if", facts=self.semicolon.join(told), claim=self.of(claim.text))

    def fact_is(self, words: FactWords, fact: str, given: tuple[str, ...]) -> str:
        """“bought online”, “not bought online”, “who was paid: a merchant”."""
        if self.knowledge.facts[fact].kind is FactKind.YES_NO:
            return self.say(f"claim-{given[0]}", fact=words.label(fact))
        return self.say(
            "claim-fact", fact=words.label(fact), values=self.say("list-or").join(words.value(fact, w) for w in given)
        )

    def way_in(self, way: WayIn) -> str:
        notes = [self.of(note) for note in (way.label, way.hours) if note]
        if way.confidence is Confidence.MEDIUM and way.kind == "phone":
            notes.append(self.say("confidence-medium"))
        if not way.known:
            notes.append(self.say("way-not-known"))
        told = self.bracketed(self.semicolon.join(notes))
        return f"{self.say(f'kind-{way.kind}')} {way.value}" + (told if notes else "")

    def grounds(self, basis: tuple[Basis, ...]) -> Iterator[str]:
        for item in basis[:GROUNDS]:
            yield f"{self.cited(item)}{self.colon}{self.of(item.gist)}"
        if rest := basis[GROUNDS:]:
            yield self.semicolon.join(self.cited(item) for item in rest)

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
