"""Computed facts → formulas, one function for each that `engine/case/computed.py` lists, by the same names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property

from engine.case import EARLIEST
from engine.case.foreclosure import TAKEN
from engine.case.limitation import AGREED
from engine.case.resolution import PENDING, able_to_solve
from engine.proving.answers import Answers
from engine.proving.contacts import Contact, Contacts
from engine.proving.limitation import Lengths, Run, Turn
from engine.proving.logic import (
    FALSE,
    TRUE,
    Formula,
    Model,
    Number,
    Truth,
    all_of,
    any_of,
    choose,
    no,
)
from engine.proving.times import Age, Times
from knowledge.channel import Interruption, Level
from knowledge.counterpart import Counterpart
from knowledge.frozen import Frozen
from knowledge.library import Knowledge
from knowledge.models import FactKind, name_parts
from knowledge.standing import AWAITED, Standing
from rules.models import Condition, Op

__all__ = ["Computed", "Event"]


AGREED_TO = frozenset(map(Standing, AGREED))


class Event(Frozen):
    """A day that is known to lie between two days, or not known at all."""

    known: Formula
    earliest: Number
    latest: Number


class Computed:
    """What the contacts, the answers and the day make of every computed fact."""

    def __init__(self, knowledge: Knowledge, times: Times, answers: Answers, contacts: Contacts) -> None:
        self.knowledge, self.times, self.answers, self.contacts = knowledge, times, answers, contacts

    def bounds(self) -> Iterator[Formula]:
        """The day that chooses the law of rights: that of the incident, or, not to be told, the last on which it can have been."""
        told, law = self.answers.told["incident_date"], self.times.law
        yield any_of((no(told.known), law == told.value))
        yield any_of((told.known, law == self.times.as_of, law == self.happened_by))
        aware = self.answers.told["aware_date"]
        yield any_of((no(aware.known), no(told.known), aware.value >= told.value))
        yield from self._lengths.bounds()
        for run in self._runs:
            yield from run.bounds()
        for wallet, provider in self.knowledge.providers.items():
            if provider.since:
                first = provider.since.day.toordinal()
                here = self.answers.is_told("provider", [wallet])
                yield from (any_of((no(here), no(day.known), day.value >= first)) for day in (told, aware))

    def exact_around(self, model: Model) -> Iterator[Formula]:
        """How long limitation is that ends with the contacts of one case, and which of them came in time."""
        yield from self._lengths.exact(model)
        for run in self._runs:
            yield from run.exact(model)

    def plainly(self) -> Iterator[Formula]:
        """Nothing is left open about what starts limitation anew."""
        return (part for run in self._runs for part in run.plainly())

    @cached_property
    def first_contact(self) -> Number:
        """The day of the first contact of those with a day; that of asking where there was none."""
        found = self.times.as_of
        for it in self.contacts.at.values():
            found = choose(all_of((self.contacts.is_dated(it), it.early < found)), it.early, found)
        return found

    @cached_property
    def happened_by(self) -> Number:
        """The incident was no later."""
        aware = self.answers.told["aware_date"]
        sooner = all_of((aware.known, aware.value < self.first_contact))
        return choose(sooner, aware.value, self.first_contact)

    def day_untold(self, _: str) -> Formula:
        return all_of((no(self.answers.told["incident_date"].known), self.happened_by >= self.times.as_of - 1))

    def truth(self, condition: Condition) -> Truth:
        """Whether a comparison with a computed fact holds."""
        fact = self.knowledge.fact(condition.fact)
        if fact.kind is FactKind.ELAPSED:
            return self.elapsed(condition, self.event(condition.fact))
        held = self.among(condition.fact, condition.values)
        return held.negated() if condition.op is Op.NE else held

    def among(self, name: str, words: tuple[str, ...]) -> Truth:
        """Whether a computed fact of words is one of them."""
        base, channel = name_parts(name)
        fact = self.knowledge.facts[base]
        if fact.inputs and (fact.by or base) not in YES_NO:
            return self.answers.computed(name, words)
        if base == "standing":
            held = self.contacts.at[channel].among(tuple(map(Standing, words)))
            return Truth(held, held)
        yes = YES_NO[fact.by or base](self, channel)
        held = any_of((yes if "yes" in words else FALSE, no(yes) if "no" in words else FALSE))
        return Truth(held, held)

    def event(self, name: str) -> Event:
        """The day from which a length of time is counted."""
        base, channel = name_parts(name)
        return EVENTS[self.knowledge.facts[base].by or base](self, channel)

    def elapsed(self, condition: Condition, event: Event) -> Truth:
        """Whether so much time has passed. Where the limit is not in force, no comparison with it holds."""
        strictly = condition.op in (Op.GT, Op.LE)
        longer = condition.op in (Op.GT, Op.GE)
        sure, may = [], []
        for text in self.times.limits(condition.values[0]):
            age = Age(text.length, text.rolls_over, strictly)
            old, young = self.times.over(event.latest, age), self.times.over(event.earliest, age)
            sure.append(all_of((text.holds, old if longer else no(young))))
            may.append(all_of((text.holds, young if longer else no(old))))
        return Truth(all_of((event.known, any_of(sure))), any_of((no(event.known), *may)))

    # --- events --------------------------------------------------------------------------------------------------

    def since_incident(self, _: str) -> Event:
        told = self.answers.told["incident_date"]
        contacted = any_of(map(self.contacts.is_dated, self.contacts.at.values()))
        first, by = self._first_day, self.first_contact
        since = choose(first < by, first, by)
        return Event(
            any_of((told.known, contacted)), choose(told.known, told.value, since), choose(told.known, told.value, by)
        )

    @cached_property
    def _first_day(self) -> Number:
        found: Number = EARLIEST.toordinal()
        for wallet, provider in self.knowledge.providers.items():
            if provider.since:
                found = choose(self.answers.is_told("provider", [wallet]), provider.since.day.toordinal(), found)
        return found

    def since_aware(self, _: str) -> Event:
        told, incident = self.answers.told["aware_date"], self.answers.told["incident_date"]
        return Event(
            any_of((told.known, incident.known)),
            choose(told.known, told.value, incident.value),
            choose(told.known, told.value, self.first_contact),
        )

    def since_goods_received(self, _: str) -> Event:
        told = self.answers.told["goods_received_date"]
        return Event(told.known, told.value, told.value)

    def since_sued(self, _: str) -> Event:
        told = self.answers.told["sued_date"]
        return Event(told.known, told.value, told.value)

    def since_answer(self, channel: str) -> Event:
        it = self.contacts.at[channel]
        return Event(it.told, it.answer, it.answer)

    def since_overdue(self, channel: str) -> Event:
        it = self.contacts.at[channel]
        return Event(all_of((it.standing[Standing.OVERDUE], it.statutory, no(it.undated))), it.due, it.due)

    def since_put(self, channel: str) -> Event:
        it = self.contacts.at[channel]
        return Event(all_of((no(it.standing[Standing.NOT_TRIED]), no(it.undated))), it.last, it.last)

    def since_turned_to(self, channel: str) -> Event:
        it = self.contacts.at[channel]
        return Event(self.contacts.is_dated(it), it.late, it.late)

    def since_claimed(self, _: str) -> Event:
        early, late = self._runs
        untold = any_of(map(self._restarts_some_day, self._able))
        return Event(self._is_begun, early.now, choose(untold, self.times.as_of, late.now))

    @property
    def _able(self) -> list[Contact]:
        return [it for it in self.contacts.at.values() if it.channel.limitation]

    @cached_property
    def _turns(self) -> tuple[Turn, ...]:
        return (*map(self._turn, self._able), *map(self._turn_again, self._able))

    def _turn(self, it: Contact) -> Turn:
        report = it.channel.limitation is Interruption.REPORT
        owned = it.standing[Standing.SETTLED] if report else it.among(AGREED_TO)
        anew = self._day(it)
        holds = all_of((self._restarts(it), self._is_day_known(it)))
        return Turn(it, holds, choose(it.undated, anew, it.last), anew, owned, it.undated)

    def _turn_again(self, it: Contact) -> Turn:
        """The later contact that is unanswered: it starts the period anew for itself."""
        proceedings = it.channel.limitation is Interruption.PROCEEDINGS
        anew = self.times.as_of if proceedings else it.put
        holds = all_of((self._restarts(it), it.again, TRUE if proceedings else no(it.undated)))
        return Turn(it, holds, choose(it.undated, anew, it.put), anew, FALSE, it.undated, again=True)

    @cached_property
    def _lengths(self) -> Lengths:
        within = self.knowledge.facts["since_claimed"].within
        return Lengths(self.times, self.times.limits(within) if within else (), self._turns)

    @property
    def _is_begun(self) -> Formula:
        """Whether a day is known on which limitation had begun."""
        told = (self.answers.told["aware_date"].known, self.answers.told["incident_date"].known)
        return any_of((*told, *(turn.holds for turn in self._turns)))

    @cached_property
    def _runs(self) -> tuple[Run, Run]:
        """The period from the earliest and from the latest day on which it can first have begun."""
        aware, incident = self.answers.told["aware_date"], self.answers.told["incident_date"]
        known: Number = self.times.as_of
        for turn in self._turns:
            known = choose(all_of((turn.holds, turn.made < known)), turn.made, known)
        first = choose(self._first_day < known, self._first_day, known)
        begun = choose(incident.known, incident.value, first)
        return (
            Run(f"{self.times.name}early", choose(aware.known, aware.value, begun), self._turns, self._lengths, early=True),
            Run(f"{self.times.name}late", choose(aware.known, aware.value, known), self._turns, self._lengths, early=False),
        )  # fmt: skip

    def _restarts(self, it: Contact) -> Formula:
        excluded = self.answers.is_told("issue", it.channel.limitation_not_for)
        return all_of((it.filed, no(excluded)))

    def _restarts_some_day(self, it: Contact) -> Formula:
        """Whether limitation runs anew because of a contact there from a day that is not told."""
        unknown = any_of((it.several, no(self._is_day_known(it))))
        return all_of((self._restarts(it), it.undated, unknown))

    def _is_day_known(self, it: Contact) -> Formula:
        """Whether it is known from when limitation runs anew because of the latest contact there."""
        match it.channel.limitation:
            case Interruption.DEMAND:
                answered = all_of((it.told, it.among(AGREED_TO)))
            case Interruption.PROCEEDINGS:
                answered = any_of((it.told, it.among(AWAITED)))
            case _:
                answered = it.told
        return any_of((no(it.undated), answered))

    def _day(self, it: Contact) -> Number:
        """From when limitation runs anew because of the latest contact there."""
        answered = choose(it.told, it.answer, it.last)
        match it.channel.limitation:
            case Interruption.DEMAND:
                return choose(it.among(AGREED_TO), answered, it.last)
            case Interruption.PROCEEDINGS:
                return choose(it.among(AWAITED), self.times.as_of, answered)
            case _:
                return answered

    # --- yes or no -----------------------------------------------------------------------------------------------

    def foreclosed(self, channel: str) -> Formula:
        closers = (
            all_of((it.among(TAKEN), self.times.in_force_today(closed.basis)))
            for it in self.contacts.at.values()
            for closed in it.channel.forecloses
            if closed.channel == channel
        )
        return any_of(closers)

    def answer_dated(self, channel: str) -> Formula:
        return self.contacts.at[channel].told

    def refused_again(self, channel: str) -> Formula:
        return self.contacts.at[channel].twice

    def turned_to_again(self, channel: str) -> Formula:
        return self.contacts.at[channel].several

    def turned_to_last(self, channel: str) -> Formula:
        return self.contacts.is_last(channel)

    def complained_before(self, _: str) -> Formula:
        near = (it for it in self.contacts.at.values() if it.channel.level is Level.PROVIDER)
        return any_of(it.filed for it in near)

    def settled(self, channel: str) -> Formula:
        return self.bound(self.knowledge.channels[channel].counterpart)

    def bound(self, side: Counterpart | None) -> Formula:
        """Whether a settlement that was signed binds this side."""
        if side is None:
            return FALSE
        signed = ((it.channel.counterpart or Counterpart.ANYBODY, it.settled) for it in self.contacts.at.values())
        return any_of(held for with_, held in signed if Counterpart.ANYBODY in (with_, side) or with_ is side)

    def settled_anywhere(self, _: str) -> Formula:
        return any_of(it.settled for it in self.contacts.at.values())

    def answer_awaited(self, _: str) -> Formula:
        outside = (it for it in self.contacts.at.values() if it.channel.takes_claims_outside)
        return any_of(it.among((Standing.WAITING,)) for it in outside)

    def solved_anywhere(self, _: str) -> Formula:
        solvers = able_to_solve(self.knowledge)
        able = [it for name, it in self.contacts.at.items() if name in solvers]
        owes = (any_of((all_of((it.among(PENDING), no(it.outdone))), it.again)) for it in able)
        return all_of((no(any_of(owes)), any_of(it.solved for it in able)))


YES_NO: dict[str, Callable[[Computed, str], Formula]] = {
    function.__name__: function
    for function in (
        Computed.foreclosed,
        Computed.day_untold,
        Computed.answer_dated,
        Computed.refused_again,
        Computed.turned_to_again,
        Computed.turned_to_last,
        Computed.complained_before,
        Computed.settled,
        Computed.settled_anywhere,
        Computed.answer_awaited,
        Computed.solved_anywhere,
    )
}
EVENTS: dict[str, Callable[[Computed, str], Event]] = {
    function.__name__: function
    for function in (
        Computed.since_incident,
        Computed.since_aware,
        Computed.since_goods_received,
        Computed.since_sued,
        Computed.since_answer,
        Computed.since_overdue,
        Computed.since_put,
        Computed.since_turned_to,
        Computed.since_claimed,
    )
}
