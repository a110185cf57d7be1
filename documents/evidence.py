"""A plan and its case → the list of evidence (`recourse/evidence/2`): what each piece proves, how to get it, until when, what is there."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import Literal

from documents.letters import clean
from documents.plan_words import PlanWords
from documents.sheets import Row, Sheet
from engine.case import Case
from engine.steps import Entry, Plan, way_in
from engine.steps.grounds import binds
from engine.steps.parts import WayIn
from knowledge.editions import holding
from knowledge.errors import near_names
from knowledge.frozen import shaped
from knowledge.library import Knowledge
from knowledge.limits import add, find_limit
from knowledge.models import Lang, Material, Text

__all__ = ["EvidenceItem", "EvidenceList", "evidence_sheet", "list_evidence"]


class Kept(Entry):
    """How long the other side has to keep its own copy, by law; the day only where it is known when it happened."""

    limit: str
    length: str
    basis: str
    until: date | None


class Brought(Entry):
    """A contact that brought the piece."""

    channel: str
    day: date | None
    """None where it is not told"""
    reference: str | None


class EvidenceItem(Entry):
    """One piece of evidence, or a paper."""

    id: str
    name: Text
    proves: Text
    how: Text
    where: tuple[WayIn, ...]
    """in the wallet's app"""
    fades: Text
    kept: tuple[Kept, ...]
    used_for: tuple[str, ...]
    """actions"""
    brought: tuple[Brought, ...]
    held: bool
    """a contact brought it, or the person says so"""


class EvidenceList(Entry):
    """What to gather: what is still missing first."""

    schema_: Literal["recourse/evidence/2"] = shaped(default="recourse/evidence/2", called="schema")
    as_of: date
    items: tuple[EvidenceItem, ...]
    note: Text


def list_evidence(plan: Plan, case: Case, knowledge: Knowledge, have: Collection[str] = ()) -> EvidenceList:
    """Everything that the steps of the plan bring or need. `have` names what the person has; raises CaseError for what is none."""
    for name in have:
        if name not in knowledge.materials:
            raise near_names("--have", name, list(knowledge.materials))
    items = [_item(material, plan, case, knowledge, have) for material in _wanted(plan, knowledge)]
    return EvidenceList(
        as_of=plan.as_of,
        items=tuple(sorted(items, key=lambda item: item.held)),
        note=knowledge.wording["evidence-note"],
    )


def _wanted(plan: Plan, knowledge: Knowledge) -> list[Material]:
    """In the order in which the steps want them."""
    named = {item.name: item for item in knowledge.materials.values()}
    return list(dict.fromkeys(named[name] for step in plan.steps for name in step.materials))


def _item(material: Material, plan: Plan, case: Case, knowledge: Knowledge, have: Collection[str]) -> EvidenceItem:
    brought = tuple(_brought(material, case))
    return EvidenceItem(
        id=material.id,
        name=material.name,
        proves=material.proves,
        how=material.how,
        where=tuple(_where(material, case, knowledge)),
        fades=material.fades,
        kept=tuple(_kept(material, case, knowledge)),
        used_for=tuple(step.action for step in plan.steps if material.name in step.materials),
        brought=brought,
        held=bool(brought) or material.id in have,
    )


def _brought(material: Material, case: Case) -> Iterator[Brought]:
    for attempt in case.contacts:
        if material.after and material.after.brings(attempt.channel, attempt.outcome, attempt.reference):
            yield Brought(channel=attempt.channel, day=attempt.date, reference=clean(attempt.reference or "") or None)


def _where(material: Material, case: Case, knowledge: Knowledge) -> Iterator[WayIn]:
    provider = case.wallet(knowledge)
    ways = [way for way in (provider.entrances if provider else ()) if set(way.purposes) & set(material.purposes)]
    yield from (way_in(way, case.as_of) for way in holding(ways, case.as_of) if way.is_sure)


def _kept(material: Material, case: Case, knowledge: Knowledge) -> Iterator[Kept]:
    """Limits that are in force and bind such a wallet."""
    happened = case.answers.get("incident_date")
    for ref in material.kept:
        limit = find_limit(knowledge, ref, case.days)
        if limit and limit.cited and binds(knowledge, case, limit.cited.ref):
            until = add(happened, limit.length, limit.rolls_over).last if isinstance(happened, date) else None
            yield Kept(limit=ref, length=str(limit.length), basis=limit.cited.ref, until=until)


def evidence_sheet(found: EvidenceList, plan: Plan, case: Case, knowledge: Knowledge, lang: Lang) -> Sheet:
    """The list as a document: what is still to get, then what is there."""
    return _Listing(plan, case, knowledge, lang).sheet(found)


class _Listing(PlanWords):
    def sheet(self, found: EvidenceList) -> Sheet:
        title = self.say("evidence-title")
        rows = [Row("title", (title,)), Row("note", (self.say("document-as-of", day=found.as_of),))]
        for key, held in (("evidence-missing", False), ("evidence-held", True)):
            items = [item for item in found.items if item.held is held]
            rows += [Row("heading", (self.say(key),))] if items else []
            rows += [row for number, item in enumerate(items, 1) for row in self.item(number, item)]
        return Sheet(title, self.lang, (*rows, Row("note", (self.of(found.note),))))

    def item(self, number: int, item: EvidenceItem) -> Iterator[Row]:
        yield Row("subheading", (f"{number}. {self.of(item.name)}",))
        yield self.row("evidence-proves", self.of(item.proves))
        for brought in item.brought:
            reference = self.say("evidence-reference", number=brought.reference) if brought.reference else ""
            channel = self.channel_name(brought.channel)
            yield self.row(
                "evidence-held",
                self.say(
                    "evidence-from", day=brought.day or self.say("day-untold"), channel=channel, reference=reference
                ),
            )
        yield self.row("evidence-how", self.of(item.how))
        yield from (self.row("evidence-where", self.of(way.both)) for way in item.where)
        yield self.row("evidence-fades", self.of(item.fades))
        for kept in item.kept:
            if kept.until:
                told = {"day": kept.until, "article": self.article(kept.basis), "length": self.length(kept.length)}
                yield self.row("evidence-kept-label", self.say("evidence-kept", **told))
        yield self.row(
            "evidence-for", self.semicolon.join(self.of(self.speaker.name(action)) for action in item.used_for)
        )

    def row(self, label: str, text: str) -> Row:
        return Row("labelled", (self.say(label), text))
