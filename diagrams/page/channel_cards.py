"""Channels → their cards: what each takes and refuses, the ways in, limits, law and rules, on the day of the picture."""

from __future__ import annotations

from collections.abc import Iterator

from diagrams.drawing import Request
from diagrams.page.bilingual import Bilingual, plain
from diagrams.page.cards import Card, Group, Item, Section, link_of, section
from diagrams.page.case_cards import CaseCards
from diagrams.pictures import LEVELS
from diagrams.pictures.arrow_labels import UNSOLVED
from engine.adviser import Adviser
from engine.case import Case, foreclosures
from engine.steps import ground
from engine.wording import document
from knowledge.channel import Channel, Refusal
from knowledge.editions import holding
from knowledge.entrance import Entrance
from knowledge.escalation import Escalation, Foreclosure
from knowledge.grounds import named
from knowledge.limits import NamedLimit, find_limit
from knowledge.models import Confidence, Text
from knowledge.refusals import refusals
from knowledge.reply import Reply
from rules.models import Bar, Hold, Open, Rule

__all__ = ["channel_cards"]

RULES: dict[str, type[Open | Bar | Hold]] = {"page-opened-by": Open, "page-barred-by": Bar, "page-held-by": Hold}


def channel_cards(adviser: Adviser, request: Request) -> tuple[Group, ...]:
    """A card for every channel, drawn or not, by level. With a case, also the state, why, what to do there, what it asks."""
    writer = _Writer(adviser, request)
    return tuple(filter(lambda group: group.cards, map(writer.group, LEVELS)))


class _Writer:
    def __init__(self, adviser: Adviser, request: Request) -> None:
        advice = request.advice if request.advice and request.advice.plan.covered else None
        wallet = {"provider": request.provider} if request.provider else {}
        self.case = advice.case if advice else Case(request.day, wallet)
        self.knowledge, self.all_rules = adviser.knowledge, adviser.rulebase.rules
        self.words = Bilingual(adviser.knowledge, self.case)
        self.of_case = CaseCards(self.words, advice) if advice else None

    def group(self, level: str) -> Group:
        found = (channel for channel in self.knowledge.channels.values() if channel.level == level)
        return Group(level, self.words.say(f"draw-level-{level}"), tuple(map(self.card, found)))

    def card(self, channel: Channel) -> Card:
        sections = tuple(self.sections(channel))
        card = Card(channel.id, channel.name_on(self.case.as_of), summary=channel.summary, sections=sections)
        return self.of_case.on(card) if self.of_case else card

    def sections(self, channel: Channel) -> Iterator[Section]:
        say = self.words.say
        accepted, refuses = holding(channel.accepts, self.case.as_of), refusals(self.knowledge, channel, self.case.days)
        refused = (Item(item.what, self.words.articles(item.basis)) for item in refuses)
        yield from section(say("page-takes"), map(Item, accepted))
        yield from section(say("page-refuses"), refused)
        yield from section(say("page-first"), [Item(channel.prerequisite)])
        yield from section(say("step-where"), self.entrances(channel))
        yield from section(say("step-bring"), self.materials(channel))
        yield from section(say("page-limits"), self.limits(channel))
        yield from section(say("page-outcome"), self.outcome(channel))
        yield from section(say("step-next"), map(self.onward, channel.next))
        yield from section(say("step-closes"), self.closes(channel))
        yield from section(say("page-back"), self.back(channel))
        yield from section(say("step-ground"), self.articles(channel), folded=True)
        for key, kind in RULES.items():
            yield from section(say(key), self.rules(kind(channel.id)), folded=True)
        yield from section(say("step-sources"), self.read_in(channel), folded=True)
        yield from section(
            say("page-doubt"), [Item(doubt.what, url=doubt.url or "") for doubt in channel.doubt], folded=True
        )

    def entrances(self, channel: Channel) -> Iterator[Item]:
        """The wallet's own ways in, where it is known, then the channel's. Low confidence is never shown."""
        found = self.ways_in(channel)
        yield from map(self.entrance, found)
        if not found and self.case.wallet(self.knowledge) is None:
            yield from self.by_wallet(channel)

    def ways_in(self, channel: Channel) -> list[Entrance]:
        wallet = self.case.wallet(self.knowledge)
        own = [entrance for entrance in wallet.entrances if channel.id in entrance.channels] if wallet else []
        held = holding((*own, *channel.entrances), self.case.as_of)
        usual = (item for item in held if item.is_for(self.case.answers))
        return [item for item in usual if item.confidence is not Confidence.LOW]

    def read_in(self, channel: Channel) -> Iterator[Item]:
        """The documents in which the channel and its ways in were read, each with its address."""
        uses = (use for entrance in self.ways_in(channel) for use in entrance.sources)
        for use in dict.fromkeys(named((*channel.sources, *uses))):
            yield Item(document(self.knowledge, use), url=use.source.url or "")

    def entrance(self, entrance: Entrance) -> Item:
        kind, doubtful = self.words.say(f"kind-{entrance.kind}"), entrance.confidence is Confidence.MEDIUM
        check = self.words.say("confidence-medium") if doubtful and entrance.kind == "phone" else None
        checked = self.words.say("page-checked", day=entrance.checked)
        unknown = None if entrance.known_on(self.case.as_of) else self.words.say("way-not-known")
        return Item(
            self.words.each(lambda lang: f"{kind[lang]} {entrance.both[lang]}"),
            self.words.joined([entrance.label, entrance.hours, check, unknown, checked]),
            url=link_of(entrance.kind, entrance.value),
        )

    def by_wallet(self, channel: Channel) -> Iterator[Item]:
        """Where each wallet has its own ways in, and which is meant is not known."""
        wallets = self.knowledge.providers.values()
        if any(channel.id in entrance.channels for wallet in wallets for entrance in wallet.entrances):
            yield Item(self.words.say("page-by-wallet"))

    def materials(self, channel: Channel) -> Iterator[Item]:
        found = (self.knowledge.materials[name] for name in channel.materials)
        return (Item(material.name, material.how) for material in found)

    def limits(self, channel: Channel) -> Iterator[Item]:
        for reply in channel.reply:
            found = (find_limit(self.knowledge, ref, self.case.days) for ref in reply.limits)
            yield from (self.limit(limit, reply) for limit in found if limit)

    def limit(self, limit: NamedLimit, reply: Reply) -> Item:
        """How long, and in which cases; below, the article that says so, or the reason of a yardstick."""
        answers = (self.words.value(fact, word) for fact, words in reply.given.items() for word in words)
        given = [self.words.say("page-given", case=answer) for answer in answers]
        told = self.words.joined([self.words.limit(limit), *given]) or limit.starts
        reason = limit.yardstick.reason if limit.yardstick else None
        return Item(told, reason or self.words.articles([limit.cited.ref] if limit.cited else []))

    def outcome(self, channel: Channel) -> Iterator[Item]:
        yield Item(channel.effect)
        if channel.binding:
            yield Item(self.words.say("page-binding"))
        if channel.ends:
            yield Item(channel.ends)
        yield Item(self.words.say("page-expected", n=channel.expected.days), channel.expected.reason)
        yield Item(self.words.say("page-cost", cost=channel.cost.text))
        if channel.hours:
            yield Item(self.words.say("page-hours", hours=channel.hours))

    def onward(self, edge: Escalation) -> Item:
        return Item(self.words.channel(edge.to), self.on(edge), to=edge.to)

    def on(self, edge: Escalation) -> Text | None:
        """On which outcomes the edge leads on, every way of not being solved told as one, as on the picture."""
        solved = [f"on-{standing}" for standing in edge.on if standing not in UNSOLVED]
        keys = ["draw-unsolved", *solved] if set(UNSOLVED) <= set(edge.on) else [f"on-{s}" for s in edge.on]
        outcomes = self.words.joined(map(self.words.say, keys), "draw-or")
        return self.words.joined([outcomes, edge.note])

    def closes(self, channel: Channel) -> Iterator[Item]:
        for closed in foreclosures(channel, self.case.as_of, self.knowledge):
            note = self.words.joined([closed.because, self.words.articles(closed.basis)])
            yield Item(self.words.channel(closed.channel), note, to=closed.channel)

    def back(self, channel: Channel) -> Iterator[Item]:
        for other in self.knowledge.channels.values():
            yield from (Item(other.name, self.on(edge), to=other.id) for edge in other.next if edge.to == channel.id)

    def articles(self, channel: Channel) -> Iterator[Item]:
        """Every article in force that the channel's file cites, with its gist in the edition of its day."""
        for item in ground(self.knowledge, self.case, _citations(channel)):
            doubt = self.words.say("secondary") if item.secondary else item.doubt
            edition = self.words.say("page-edition", edition=item.edition)
            yield Item(self.words.article(item), self.words.joined([item.gist, edition, doubt]), url=item.url or "")

    def rules(self, conclusion: Open | Bar | Hold) -> Iterator[Item]:
        found = (rule for rule in self.all_rules if conclusion in rule.then)
        return (self.rule(rule) for rule in found if rule.in_force(self.knowledge, self.case.days))

    def rule(self, rule: Rule) -> Item:
        verdict = self.of_case.verdict(rule) if self.of_case else None
        return Item(rule.entry.title, self.words.joined([verdict, plain(rule.id)]))


def _citations(channel: Channel) -> Iterator[str]:
    parts: tuple[Refusal | Escalation | Foreclosure, ...] = (*channel.refuses, *channel.next, *channel.forecloses)
    yield from channel.basis
    for part in parts:
        yield from part.basis
