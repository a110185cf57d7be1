"""Rooms, and what is kept on this machine → the application: the page, the map, and the interface for programs."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException as AnyHTTPException

from knowledge.models import Text
from storage import Sessions
from web import api, asking, desk, keeping, mapping, planning
from web.guard import CUT_OFF, Guard
from web.house import SEE_OTHER, Caller, House
from web.pages import STATIC
from web.rooms import Rooms

__all__ = ["make_app"]

TOO_LARGE, WRONG, NO_METHOD = 413, 422, 405
OUTSIDE, INSIDE = 400, 500
KNOWN = (OUTSIDE, 403, 404, TOO_LARGE, INSIDE)
QUESTION, PLAN, MAP = "/question", "/plan", "/graph"


def make_app(rooms: int, folder: Path) -> FastAPI:
    """`rooms` processes for people and one for what takes long; none: all in this one. `folder` holds what is kept.

    Whoever makes it closes its rooms (`app.state.house.rooms`).
    """
    desk.prepare()
    house = House(Rooms(rooms, desk.prepare), Sessions(folder, desk.adviser().knowledge))
    house.rooms.open(desk.warm)

    app = FastAPI(title="Recourse 维权导航", docs_url=None, redoc_url=None, openapi_url="/api/openapi.json")
    app.state.house = house
    for floor in (asking, keeping, planning, mapping, api):
        app.include_router(floor.routes(house))
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    _tell_faults(app, house)
    app.add_middleware(Guard)
    return app


def _tell_faults(app: FastAPI, house: House) -> None:
    """A page says what went wrong in words, a program is told in JSON; neither sees how it is made."""

    async def tell(request: Request, code: int, headers: dict[str, str] | None = None) -> Response:
        if code == SEE_OTHER and headers:
            return Response(None, SEE_OTHER, headers)
        code = TOO_LARGE if request.scope.get(CUT_OFF) else code
        told = house.sessions.knowledge.wording[f"web-error-{_known(code)}"]
        if _of_program(request):
            return JSONResponse({"faults": [{"place": "request", "zh": told.zh, "en": told.en}]}, code, headers)
        caller = house.caller(request)
        if code == NO_METHOD and request.method == "GET":
            return caller.to(_instead(caller))
        return await caller.page("fault.html", code, lines=[told[caller.visit.lang]])

    @app.exception_handler(AnyHTTPException)
    async def refused(request: Request, error: HTTPException) -> Response:
        return await tell(request, error.status_code, dict(error.headers or {}))

    @app.exception_handler(RequestValidationError)
    async def misused(request: Request, error: RequestValidationError) -> Response:
        if not _of_program(request):
            return await tell(request, 404)
        wording = house.sessions.knowledge.wording
        told = ((".".join(map(str, item["loc"])), _why(item, wording)) for item in error.errors())
        return JSONResponse({"faults": [{"place": place, "zh": why.zh, "en": why.en} for place, why in told]}, WRONG)

    @app.exception_handler(Exception)
    async def failed(request: Request, error: Exception) -> Response:
        _note(error)
        return await tell(request, 500)


def _of_program(request: Request) -> bool:
    return request.url.path.startswith("/api/")


def _why(item: dict[str, Any], wording: Mapping[str, Text]) -> Text:
    """In English by the words of the library, and what is wrong with what is no JSON; in Chinese by the kind of fault."""
    context = {key: str(value).replace(" or ", "、") for key, value in item.get("ctx", {}).items()}
    exact = item["ctx"]["error"] if item["type"] == "json_invalid" else ""
    told = wording.get(f"web-fault-{item['type'].replace('_', '-')}", wording["web-fault"])
    return Text(zh=told.told("zh", **context), en=": ".join(filter(None, (item["msg"], exact))))


def _known(code: int) -> int:
    """Which words there are for it: a page that is not there, or else whose fault it is."""
    if code in KNOWN:
        return code
    return OUTSIDE if code < INSIDE else INSIDE


def _instead(caller: Caller) -> str:
    """Where a form stands whose address was opened as if it were a page."""
    if caller.here in (PLAN, MAP):
        return caller.here
    return QUESTION if caller.visit.talk else "/"


def _note(error: Exception) -> None:
    """What failed and where, without what anybody told."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    print(f"{type(error).__name__}: {place.filename}:{place.lineno}", file=sys.stderr)  # noqa: T201 whoever runs it is told
