"""Contacts → formulas: which of them start limitation anew, and from when it runs.

A contact does so if it was made while the period ran: from the first day, or from that of a contact before it that did so
itself. Of several contacts at one channel only the one that its standing comes from is held, and one by which it was asked again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from engine.proving.contacts import Contact
from engine.proving.logic import Formula, Model, Number, all_of, any_of, boolean, choose, implies, no, number, same
from engine.proving.times import Age, Limited, Times
from knowledge.frozen import Frozen
from knowledge.limits import first_running

__all__ = ["Lengths", "Run", "Turn"]


class Turn(Frozen):
    """A contact that may start the period anew: when it was made at the latest, and from when the period runs then."""

    contact: Contact
    holds: Formula
    made: Number
    anew: Number
    owned: Formula
    """the other side agreed that it owes something: that counts after the end, too"""
    untold: Formula
    """the day on which it was made is not told"""
    again: bool = False
    """it is the later one, by which the channel was asked again"""

    @property
    def id(self) -> str:
        return f"{self.contact.channel.id} again" if self.again else self.contact.channel.id


class Lengths:
    """How many days the period has that ends when a contact is made: it hangs on the day."""

    def __init__(self, times: Times, texts: Sequence[Limited], turns: Sequence[Turn]) -> None:
        self.times, self.texts = times, texts
        self._days = {
            (turn.id, place): (number(f"{times.name}limitation {turn.id} {place}"), turn, text)
            for turn in turns
            for place, text in enumerate(texts)
        }

    def bounds(self) -> Iterator[Formula]:
        for days, _, text in self._days.values():
            low, high = self.times.reach(Age(text.length, text.rolls_over))
            yield days >= low
            yield days <= high

    def exact(self, model: Model) -> Iterator[Formula]:
        """What they are for contacts on the days of the model."""
        for days, turn, text in (held for held in self._days.values() if model.holds(held[1].holds)):
            made = model.value(turn.made)
            first = first_running(text.length, text.rolls_over, date.fromordinal(made))
            yield any_of((turn.made != made, days == made - first.toordinal()))

    def clear(self, turn: Turn, start: Number) -> Formula:
        """Whether the period from that day ran or was over however long it is."""
        reach = [self.times.reach(Age(text.length, text.rolls_over)) for text in self.texts]
        return all_of(any_of((turn.made - start <= low, turn.made - start > high)) for low, high in reach)

    def runs(self, turn: Turn, start: Number) -> Formula:
        """Whether the period from that day still ran when the contact was made; for ever where none is in force."""
        days = (self._days[turn.id, place][0] for place in range(len(self.texts)))
        return no(any_of(all_of((text.holds, turn.made - start > n)) for text, n in zip(self.texts, days, strict=True)))


class Run:
    """The period that first began on a day, through all contacts."""

    def __init__(self, name: str, start: Number, turns: Sequence[Turn], lengths: Lengths, *, early: bool) -> None:
        self.name, self.start, self.turns, self.lengths, self.early = name, start, turns, lengths, early
        self.counts = {turn.id: boolean(f"{name} counts {turn.id}") for turn in turns}

    @property
    def now(self) -> Number:
        """From when it runs now."""
        found = self.start
        for turn in self.turns:
            found = choose(all_of((self.counts[turn.id], turn.anew > found)), turn.anew, found)
        return found

    def bounds(self) -> Iterator[Formula]:
        """Which contacts count. One before it may have kept the period running; `exact` tells whether it did."""
        for turn in self.turns:
            in_time = any_of((turn.owned, self.lengths.runs(turn, self.start), self._carried(turn)))
            may = in_time if self.early else any_of((in_time, turn.untold))
            yield same(self.counts[turn.id], all_of((turn.holds, may)))

    def exact(self, model: Model) -> Iterator[Formula]:
        """Of the contacts of the model: a contact before it started the period in which it was made."""
        for turn in (turn for turn in self.turns if model.holds(turn.holds)):
            started = (all_of((holds, self.lengths.runs(turn, one.anew))) for one, holds in self._before(turn))
            yield same(self._carried(turn), any_of(started))

    def plainly(self) -> Iterator[Formula]:
        """One channel at most, turned to once, or asked again in time; no day more or less that the period can have decides whether it was."""
        for turn in self.turns:
            it = turn.contact
            others_there = any_of((it.twice, it.settled, it.solved))
            again = all_of((it.again, self.lengths.runs(turn, self.start), no(others_there)))
            yield no(self._carried(turn))
            yield implies(turn.holds, all_of((self.lengths.clear(turn, self.start), any_of((no(it.several), again)))))
            others = (other for other in self.turns if other.contact is not it)
            yield from (no(all_of((turn.holds, other.holds))) for other in others)

    def _carried(self, turn: Turn) -> Formula:
        return boolean(f"{self.name} carried {turn.id}")

    def _before(self, turn: Turn) -> Iterator[tuple[Turn, Formula]]:
        """The other contacts that may have come before it, and when they did and count."""
        for other in (other for other in self.turns if other is not turn):
            before = any_of((other.made < turn.made, all_of((other.owned, other.made == turn.made))))
            yield other, all_of((self.counts[other.id], before))
