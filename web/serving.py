"""An address of this machine → the page, until somebody ends it."""

from __future__ import annotations

import errno
import logging
import os
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from web.app import make_app

__all__ = ["serve_page"]

WAITING = 400
"""so many may stand at the door while the house is not open yet"""

LONGEST = 65_536
"""bytes of the head of a request"""


def serve_page(host: str, port: int, rooms: int, folder: Path, ready: Callable[[str], None]) -> None:
    """Nothing of a request is written down. Raises OSError where the port is taken."""
    app = make_app(rooms, folder)  # before the port is taken: a room that outlived us would hold it
    try:
        _serve(app, _bound(host, port), host, ready)
    finally:
        app.state.house.rooms.close()


def _serve(app: FastAPI, place: socket.socket, host: str, ready: Callable[[str], None]) -> None:
    """Ended by a signal, it ends as a program does that was done: its rooms are closed."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    logging.lastResort = None  # through which libraries would print parts of what they could not read
    port = place.getsockname()[1]
    app.state.house.cookie = f"recourse-{port}"
    ready(f"http://{host}:{port}/")
    settings = uvicorn.Config(
        app, access_log=False, log_level="critical", server_header=False, lifespan="off", limit_concurrency=400,
        h11_max_incomplete_event_size=LONGEST, proxy_headers=False, timeout_graceful_shutdown=1,
        timeout_keep_alive=75,
    )  # fmt: skip
    uvicorn.Server(settings).run(sockets=[place])


def _bound(host: str, port: int) -> socket.socket:
    # named TCP: else asyncio does not see that it is, and every answer waits 40 ms for more to send along
    place = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        place.bind((host, port))
        place.listen(WAITING)  # before the address is told: whoever comes at once waits, and is not refused
    except OSError as error:
        place.close()
        code = error.errno or errno.EADDRINUSE
        raise OSError(code, os.strerror(code), f"{host}:{port}") from error
    return place
