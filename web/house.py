"""What all addresses of the page share: the rooms, the visits, what is kept on this machine; a request → its visit, and pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ParamSpec, TypeVar

from fastapi import HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import UploadFile
from starlette.requests import ClientDisconnect

from knowledge.models import Lang
from storage import KeptElsewhereError, Sessions
from web import desk
from web.desk import Frame, Told
from web.rooms import Rooms
from web.talk import Talk
from web.visits import Visit, Visits

__all__ = ["Caller", "House", "lang_of"]

LANGUAGES: tuple[Lang, ...] = ("zh", "en")
LONGEST = 2000
"""signs of a field"""
SEE_OTHER = 303
CARRIED = ("location", "set-cookie")
P = ParamSpec("P")
T = TypeVar("T")


@dataclass
class House:
    """One running page."""

    rooms: Rooms
    sessions: Sessions
    cookie: str = "recourse"
    """cookies know no ports: two pages on one machine have two names"""
    visits: Visits = field(default_factory=Visits)

    def cannot_keep(self, error: OSError, lang: Lang) -> str:
        """Why answers are in memory only."""
        elsewhere = isinstance(error, KeptElsewhereError)
        return self.sessions.knowledge.wording["web-kept-elsewhere" if elsewhere else "web-not-kept"][lang]

    def caller(self, request: Request) -> Caller:
        """Whoever asks; somebody new begins a visit."""
        word = request.cookies.get(self.cookie)
        visit = self.visits.find(word)
        if word and visit:
            return Caller(self, request, word, visit, new=False)
        return self._newcomer(request)

    def begin(self, request: Request) -> Caller:
        """Somebody new."""
        return Caller(self, request, *self.visits.begin(lang_of(request)), new=True)

    def _newcomer(self, request: Request) -> Caller:
        """Who comes with the word of a visit that is over is known to have been here."""
        return replace(self.begin(request), gone=self.cookie in request.cookies)

    async def form(self, request: Request) -> tuple[Caller, Mapping[str, Any]]:
        """The caller and the fields of a form of ours. Raises HTTPException 403 for any other."""
        word = request.cookies.get(self.cookie)
        try:
            sent = await request.form(max_files=1, max_fields=60)
        except ClientDisconnect:
            raise HTTPException(400) from None
        visit = self.visits.find(word)
        if word and not visit:
            raise self._newcomer(request).sent_home()
        if not word or not visit or sent.get("token") != visit.token:
            raise HTTPException(403)
        found = {key: value[:LONGEST] if isinstance(value, str) else value for key, value in sent.items()}
        return Caller(self, request, word, visit, new=False), found


@dataclass
class Caller:
    """A visit with the request that it makes."""

    house: House
    request: Request
    word: str
    visit: Visit
    new: bool
    gone: bool = False
    """whether the visit that it belonged to is over"""

    @property
    def talk(self) -> Talk:
        """Raises HTTPException, which leads to the first page, where nothing was begun."""
        if self.visit.talk is None:
            raise self.sent_home()
        return self.visit.talk

    def sent_home(self) -> HTTPException:
        """To the first page, which says so where answers are gone."""
        if self.gone:
            self.visit.notes = (self.house.sessions.knowledge.wording["web-gone"][self.visit.lang],)
        home = self.to("/")
        return HTTPException(SEE_OTHER, headers={name: home.headers[name] for name in CARRIED if name in home.headers})

    @property
    def here(self) -> str:
        """The part of the page that is asked for."""
        return "/" + self.request.url.path.split("/")[1]

    def frame(self) -> Frame:
        notes, wrong, typed = self.visit.said()
        visit = self.visit
        return Frame(visit.token, notes, wrong, typed, visit.kept, visit.talk is not None, self.here)

    async def work(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await self.house.rooms.for_visit(self.word, work, *args, **kwargs)

    async def at_the_back(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await self.house.rooms.at_the_back(work, *args, **kwargs)

    async def page(self, template: str, code: int = 200, **shown: Any) -> Response:
        return self.html(await self.work(desk.page, template, self.visit.lang, self.frame(), **shown), code)

    def html(self, text: str, code: int = 200) -> Response:
        return self.marked(HTMLResponse(text, code))

    def to(self, path: str) -> Response:
        return self.marked(RedirectResponse(path, SEE_OTHER))

    def to_question(self) -> Response:
        """To the question that is asked now, by how many were answered: so “back” in a browser leads to the one before."""
        return self.to(f"/question/{self.talk.place}")

    def marked(self, response: Response) -> Response:
        if self.new:
            response.set_cookie(self.house.cookie, self.word, httponly=True, samesite="strict", path="/")
        return response

    def goes_on(self, told: Told) -> None:
        """With what became of a form."""
        self.visit.talk, self.visit.notes, self.visit.wrong = told.talk, told.notes, told.wrong

    async def keep(self) -> None:
        """Where it was asked for, the answers as they are now. Where they cannot be kept any more, that is said."""
        visit = self.visit
        if visit.file and visit.talk:
            answers = await self.work(desk.kept, visit.talk)
            try:
                visit.file.write(answers)
            except OSError as error:
                self._kept_no_more(error)

    def keep_ticks(self) -> None:
        """Where answers are kept, which steps are ticked off as well."""
        if self.visit.kept:
            try:
                self.house.sessions.tick(self.visit.kept, self.visit.done)
            except OSError as error:
                self._kept_no_more(error)

    def _kept_no_more(self, error: OSError) -> None:
        visit = self.visit
        visit.notes = (*visit.notes, self.house.cannot_keep(error, visit.lang))
        visit.kept, visit.file, visit.wrong = None, None, True


def lang_of(request: Request) -> Lang:
    """Chinese, unless the browser asks for English before it."""
    asked = request.headers.get("accept-language", "").lower()
    places = {lang: asked.find(lang) for lang in LANGUAGES}
    return "en" if places["en"] >= 0 and (places["zh"] < 0 or places["en"] < places["zh"]) else "zh"


def text(sent: Mapping[str, Any], name: str) -> str:
    """A field that is text; nothing where it is left out, or a file."""
    value = sent.get(name, "")
    return "" if isinstance(value, UploadFile) else str(value)
