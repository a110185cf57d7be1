"""What a batch comes to → lines in one language: how many, of which trouble and wallet, where they go first, who is late."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.batch import Summary
from engine.wording import phrase
from knowledge.library import Knowledge
from knowledge.models import Lang

__all__ = ["summary_lines"]

SHOWN = 8
"""the most frequent ones that are named; `--summary` has all"""


def summary_lines(found: Summary, knowledge: Knowledge, lang: Lang) -> Iterator[str]:
    """Each list with the most frequent first; a list of nobody is left out."""

    def say(key: str, **values: object) -> str:
        return phrase(knowledge, lang, f"batch-{key}", **values)

    wallets = {id_: provider.name[lang] for id_, provider in knowledge.providers.items()}
    channels = {id_: channel.name[lang] for id_, channel in knowledge.channels.items()}
    issues = {id_: issue.label[lang] for id_, issue in knowledge.issues.items()}
    yield say("total", records=found.records, bad=found.bad)
    yield from _most(say("issues"), found.issues, issues, say("not-told"))
    yield from _most(say("wallets"), found.wallets, wallets, say("not-told"))
    yield from _most(say("first"), found.first_channels, channels, say("nobody"))
    late = {who: f"{(channels | wallets).get(who, who)} ({found.late_by_law.get(who, 0)})" for who in found.late}
    yield from _most(say("late"), found.late, late, "")


def _most(heading: str, counted: Mapping[str, int], names: Mapping[str, str], empty: str) -> Iterator[str]:
    if not counted:
        return
    yield heading
    wide = max(len(str(number)) for number in counted.values())
    for who, number in list(counted.items())[:SHOWN]:
        yield f"  {number:>{wide}}  {names.get(who, who) if who else empty}"
    if len(counted) > SHOWN:
        yield f"  {sum(list(counted.values())[SHOWN:]):>{wide}}  …"
