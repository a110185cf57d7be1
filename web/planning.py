"""The addresses of a plan: its page, what is ticked off, its picture and its files."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from web import desk
from web.house import House, text

__all__ = ["routes"]

TICKS = 200


def routes(house: House) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/plan")
    async def plan(request: Request) -> Response:
        caller = house.caller(request)
        return caller.html(await caller.work(desk.plan_page, caller.talk, caller.frame(), caller.visit.done))

    @router.post("/plan/tick")
    async def tick(request: Request) -> Response:
        caller, sent = await house.form(request)
        step, at = text(sent, "step")[:200], text(sent, "at")
        done = caller.visit.done ^ {step}
        caller.visit.done = done if len(done) <= TICKS else caller.visit.done
        return caller.to(f"/plan#{at}" if at.replace("-", "").isalnum() else "/plan")

    @router.get("/plan/picture.svg")
    async def picture(request: Request) -> Response:
        caller = house.caller(request)
        found = await caller.at_the_back(desk.file, caller.talk, "timeline")
        return Response(found[2] if found else b"", media_type="image/svg+xml")

    @router.get("/plan/file/{name}")
    async def file(request: Request, name: str) -> Response:
        caller = house.caller(request)
        found = await caller.at_the_back(desk.file, caller.talk, name)
        if found is None:
            raise HTTPException(404)
        file_name, media, content = found
        return Response(
            content, media_type=media, headers={"Content-Disposition": f'attachment; filename="recourse-{file_name}"'}
        )

    return router
