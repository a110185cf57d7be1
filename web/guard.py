"""What comes in from outside → refused, or answered with headers that let a browser do nothing but show our own page.

The page is for this machine: names of other hosts (DNS rebinding), other sites' forms and scripts, and whatever is too large stay out.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["AT_MOST", "CUT_OFF", "HOSTS", "POLICY", "Guard"]

HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]"})
AT_MOST = 4_000_000
"""bytes of a request"""
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; frame-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Cache-Control": "no-store",
}
TOO_LARGE = 413
DIGITS = 12
LARGE = ("too large", "太大")
CUT_OFF = "recourse.cut-off"
"""in the scope of a request of which more was sent than is read"""
SAFE = ("GET", "HEAD", "OPTIONS")
NEAR = (None, "same-origin", "none")
"""where a form may come from, as browsers tell it; programs tell nothing"""


class TooLargeError(Exception):
    """More was sent than is read."""


class Guard:
    """The door of the application."""

    def __init__(self, app: ASGIApp, at_most: int = AT_MOST) -> None:
        self.app, self.at_most = app, at_most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refused = self._refused(scope)
        if refused:
            await _refuse(scope, *refused)(scope, receive, _with_headers(send))
            return
        counted = _Counted(receive, self.at_most, scope)
        try:
            await self.app(_as_page(scope), counted, _with_headers(send, counted))
        except TooLargeError:
            await _refuse(scope, TOO_LARGE, *LARGE)(scope, receive, _with_headers(send))

    def _refused(self, scope: Scope) -> tuple[int, str, str] | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if host.rpartition(":")[0] not in HOSTS and host not in HOSTS:
            return 400, "no such host", "没有这个主机"
        origin = headers.get("origin")
        if scope["method"] not in SAFE and (
            headers.get("sec-fetch-site") not in NEAR or (origin is not None and origin != f"http://{host}")
        ):
            return 403, "from another site", "请求来自别的网站"
        length = headers.get("content-length", "0")
        if not (length.isascii() and length.isdigit()) or len(length) > DIGITS or int(length) > self.at_most:
            return TOO_LARGE, *LARGE
        return None


class _Counted:
    """What is sent in pieces is counted as it comes."""

    def __init__(self, receive: Receive, at_most: int, scope: Scope) -> None:
        self.receive, self.left, self.scope = receive, at_most, scope

    async def __call__(self) -> Message:
        message = await self.receive()
        self.left -= len(message.get("body", b""))
        if self.left < 0:
            self.scope[CUT_OFF] = True
            raise TooLargeError
        return message


def _as_page(scope: Scope) -> Scope:
    """Who asks for the head of a page is answered as if for the page, whose text the server leaves out."""
    if scope["method"] == "HEAD":
        scope["method"] = "GET"
    return scope


def _refuse(scope: Scope, code: int, why: str, told: str) -> ASGIApp:
    if scope["path"].startswith("/api"):
        return JSONResponse({"faults": [{"place": "request", "zh": told, "en": why}]}, code)
    return PlainTextResponse(f"{code} {why} · {told}\n", code)


def _with_headers(send: Send, counted: _Counted | None = None) -> Send:
    """A header that a page sets by itself stays. Whatever is made of a request that was cut off, it was too large."""

    async def guarded(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            if counted and counted.left < 0:
                message["status"] = TOO_LARGE
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return guarded
