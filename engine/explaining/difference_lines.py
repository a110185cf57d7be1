"""The difference between two plans → lines in one language, a sign in front of each kind."""

from __future__ import annotations

from collections.abc import Iterator

from engine.explaining.difference import Difference
from engine.wording import cite, phrase
from knowledge.citations import article_name
from knowledge.library import Knowledge
from knowledge.models import Lang, Text

__all__ = ["difference_lines"]


def difference_lines(difference: Difference, knowledge: Knowledge, lang: Lang) -> list[str]:
    """What the person would do otherwise; one line that says so where nothing changes."""
    teller = _Teller(knowledge, lang)
    return list(teller.lines(difference)) or [teller.say("change-none")]


class _Teller:
    def __init__(self, knowledge: Knowledge, lang: Lang) -> None:
        self.knowledge, self.lang = knowledge, lang

    def say(self, key: str, **values: object) -> str:
        return phrase(self.knowledge, self.lang, key, **values)

    def lines(self, difference: Difference) -> Iterator[str]:
        for step in difference.added:
            yield self.say("change-added", rank=step.after, step=step.title)
        for step in difference.removed:
            yield self.say("change-removed", step=step.title)
        for step in difference.moved:
            yield self.say("change-moved", step=step.title, before=step.before, after=step.after)
        yield from self.dates(difference)
        for change in difference.urgencies:
            yield self.say(
                "change-urgency",
                step=change.title,
                before=self.say(f"soon-{change.before}"),
                after=self.say(f"soon-{change.after}"),
            )
        for item in difference.contents:
            added, removed = (self.listed(item.what, told) for told in (item.added, item.removed))
            yield from (self.say(f"change-{item.what}-{kind}", step=item.title, what=told)
                        for kind, told in (("added", added), ("removed", removed)) if told)  # fmt: skip
        yield from self.channels(difference)

    def dates(self, difference: Difference) -> Iterator[str]:
        for change in difference.dates:
            before, after = (day or self.say("change-no-day") for day in (change.before, change.after))
            yield self.say(f"change-{change.what}", step=change.title, before=before, after=after)

    def channels(self, difference: Difference) -> Iterator[str]:
        for change in difference.channels:
            state = self.say(f"why-state-{change.after}")
            opens = self.say("why-opens-on", day=change.opens_on) if change.opens_on else ""
            yield self.say("change-channel", channel=self.name(change.channel), state=state, opens=opens).rstrip()
        for kind, channels in (("late", difference.late), ("in-time", difference.in_time)):
            yield from (self.say(f"change-{kind}", channel=self.name(channel)) for channel in channels)

    def name(self, channel: str) -> str:
        return self.knowledge.channels[channel].name[self.lang]

    def listed(self, what: str, items: tuple[str | Text, ...]) -> str:
        if what == "provided":
            items = tuple(self.knowledge.fact(str(item)).label for item in items)
        if what == "basis":
            items = tuple(self.article(str(item)) for item in items)
        return self.say("list-semicolon").join(item[self.lang] if isinstance(item, Text) else item for item in items)

    def article(self, citation: str) -> str:
        """As people name it: the statute and the article."""
        statute, _, address = citation.partition("/")
        return cite(self.knowledge.statutes[statute].title, article_name(address), self.lang)
