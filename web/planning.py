"""The addresses of a plan: its page, what is ticked off, its picture and its files."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from web import desk
from web.house import Caller, House, text

__all__ = ["routes"]

TICKS = 200
BLANK = "blank-"


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
        caller.keep_ticks()
        return caller.to(f"/plan#{at}" if at.replace("-", "").isalnum() else "/plan")

    @router.get("/plan/picture.svg")
    async def picture(request: Request) -> Response:
        caller = house.caller(request)
        found = await caller.at_the_back(desk.file, caller.talk, "timeline.svg")
        return Response(found[1] if isinstance(found, tuple) else b"", media_type="image/svg+xml")

    @router.get("/plan/file/{name}")
    async def file(request: Request, name: str) -> Response:
        caller = house.caller(request)
        return await _given(caller, name, await caller.at_the_back(desk.file, caller.talk, name))

    @router.get("/plan/letter/{rank}")
    async def letter(request: Request, rank: int) -> Response:
        caller = house.caller(request)
        html = await caller.work(desk.letter_page, caller.talk, caller.frame(), rank)
        return caller.to("/plan") if html is None else caller.html(html)

    @router.post("/plan/letter/{rank}")
    async def written(request: Request, rank: int) -> Response:
        """What was written into the blanks goes into the file, and nowhere else."""
        caller, sent = await house.form(request)
        ending, _, lang = text(sent, "file").partition(".")
        action = text(sent, "action")
        filled = {key.removeprefix(BLANK): text(sent, key).strip() for key in sent if key.startswith(BLANK)}
        told = {key: value for key, value in filled.items() if value}
        found = await caller.at_the_back(
            desk.letter, caller.talk, rank, action, ending, "en" if lang == "en" else "zh", told
        )
        return caller.to("/plan") if found is None else await _given(caller, f"letter-{rank}.{ending}", found)

    return router


async def _given(caller: Caller, name: str, found: tuple[str, bytes] | str | None) -> Response:
    """The file under its name, never shown as a page of ours; or why there is none."""
    if found is None:
        raise HTTPException(404)
    if isinstance(found, str):
        return await caller.page("fault.html", 422, lines=[found])
    media, content = found
    return Response(
        content, media_type=media, headers={"Content-Disposition": f'attachment; filename="recourse-{name}"'}
    )
