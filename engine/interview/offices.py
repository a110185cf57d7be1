"""What a person types for whom they have contacted (客服, 报警, 12315, 95188, “customer service”) → the office and the channel.

Which offices there are, what one does there and what they are called is data; telephone numbers are those of channels
and wallets.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from engine.interview.addressee import Named, done, turned_to
from engine.interview.said import listed, stands_in
from knowledge.channel import Channel, Level
from knowledge.entrance import Entrance
from knowledge.library import Knowledge
from knowledge.models import Lang
from knowledge.office import Deed, Office

__all__ = ["Found", "Offices"]

SHORTEST = 3
"""digits that may be a telephone number; fewer are the number of a line in a list"""
NUMBER = re.compile(r"\+?\d[\d -]*\d")
WALLET = "provider"
OUTSIDE = (Level.EMERGENCY, Level.REGULATOR, Level.JUDICIARY)
APART = re.compile(r"[\s,，。.!！?？、“”\"'‘’（）()]+")


@dataclass(frozen=True)
class Found:
    """The office that was meant, and what was done there where that was said as well."""

    office: Office
    deed: Deed | None = None


@dataclass(frozen=True)
class Offices:
    """The offices of one case: those that can matter to it, and all others, which are understood as well."""

    knowledge: Knowledge
    mattering: tuple[str, ...]
    """channels, nearest first"""
    sure: frozenset[str]
    """those among them that matter whatever is not answered yet"""
    wallet: str
    lang: Lang

    @cached_property
    def every(self) -> dict[str, Office]:
        """By id: those of the file, then every channel that none of them names, nearest first."""
        named = {deed.channel for office in self.knowledge.offices.values() for deed in office.deeds}
        order = [*self.mattering, *(name for name in self.knowledge.channels if name not in self.mattering)]
        alone = (self.knowledge.channels[name] for name in order if name not in named)
        return {office.id: office for office in (*self.knowledge.offices.values(), *map(_alone, alone))}

    def near(self) -> list[Office]:
        """Those of the file that can matter; one that is no usual first one only where it surely does."""
        every = self.knowledge.offices.values()
        return [office for office in every if self._within(office, self.mattering if office.near else self.sure)]

    def more(self) -> list[Office]:
        """The others that can matter."""
        near = self.near()
        return [item for item in self.every.values() if item not in near and self._within(item, self.mattering)]

    def _within(self, office: Office, channels: Collection[str]) -> bool:
        return any(deed.channel in channels for deed in office.deeds)

    def deeds(self, office: Office) -> list[Deed]:
        """What can have been done there in such a case; everything where none of it fits the case."""
        return [deed for deed in office.deeds if deed.channel in self.mattering] or list(office.deeds)

    def called(self, text: str) -> Found | None:
        """The office whose name, number or other word this is, as a whole."""
        word = _plain(text)
        found = self._by_number(text) if NUMBER.fullmatch(text.strip()) else None
        return found or self._words.get(word)

    def within(self, text: str) -> Found | None:
        """The office that is named somewhere in it and was turned to; else the only one with this in its name."""
        text = done(self.knowledge, text.lower())
        word = _plain(text)
        numbers = (found for number in NUMBER.findall(text) if (found := self._by_number(number)))
        if found := next(numbers, None):
            return found
        inside = [
            Named(known, self._is_outside(found)) for known, found in self._words.items() if stands_in(known, word)
        ]
        if named := turned_to(self.knowledge, text, inside):
            return self._words[named.word]
        if self._wallet and any(self._is_asked_itself(name, word) for name in self._wallet):
            return self._wallet_office
        near = [office for office in self.every.values() if len(word) > 1 and word in _plain(office.name[self.lang])]
        return Found(near[0]) if len(near) == 1 else None

    @cached_property
    def _wallet_office(self) -> Found | None:
        return next((Found(office) for office in self.every.values() if office.wallet), None)

    @cached_property
    def _wallet(self) -> tuple[str, ...]:
        """What people call the wallet of the case for short, where it can be called: words for it that begin its name."""
        told, known = self.knowledge.providers.get(self.wallet), self.knowledge.facts[WALLET].values
        said = (word for value in known if value.id == self.wallet for word in value.said)
        full = (told.name.zh.lower(), told.name.en.lower()) if told and told.entrances else ()
        return tuple(word for word in said if any(name.startswith(word) for name in full))

    def _is_asked_itself(self, name: str, text: str) -> bool:
        """Whether the sentence tells of the wallet, and not of somebody who was reached through it (“on WeChat”)."""
        through = self.knowledge.wording["contact-through-said"]
        reached = [*(name + word for word in listed(through.zh)), *(f"{word} {name}" for word in listed(through.en))]
        return stands_in(name, text) and not any(stands_in(way, text) for way in reached)

    def _is_outside(self, found: Found) -> bool:
        """Whether one turns there over somebody else: the police, an authority, a court."""
        return self.knowledge.channels[found.office.deeds[0].channel].level in OUTSIDE

    @cached_property
    def _words(self) -> dict[str, Found]:
        """Every word for an office or a channel; the office's own words come before those of a wallet."""
        words: dict[str, Found] = {}
        for word, found in self._all_words():
            words.setdefault(_plain(word), found)
        return words

    def _all_words(self) -> Iterator[tuple[str, Found]]:
        for office in self.every.values():
            yield from ((word, Found(office)) for word in (office.id, office.name.zh, office.name.en, *office.said))
        for office in self.every.values():
            for deed in office.deeds:
                channel = self.knowledge.channels[deed.channel]
                said = (channel.id, channel.name.zh, channel.name.en, *channel.said, deed.what.zh, deed.what.en)
                yield from ((word, Found(office, None if deed.outcome else deed)) for word in said)
        for office in (item for item in self.every.values() if item.wallet):
            yield from ((word, Found(office)) for word in self._wallet_names())

    def _wallet_names(self) -> Iterator[str]:
        """What the wallet of the case is called; while it is not known, every wallet."""
        told = self.knowledge.providers.get(self.wallet)
        for provider in [told] if told else self.knowledge.providers.values():
            yield from (provider.name.zh, provider.short_name.zh, provider.name.en, provider.short_name.en)

    def _by_number(self, text: str) -> Found | None:
        """Of the wallet's own numbers first, then words for an office, channels and all wallets."""
        digits = _digits(text)
        if len(digits) < SHORTEST:
            return None
        own = self.knowledge.providers.get(self.wallet)
        found = self._reached(_channels(own.entrances, digits)) if own else None
        return (
            found
            or self._words.get(digits)
            or self._reached(self._of_channels(digits))
            or self._reached(self._of_wallets(digits))
        )

    def _of_channels(self, digits: str) -> list[str]:
        every = self.knowledge.channels.values()
        return [item.id for item in every if any(_is(entrance, digits) for entrance in item.entrances)]

    def _of_wallets(self, digits: str) -> Iterator[str]:
        for provider in self.knowledge.providers.values():
            yield from _channels(provider.entrances, digits)

    def _reached(self, channels: Iterable[str]) -> Found | None:
        """The first office through which one of the channels is reached."""
        names = set(channels)
        reached = (office for office in self.every.values() if any(deed.channel in names for deed in office.deeds))
        office = next(reached, None)
        return Found(office) if office else None


def _alone(channel: Channel) -> Office:
    """A channel that no office of the file names, as an office of its own."""
    deed = Deed(id=channel.id, what=channel.name, channel=channel.id)
    return Office(id=channel.id, name=channel.name, said=channel.said, deeds=(deed,))


def _channels(entrances: Iterable[Entrance], digits: str) -> Iterator[str]:
    """The channels that are reached under this number of a wallet."""
    for entrance in entrances:
        if _is(entrance, digits):
            yield from entrance.channels


def _is(entrance: Entrance, digits: str) -> bool:
    return entrance.kind == "phone" and _digits(entrance.value) == digits


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _plain(text: str) -> str:
    return APART.sub(" ", text).strip().lower()
