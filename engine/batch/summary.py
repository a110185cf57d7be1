"""Answers → what a batch comes to: how many of which trouble and wallet, where they go first, who is late. Adds up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from engine.batch.answers import Overdue
from engine.case import Answer as Told
from engine.steps import Entry
from knowledge.frozen import shaped
from knowledge.library import Knowledge

__all__ = ["Counts", "Summary"]

NOT_TOLD = ""
Counted = dict[str, int]


class Summary(Entry):
    """The whole batch, the most frequent first; an empty name is “not told”, or “nobody” for the first channel."""

    schema_: Literal["recourse/batch-summary/1"] = shaped(default="recourse/batch-summary/1", called="schema")
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

    def note(self, knowledge: Knowledge, first: str | None, late: Sequence[Overdue], told: Mapping[str, Told]) -> None:
        """Counts one more answer: where it goes first, who is late; `told` are the answers of its case."""
        wallet = str(told.get("provider", NOT_TOLD))
        self["records", ""] += 1
        self["issues", str(told.get("issue", NOT_TOLD))] += 1
        self["wallets", wallet] += 1
        self["first_channels", first or NOT_TOLD] += 1
        for item in late:
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
        found: dict[str, Any] = {
            name: {what: n for (about, what), n in self.most_common() if about == name} for name in fields
        }
        return Summary(records=self["records", ""], bad=self["bad", ""], **found)
