"""Statutes, citations and limits over all days from 2021 on → where one rests on nothing and the files do not say why.

What is in force changes only where an edition or a gap starts or ends, so each stretch is looked at once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from knowledge.channel import Refusal
from knowledge.citations import Days, find_article, in_force
from knowledge.errors import Fault
from knowledge.escalation import Escalation, Foreclosure
from knowledge.law import Article, Edition, Statute
from knowledge.library import Knowledge
from knowledge.spans import DAY, turning

__all__ = [
    "START",
    "boundaries",
    "check_timeline",
    "grounds",
    "outlived",
    "turns",
    "uncovered",
    "unlimited",
    "unpaired",
]

START = date(2021, 1, 1)
"""The first day for which the project answers: the Civil Code is in force from it."""


def check_timeline(knowledge: Knowledge) -> list[Fault]:
    """Days without edition or gap, articles without a counterpart, limits that an edition lacks."""
    faults = []
    for statute in knowledge.statutes.values():
        told = [*(f"no edition and no gap covers {day}" for day in uncovered(statute)), *_misnamed(statute)]
        faults += [knowledge.fault("Statute", statute.id, message) for message in told]
    for kind, key, refs in grounds(knowledge):
        faults += [knowledge.fault(kind, key, message) for message in unpaired(knowledge, refs)]
    for channel in knowledge.channels.values():
        for ref in (ref for reply in channel.reply for ref in reply.limits):
            faults += [knowledge.fault("Channel", channel.id, message) for message in unlimited(knowledge, ref)]
    return sorted(set(faults))


def grounds(knowledge: Knowledge) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Every list of citations of an action, issue or channel that is to hold throughout, with its owner's kind and id."""
    yield from (("Action", action.id, action.basis) for action in knowledge.actions.values())
    yield from (("Issue", issue.id, claim.basis) for issue in knowledge.issues.values() for claim in issue.claims)
    for channel in knowledge.channels.values():
        closed = (item for item in channel.forecloses if not item.dropped)
        parts: tuple[Refusal | Escalation | Foreclosure, ...] = (*channel.refuses, *channel.next, *closed)
        yield from (("Channel", channel.id, refs) for refs in (channel.basis, *(part.basis for part in parts)))


def turns(statutes: Iterable[Statute]) -> list[date]:
    """START and every later day on which an edition begins or has just ended."""
    return sorted({START, *(day for day in boundaries(statutes) if day >= START)})


def boundaries(statutes: Iterable[Statute]) -> list[date]:
    """Every day on which an edition begins or has just ended, in order: between two of them the law stays the same."""
    return turning(edition.in_force for statute in statutes for edition in statute.editions)


def uncovered(statute: Statute) -> Iterator[date]:
    """The first day of every stretch that has neither an edition nor a declared gap."""
    day = START
    spans = [*(edition.in_force for edition in statute.editions), *(gap.days for gap in statute.gaps)]
    for start, end in sorted(spans, key=lambda span: span[0]):
        if start > day:
            yield day
        if end is None:
            return
        day = max(day, end + DAY)
    yield day


def _misnamed(statute: Statute) -> Iterator[str]:
    """Editions and articles that an article names and that are not there; editions of whose silence it says nothing."""
    editions, addresses = {edition.id for edition in statute.editions}, {article.at for article in statute.articles}
    for article in statute.articles:
        for name in sorted({*article.editions, *article.was, *article.instead} - editions):
            yield f"{article.at}: there is no edition “{name}”"
        for at in (at for places in article.instead.values() for at in places if at not in addresses):
            yield f"{article.at}: there is no article “{at}” to stand in its place"
        for edition in _lacking(statute, article):
            if edition.id not in article.instead:
                yield f"{article.at}: what stands in its place in the edition {edition.id} is not said (`instead`)"


def unpaired(knowledge: Knowledge, refs: Collection[str]) -> Iterator[str]:
    """Articles that an edition lacks, where what stands in their place there is not cited beside them."""
    for ref in refs:
        found = find_article(knowledge, ref)
        if found is None:
            continue
        statute, article = found
        for edition in _lacking(statute, article):
            places = [f"{statute.id}/{at}" for at in article.instead.get(edition.id, ())]
            if places and not set(places) & set(refs):
                yield f"“{ref}” is not in the edition {edition.id}: cite “{'” or “'.join(places)}” beside it"


def unlimited(knowledge: Knowledge, ref: str) -> Iterator[str]:
    """The editions that lack the named limit, without anything said of its article's place. None for a yardstick."""
    owner, _, name = ref.partition(".")
    statute = knowledge.statutes.get(owner)
    if statute is None:
        return
    setters = [article for article in statute.articles if any(limit.id == name for limit in article.limits)]
    for edition in _since_start(statute):
        held = any(not article.editions or edition.id in article.editions for article in setters)
        if not held and not any(article.instead.get(edition.id) == () for article in setters):
            yield f"the limit “{ref}” is not in the edition {edition.id}"


def outlived(knowledge: Knowledge, refs: Collection[str]) -> date | None:
    """The first day on which none of the articles is in force any more, although no gap is declared for all of them."""
    found = [pair for ref in refs if (pair := find_article(knowledge, ref))]
    statutes = [statute for statute, _ in found]
    lived = False
    for day in turns(statutes):
        if in_force(knowledge, refs, Days(day)):
            lived = True
        elif lived and not all(any(gap.covers(day) for gap in statute.gaps) for statute in statutes):
            return day
    return None


def _lacking(statute: Statute, article: Article) -> list[Edition]:
    return [e for e in _since_start(statute) if article.editions and e.id not in article.editions]


def _since_start(statute: Statute) -> list[Edition]:
    return [edition for edition in statute.editions if edition.in_force[1] is None or edition.in_force[1] >= START]
