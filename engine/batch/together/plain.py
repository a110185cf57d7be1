"""The content of a record → its name and its data, where it is written plainly: no key twice, nothing that hides a colon."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pydantic_core import from_json

from engine.batch.columns import nested
from engine.batch.records import Record
from knowledge.loader import LIMIT
from knowledge.models import CONTACTS

__all__ = ["Entry", "Inexact", "Odd", "entry_of", "listed"]

ESCAPED = (b"\\u003", b"\\ud", b"\\uD")
"""a colon that does not look like one, half of a character"""
MOST_DIGITS = 30
Entry = tuple[str | None, dict[str, Any]]


class Odd(Exception):  # noqa: N818 it is no error: the reader looks at it again
    """Something that is not written plainly."""


class Inexact(Odd):
    """A number with a point, of which the fast parser keeps no more than a float does."""


def entry_of(record: Record, exactly: bool = False) -> Entry:
    """The name and the data of the case. Raises Odd."""
    content = record.content
    data = _parsed(content, exactly) if isinstance(content, bytes) else nested(content)
    id_, case, keys = data.get("id"), data, len(data)
    if "case" in data:
        case = data["case"]
        if case.__class__ is not dict or len(data) != 1 + ("id" in data):
            raise Odd
        keys += len(case)
    elif "id" in data:
        case = {key: value for key, value in data.items() if key != "id"}
    if isinstance(content, bytes):
        _hold_to_once(content, keys, case, id_)
    return _name(id_), case


def _name(id_: Any) -> str | None:
    if id_ is None or id_.__class__ is str:
        return id_
    if id_.__class__ is int and abs(id_) < 10**MOST_DIGITS:
        return str(id_)
    raise Odd


def _parsed(content: bytes, exactly: bool) -> dict[str, Any]:
    if len(content) > LIMIT or (b"\\u" in content and any(part in content for part in ESCAPED)):
        raise Odd
    try:
        data = (
            json.loads(content, parse_float=Decimal)
            if exactly
            else from_json(content, allow_inf_nan=False, cache_strings="keys")
        )
    except (ValueError, RecursionError) as error:
        raise Odd from error
    if data.__class__ is not dict:
        raise Odd
    return data


def _hold_to_once(content: bytes, keys: int, case: Mapping[str, Any], id_: Any) -> None:
    """No key is there twice where there are as many colons as keys, those in texts apart."""
    contacts = listed(case)
    left = content.count(b":") - keys - sum(map(len, contacts))
    if not left:
        return
    inner = [value for part in (case, *contacts) for value in part.values() if value.__class__ is dict]
    left -= sum(map(len, inner))
    parts = (case, *contacts, *inner, {"id": id_})
    if left != sum(value.count(":") for part in parts for value in part.values() if value.__class__ is str):
        raise Odd


def listed(case: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The contacts of the case. Raises Odd where they are no list of them."""
    value = case.get(CONTACTS)
    if value is None:
        return []
    if value.__class__ is not list or any(item.__class__ is not dict for item in value):
        raise Odd
    return value
