"""Rules and channels → lines that describe them, for the look-up commands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from documents.source_text import Footnotes, source_line
from documents.wallet_text import way_lines
from engine.wording import phrase
from knowledge.channel import Channel, Level
from knowledge.citations import Days, find_article
from knowledge.editions import holding
from knowledge.errors import near_names
from knowledge.grounds import named
from knowledge.library import Knowledge
from knowledge.models import Lang
from knowledge.refusals import refusals
from rules.models import STAGES, Rule, Rulebase

__all__ = ["describe_channels", "describe_rules"]


def describe_rules(knowledge: Knowledge, rulebase: Rulebase, rule_id: str | None, lang: Lang) -> list[str]:
    """All rules by stage, or one whole, of each channel that it is written for. CaseError: no such rule."""
    if rule_id is None:
        return [
            line
            for stage in STAGES
            for line in (f"{stage}:", *(f"  {rule.id:<40} {rule.entry.title[lang]}" for rule in rulebase.of(stage)))
        ]
    found = rulebase.named(rule_id)
    if not found:
        raise near_names("rule", rule_id, rulebase.names)
    return [line for rule in found for line in _rule(rule, knowledge, lang)]


def _rule(rule: Rule, knowledge: Knowledge, lang: Lang) -> Iterator[str]:
    yield f"{rule.id}  ({rule.stage}, rules/{rule.place})"
    yield f"  {rule.entry.title[lang]}"
    yield from (f"  {phrase(knowledge, lang, 'lookup-when')} {condition}" for condition in rule.when)
    yield from (f"  {phrase(knowledge, lang, 'lookup-then')} {conclusion}" for conclusion in rule.then)
    yield f"  {rule.entry.because[lang]}"
    for ref in rule.entry.basis:
        found = find_article(knowledge, ref)
        yield f"  {ref}" + (f"  {found[0].title[lang]}: {found[1].gist[lang]}" if found else "")
    if rule.entry.reason:
        yield f"  {rule.entry.reason[lang]}"
    yield from (f"  {source_line(knowledge, use, lang)}" for use in named(rule.entry.sources))


def describe_channels(knowledge: Knowledge, channel_id: str | None, day: date, lang: Lang) -> list[str]:
    """All channels by level, or one whole as it was on the day. CaseError: no such channel."""
    if channel_id is None:
        return [
            line
            for level in Level
            for line in (
                f"{level}:",
                *(f"  {c.id:<30} {c.name_on(day)[lang]}" for c in knowledge.channels.values() if c.level is level),
            )
        ]
    channel = knowledge.channels.get(channel_id)
    if channel is None:
        raise near_names("channel", channel_id, knowledge.channels)
    return list(_channel(knowledge, channel, day, lang))


def _channel(knowledge: Knowledge, channel: Channel, day: date, lang: Lang) -> Iterator[str]:
    name, notes = channel.name_on(day), Footnotes(knowledge, lang)
    yield f"{channel.id}  {name.zh} / {name.en}  ({', '.join(_kinds(knowledge, channel, lang))})"
    yield from (
        f"  {item.from_ or ''} – {item.until}: {item.value[lang]}{notes.mark(item.sources)}" for item in channel.was
    )
    yield f"  {channel.summary[lang]}{notes.mark(channel.sources)}"
    yield from (f"  + {text[lang]}" for text in holding(channel.accepts, day))
    yield from (f"  - {item.what[lang]}{_refs(item.basis)}" for item in refusals(knowledge, channel, Days(day)))
    yield f"  {channel.prerequisite[lang]}"
    yield from way_lines(channel.entrances, knowledge, day, lang, notes)
    yield f"  {channel.cost.text[lang]}; {channel.effect[lang]}"
    yield from (f"  {phrase(knowledge, lang, 'lookup-limit')} {ref}" for reply in channel.reply for ref in reply.limits)
    for edge in channel.next:
        yield f"  → {edge.to} ({', '.join(edge.on)}){_refs(edge.basis)}"
    for closed in channel.forecloses:
        yield f"  ⊣ {closed.channel}: {closed.because[lang]}{_refs(closed.basis)}"
    yield from notes.lines()


def _kinds(knowledge: Knowledge, channel: Channel, lang: Lang) -> Iterator[str]:
    """Its level, and whether its outcome can be enforced."""
    yield phrase(knowledge, lang, f"draw-level-{channel.level}")
    if channel.binding:
        yield phrase(knowledge, lang, "lookup-binding")


def _refs(basis: Iterable[str]) -> str:
    told = ", ".join(basis)
    return f" [{told}]" if told else ""
