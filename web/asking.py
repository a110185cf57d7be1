"""The addresses of the questionnaire: the first page, one question a page, the answers, the language."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Request
from fastapi.responses import Response

from knowledge.models import CONTACTS
from web import desk
from web.desk import Told
from web.house import LANGUAGES, Caller, House, text
from web.talk import Talk

__all__ = ["routes"]

FIRST, QUESTION, PLAN = "/", "/question", "/plan"
PATHS = (FIRST, QUESTION, PLAN, "/answers", "/graph")
FIELDS = ("fact", "part", "count", "pick", "typed")


def routes(house: House) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    waiting: set[asyncio.Task[None]] = set()

    @router.get("/")
    async def first(request: Request) -> Response:
        return await house.caller(request).page("start.html")

    @router.post("/start")
    async def start(request: Request) -> Response:
        caller, _ = await house.form(request)
        caller.goes_on(Told(await caller.work(desk.begun, caller.visit.lang)))
        return caller.to_question()

    @router.get(QUESTION)
    async def now(request: Request) -> Response:
        return house.caller(request).to_question()

    @router.get(QUESTION + "/{place}")
    async def question(request: Request, place: int) -> Response:
        """The question that is asked now, or an earlier one, to answer it otherwise."""
        caller = house.caller(request)
        if place != caller.talk.place:
            earlier = await caller.work(desk.earlier_page, caller.talk, caller.frame(), place)
            return caller.html(earlier) if earlier else caller.to_question()
        talk = caller.visit.talk = await _bounded(caller, caller.talk)
        html = await caller.work(desk.question_page, talk, caller.frame())
        if html is None:
            return caller.to(PLAN)
        if not house.rooms.busy:
            task = asyncio.create_task(_refine(caller, talk))
            waiting.add(task)
            task.add_done_callback(waiting.discard)
        return caller.html(html)

    @router.post("/answer")
    async def answer(request: Request) -> Response:
        caller, sent = await house.form(request)
        form = {name: text(sent, name) for name in FIELDS if name in sent}
        room = caller.at_the_back if caller.talk.changes else caller.work
        caller.goes_on(await room(desk.answer, caller.talk, form))
        caller.visit.typed = form.get("typed", "") if caller.visit.wrong else ""
        await caller.keep()
        return caller.to_question()

    _moves(router, house)
    return router


def _moves(router: APIRouter, house: House) -> None:
    """From one question to another, by wish."""

    @router.post("/back")
    async def back(request: Request) -> Response:
        caller, _ = await house.form(request)
        caller.goes_on(await caller.work(desk.back, caller.talk))
        await caller.keep()
        return caller.to_question()

    @router.post("/change")
    async def change(request: Request) -> Response:
        caller, sent = await house.form(request)
        caller.goes_on(await caller.work(desk.change, caller.talk, text(sent, "fact") or CONTACTS))
        return caller.to_question()

    @router.post("/further")
    async def further(request: Request) -> Response:
        caller, _ = await house.form(request)
        caller.goes_on(await caller.work(desk.further, caller.talk))
        return caller.to_question()

    @router.get("/answers")
    async def answers(request: Request) -> Response:
        caller = house.caller(request)
        return caller.html(await caller.at_the_back(desk.answers_page, caller.talk, caller.frame()))

    @router.post("/language")
    async def language(request: Request) -> Response:
        caller, sent = await house.form(request)
        visit = caller.visit
        visit.lang = next((lang for lang in LANGUAGES if lang == text(sent, "lang")), visit.lang)
        if visit.talk:
            visit.talk = desk.spoken(visit.talk, visit.lang)
        return caller.to(next((path for path in PATHS if path == text(sent, "back")), FIRST))


async def _bounded(caller: Caller, talk: Talk) -> Talk:
    """Where nothing is known of how many questions are left, it is worked out now."""
    return talk if talk.told["most"] is not None else talk.with_at_most(await caller.work(desk.left, talk))


async def _refine(caller: Caller, talk: Talk) -> None:
    """While the person reads: at most how many questions there are after this one."""
    left = await caller.at_the_back(desk.left, talk)
    if caller.visit.talk is talk:
        caller.visit.talk = talk.with_at_most(left)
