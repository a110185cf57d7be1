"""The bytes that a person or program hands in (a case, a session, a line of a batch) → plain data, or faults in both languages.

JSON is read as JSON, all else as YAML. Numbers of JSON stay exact (`int`, `Decimal`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from knowledge.errors import Fault
from knowledge.loader import DEPTH, LIMIT, NESTED, TOO_LARGE, TWICE, Document, Where, parse_yaml
from knowledge.models import Text

__all__ = ["read_document"]

JSON_BEGINS = ("{", "[")
DIGITS = 40
"""more than any number that means something here; the library refuses to read very long ones"""
ONE_LINE: dict[Where, int] = {(): 1}
"""where everything stands in a document of one line: looking through it once more takes most of the time of a record"""
HALF = Text(
    zh="里面有半个字符（不成对的 \\uD800–\\uDFFF）", en="holds half a character (\\uD800–\\uDFFF without its pair)"
)
NO_COLON = r"""[ \t]*(?:- +)?["']?(?P<key>[^\W\d][\w-]*)["']?[ \t]*(?:：|:(?=[^\s/]))"""
"""a key and what was meant for a colon: a full-width one, or one without a space behind it"""


def read_document(raw: bytes, name: str, wording: Mapping[str, Text]) -> Document:
    """Never raises: what is wrong stands in `faults`, with the line. Data is None where there is none."""
    if len(raw) > 4 * LIMIT:
        return _refused(name, TOO_LARGE)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _refused(name, wording["fault-encoding"].filled(name=name), raw[: error.start].count(b"\n") + 1)
    return _json(text, name) or _yaml(text, name, wording)


def _refused(name: str, message: Text, line: int = 0) -> Document:
    return Document(name, None, {}, (Fault.told(name, message, line=line),))


def _json(text: str, name: str) -> Document | None:
    """The document as JSON; None where it is none."""
    if not text.lstrip().startswith(JSON_BEGINS):
        return None
    if len(text) > LIMIT:
        return _refused(name, TOO_LARGE)
    import json

    twice: list[str] = []
    try:
        data = json.loads(
            text,
            object_pairs_hook=lambda pairs: _mapping(pairs, twice),
            parse_int=_number,
            parse_float=_number,
            parse_constant=_refuse_constant,
        )
    except RecursionError:
        return _refused(name, NESTED)
    except (ValueError, ArithmeticError):
        return None
    faults = [Fault.told(name, TWICE.filled(key=key[:60])) for key in twice]
    faults += [Fault.told(name, message) for message in _bad_parts(data, 0)]
    lines = parse_yaml(text, name).lines if "\n" in text.strip() else ONE_LINE
    return Document(name, data, lines, tuple(faults))


def _mapping(pairs: list[tuple[str, Any]], twice: list[str]) -> dict[str, Any]:
    twice += (key for key, times in Counter(key for key, _ in pairs).items() if times > 1)
    return dict(pairs)


def _number(text: str) -> int | Decimal:
    return int(text) if len(text) < DIGITS and text.lstrip("-").isdigit() else Decimal(text)


def _refuse_constant(text: str) -> Any:
    raise ValueError(text)


def _bad_parts(data: Any, depth: int) -> Iterator[Text]:
    """What JSON allows and no answer is: half of a character, nesting without end. Each is told once."""
    if depth > DEPTH:
        yield NESTED
        return
    if isinstance(data, str) and not _is_whole(data):
        yield HALF
    parts = [*data, *data.values()] if isinstance(data, dict) else data if isinstance(data, list) else ()
    yield from {text.en: text for part in parts for text in _bad_parts(part, depth + 1)}.values()


def _is_whole(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _yaml(text: str, name: str, wording: Mapping[str, Text]) -> Document:
    found = parse_yaml(text, name)
    if found.faults or isinstance(found.data, str):
        hint = next(_colons(text, name, wording), None)
        return Document(name, None, {}, (*found.faults, hint)) if hint else found
    return found


def _colons(text: str, name: str, wording: Mapping[str, Text]) -> Iterator[Fault]:
    """The lines in which something else stands where the colon belongs: the likely reason why nothing could be read."""
    for number, line in enumerate(text[:LIMIT].split("\n"), 1):
        if found := re.match(NO_COLON, line):
            yield Fault.told(name, wording["fault-colon"].filled(key=found["key"][:60]), "colon", line=number)
