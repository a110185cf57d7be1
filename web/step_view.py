"""A step of a plan → a card of the page: what is needed to do it, what can be dialled, and its grounds one tap away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from documents.step_text import StepText
from engine.steps import Step
from engine.steps.parts import WayIn
from knowledge.models import Confidence
from rules.models import Urgency

__all__ = ["Card", "Lines", "Link", "StepCards", "link_of"]

LINKED = ("https://", "http://")
NUMBER = re.compile(r"[+\d][\d -]{1,20}")


@dataclass(frozen=True)
class Link:
    """A line, with the number or address behind it where there is one."""

    text: str
    to: str = ""
    kind: str = ""
    notes: tuple[str, ...] = ()

    @property
    def dials(self) -> bool:
        return self.to.startswith("tel:")


@dataclass(frozen=True)
class Lines:
    """Lines under one label."""

    label: str
    lines: tuple[Link, ...]


@dataclass(frozen=True)
class Card:
    """One thing to do. `key` names it when it is ticked off; `fold` is what can wait until somebody wants to know."""

    key: str
    rank: int
    title: str
    urgency: str
    pressing: str
    """which look it has: now, today, this-week, by, when-useful"""
    whom: str
    ways: tuple[Link, ...]
    told: tuple[Lines, ...]
    onward: Lines | None
    fold: tuple[Lines, ...]
    provided: bool
    filed: bool
    """whether somebody is contacted, so that there is an outcome to tell"""


class StepCards(StepText):
    """Writes the cards of one plan, in the words of its text."""

    def card(self, step: Step) -> Card:
        onward = tuple(map(Link, self.onward(step, full=True)))
        return Card(
            key=f"{step.action}@{step.channel or ''}",
            rank=step.rank,
            title=self.of(step.title),
            urgency=self.say(step.pressing, day=step.do_by),
            pressing=step.urgency.value,
            whom=self.official_name(step.channel) if step.channel else "",
            ways=tuple(map(self.way, step.entrances)),
            told=tuple(part for part in self.told(step) if part.lines),
            onward=Lines(self.say("step-next"), onward) if onward else None,
            fold=tuple(part for part in self.fold(step) if part.lines),
            provided=bool(step.provided),
            filed=bool(step.channel),
        )

    def part(self, label: str, texts: Iterator[str] | tuple[str, ...] | list[str]) -> Lines:
        return Lines(self.say(label), tuple(map(Link, texts)))

    def told(self, step: Step) -> Iterator[Lines]:
        """What is needed to do it."""
        if step.provided:
            yield self.part("step-provided", [self.say("provided-by", facts=self.fact_names(step.provided))])
        yield self.part("step-how", [self.of(text) for text in step.how])
        yield self.part("step-claims", self.claims(step))
        if step.materials:
            yield self.part("step-bring", [self.listing.join(map(self.of, step.materials))])
        yield from (Lines(label, (Link(text),)) for label, text in self.dates(step))
        if step.reply_due and step.reply_due >= self.plan.as_of:
            yield self.part("step-reply", [self.reply(step.reply_due, step.reply_limits)])
        closed = (f"{self.channel_name(w.forecloses)}{self.colon}{self.of(w.because)}" for w in step.warnings)
        yield self.part("step-closes", closed)
        yield self.part("step-mind", [self.of(text) for text in step.guidance])

    def fold(self, step: Step) -> Iterator[Lines]:
        """Why, and on what ground."""
        yield self.part("step-why", [self.of(text) for text in step.reasons])
        cited = (Link(f"{self.cited(item)}{self.colon}{self.of(item.gist)}", item.url or "") for item in step.basis)
        yield Lines(self.say("step-ground"), tuple(cited))
        if not step.basis:
            read = (Link(self.of(doc.told), doc.url or "") for doc in step.documents)
            yield Lines(self.say("step-sources"), (*read, *(Link(self.of(text)) for text in step.judgements)))

    def way(self, way: WayIn) -> Link:
        """A way in, with what is to be known of it."""
        notes = [self.of(note) for note in (way.of, way.label, way.hours) if note]
        if way.confidence is Confidence.MEDIUM and way.kind == "phone":
            notes.append(self.say("confidence-medium"))
        if not way.known:
            notes.append(self.say("way-not-known"))
        return Link(self.of(way.both), link_of(way), self.say(f"kind-{way.kind}"), tuple(notes))


def link_of(way: WayIn) -> str:
    """What a phone or browser makes of it; nothing where it is a path or a place."""
    if way.kind == "phone" and NUMBER.fullmatch(way.value.strip()):
        return f"tel:{re.sub(r'[^+0-9]', '', way.value)}"
    return way.value if way.value.startswith(LINKED) else ""


def is_pressing(step: Step) -> bool:
    return step.urgency is not Urgency.WHEN_USEFUL
