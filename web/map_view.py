"""What an analyst wants to see → the page with its filters, the picture by itself, and the same in words."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from io import BytesIO
from typing import Any

from pydantic import ValidationError

from diagrams.output import WRITERS
from diagrams.pictures import LEVELS
from documents.difference_text import difference_lines
from documents.graph_text import survey_lines
from engine import analysis
from engine.adviser import Advice
from engine.batch import Record, case_in, of_lines, of_table
from engine.case import Case
from knowledge.errors import CaseError, Fault, RenderError, near_names
from knowledge.loader import LIMIT
from knowledge.models import Lang
from web import desk
from web.desk import Frame
from web.talk import Talk, thawed
from web.wishes import CASES, Wishes, order_of, sides_of

__all__ = ["Batch", "map_page", "picture", "read_records"]

KINDS = ("escalation", "ways", "timeline", "proof", "rules", "load", "diff")
OF_A_CASE = ("timeline", "proof")
SHOWN = 60
"""signs of what was sent, where it is told that it is no answer"""
POLICY = re.compile(r'Content-Security-Policy" content="([^"]*)"')
Sent = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Batch:
    """Cases that were read, what is wrong with the others, by line or row, and how many were too many to be read."""

    cases: tuple[Case, ...]
    wrong: tuple[str, ...]
    bad: int
    left: int


@dataclass(frozen=True)
class Picture:
    """A page of its own, and the policy under which its style and script may run; or what is wrong."""

    html: str = ""
    policy: str = ""
    faults: tuple[str, ...] = ()


def read_records(raw: bytes, name: str, lang: Lang) -> Batch:
    """A case a line; of a table (by the ending of its name) a case a row. What is no case is told, with its number, and left out."""
    adviser, today = desk.adviser(), desk.today()
    cases: list[Case] = []
    wrong: dict[int, list[str]] = {}
    try:
        records = list(_records(raw, name))
    except CaseError as error:
        return Batch((), tuple(desk.said(fault, lang) for fault in error.faults), 1, 0)
    for record in records[:CASES]:
        try:
            _, data = case_in(record, f"{record.number}", adviser.knowledge.wording)
            cases.append(adviser.read(data, today))
        except CaseError as error:
            wrong[record.number] = [_of_record(fault, f"{record.number}").shown(lang) for fault in error.faults]
    told = tuple(line for lines in wrong.values() for line in lines)
    return Batch(tuple(cases), told, len(wrong), len(records[CASES:]))


def _of_record(fault: Fault, number: str) -> Fault:
    """With the number of its line or row."""
    return fault.on_line(0) if fault.place == number else fault.within(number, 0)


def _records(raw: bytes, name: str) -> Iterator[Record]:
    """Raises CaseError for a table that is none."""
    if not name.lower().endswith(".csv"):
        yield from of_lines(BytesIO(raw), LIMIT)
        return
    try:
        raw.decode("utf-8-sig")
        yield from of_table(BytesIO(raw))
    except UnicodeDecodeError as error:
        told = desk.adviser().knowledge.wording["fault-encoding"].filled(name="")
        raise CaseError([Fault.told("", told)]) from error
    except csv.Error as error:
        raise CaseError([Fault("csv", 0, f"{error}")]) from error


def map_page(sent: Sent, query: str, lang: Lang, frame: Frame, talk: Talk | None, batch: tuple[Case, ...]) -> str:
    knowledge = desk.adviser().knowledge
    fields = {key: value for key, value in sent if key != "level"}
    chosen = fields.get("what", KINDS[0])
    faults, words = _in_words(sent, lang, talk, batch)
    return desk.page(
        "map.html", lang, frame, kinds=KINDS, chosen=chosen if chosen in KINDS else KINDS[0], fields=fields, query=query,
        levels=LEVELS, checked=[value for key, value in sent if key == "level"], mine=talk is not None, faults=faults, words=words,
        wallets=[(item.id, item.name[lang]) for item in knowledge.providers.values()],
        issues=[(value.id, value.label[lang]) for value in knowledge.facts["issue"].values if value.id in knowledge.issues],
        channels=[(item.id, item.name[lang]) for item in knowledge.channels.values()],
        steps=_steps(talk, lang), facts=_facts(lang), batch=len(batch), today=desk.today().isoformat(),
    )  # fmt: skip


def _facts(lang: Lang) -> list[tuple[str, str]]:
    """By whose answers a batch can be told apart."""
    found = desk.adviser().knowledge.facts.values()
    return [(fact.id, fact.label[lang]) for fact in found if fact.values and fact.origin == "asked"]


def _steps(talk: Talk | None, lang: Lang) -> list[tuple[str, str]]:
    """What a proof can be shown of: the steps of the case."""
    if talk is None:
        return []
    plan = _advice(talk).plan
    return [(step.action, step.title[lang]) for step in plan.steps]


def _advice(talk: Talk) -> Advice:
    return thawed(talk, desk.adviser(), desk.today()).advice


def _wishes(sent: Sent, lang: Lang) -> Wishes:
    """Raises CaseError for what is none."""
    told: dict[str, Any] = {key: value for key, value in sent if value and key in Wishes.model_fields and key != "lang"}
    told["levels"] = tuple(value for key, value in sent if key == "level" and value in LEVELS)
    try:
        return Wishes.model_validate({**told, "lang": lang})
    except ValidationError as error:
        raise CaseError([_misspelled(str(item["loc"][0]), str(item["input"])) for item in error.errors()]) from error


def _misspelled(field: str, given: str) -> Fault:
    if field == "on":
        return Fault.told(field, desk.adviser().knowledge.wording["web-graph-no-day"].filled(given=given[:SHOWN]))
    return near_names(field, given, KINDS if field == "what" else ()).faults[0]


def _case_of(wishes: Wishes, sent: Sent, talk: Talk | None) -> Advice | None:
    """The visitor's own case, where it is wanted on the picture. Raises CaseError where there has to be one."""
    mine = ("mine", "yes") in sent or wishes.what in OF_A_CASE
    if mine and talk is None and wishes.what in OF_A_CASE:
        raise CaseError([Fault.told("", desk.adviser().knowledge.wording["web-graph-no-case"])])
    return _advice(talk) if mine and talk is not None else None


def picture(sent: Sent, lang: Lang, talk: Talk | None, batch: tuple[Case, ...]) -> Picture:
    try:
        wishes = _wishes(sent, lang)
        order = order_of(desk.adviser(), wishes, desk.today(), _case_of(wishes, sent, talk), batch)
        html = WRITERS["html"](order)
    except CaseError as error:
        return Picture(faults=tuple(desk.said(fault, lang) for fault in error.faults))
    except RenderError as error:
        return Picture(faults=(str(error),))
    found = POLICY.search(html)
    return Picture(html, unescape(found[1]) if found else "default-src 'none'")


def _in_words(
    sent: Sent, lang: Lang, talk: Talk | None, batch: tuple[Case, ...]
) -> tuple[list[str], list[tuple[str, str]]]:
    """What is wrong with what is wished, and what the graph says, as (heading, lines)."""
    knowledge = desk.adviser().knowledge
    try:
        wishes = _wishes(sent, lang)
        if wishes.what == "load" and not batch:
            raise CaseError([Fault.told("", knowledge.wording["web-graph-no-batch"])])
        if wishes.what == "diff" and not (wishes.before and wishes.after):
            return [], []
        if wishes.what == "proof" and not wishes.name:
            return [], []
        advice = _case_of(wishes, sent, talk)
        order = order_of(desk.adviser(), wishes, desk.today(), advice, batch)
        if not batch:
            order.picture()  # which says what is wrong where it can be read, and costs little before it is laid out
        return [], [
            (knowledge.wording[title][lang], "\n".join(lines)) for title, lines in _told(wishes, lang, advice, batch)
        ]
    except CaseError as error:
        return [desk.said(fault, lang) for fault in error.faults], []


def _told(
    wishes: Wishes, lang: Lang, advice: Advice | None, batch: tuple[Case, ...]
) -> Iterator[tuple[str, list[str]]]:
    adviser = desk.adviser()
    if wishes.what == "diff":
        sides = sides_of(adviser, (wishes.before or "", wishes.after or ""), wishes.issue, desk.today())
        yield (
            "web-graph-told",
            difference_lines(analysis.compare(adviser.knowledge.wording, *sides), adviser.knowledge, lang),
        )
    if wishes.what == "load":
        load = analysis.count_load(adviser.knowledge, map(adviser.advise, batch), wishes.by)
        yield "web-graph-told", survey_lines(load, adviser.knowledge, lang)
    if wishes.what == "ways":
        ways = analysis.find_ways(adviser.knowledge, advice or adviser.advise(_open_case(wishes)))
        if wishes.start and wishes.to:
            yield (
                "web-graph-paths",
                survey_lines(analysis.find_routes(ways, wishes.start, wishes.to, 6, 10), adviser.knowledge, lang),
            )
        yield "web-graph-reach", survey_lines(analysis.find_reach(ways), adviser.knowledge, lang)
        yield (
            "web-graph-dominators",
            survey_lines(analysis.find_unavoidable(ways, wishes.start), adviser.knowledge, lang),
        )
        yield "web-graph-dead-ends", survey_lines(analysis.find_dead_ends(ways), adviser.knowledge, lang)
        yield "web-graph-closes", survey_lines(analysis.find_choices(ways), adviser.knowledge, lang)


def _open_case(wishes: Wishes) -> Case:
    """In which nothing else is known."""
    told = {"provider": wishes.provider, "issue": wishes.issue}
    known = {name: word for name, word in told.items() if word}
    return desk.adviser().read({"as_of": wishes.on or desk.today(), **known}, desk.today())
