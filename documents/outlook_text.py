"""What an analyst should look at next → lines in one language, what is most pressing first."""

from __future__ import annotations

from collections.abc import Iterator

from engine.wording import phrase
from knowledge.library import Knowledge
from knowledge.models import Lang
from knowledge.outlook import Outlook

__all__ = ["outlook_lines"]


def outlook_lines(outlook: Outlook, knowledge: Knowledge, lang: Lang) -> list[str]:
    """The missing calendar, what begins and ends soon, the doubts with what would settle them, the oldest checks."""
    return list(_lines(outlook, knowledge, lang))


def _lines(outlook: Outlook, knowledge: Knowledge, lang: Lang) -> Iterator[str]:
    def say(key: str, **values: object) -> str:
        return phrase(knowledge, lang, f"outlook-{key}", **values)

    yield say("notice", year=outlook.notice) if outlook.notice else say("notice-known")
    for kind, found in (("begins", outlook.begins), ("ends", outlook.ends)):
        yield say(kind, n=len(found))
        yield from (f"  {item.day}  {item.what}  ({item.place})" for item in found)
    yield say("doubts", n=len(outlook.doubts))
    for doubt, count in outlook.doubts:
        yield f"  {say('doubt', n=count, what=doubt.what)}  ({knowledge.place('Doubt', doubt.id)})"
        yield f"    → {doubt.settled_by[lang]}" + (f" {doubt.url}" if doubt.url else "")
    yield say("oldest", n=len(outlook.oldest))
    yield from (f"  {item.day}  {item.what}  ({item.place})" for item in outlook.oldest)
