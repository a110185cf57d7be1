"""Answers → what a batch comes to: how many of which trouble and wallet, where they go first, who is late. Adds up."""

from __future__ import annotations

from collections import Counter
from typing import Literal

from pydantic import Field

from engine.batch.answers import Answer
from engine.steps import Entry
from knowledge.library import Knowledge

__all__ = ["Counts", "Summary"]

NOT_TOLD = ""
Counted = dict[str, int]


class Summary(Entry):
    """The whole batch, the most frequent first; an empty name is “not told”, or “nobody” for the first channel."""

    schema_: Literal["recourse/batch-summary/1"] = Field("recourse/batch-summary/1", alias="schema")
    records: int
    """answered and bad"""
    bad: int
    issues: Counted
    wallets: Counted
    first_channels: Counted
    late: Counted
    """who has passed a limit: the wallet where it is its own channel, else the channel"""
    late_by_law: Counted
    """those of them that passed a limit of law"""


class Counts(Counter[tuple[str, str]]):
    """What was counted so far, by what it is about and its name."""

    def note(self, knowledge: Knowledge, answer: Answer, told: dict[str, str]) -> None:
        """Counts one more answer; `told` are the trouble and the wallet, where they were."""
        first = answer.first.channel if answer.first else None
        wallet = told.get("provider", NOT_TOLD)
        self.update([("records", ""), ("issues", told.get("issue", NOT_TOLD)), ("wallets", wallet)])
        self["first_channels", first or NOT_TOLD] += 1
        for item in answer.late:
            own = knowledge.channels[item.channel].is_of_wallet and wallet
            who = wallet if own else item.channel
            self["late", who] += 1
            if item.statutory:
                self["late_by_law", who] += 1

    def note_bad(self) -> None:
        """Counts a record that could not be read."""
        self.update([("records", ""), ("bad", "")])

    def summary(self) -> Summary:
        """All of it."""
        fields = ("issues", "wallets", "first_channels", "late", "late_by_law")
        found = {name: {what: n for (about, what), n in self.most_common() if about == name} for name in fields}
        return Summary(records=self["records", ""], bad=self["bad", ""], **found)
