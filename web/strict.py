"""What a program sends → JSON that can be read one way only: no key twice, no half character. As files and batches are read."""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

__all__ = ["StrictRoute"]

HALF = "holds half a character (\\uD800–\\uDFFF without its pair)"


class _StrictRequest(Request):
    async def json(self) -> Any:
        """Raises JSONDecodeError for JSON that is none, and for what could be read two ways."""
        text = (await self.body()).decode("utf-8", "surrogateescape")
        found = json.loads(text, object_pairs_hook=_once)
        try:
            json.dumps(found, ensure_ascii=False).encode()
        except UnicodeEncodeError as error:
            raise json.JSONDecodeError(HALF, text, 0) from error
        return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise json.JSONDecodeError(f"the key “{twice[:60]}” stands twice", "", 0)
    return found


class StrictRoute(APIRoute):
    """An address whose body is read strictly."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def strictly(request: Request) -> Response:
            return await handle(_StrictRequest(request.scope, request.receive))

        return strictly
