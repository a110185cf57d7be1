"""Two sides (days, wallets, versions of the knowledge) → what differs about the wallets themselves, claim by claim."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from engine.analysis.survey import Aspect, Shape, WalletDifference
from knowledge.channel import Level
from knowledge.editions import holding
from knowledge.entrance import Entrance
from knowledge.frozen import Frozen
from knowledge.library import Knowledge
from knowledge.models import Text
from knowledge.provider import WALLET_FACTS, Provider, WalletFact

__all__ = ["WalletOnDay", "aspects_of", "wallet_changes"]

OWN = (Level.SELF_HELP, Level.PROVIDER)
"""Where the wallet itself is turned to; elsewhere a number is somebody else's"""
Seen = Mapping[str, tuple[Text, ...] | None]
"""Claims by name; None where nothing is known of the day"""


class WalletOnDay(Frozen):
    """A wallet as it is known on a day."""

    knowledge: Knowledge
    provider: Provider
    day: date

    def seen(self) -> Seen:
        """Who answers for it, its numbers and ways in, what it promises, who watches over it; none of low confidence."""
        facts = {str(fact): self.fact(fact) for fact in WALLET_FACTS}
        return {**facts, **{name: tuple(self.entrances(test)) for name, test in _WAYS.items()}}

    def fact(self, fact: WalletFact) -> tuple[Text, ...] | None:
        told = self.provider.told(fact, self.day)
        if told is None:
            return None if self.provider.editions(fact) or self.provider.gap(fact, self.day) else ()
        return (Text(zh=told.zh, en=told.en),)

    def entrances(self, test: Callable[[Entrance, bool], bool]) -> Iterator[Text]:
        for item in holding(self.provider.entrances, self.day):
            own = any(self.knowledge.channels[channel].level in OWN for channel in item.channels)
            if item.is_sure and test(item, own):
                yield item.both


_WAYS: dict[str, Callable[[Entrance, bool], bool]] = {
    "hotline": lambda item, own: item.is_number and own,
    "office": lambda item, own: item.is_number and not own,
    "paths": lambda item, _: not item.is_number,
}


def wallet_changes(
    before: Iterable[WalletOnDay], after: Iterable[WalletOnDay], same: bool
) -> tuple[WalletDifference, ...]:
    """What differs about the wallets of two sides: each against the one of its name, or, unless they are the `same`,
    the one against the other. Of a wallet on two days nothing differs only because nothing is known of one of them.
    """
    old, new = ({item.provider.id if same else "": item for item in side} for side in (before, after))
    found = (_change(old.get(name), new.get(name), same) for name in {**new, **old})
    return tuple(change for change in found if change)


def _change(old: WalletOnDay | None, new: WalletOnDay | None, same: bool) -> WalletDifference | None:
    names = [side.provider.name if side else None for side in (old, new)]
    if old is None or new is None:
        return WalletDifference(shape=Shape.ADDED if old is None else Shape.REMOVED, before=names[0], after=names[1])
    aspects = aspects_of(*(_known(old.seen(), new.seen()) if same else (old.seen(), new.seen())))
    return WalletDifference(shape=Shape.CHANGED, before=names[0], after=names[1], aspects=aspects) if aspects else None


def _known(old: Seen, new: Seen) -> tuple[Seen, Seen]:
    """What is known on both sides."""
    both = [name for name in old if old[name] is not None and new[name] is not None]
    return {name: old[name] for name in both}, {name: new[name] for name in both}


def aspects_of(old: Seen, new: Seen) -> tuple[Aspect, ...]:
    """In which aspects the two differ; of each only what the other has not."""
    return tuple(
        Aspect(name=name, before=_only(old.get(name), new.get(name)), after=_only(new.get(name), old.get(name)))
        for name in {**old, **new}
        if (old.get(name) or ()) != (new.get(name) or ())
    )


def _only(these: tuple[Text, ...] | None, those: tuple[Text, ...] | None) -> tuple[Text, ...]:
    """What the others lack; all of them where only the order differs."""
    mine, others = these or (), those or ()
    found = tuple(text for text in mine if text not in others)
    return found or (mine if set(mine) == set(others) else ())
