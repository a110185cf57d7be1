"""Statutes, rules and channels → lines that describe them, for the look-up commands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from documents.source_text import Footnotes, source_line
from documents.wallet_text import way_lines
from engine.wording import phrase
from knowledge.approach import Channel, Level
from knowledge.citations import Cited, Days, article_name, find_article, resolve
from knowledge.editions import holding
from knowledge.errors import CaseError, Fault, near_names
from knowledge.grounds import named
from knowledge.law import Edition, Statute
from knowledge.library import Knowledge
from knowledge.models import Duration, Lang, Text
from knowledge.refusals import refusals
from rules.models import STAGES, Rule, Rulebase

__all__ = ["describe_channels", "describe_law", "describe_rules"]


def describe_law(knowledge: Knowledge, citation: str, day: date, lang: Lang) -> list[str]:
    """One article in the edition in force on `day`, all that is held of it, or all of a statute. CaseError: no such thing."""
    statute_id, _, address = citation.partition("/")
    statute = knowledge.statutes.get(statute_id)
    if statute is None:
        raise near_names("citation", statute_id, knowledge.statutes)
    if not address:
        return list(_statute(knowledge, statute, day, lang))
    held = [article.at for article in statute.articles]
    parts = [f"{statute_id}/{at}" for at in held if at.partition("(")[0] == address and address not in held]
    if of_day := [part for part in parts if resolve(knowledge, part, Days(day, day))]:
        return [line for part in of_day for line in describe_law(knowledge, part, day, lang)]
    if find_article(knowledge, citation) is None:
        raise near_names("citation", citation, (f"{statute_id}/{at}" for at in held))
    cited = resolve(knowledge, citation, Days(day, day))
    if cited is None:
        told = knowledge.wording["fault-no-edition"]
        known = Text(zh=_editions(knowledge, statute, "zh"), en=_editions(knowledge, statute, "en"))
        message = Text(zh=told.told("zh", day=day, known=known.zh), en=told.told("en", day=day, known=known.en))
        raise CaseError([Fault.told(citation, message)])
    return list(_article(knowledge, cited, lang))


def _statute(knowledge: Knowledge, statute: Statute, day: date, lang: Lang) -> Iterator[str]:
    yield f"{statute.id}  {statute.title.zh} / {statute.title.en}"
    current = statute.edition_on(day)
    for edition in statute.editions:
        yield f"  {'*' if edition is current else ' '} {_edition(knowledge, edition, lang)}"
        yield from (f"    {line}" for line in _looked_up(knowledge, statute, edition, lang))
    for article in statute.articles:
        if current is None or (article.editions and current.id not in article.editions):
            continue
        number = article.was.get(current.id, article.at)
        yield f"    {number:<12} {article_name(number, article.is_single(current.id))[lang]}: {article.gist[lang]}"


def _article(knowledge: Knowledge, cited: Cited, lang: Lang) -> Iterator[str]:
    statute, article, edition, number = cited.statute, cited.article, cited.edition, cited.number
    yield f"{statute.title.zh} / {statute.title.en}"
    name = article_name(number, article.is_single(edition.id))
    yield f"  {name.zh} / {name.en}   ({statute.id}/{number})"
    asked = cited.ref.partition("/")[2]
    if asked != number:
        yield f"  {phrase(knowledge, lang, 'lookup-renumbered', asked=asked, number=number, edition=edition.id)}"
    yield f"  {_edition(knowledge, edition, lang)}"
    yield from (f"  {line}" for line in _looked_up(knowledge, statute, edition, lang))
    yield f"  {article.gist[lang]}"
    for limit in article.limits:
        told = [_length(knowledge, limit.length, lang)]
        if limit.at_most:
            told.append(phrase(knowledge, lang, "at-most", length=_length(knowledge, limit.at_most, lang)))
        yield f"  {statute.id}.{limit.id}: {phrase(knowledge, lang, 'lookup-comma').join(told)} – {limit.starts[lang]}"
        if limit.unit_basis:
            yield f"    {limit.unit_basis[lang]}"
    if edition.id in article.sha256:
        yield f"  sha256 {article.sha256[edition.id]}"
    sure = phrase(knowledge, lang, f"lookup-{edition.confidence}")
    second = phrase(knowledge, lang, "lookup-second-hand") if article.secondary else ""
    yield f"  {phrase(knowledge, lang, 'lookup-checked', day=edition.checked, sure=sure)}{second}"
    for doubt in dict.fromkeys((*article.doubt, *edition.doubt)):
        yield f"  ? {doubt.what[lang]}"
        yield f"    → {doubt.settled_by[lang]}" + (f" {doubt.url}" if doubt.url else "")


def _length(knowledge: Knowledge, length: Duration, lang: Lang) -> str:
    return phrase(knowledge, lang, f"unit-{length.unit.value.replace(' ', '-')}", n=length.value)


def _looked_up(knowledge: Knowledge, statute: Statute, edition: Edition, lang: Lang) -> Iterator[str]:
    """The official address, or where the official text is found by its title, and the documents in which the text was read."""
    register = knowledge.register(statute)
    if edition.url:
        yield phrase(knowledge, lang, "law-official", text=edition.url)
    elif register and edition.in_force[1] is None:
        told = {"title": statute.title.zh, "register": register.title[lang], "url": register.url}
        yield phrase(knowledge, lang, "law-register", **told)
    for use in named(edition.sources):
        yield phrase(knowledge, lang, "law-read-in", text=source_line(knowledge, use, lang))


def _editions(knowledge: Knowledge, statute: Statute, lang: Lang) -> str:
    return "; ".join(_edition(knowledge, item, lang) for item in statute.editions)


def _edition(knowledge: Knowledge, edition: Edition, lang: Lang) -> str:
    start, end = edition.in_force
    days = phrase(knowledge, lang, "lookup-in-force", start=start, end=end or "").rstrip()
    return "  ".join(filter(None, (edition.id, edition.number, days)))


def describe_rules(knowledge: Knowledge, rulebase: Rulebase, rule_id: str | None, lang: Lang) -> list[str]:
    """All rules by stage, or one whole. CaseError: no such rule."""
    if rule_id is None:
        return [
            line
            for stage in STAGES
            for line in (f"{stage}:", *(f"  {rule.id:<40} {rule.entry.title[lang]}" for rule in rulebase.of(stage)))
        ]
    rule = rulebase.get(rule_id)
    if rule is None:
        raise near_names("rule", rule_id, (rule.id for rule in rulebase.rules))
    return list(_rule(rule, knowledge, lang))


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
