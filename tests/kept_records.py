"""A record of knowledge or rules → a short number of what it decides, and of the words that turn its sentences round.

Other wordings leave the number as it is: of a sentence only numbers count, what is filled in, whom it names, and words such as
“not”, “only”, “before”. Of a label, a name, hours and demands every sign counts, since they say which answer or office it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any

from engine.adviser import Adviser
from knowledge.frozen import Record
from knowledge.library import Knowledge
from knowledge.models import Lang, Text
from knowledge.texts import records
from rules.guarantees import Guarantee
from tests.kept_plans import KEPT, digest

__all__ = ["RECORDS", "decided", "record_lines", "turning"]

RECORDS = KEPT / "records.txt"
ELSEWHERE = ("checked", "confidence", "sources", "doubt", "note", "url", "sha256", "fires", "rests")
"""where something is from and how sure it is, held by the checks of sources; examples, which are run"""
NAMING = ("label", "name", "hours", "value", "plea", "relief", "entity")
UNDECIDED = ("Doubt", "Source", "Wording")
COUNTS = r"\{[^{}]*\}|\d[\d,.:–-]*"
"""what is filled in, and numbers"""
ZH = r"[不没未无非别勿只才仅]|必须|应当|可以|[以之]?[前后]|[先都全]"
EN = (
    r"n[’']t\b|\b(?:not|no|nobody|nothing|none|never|nor|neither|cannot|without|unless|only|must|may|can|should"
    r"|before|after|first|until|all|every|each)\b"
)
Turning = Mapping[Lang, re.Pattern[str]]


def turning(knowledge: Knowledge) -> Turning:
    """What turns a sentence round, in each language: words that deny, limit or order, numbers, and whom somebody turns to."""
    offices = [*knowledge.offices.values(), *knowledge.channels.values()]
    names = sorted({word for office in offices for word in office.said}, key=lambda word: (-len(word), word))
    zh = [re.escape(word) for word in names if not word.isascii()]
    en = [rf"\b{re.escape(word)}\b" for word in names if word.isascii()]
    found = {"zh": [COUNTS, *zh, ZH], "en": [COUNTS, *en, EN]}
    return {lang: re.compile("|".join(found[lang]), re.IGNORECASE) for lang in ("zh", "en")}


def record_lines(adviser: Adviser, guarantees: tuple[Guarantee, ...]) -> Iterator[str]:
    """One line a record."""
    letters = adviser.knowledge.letters
    parts = (getattr(letters, name).items() for name in letters.__struct_fields__)
    told = [(kind, key, record) for kind, key, record in records(adviser.knowledge) if kind not in UNDECIDED]
    told += [(type(record).__name__, key, record) for part in parts for key, record in part]
    told += [("Rule", rule.id, rule.entry) for rule in adviser.rulebase.rules]
    told += [("Guarantee", item.id, item.entry) for item in guarantees]
    words = turning(adviser.knowledge)
    yield from (f"{digest(decided(record, words))} {kind} {key}" for kind, key, record in told)


def decided(part: Any, words: Turning, naming: bool = False) -> Any:
    """What is left of a part of a record: words that decide, of sentences those that turn them round."""
    match part:
        case Text():
            return [part[lang] if naming else words[lang].findall(part[lang]) for lang in words]
        case Enum():
            return part.value
        case Record():
            names = (name for name in part.__struct_fields__ if name not in ELSEWHERE)
            return {name: decided(getattr(part, name), words, name in NAMING) for name in names}
        case Mapping():
            return {str(key): decided(value, words, naming) for key, value in part.items()}
        case tuple() | list():
            return [decided(item, words, naming) for item in part]
        case _:
            return str(part)
