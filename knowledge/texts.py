"""The texts of a record, wherever they stand in it → what is wrong with them: untranslated, a limit spelled out, a doubtful number."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from knowledge.channel import Channel
from knowledge.errors import Fault
from knowledge.frozen import Record
from knowledge.library import Knowledge
from knowledge.models import PLACEHOLDER, Confidence, Text
from knowledge.provider import Provider

__all__ = ["check_texts", "lengths", "low_numbers", "numbers_among", "records", "texts", "untranslated"]

CHINESE, LATIN = re.compile(r"[\u4e00-\u9fff]"), re.compile(r"[A-Za-z]")
DATES = re.compile(r"\d{4} ?年( ?\d{1,2} ?月)?( ?\d{1,2} ?日)?|\d{1,2} ?月 ?\d{1,2} ?日")
LENGTHS = (
    re.compile(r"(?<![同第每那哪某])(\d+|[一二两三四五六七八九十百]+) ?(个工作日|个?小时|天|日|个月|年)"),
    re.compile(
        r"\b(\d+|one|two|three|four|five|six|seven|eight|nine|ten|fifteen|twenty|thirty|forty-five|sixty|ninety)"
        r"[ -]?(working days?|hours?|days?|months?|years?)\b",
        re.IGNORECASE,
    ),
)
KINDS = {
    "facts": "Fact",
    "questions": "Question",
    "statutes": "Statute",
    "channels": "Channel",
    "offices": "Office",
    "providers": "Provider",
    "issues": "Issue",
    "actions": "Action",
    "materials": "Material",
    "yardsticks": "Yardstick",
    "wording": "Wording",
    "doubts": "Doubt",
    "sources": "Source",
}
SHOWN = ("Question", "Channel", "Office", "Issue", "Action", "Material", "Wording")
FEWEST = 5
"""digits that make a telephone number; shorter ones occur by chance"""


def check_texts(knowledge: Knowledge) -> list[Fault]:
    """Texts in one language only, doubtful numbers in what is shown, limits that a channel's wording repeats."""
    low, faults = low_numbers(knowledge), []
    for kind, key, record in records(knowledge):
        told = [message for text in texts(record, without=("sources",)) if (message := untranslated(text))]
        told += [f"“{value}” has no `english` beside it" for value in unread(record)]
        shown = texts(record, without=("entrances", "doubt", "sources")) if kind in SHOWN else ()
        told += [f"shows {digits}, which is of low confidence" for text in shown for digits in numbers_among(text, low)]
        faults += [knowledge.fault(kind, key, message) for message in told]
    for channel in knowledge.channels.values():
        refused = tuple(refusal.what for refusal in channel.refuses)
        for wording in (channel.summary, channel.prerequisite, channel.effect, *refused):
            told = [f"its wording repeats a length of time: {length}" for length in lengths(wording)]
            faults += [knowledge.fault("Channel", channel.id, message) for message in told]
    return sorted(set(faults))


def records(knowledge: Knowledge) -> Iterator[tuple[str, str, Record]]:
    """Every record with its kind and id, as `Knowledge.places` names them."""
    for name, kind in KINDS.items():
        yield from ((kind, key, record) for key, record in getattr(knowledge, name).items())


def texts(record: object, without: Collection[str] = ()) -> Iterator[Text]:
    """Every text of the record, its parts included; `without` names fields to pass over."""
    if isinstance(record, Text):
        yield record
    elif isinstance(record, Record):
        for name in record.__struct_fields__:
            if name not in without:
                yield from texts(getattr(record, name), without)
    elif isinstance(record, (tuple, list, Mapping)):
        for part in record.values() if isinstance(record, Mapping) else record:
            yield from texts(part, without)


def untranslated(text: Text) -> str | None:
    """What is missing, or None. A name may stand alike in both, and the English may give the Chinese name with a gloss."""
    if LATIN.search(PLACEHOLDER.sub("", text.zh)) and not CHINESE.search(text.zh) and text.zh != text.en:
        return f"the Chinese of “{text.zh}” is not Chinese"
    rest = text.en.replace(text.zh, "") if CHINESE.search(text.zh) else text.en
    if len(CHINESE.findall(rest)) > len(LATIN.findall(rest)) or (rest != text.en and not LATIN.search(rest)):
        return f"the English of “{text.zh}” is not English"
    return None


def unread(record: Record) -> list[str]:
    """The ways in of a channel or wallet that somebody who knows no Chinese cannot read."""
    ways = record.entrances if isinstance(record, (Channel, Provider)) else ()
    return [way.value for way in ways if CHINESE.search(way.value) and not way.english]


def lengths(text: Text) -> list[str]:
    """The lengths of time that the wording spells out, dates apart."""
    wordings = (DATES.sub("", text.zh), DATES.sub("", text.en))
    return [found[0] for pattern in LENGTHS for wording in wordings for found in pattern.finditer(wording)]


def low_numbers(knowledge: Knowledge) -> frozenset[str]:
    """The digits of every way in that is recorded with low confidence, and nowhere with more."""
    lists = [owner.entrances for owner in knowledge.providers.values()]
    lists += [owner.entrances for owner in knowledge.channels.values()]
    entrances = [entrance for entrances in lists for entrance in entrances]
    sure = {_digits(item.value) for item in entrances if item.confidence is not Confidence.LOW}
    low = {_digits(item.value) for item in entrances if item.confidence is Confidence.LOW}
    return frozenset(digits for digits in low - sure if len(digits) >= FEWEST)


def numbers_among(text: Text, numbers: Collection[str]) -> set[str]:
    """Which of the numbers the text shows, however it groups their digits."""
    groups = re.findall(r"\d[\d -]*\d", text.zh + "\n" + text.en)
    return {_digits(group) for group in groups} & set(numbers)


def _digits(value: str) -> str:
    return re.sub(r"\D", "", value) if re.fullmatch(r"[\d ()+-]+", value) else ""
