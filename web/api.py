"""The interface for programs: what the command line can do, as JSON, from the same shapes. `/api/openapi.json` describes it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response

from documents.calendar import Calendar
from documents.evidence import EvidenceList
from documents.letters import Letter, LetterList
from documents.report import Report
from engine.analysis import survey
from engine.batch import Answer
from engine.explaining.difference import Difference
from engine.explaining.next_question import NextQuestion
from engine.explaining.trace import Trace
from engine.explaining.why import Reachable, Why
from engine.sourcing import Sourcing
from engine.steps import Plan
from knowledge.models import Lang
from web import downloads, replies, shapes
from web.house import House
from web.replies import Reply, reply
from web.strict import StrictRoute

__all__ = ["routes"]

WRONG: dict[int | str, dict[str, Any]] = {
    422: {"model": shapes.Faults, "description": "What was sent cannot be used, and why."},
    400: {"model": shapes.Faults, "description": "It is no JSON."},
}
FILES: dict[int | str, dict[str, Any]] = {
    200: {"description": "The picture.", "content": {media: {} for media in replies.MEDIA.values()}},
    **WRONG,
}
PAPERS: dict[int | str, dict[str, Any]] = {
    200: {"description": "The file.", "content": {media: {} for media in downloads.MEDIA.values()}},
    **WRONG,
}
Name = Annotated[str, Path(max_length=100)]
Day = Annotated[date | None, Query(description="the day; default today")]
Analysis = survey.Reach | survey.UnavoidableSteps | survey.DeadEnds | survey.Choices


def routes(house: House) -> APIRouter:
    router = APIRouter(prefix="/api", responses=WRONG, route_class=StrictRoute)

    async def told(work: Callable[..., Reply], *args: Any) -> Response:
        found = await house.rooms.at_the_back(reply, work, *args)
        return Response(found.body, found.code, media_type=found.media)

    _cases(router, told)
    _documents(router, told)
    _graphs(router, told)
    _look_ups(router, told)
    _checks(router, told)
    return router


Tell = Callable[..., Awaitable[Response]]


def _cases(router: APIRouter, told: Tell) -> None:
    @router.post("/plan", response_model=Plan)
    async def plan(asked: shapes.CaseBody) -> Response:
        """What to do, in which order, by when, on what ground."""
        return await told(replies.plan, asked)

    @router.post("/next", response_model=NextQuestion)
    async def next_question(asked: shapes.CaseBody) -> Response:
        """The next question, why it is asked, what hangs on it."""
        return await told(replies.question, asked)

    @router.post("/why", response_model=Why)
    async def why(asked: shapes.Named) -> Response:
        """Why an action is advised or a channel stands as it does; what is in the way of what is not."""
        return await told(replies.why, asked)

    @router.post("/days", response_model=shapes.Told)
    async def days(asked: shapes.Named) -> Response:
        """How each date of a channel was counted, day by day."""
        return await told(replies.days, asked)

    @router.post("/reach", response_model=Reachable)
    async def reach(asked: shapes.Named) -> Response:
        """The smallest sets of changes that open a channel or bring an action."""
        return await told(replies.reach, asked)

    @router.post("/what-if", response_model=Difference)
    async def what_if(asked: shapes.Changed) -> Response:
        """What changes to a case do to its plan."""
        return await told(replies.what_if, asked)

    @router.post("/trace", response_model=Trace)
    async def trace(asked: shapes.CaseBody) -> Response:
        """All that was worked out for a case."""
        return await told(replies.trace, asked)

    @router.post("/replay", response_model=shapes.Replayed)
    async def replayed(asked: shapes.TraceBody) -> Response:
        """A trace, worked out again: whether it comes to the same."""
        return await told(replies.replayed, asked)

    @router.post("/draw", response_class=Response, responses=FILES)
    async def draw(asked: shapes.Drawn) -> Response:
        """A picture in one of the formats."""
        return await told(replies.draw, asked)


def _documents(router: APIRouter, told: Tell) -> None:
    @router.post("/letters", response_model=LetterList)
    async def letters(asked: shapes.CaseBody) -> Response:
        """The steps of the plan, each with its letter."""
        return await told(replies.letters, asked)

    @router.post("/letter", response_model=Letter)
    async def letter(asked: shapes.LetterBody) -> Response:
        """The letter or application by which a step is done, with what is missing in it."""
        return await told(replies.letter, asked)

    @router.post("/evidence", response_model=EvidenceList)
    async def evidence(asked: shapes.EvidenceBody) -> Response:
        """The evidence to gather: what it proves, how to get it, by when it disappears."""
        return await told(replies.evidence, asked)

    @router.post("/calendar", response_model=Calendar)
    async def calendar(asked: shapes.CaseBody) -> Response:
        """The dates of a case."""
        return await told(replies.calendar, asked)

    @router.post("/report", response_model=Report)
    async def report(asked: shapes.CaseBody) -> Response:
        """The whole advice as one document."""
        return await told(replies.report, asked)

    @router.post("/document", response_class=Response, responses=PAPERS)
    async def document(asked: shapes.FileBody) -> Response:
        """A letter, the list of evidence, the dates or the report as a file."""
        return await told(replies.document, asked)


def _graphs(router: APIRouter, told: Tell) -> None:
    @router.post("/graph/paths", response_model=survey.Routes)
    async def paths(asked: shapes.PathsBody) -> Response:
        """All ways between two channels, quickest first."""
        return await told(replies.paths, asked)

    @router.post("/graph/load", response_model=survey.Load)
    async def load(asked: shapes.LoadBody) -> Response:
        """Where the cases of a batch went, wait, ended and go next."""
        return await told(replies.load, asked)

    @router.post("/batch", response_model=list[Answer])
    async def batch(asked: shapes.BatchBody) -> Response:
        """The steps of each case in short, and who is late there."""
        return await told(replies.batch, asked)

    @router.get("/graph/diff", response_model=survey.Difference)
    async def difference(
        before: Annotated[str, Query(max_length=100, description="a day or a wallet")],
        after: Annotated[str, Query(max_length=100, description="a day or a wallet")],
        issue: Annotated[str | None, Query(max_length=100)] = None,
    ) -> Response:
        """What differs between two days or wallets."""
        return await told(replies.difference, before, after, issue)

    @router.post("/graph/{kind}", response_model=Analysis)
    async def graph(kind: Literal["reach", "dominators", "dead-ends", "closes"], asked: shapes.GraphBody) -> Response:
        """What can still be reached, which steps nobody can avoid, where ways end, what a choice closes."""
        return await told(replies.graph, kind, asked)


def _look_ups(router: APIRouter, told: Tell) -> None:
    @router.get("/law/{citation:path}", response_model=shapes.Told)
    async def law(citation: Annotated[str, Path(max_length=200)], on: Day = None, lang: Lang = "zh") -> Response:
        """An article in the edition of a day (`ecommerce-law/57(2)`), or a whole statute."""
        return await told(replies.law, citation, on, lang)

    @router.get("/rules", response_model=shapes.Told)
    async def rules(lang: Lang = "zh") -> Response:
        """All rules by stage."""
        return await told(replies.rules, None, lang)

    @router.get("/rules/{name}", response_model=shapes.Told)
    async def rule(name: Name, lang: Lang = "zh") -> Response:
        """One rule whole."""
        return await told(replies.rules, name, lang)

    @router.get("/channels", response_model=shapes.Told)
    async def channels(on: Day = None, lang: Lang = "zh") -> Response:
        """All channels by level."""
        return await told(replies.channels, None, on, lang)

    @router.get("/channels/{name}", response_model=shapes.Told)
    async def channel(name: Name, on: Day = None, lang: Lang = "zh") -> Response:
        """One channel as it was on a day."""
        return await told(replies.channels, name, on, lang)

    @router.get("/wallets", response_model=shapes.Told)
    async def wallets(on: Day = None, lang: Lang = "zh") -> Response:
        """All wallets."""
        return await told(replies.wallets, None, on, lang)

    @router.get("/wallets/{name}", response_model=shapes.Told)
    async def wallet(name: Name, on: Day = None, lang: Lang = "zh") -> Response:
        """One wallet as it was on a day: who answers for it, what it promises, the ways in."""
        return await told(replies.wallets, name, on, lang)


def _checks(router: APIRouter, told: Tell) -> None:
    @router.get("/schema/{name}", response_model=dict[str, Any])
    async def schema(name: Name) -> Response:
        """The JSON Schema of a case, or of what is told as JSON."""
        return await told(replies.schema, name)

    @router.get("/check", response_model=shapes.Told)
    async def check(stale: Annotated[int, Query(ge=0, le=100_000)] = 180) -> Response:
        """Whether the files hold together, what is doubtful, what was not checked for so many days."""
        return await told(replies.check, stale)

    @router.get("/check/next", response_model=shapes.Told)
    async def ahead(lang: Lang = "zh") -> Response:
        """What to look at next."""
        return await told(replies.ahead, lang)

    @router.get("/check/sources", response_model=Sourcing)
    async def sources() -> Response:
        """How well each claim is grounded."""
        return await told(replies.sources)
