"""The addresses of what is kept on this machine, where it is asked for, and of what is handed in."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.datastructures import UploadFile

from knowledge.errors import CaseError, Fault
from storage import KeptElsewhereError, KeptFile
from web import desk
from web.desk import Told
from web.house import Caller, House, text
from web.visits import Visit

__all__ = ["routes"]

FIRST, PLAN = "/", "/plan"
SHOWN = 60
"""signs of the name of a file"""


def routes(house: House) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.post("/open")
    async def open_file(request: Request) -> Response:
        caller, sent = await house.form(request)
        file = sent.get("file")
        raw, name = (await file.read(), file.filename or "") if isinstance(file, UploadFile) else (b"", "")
        return _taken(caller, await caller.work(desk.opened, caller.visit.lang, raw, name[:SHOWN]), None)

    @router.post("/resume")
    async def resume(request: Request) -> Response:
        caller, sent = await house.form(request)
        name = text(sent, "name").strip()
        try:
            room, saved = house.sessions.open(name)
        except CaseError as error:
            return _taken(caller, list(error.faults), None)
        found = await caller.work(desk.resumed, caller.visit.lang, dict(saved.data), saved.changed)
        taken = _taken(caller, found, (name, room))
        caller.visit.done = house.sessions.ticked(name)
        return taken

    @router.post("/keep")
    async def keep(request: Request) -> Response:
        caller, sent = await house.form(request)
        name, answers = text(sent, "name").strip(), await caller.work(desk.kept, caller.talk)
        try:
            caller.visit.file = house.sessions.begin(name, answers)
        except CaseError as error:
            _say_faults(caller, list(error.faults))
            return caller.to(PLAN)
        except OSError as error:
            there = isinstance(error, KeptElsewhereError)
            note = (
                _say(house, caller.visit, "web-keep-there", name)
                if there
                else house.cannot_keep(error, caller.visit.lang)
            )
            caller.visit.notes, caller.visit.wrong = (note,), True
            return caller.to(PLAN)
        caller.visit.kept = name
        caller.visit.notes = (_say(house, caller.visit, "web-kept", name),)
        caller.keep_ticks()
        return caller.to(PLAN)

    @router.post("/forget")
    async def forget(request: Request) -> Response:
        caller, _ = await house.form(request)
        if caller.visit.kept and house.sessions.find(caller.visit.kept):
            house.sessions.delete(caller.visit.kept)
        caller.visit.kept = caller.visit.file = None
        caller.visit.notes = (_say(house, caller.visit, "web-forgotten", ""),)
        return caller.to(PLAN)

    @router.post("/over")
    async def over(request: Request) -> Response:
        """All that was told is gone from memory; what was kept is kept."""
        caller, _ = await house.form(request)
        house.visits.end(caller.word)
        return house.begin(request).to(FIRST)

    return router


def _taken(caller: Caller, found: Told | list[Fault], kept: tuple[str, KeptFile] | None) -> Response:
    if isinstance(found, Told):
        caller.goes_on(found)
        caller.visit.kept, caller.visit.file = kept or (None, None)
        caller.visit.done = frozenset()
        return caller.to_question()
    _say_faults(caller, found)
    return caller.to(FIRST)


def _say_faults(caller: Caller, faults: list[Fault]) -> None:
    caller.visit.notes = tuple(desk.said(fault, caller.visit.lang) for fault in faults[:10])
    caller.visit.wrong = True


def _say(house: House, visit: Visit, key: str, name: str) -> str:
    return house.sessions.knowledge.wording[key].told(visit.lang, name=name)
