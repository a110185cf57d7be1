"""Loaded knowledge → every dangling reference and missing entry, with file and line.

Shapes are checked while loading; this looks across files: what is named must exist.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from knowledge.channel import Channel
from knowledge.citations import has_citation
from knowledge.errors import Fault
from knowledge.grounds import named
from knowledge.library import Knowledge
from knowledge.limits import has_limit
from knowledge.models import BRACKET, CONTACTS, PLACEHOLDER, FactKind, Origin, Question, Text
from knowledge.outcome import FALLS_SHORT
from knowledge.texts import texts

__all__ = ["FILLED", "check_references", "loose_placeholders"]

FILLED = {"provider", "entity"}


def check_references(knowledge: Knowledge) -> list[Fault]:
    """Every name in the knowledge files that leads nowhere."""
    checker = _Checker(knowledge)
    parts = (
        checker.channels, checker.providers, checker.actions, checker.issues, checker.facts, checker.statutes,
        checker.questions, checker.offices,
    )  # fmt: skip
    return sorted({fault for part in parts for fault in part()})


class _Checker:
    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge

    def fault(self, kind: str, key: str, message: str) -> Fault:
        return self.knowledge.fault(kind, key, message)

    def cited(self, kind: str, key: str, refs: Iterable[str]) -> Iterator[Fault]:
        for ref in refs:
            if not has_citation(self.knowledge, ref):
                yield self.fault(kind, key, f"no statute file has “{ref}”")

    def named(self, kind: str, key: str, what: str, names: Iterable[str], known: Iterable[str]) -> Iterator[Fault]:
        allowed = set(known)
        for name in names:
            if name not in allowed:
                yield self.fault(kind, key, f"there is no {what} “{name}”")

    def channels(self) -> Iterator[Fault]:
        for channel in self.knowledge.channels.values():
            yield from self.cited("Channel", channel.id, _channel_citations(channel))
            ends = [*(edge.to for edge in channel.next), *(edge.channel for edge in channel.forecloses)]
            yield from self.named("Channel", channel.id, "channel", ends, self.knowledge.channels)
            yield from self.named("Channel", channel.id, "material", channel.materials, self.knowledge.materials)
            kinds = {value.id for value in self.knowledge.facts["provider_kind"].values}
            for entrance in channel.entrances:
                yield from self.named("Channel", channel.id, "provider_kind", entrance.not_at, kinds)
                yield from self.named("Channel", channel.id, "issue", entrance.issues, self.knowledge.issues)
            for stop in channel.stops:
                yield from self.named(
                    "Channel", channel.id, "action", (stop.action, stop.matter), self.knowledge.actions
                )
                yield from self.given("Channel", channel.id, stop.given)
            for reply in channel.reply:
                for ref in reply.limits:
                    if not has_limit(self.knowledge, ref):
                        yield self.fault("Channel", channel.id, f"there is no limit “{ref}”")
                yield from self.given("Channel", channel.id, reply.given)
                yield from self.named("Channel", channel.id, "action", reply.actions, self.knowledge.actions)
            yield from self._lasting(channel)
            for entry in channel.presumes:
                yield from self.named(
                    "Channel", channel.id, "channel", filter(None, [entry.channel]), self.knowledge.channels
                )
                yield from self.given("Channel", channel.id, entry.given)

    def _lasting(self, channel: Channel) -> Iterator[Fault]:
        """Answers that last: only at whoever answers for itself, since an office to which a claim is put again begins anew."""
        for entry in channel.lasting:
            yield from self.given("Channel", channel.id, entry.given)
            for outcome in entry.answers:
                if outcome not in FALLS_SHORT:
                    yield self.fault(
                        "Channel",
                        channel.id,
                        f"“{outcome}” is no answer that leaves the matter open, so it cannot last",
                    )
        if channel.lasting and channel.takes_claims_outside:
            yield self.fault(
                "Channel", channel.id, "an office to which a claim is put again begins anew, so no answer lasts"
            )

    def providers(self) -> Iterator[Fault]:
        kinds = {value.id for value in self.knowledge.facts["provider_kind"].values}
        known = {value.id for value in self.knowledge.facts["provider"].values}
        for provider in self.knowledge.providers.values():
            yield from self.named("Provider", provider.id, "provider_kind", [provider.kind], kinds)
            yield from self.named("Provider", provider.id, "value of the fact provider", [provider.id], known)
            doors = (end for pair in (*provider.instead.items(), *provider.one_with.items()) for end in pair)
            yield from self.named("Provider", provider.id, "channel", doors, self.knowledge.channels)
            yield from self.named("Provider", provider.id, "channel", provider.called, self.knowledge.channels)
            for entrance in provider.entrances:
                yield from self.named("Provider", provider.id, "channel", entrance.channels, self.knowledge.channels)

    def actions(self) -> Iterator[Fault]:
        for action in self.knowledge.actions.values():
            if action.channel:
                yield from self.named("Action", action.id, "channel", [action.channel], self.knowledge.channels)
            there = self.knowledge.channels.get(action.channel or "")
            means = {entrance.kind for entrance in there.entrances} if there else set()
            yield from self.named("Action", action.id, f"way into {action.channel} of the kind", action.not_by, means)
            yield from self.named("Action", action.id, "material", action.materials, self.knowledge.materials)
            yield from self.named("Action", action.id, "action", action.yields_to, self.knowledge.actions)
            if action.stands_for:
                yield from self.named("Action", action.id, "action", [action.stands_for], self.knowledge.actions)
            yield from self.cited("Action", action.id, action.basis)
            if not (action.basis or action.reason or named(action.sources)):
                yield self.fault(
                    "Action", action.id, "has neither basis nor a source that can be followed nor a reason"
                )
            if action.sources and not (named(action.sources) or action.reason):
                yield self.fault("Action", action.id, "has unnamed sources only: give the reason, too")
            first, aside = action.first, action.aside
            for given in (*first.any_of, *first.unless, *aside.any_of, *aside.unless, action.only_for, action.not_for):
                yield from self.given("Action", action.id, given)
            for given in action.tells.values():
                yield from self.given("Action", action.id, given)
            yield from self.named("Action", action.id, "fact", action.while_unknown, self.knowledge.facts)
            for text in (action.title, *action.do, *action.guidance):
                yield from self.placeholders("Action", action.id, text)

    def issues(self) -> Iterator[Fault]:
        known = {value.id for value in self.knowledge.facts["issue"].values}
        for issue in self.knowledge.issues.values():
            yield from self.named("Issue", issue.id, "value of the fact issue", [issue.id], known)
            yield from self.named("Issue", issue.id, "material", issue.evidence, self.knowledge.materials)
            yield from self.named("Issue", issue.id, "channel", issue.called, self.knowledge.channels)
            for claim in issue.claims:
                yield from self.cited("Issue", issue.id, claim.basis)
                for given in (claim.given, *claim.unless):
                    yield from self.given("Issue", issue.id, given)

    def given(self, kind: str, key: str, given: Mapping[str, tuple[str, ...]]) -> Iterator[Fault]:
        """Facts that exist, with words that they can have."""
        yield from self.named(kind, key, "fact", given, self.knowledge.facts)
        for fact, words in given.items():
            if fact in self.knowledge.facts:
                allowed = {"yes", "no", *(value.id for value in self.knowledge.facts[fact].values)}
                yield from self.named(kind, key, f"value of the fact {fact}", words, allowed)

    def statutes(self) -> Iterator[Fault]:
        for statute in self.knowledge.statutes.values():
            for silent_on in (statute.silent_on, *(article.silent_on for article in statute.articles)):
                yield from self.given("Statute", statute.id, silent_on)

    def facts(self) -> Iterator[Fault]:
        for fact in self.knowledge.facts.values():
            if fact.origin is Origin.ASKED and fact.id not in self.knowledge.questions:
                yield self.fault("Fact", fact.id, "is asked, but questions.yaml has no question for it")
            if fact.kind is FactKind.CHOICE and not fact.values:
                yield self.fault("Fact", fact.id, "is a choice without values")
            if fact.origin is Origin.CONCLUDED and fact.otherwise is None:
                yield self.fault("Fact", fact.id, "is concluded, but does not say what holds otherwise")
            if fact.within and not has_limit(self.knowledge, fact.within):
                yield self.fault("Fact", fact.id, f"there is no limit “{fact.within}”")
            yield from self.named("Fact", fact.id, "fact", fact.inputs, self.knowledge.facts)
            used = [value.group for value in fact.values if value.group]
            yield from self.named("Fact", fact.id, "group", used, [group.id for group in fact.groups])
        asked = [fact.id for fact in self.knowledge.facts.values() if fact.origin is Origin.ASKED]
        for question in self.knowledge.questions:
            yield from self.named("Question", question, "asked fact", [question], [*asked, CONTACTS])
            narrows = self.knowledge.questions[question].narrows
            yield from self.named("Question", question, "asked fact", [narrows] if narrows else [], asked)
            if aside := self.knowledge.questions[question].aside:
                yield from self.given("Question", question, {aside.fact: (aside.word,)})

    def placeholders(self, kind: str, key: str, text: Text) -> Iterator[Fault]:
        yield from self.named(kind, key, "fact for the placeholder", text.placeholders - FILLED, self.knowledge.facts)
        for name in sorted(loose_placeholders(text, self.knowledge)):
            yield self.fault(kind, key, f"{{{name}}} may be unknown: put it into a bracket of its own")

    def questions(self) -> Iterator[Fault]:
        """Nothing is filled in before it is asked: a question, its help and the words of its answers stand as they are."""
        for name, question in self.knowledge.questions.items():
            for given in (*question.moot, *question.moot_unless, question.only_for):
                yield from self.given("Question", name, given)
            yield from self.wordings(name, question)
            for text in question.texts:
                for word in sorted(text.placeholders):
                    yield self.fault("Question", name, f"{{{word}}} is never filled in a question")
        for fact in self.knowledge.facts.values():
            for text in texts(fact):
                for word in sorted(text.placeholders):
                    yield self.fault("Fact", fact.id, f"{{{word}}} is never filled in a label")

    def wordings(self, name: str, question: Question) -> Iterator[Fault]:
        """Each can be met by answers that were asked for: no earlier one takes its place, and the question is asked there."""
        for index, item in enumerate(question.wordings):
            yield from self.given("Question", name, item.given)
            asked = [fact for fact in self.knowledge.questions if fact not in (name, CONTACTS)]
            yield from self.named("Question", name, "other asked fact", item.given, asked)
            meant = question.only_for
            told = "; ".join(f"{fact}: {', '.join(words)}" for fact, words in item.given.items())
            if any(_covers(other.given, item.given) for other in question.wordings[:index]):
                yield self.fault(
                    "Question", name, f"the wording for “{told}” is never met: an earlier one takes its place"
                )
            if any(_covers(given, item.given) for given in question.moot) or any(
                fact in item.given and set(words).isdisjoint(item.given[fact]) for fact, words in meant.items()
            ):
                yield self.fault("Question", name, f"the wording for “{told}” is never met: it is not asked there")
            allowed = {"yes", "no", *(value.id for value in self.knowledge.facts[name].values)} if item.labels else ()
            yield from self.named("Question", name, f"value of the fact {name}", item.labels, allowed)
            if not (item.ask or item.help or item.labels):
                yield self.fault("Question", name, f"the wording for “{told}” words nothing")

    def offices(self) -> Iterator[Fault]:
        """Deeds lead to channels; no word for an office is read as another one's."""
        owners: dict[str, str] = {}
        named = [(item.id, word) for item in self.knowledge.offices.values() for word in item.said]
        for owner, word in (
            *named,
            *((item.id, word) for item in self.knowledge.channels.values() for word in item.said),
        ):
            if owners.setdefault(word, owner) != owner:
                kind = "Office" if owner in self.knowledge.offices else "Channel"
                yield self.fault(kind, owner, f"“{word}” means {owners[word]}, too")
        for office in self.knowledge.offices.values():
            deeds = office.deeds
            yield from self.named(
                "Office", office.id, "channel", [deed.channel for deed in deeds], self.knowledge.channels
            )
            for deed in deeds:
                yield from self.given(
                    "Office", office.id, {name: (word,) for name, word in (*deed.tells.items(), *deed.suggests.items())}
                )
            if office.id in self.knowledge.channels:
                yield self.fault("Office", office.id, "is the name of a channel, too")
            if len({deed.id for deed in deeds}) < len(deeds):
                yield self.fault("Office", office.id, "has two deeds of one name")


def loose_placeholders(text: Text, knowledge: Knowledge) -> frozenset[str]:
    """The asked facts that the text fills in outside of a bracket that can be left out, and has no neutral words for."""
    bare = PLACEHOLDER.findall(re.sub(BRACKET, "", text.zh)) + PLACEHOLDER.findall(re.sub(BRACKET, "", text.en))
    names = {name for name in bare if name in knowledge.facts} - FILLED
    return frozenset(name for name in names if f"some-{name.replace('_', '-')}" not in knowledge.wording)


def _covers(wide: Mapping[str, tuple[str, ...]], narrow: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether all answers that meet the second meet the first, too."""
    return all(fact in narrow and set(narrow[fact]) <= set(words) for fact, words in wide.items())


def _channel_citations(channel: Channel) -> Iterator[str]:
    yield from channel.basis
    for refusal in channel.refuses:
        yield from refusal.basis
    for edge in channel.next:
        yield from edge.basis
    for closed in channel.forecloses:
        yield from closed.basis
