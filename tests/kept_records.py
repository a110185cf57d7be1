"""A record of knowledge or rules → a short number of what it decides, and of the words that turn its sentences round.

Other wordings leave the number as it is: of a sentence only its numbers and what is filled in count, and words such as “not”, “only”, “before”. Of a
label, a name, hours and demands every sign counts, since they say which answer or which office it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any

from pydantic import BaseModel

from engine.adviser import Adviser
from knowledge.models import Lang, Text
from knowledge.texts import records
from rules.guarantees import Guarantee
from tests.kept_plans import KEPT, digest

__all__ = ["RECORDS", "decided", "record_lines"]

RECORDS = KEPT / "records.txt"
ELSEWHERE = ("checked", "confidence", "sources", "doubt", "note", "url", "sha256", "fires", "rests")
"""where something is from and how sure it is, held by the checks of sources; examples, which are run"""
NAMING = ("label", "name", "hours", "value", "plea", "relief", "entity")
UNDECIDED = ("Doubt", "Source", "Wording")
TURNING: Mapping[Lang, re.Pattern[str]] = {
    "zh": re.compile(r"\{[^{}]*\}|\d[\d,.:–-]*|[不没未无非别勿只才仅]|必须|应当|可以|[以之]?[前后]|[先都全]"),
    "en": re.compile(
        r"\{[^{}]*\}|\d[\d,.:–-]*|n[’']t\b|\b(?:not|no|nobody|nothing|none|never|nor|neither|cannot|without|unless|only|must|may|can|should"
        r"|before|after|first|until|all|every|each)\b",
        re.IGNORECASE,
    ),
}


def record_lines(adviser: Adviser, guarantees: tuple[Guarantee, ...]) -> Iterator[str]:
    """One line a record."""
    letters = (part.items() for part in vars(adviser.knowledge.letters).values())
    told = [(kind, key, record) for kind, key, record in records(adviser.knowledge) if kind not in UNDECIDED]
    told += [(type(record).__name__, key, record) for part in letters for key, record in part]
    told += [("Rule", rule.id, rule.entry) for rule in adviser.rulebase.rules]
    told += [("Guarantee", item.id, item.entry) for item in guarantees]
    yield from (f"{digest(decided(record))} {kind} {key}" for kind, key, record in told)


def decided(part: Any, naming: bool = False) -> Any:
    """What is left of a part of a record: words that decide, of sentences those that turn them round."""
    match part:
        case Text():
            return [part[lang] if naming else TURNING[lang].findall(part[lang]) for lang in TURNING]
        case Enum():
            return part.value
        case BaseModel():
            names = (name for name in type(part).model_fields if name not in ELSEWHERE)
            return {name: decided(getattr(part, name), name in NAMING) for name in names}
        case Mapping():
            return {str(key): decided(value, naming) for key, value in part.items()}
        case tuple() | list():
            return [decided(item, naming) for item in part]
        case _:
            return str(part)
