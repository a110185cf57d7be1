"""A plan → its title and its summary: what to do now, today, this week, a line each, with the number to dial or the path."""

from __future__ import annotations

from collections.abc import Iterator

from documents.plan_words import PlanWords
from engine.steps.outline import SummaryLine

__all__ = ["SummaryText"]

SUMMED_UP = 4
"""lines of the summary for one day"""
AGAIN = 4
"""lines of the summary at the end of a screen"""


class SummaryText(PlanWords):
    """Writes what is read first."""

    def head(self) -> Iterator[str]:
        yield self.title()
        if not self.plan.covered:
            yield self.say("plan-not-covered")
        elif not self.plan.steps:
            yield self.say("plan-none" if "issue" in self.case.answers else "plan-too-little")

    def title(self) -> str:
        told = [
            self.of(self.speaker.word(name)) for name in ("provider", "issue", "amount") if name in self.case.answers
        ]
        return " · ".join([self.say("plan-title"), self.say("plan-day", day=self.plan.as_of), *told])

    def again(self) -> list[tuple[str, str]]:
        """The first lines of the summary, for the end of a screen that has scrolled."""
        return list(self.lines())[:AGAIN]

    def lines(self) -> Iterator[tuple[str, str]]:
        told = self.plan.summary
        after = (told.next,) if told.next else ()
        for key, items in (("now", told.now), ("today", told.today), ("this-week", told.this_week), ("next", after)):
            for number, item in enumerate(items[:SUMMED_UP]):
                yield (self.say(f"urgency-{key}") if number == 0 else ""), self.line(item)

    def line(self, item: SummaryLine) -> str:
        """The step with the number to dial or the path; where neither is known, with whom it goes to."""
        where = self.where(item)
        return f"{self.of(item.title)}{self.say('summary-where', where=where) if where else ''}"

    def where(self, item: SummaryLine) -> str:
        if item.entrance:
            return self.brief(item.entrance)
        if item.numbers:
            told = (self.say("summary-of", wallet=way.of, number=self.brief(way)) for way in item.numbers)
            return self.semicolon.join([*told, self.say("summary-other-wallet")])
        return self.channel_name(item.channel) if item.channel else ""
