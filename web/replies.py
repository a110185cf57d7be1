"""What a program asks → the reply, as JSON text or a file. Each function is what the command of the same name does."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Concatenate, ParamSpec

from pydantic import TypeAdapter

from diagrams.formats import IMAGES, image_of, picture_schemas
from diagrams.output import WRITERS
from documents.calendar import make_calendar
from documents.day_by_day import day_lines
from documents.evidence import list_evidence
from documents.law_text import describe_law
from documents.letters import letters_of
from documents.lookup import describe_channels, describe_rules
from documents.outlook_text import outlook_lines
from documents.report import make_report
from documents.schemas import DOCUMENTS, document_schema
from documents.wallet_text import describe_wallets
from engine import analysis
from engine.adviser import Advice, Adviser
from engine.batch import Answer, answer_to
from engine.case import case_schema
from engine.case.changes import case_data, changed, read_changes
from engine.explaining.difference import compare
from engine.explaining.next_question import next_question
from engine.explaining.trace import read_trace, replay
from engine.explaining.trace import trace as trace_of
from engine.explaining.why import explain, reach_of
from engine.review import outlook, review
from engine.schema import OUTPUTS, output_schema
from engine.sourcing import sourcing
from knowledge.errors import CaseError, Fault, RenderError, near_names, need
from knowledge.models import Lang
from web import desk, downloads, papers, shapes
from web.wishes import day_of, order_of, read_batch, sides_of

__all__ = ["Reply", "reply"]

MEDIA = {
    "svg": "image/svg+xml", "png": "image/png", "pdf": "application/pdf", "html": "text/html", "json": "application/json",
    "dot": "text/vnd.graphviz", "mmd": "text/plain", "graphml": "application/xml",
}  # fmt: skip
OLDEST = 10
WRONG = 422
PICTURES = ("drawing", "timeline")
Find = Callable[[analysis.Ways], Any]
P = ParamSpec("P")


@dataclass(frozen=True)
class Reply:
    """What goes back. JSON, unless it says otherwise."""

    body: bytes
    media: str = "application/json"
    code: int = 200


def reply(work: Callable[Concatenate[Adviser, P], Reply], *args: P.args, **kwargs: P.kwargs) -> Reply:
    """What the work comes to; or everything that is wrong with what was sent."""
    try:
        return work(desk.adviser(), *args, **kwargs)
    except CaseError as error:
        return _faults(error.faults)
    except RenderError as error:
        return _faults((Fault("draw", 0, str(error)),))


def _faults(faults: tuple[Fault, ...]) -> Reply:
    found = [shapes.FaultEntry(place=f.place, zh=f.shown("zh"), en=f.shown("en")) for f in faults]
    return Reply(shapes.Faults(faults=found).model_dump_json().encode(), code=WRONG)


def _json(told: str) -> Reply:
    return Reply(told.encode("utf-8", "replace"))


def _lines(lines: list[str]) -> Reply:
    return _json(shapes.Told(lines=lines).model_dump_json())


def _advice(adviser: Adviser, case: shapes.Case) -> Advice:
    return adviser.advise(adviser.read(case.data, desk.today()))


def _check_name(adviser: Adviser, name: str) -> None:
    known = (*adviser.knowledge.actions, *adviser.knowledge.channels)
    if name not in known:
        raise near_names("id", name, known)


def plan(adviser: Adviser, asked: shapes.CaseBody) -> Reply:
    return _json(_advice(adviser, asked.case).plan.to_json(asked.lang))


def question(adviser: Adviser, asked: shapes.CaseBody) -> Reply:
    return _json(next_question(_advice(adviser, asked.case), adviser.knowledge).model_dump_json())


def why(adviser: Adviser, asked: shapes.Named) -> Reply:
    _check_name(adviser, asked.id)
    return _json(explain(adviser, _advice(adviser, asked.case), asked.id).model_dump_json())


def days(adviser: Adviser, asked: shapes.Named) -> Reply:
    _check_name(adviser, asked.id)
    return _lines(day_lines(adviser.knowledge, _advice(adviser, asked.case), asked.id, asked.lang))


def reach(adviser: Adviser, asked: shapes.Named) -> Reply:
    _check_name(adviser, asked.id)
    return _json(reach_of(adviser, _advice(adviser, asked.case), asked.id).model_dump_json())


def what_if(adviser: Adviser, asked: shapes.Changed) -> Reply:
    advice, wanted = _advice(adviser, asked.case), read_changes(asked.changes, adviser.knowledge)
    data = changed(case_data(advice.case), wanted, adviser.knowledge)
    after = adviser.advise(adviser.read(data, desk.today()))
    return _json(compare(advice.plan, after.plan).model_dump_json())


def trace(adviser: Adviser, asked: shapes.CaseBody) -> Reply:
    return _json(trace_of(adviser, _advice(adviser, asked.case)).to_json())


def replayed(adviser: Adviser, asked: shapes.TraceBody) -> Reply:
    found = replay(adviser, read_trace(asked.trace, adviser.knowledge.wording))
    changes = [{key: str(value) for key, value in change.model_dump().items()} for change in found.changes]
    left_out = [fault.shown(asked.lang) for fault in found.left_out]
    same = not changes and not left_out
    return _json(shapes.Replayed(same=same, changes=changes, left_out=left_out).model_dump_json())


GRAPH: dict[str, Callable[[shapes.GraphBody], Find]] = {
    "reach": lambda _: analysis.find_reach,
    "dominators": lambda asked: lambda ways: analysis.find_unavoidable(ways, asked.start),
    "dead-ends": lambda _: analysis.find_dead_ends,
    "closes": lambda _: analysis.find_choices,
}


def graph(adviser: Adviser, kind: str, asked: shapes.GraphBody) -> Reply:
    return _surveyed(adviser, asked, GRAPH[kind](asked), [asked.start] if asked.start else [])


def paths(adviser: Adviser, asked: shapes.PathsBody) -> Reply:
    def find(ways: analysis.Ways) -> Any:
        return analysis.find_routes(ways, asked.start, asked.to, asked.longest, asked.most)

    return _surveyed(adviser, asked, find, [asked.start, asked.to])


def _surveyed(adviser: Adviser, asked: shapes.GraphBody, find: Find, channels: list[str]) -> Reply:
    for channel in channels:
        if channel not in adviser.knowledge.channels:
            raise near_names("channel", channel, adviser.knowledge.channels)
    told = {"provider": asked.provider, "issue": asked.issue}
    known = {name: word for name, word in told.items() if word}
    if asked.case and (known or asked.on):
        raise CaseError([Fault.told("case", adviser.knowledge.wording["fault-case-alone"])])
    data = asked.case.data if asked.case else {"as_of": day_of(asked.on, desk.today()), **known}
    return _json(
        find(analysis.find_ways(adviser.knowledge, adviser.advise(adviser.read(data, desk.today())))).to_json()
    )


def load(adviser: Adviser, asked: shapes.LoadBody) -> Reply:
    need("fact", asked.by, adviser.knowledge.facts)
    cases = [adviser.read(case.data, desk.today()) for case in asked.cases]
    return _json(analysis.count_load(adviser.knowledge, map(adviser.advise, cases), asked.by).to_json())


def batch(adviser: Adviser, asked: shapes.BatchBody) -> Reply:
    read = (adviser.read(case.data, desk.today()) for case in asked.cases)
    found = [answer_to(adviser.advise(case), number, None) for number, case in enumerate(read, 1)]
    return _json(TypeAdapter(list[Answer]).dump_json(found).decode())


def difference(adviser: Adviser, before: str, after: str, issue: str | None) -> Reply:
    need("issue", issue, adviser.knowledge.issues)
    sides = sides_of(adviser, (before, after), issue, desk.today())
    return _json(analysis.compare(adviser.knowledge.wording, *sides).to_json())


def draw(adviser: Adviser, asked: shapes.Drawn) -> Reply:
    advice = _advice(adviser, asked.case) if asked.case else None
    found = list(read_batch(adviser, [case.data for case in asked.cases], desk.today()))
    if wrong := next((case for case in found if isinstance(case, CaseError)), None):
        raise wrong
    cases = tuple(case for case in found if not isinstance(case, CaseError))
    order = order_of(adviser, asked.wishes, desk.today(), advice, cases)
    if asked.format in IMAGES:
        return Reply(image_of(order.picture(), asked.format), MEDIA[asked.format])
    return Reply(WRITERS[asked.format](order).encode(), MEDIA[asked.format])


def letters(adviser: Adviser, asked: shapes.CaseBody) -> Reply:
    return _json(letters_of(_advice(adviser, asked.case).plan, adviser.knowledge).model_dump_json())


def letter(adviser: Adviser, asked: shapes.LetterBody) -> Reply:
    return _json(papers.letter_of(_advice(adviser, asked.case), asked.action, asked.fill).model_dump_json())


def evidence(adviser: Adviser, asked: shapes.EvidenceBody) -> Reply:
    advice = _advice(adviser, asked.case)
    return _json(list_evidence(advice.plan, advice.case, adviser.knowledge, asked.have).model_dump_json())


def calendar(adviser: Adviser, asked: shapes.CaseBody) -> Reply:
    advice = _advice(adviser, asked.case)
    return _json(make_calendar(advice.plan, advice.case, adviser.knowledge).model_dump_json())


def report(adviser: Adviser, asked: shapes.CaseBody) -> Reply:
    advice = _advice(adviser, asked.case)
    return _json(make_report(advice.plan, advice.case, adviser.knowledge, asked.lang).model_dump_json())


FORMATS = {
    "letter": ("md", "docx", "pdf", "html"), "evidence": ("md", "docx", "pdf", "html"), "report": ("md", "pdf", "html"),
    "calendar": ("ics",),
}  # fmt: skip


def document(adviser: Adviser, asked: shapes.FileBody) -> Reply:
    """Raises CaseError for a format that there is none of."""
    if asked.format not in FORMATS[asked.what]:
        raise near_names("format", asked.format, FORMATS[asked.what])
    advice, ending = _advice(adviser, asked.case), asked.format
    match asked.what:
        case "letter":
            body = papers.letter_file(advice, papers.letter_of(advice, asked.action, asked.fill), ending, asked.lang)
        case "evidence":
            body = papers.evidence(advice, ending, asked.lang)
        case "report":
            body = papers.report(adviser, advice, ending, asked.lang)
        case "calendar":
            body = papers.calendar(advice, asked.lang)
    return Reply(body, downloads.MEDIA[ending])


def law(adviser: Adviser, citation: str, on: date | None, lang: Lang) -> Reply:
    return _lines(describe_law(adviser.knowledge, citation, day_of(on, desk.today()), lang))


def rules(adviser: Adviser, name: str | None, lang: Lang) -> Reply:
    return _lines(describe_rules(adviser.knowledge, adviser.rulebase, name, lang))


def channels(adviser: Adviser, name: str | None, on: date | None, lang: Lang) -> Reply:
    return _lines(describe_channels(adviser.knowledge, name, day_of(on, desk.today()), lang))


def wallets(adviser: Adviser, name: str | None, on: date | None, lang: Lang) -> Reply:
    return _lines(describe_wallets(adviser.knowledge, name, day_of(on, desk.today()), lang))


def schema(adviser: Adviser, name: str) -> Reply:
    if name == "case":
        return _json(json.dumps(case_schema(adviser.knowledge), ensure_ascii=False))
    known = ("case", *OUTPUTS, *DOCUMENTS, *PICTURES)
    if name not in known:
        raise near_names("schema", name, known)
    if name in PICTURES:
        return _json(json.dumps(picture_schemas()[name], ensure_ascii=False))
    found = document_schema(name) if name in DOCUMENTS else output_schema(name)
    return _json(json.dumps(found, ensure_ascii=False))


def check(adviser: Adviser, stale: int) -> Reply:
    return _lines(list(review(adviser, desk.today(), stale).lines))


def ahead(adviser: Adviser, lang: Lang) -> Reply:
    return _lines(list(outlook_lines(outlook(adviser, desk.today(), OLDEST), adviser.knowledge, lang)))


def sources(adviser: Adviser) -> Reply:
    return _json(sourcing(adviser).model_dump_json(by_alias=True))
