"""The addresses of the map: the page with its filters, the picture in it, a batch that is handed in."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import UploadFile

from web import map_view
from web.house import House

__all__ = ["routes"]

BATCH = 2_000_000
"""bytes"""
SHOWN = 5
"""lines that could not be used, of which it is told why"""
LONGEST = 2000
"""signs of an address that are looked at"""


def routes(house: House) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/graph")
    async def graph(request: Request) -> Response:
        caller = house.caller(request)
        visit, query = caller.visit, request.url.query[:LONGEST]
        sent = request.query_params.multi_items()
        told = (sent, query, visit.lang, caller.frame(), visit.talk, visit.batch)
        return caller.html(await caller.at_the_back(map_view.map_page, *told))

    @router.get("/graph/picture")
    async def picture(request: Request) -> Response:
        """A page of its own, with its own policy, to be shown in ours."""
        caller = house.caller(request)
        visit, sent = caller.visit, request.query_params.multi_items()
        found = await caller.at_the_back(map_view.picture, sent, visit.lang, visit.talk, visit.batch)
        if found.faults:
            return await caller.page("fault.html", 422, lines=found.faults)
        headers = {
            "Content-Security-Policy": f"{found.policy}; frame-ancestors 'self'",
            "X-Frame-Options": "SAMEORIGIN",
        }
        return HTMLResponse(found.html, headers=headers)

    @router.post("/graph/batch")
    async def batch(request: Request) -> Response:
        caller, sent = await house.form(request)
        file = sent.get("file")
        raw = await file.read(BATCH + 1) if isinstance(file, UploadFile) else b""
        visit, wording = caller.visit, house.sessions.knowledge.wording
        if len(raw) > BATCH:
            visit.notes, visit.wrong = (wording["web-error-413"][visit.lang],), True
            return caller.to("/graph?what=load")
        name = file.filename or "" if isinstance(file, UploadFile) else ""
        found = await caller.at_the_back(map_view.read_records, raw, name, visit.lang)
        visit.batch, visit.wrong = found.cases, not found.cases
        told = [wording["web-graph-batch-read"].told(visit.lang, n=len(found.cases), bad=found.bad)]
        if found.left:
            told.append(wording["web-graph-batch-left"].told(visit.lang, left=found.left))
        visit.notes = (*told, *found.wrong[:SHOWN])
        return caller.to("/graph?what=load")

    return router
