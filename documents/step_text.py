"""A step of a plan → its heading and labelled lines: what is needed to do it, or with all that is known of it."""

from __future__ import annotations

from collections.abc import Iterator

from documents.folding import KEPT, Part
from documents.line_breaks import width_of
from documents.plan_words import PlanWords
from engine.outcomes import UNRESOLVED
from engine.steps import Step
from engine.steps.parts import Basis, ClaimIf, Next, WayIn
from engine.wording import FactWords
from knowledge.citations import Days
from knowledge.frozen import Frozen
from knowledge.models import Confidence, FactKind
from knowledge.standing import Standing

__all__ = ["StepText"]

GROUNDS = 4
WAYS_IN = 4
CLAIMS_IF = 4
"""claims that are named with the answers they hang on"""
SHORT_GROUNDS, SHORT_WAYS, SHORT_DOORS = 3, 2, 3
"""articles, ways in and doors of the short form"""
SHORT_NOTE = 36
"""columns of a note on a way in that the short form has room for"""


class Sheds(Frozen):
    """How soon each part of a step is left out where there is little room: the greater, the sooner."""

    whom: int
    how: tuple[int, ...]
    """of the first lines of what to do, and of all that follow"""
    closes: int
    onward: int
    claims: int
    days: int
    ground: int
    mind: int
    claims_if: int


SHEDS = (
    Sheds(whom=KEPT, how=(KEPT, 10, 20), closes=15, onward=30, claims=40, days=15, ground=65, mind=75, claims_if=90),
    Sheds(whom=15, how=(20, 35, 50), closes=40, onward=45, claims=60, days=42, ground=80, mind=85, claims_if=95),
)
"""of the first step, and of those after it"""


class StepText(PlanWords):
    """Writes the steps of one plan."""

    def step_heading(self, step: Step) -> str:
        urgency = self.say(step.pressing, day=step.do_by)
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
        yield from self.listed("step-next", self.onward(step, full=True))

    def read_in(self, step: Step) -> Iterator[str]:
        """What a step without a statute rests on: documents with their addresses, and this project's own reasons."""
        yield from (f"{self.of(doc.told)} {doc.url or ''}".rstrip() for doc in step.documents)
        yield from map(self.of, step.judgements)

    def short_parts(self, step: Step, *, first: bool) -> Iterator[Part]:
        """What is needed to do it, weighed: whom, what, until when, what it closes, and further down the rest."""
        sheds = SHEDS[0 if first else 1]
        if step.provided:
            yield Part(self.say("step-provided"), self.say("provided-by", facts=self.fact_names(step.provided)))
        if step.channel:
            yield Part(self.say("step-channel"), self.whom(step), sheds.whom)
        for number, line in enumerate(step.how):
            label = self.say("step-how") if number == 0 else ""
            yield Part(label, self.of(line), sheds.how[min(number, len(sheds.how) - 1)])
        yield from self.asked_for(step, sheds)
        yield from (Part(label, text, KEPT if step.limit else sheds.days) for label, text in self.days(step))
        for number, warning in enumerate(step.warnings):
            told = f"{self.channel_name(warning.forecloses)}{self.colon}{self.of(warning.because)}"
            yield Part(self.say("step-closes") if number == 0 else "", told, sheds.closes)
        for number, text in enumerate(self.onward(step)):
            yield Part(self.say("step-next") if number == 0 else "", text, sheds.onward)
        if step.basis:
            yield Part(self.say("step-ground"), self.articles(step.basis[:SHORT_GROUNDS]), sheds.ground)
        yield from (Part(self.say("step-mind"), self.of(text), sheds.mind) for text in step.guidance[:1])

    def asked_for(self, step: Step, sheds: Sheds) -> Iterator[Part]:
        """The claims in one piece, and those that hang on an answer."""
        claims, sure = self.claims(step), len(step.claims) or 1
        if claims:
            yield Part(self.say("step-claims"), self.semicolon.join(claims[:sure]), sheds.claims)
        yield from (Part("", claim, sheds.claims_if) for claim in claims[sure:])

    def whom(self, step: Step) -> str:
        """The channel and its first ways in, each with what is needed to use it."""
        assert step.channel
        ways = (self.short_way(way) for way in step.entrances[:SHORT_WAYS])
        return self.semicolon.join([self.official_name(step.channel), *ways])

    def short_way(self, way: WayIn) -> str:
        notes = [self.of(way.label)] if way.label and width_of(self.of(way.label)) <= SHORT_NOTE else []
        notes += [self.of(way.hours)] if way.hours and width_of(self.of(way.hours)) <= SHORT_NOTE else []
        return self.with_notes(way, notes)

    def days(self, step: Step) -> Iterator[tuple[str, str]]:
        """By when to do it and when an answer is due, on one line."""
        told = list(self.dates(step))
        if step.reply_due and step.reply_due >= self.plan.as_of:
            statutory = all(limit.statutory for limit in step.reply_limits)
            kind = self.bracketed(self.say("statutory" if statutory else "yardstick"))
            told.append((self.say("step-reply"), f"{step.reply_due}{kind}"))
        if told:
            (label, text), *rest = told
            yield label, self.semicolon.join([text, *(f"{label}{self.colon}{text}" for label, text in rest)])

    def articles(self, basis: tuple[Basis, ...]) -> str:
        """Articles by name, those of one statute together."""
        found: dict[str, list[str]] = {}
        for item in basis:
            article = f"{self.of(item.article)}{self.notes(item)}"
            found.setdefault(self.statute(item), []).append(article)
        space = "" if self.lang == "zh" else " "
        return self.semicolon.join(f"{title}{space}{self.listing.join(told)}" for title, told in found.items())

    def statute(self, item: Basis) -> str:
        return f"《{item.statute.zh}》" if self.lang == "zh" else item.statute.en

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
        return self.with_notes(way, [self.of(note) for note in (way.label, way.hours) if note])

    def with_notes(self, way: WayIn, notes: list[str]) -> str:
        if way.confidence is Confidence.MEDIUM and way.kind == "phone":
            notes = [*notes, self.say("confidence-medium")]
        if not way.known:
            notes = [*notes, self.say("way-not-known")]
        told = f"{self.say(f'kind-{way.kind}')} {self.of(way.both)}"
        return told + (self.bracketed(self.semicolon.join(notes)) if notes else "")

    def grounds(self, basis: tuple[Basis, ...]) -> Iterator[str]:
        for item in basis[:GROUNDS]:
            yield f"{self.cited(item)}{self.colon}{self.of(item.gist)}"
        if rest := basis[GROUNDS:]:
            yield self.semicolon.join(self.cited(item) for item in rest)

    def onward(self, step: Step, *, full: bool = False) -> Iterator[str]:
        """Where to go next by outcome, outcomes with the same doors together; in short only what each opens, if it opens any."""
        found: dict[str, list[Standing]] = {}
        for on in dict.fromkeys(item.on for item in step.if_unresolved):
            doors = [item for item in step.if_unresolved if item.on is on]
            found.setdefault(self.doors(doors, full), []).append(on)
        slash = "／" if self.lang == "zh" else "/"
        for doors_, outcomes in found.items():
            every = len(outcomes) == len(UNRESOLVED)
            told = self.say("on-any") if every else slash.join(self.say(f"on-{on}") for on in outcomes)
            yield f"{told} → {doors_}"

    def doors(self, doors: list[Next], full: bool) -> str:
        opened = [self.channel_name(item.channel) for item in doors if item.opened]
        anyway = [self.channel_name(item.channel) for item in doors if not item.opened and not item.provided]
        perhaps = [self.channel_name(item.channel) for item in doors if item.provided]
        if not full:
            return self.listing.join((opened or anyway or perhaps)[:SHORT_DOORS])
        kinds = (("next-opened", opened), ("next-anyway", anyway), ("next-perhaps", perhaps))
        return self.semicolon.join(self.say(key, doors=self.listing.join(names)) for key, names in kinds if names)
