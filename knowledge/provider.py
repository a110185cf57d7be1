"""A wallet: who answers for it, where, how they are reached, and what is known of it on a day."""

from __future__ import annotations

from datetime import date
from typing import Literal, get_args

from knowledge.editions import Claimed, Editions, Statement, holding
from knowledge.entrance import Entrance
from knowledge.grounds import Checked
from knowledge.law import Gap
from knowledge.models import Confidence, Identifier, Maybe, Record, Text

__all__ = ["WALLET_FACTS", "Provider", "WalletFact"]

WalletFact = Literal["entity", "seat", "pboc_branch", "compensation", "is_not"]
WALLET_FACTS: tuple[WalletFact, ...] = get_args(WalletFact)
"""What a wallet's file says of it with editions, ways in apart."""


class Since(Checked):
    """The first day on which people in mainland China could use the wallet: no incident is older."""

    day: date


class Provider(Record):
    """A wallet: who answers for it, where, and how to reach them."""

    id: Identifier
    name: Text
    kind: Identifier
    """a value of the fact `provider_kind`"""
    since: Maybe[Since] = None
    entity: Editions[Claimed] = ()
    former_names: tuple[str, ...] = ()
    """names of the operator whose days were not found"""
    seat: Editions[Claimed] = ()
    pboc_branch: Editions[Claimed] = ()
    entrances: tuple[Entrance, ...] = ()
    compensation: Editions[Claimed] = ()
    is_not: Editions[Statement] = ()
    gaps: dict[WalletFact, tuple[Gap, ...]] = {}
    """days from 2021 on for which no edition of a fact is held, and why"""
    instead: dict[Identifier, Identifier] = {}
    """channels that another one stands in for: an operating bank's wallet is frozen by the bank"""
    one_with: dict[Identifier, Identifier] = {}
    """channels that are the same door as another: a bank's own customer service is the bank. Contacts there count as contacts at the other"""
    called: dict[Identifier, Text] = {}
    """what a channel is called by those who use this wallet, where its own name would mislead: an e-CNY wallet has no card"""
    in_letters: Maybe[Text] = None
    """what a letter and a step call it, where its name does not fit into a sentence: `the bank`"""
    warnings: tuple[Statement, ...] = ()

    @property
    def short_name(self) -> Text:
        """The name as a sentence uses it: without what stands in brackets."""
        return Text(zh=self.name.zh.partition("（")[0], en=self.name.en.partition(" (")[0])

    @property
    def in_sentences(self) -> Text:
        """What it is called where somebody turns to it."""
        return self.in_letters or self.short_name

    def editions(self, fact: WalletFact) -> tuple[Claimed | Statement, ...]:
        """All editions of a fact, oldest first."""
        found: tuple[Claimed | Statement, ...] = getattr(self, fact)
        return found

    def told(self, fact: WalletFact, day: date) -> Text | None:
        """What is known of the day; none where nothing is. Of low confidence is nothing: that is never shown to a person."""
        known = (item for item in holding(self.editions(fact), day) if _is_known(item, day))
        return next(map(_text, known), None)

    def latest(self, fact: WalletFact) -> Text | None:
        """What holds to this day, whether or not it held before."""
        items = [item for item in self.editions(fact) if item.until is None and _is_sure(item)]
        return _text(items[-1]) if items else None

    def gap(self, fact: WalletFact, day: date) -> Gap | None:
        """Why nothing is held of the day, where the file says so."""
        return next((gap for gap in self.gaps.get(fact, ()) if gap.covers(day)), None)


def _text(item: Claimed | Statement) -> Text:
    return item.value if isinstance(item, Claimed) else item


def _is_sure(item: Claimed | Statement) -> bool:
    return isinstance(item, Statement) or item.confidence is not Confidence.LOW


def _is_known(item: Claimed | Statement, day: date) -> bool:
    return isinstance(item, Statement) or (_is_sure(item) and item.known_on(day))
