"""The contacts of a case → variables: the standing of every channel, the days of its first and latest contact, what came back.

However many contacts there were at a channel, what the engine reads of them is held: the one that its standing comes from (the
latest that put the matter there, the last answered one where such an answer lasts, or the first of those that ask for an answer
again and again), whether it was asked again since,
whether there were several, whether two were turned down, whether one settled or solved it. Of the days of answers only that
to the first of these is. A contact puts the matter there or was a mere question; which of our actions it was is left out. Of the
contacts at one channel all have their days, or none has: then the days that are held only tell their place among all contacts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from functools import cached_property
from itertools import product

from engine.case import bind
from engine.case.meant import FIRST_AID
from engine.case.resolution import SHORT, able_to_end
from engine.proving.answers import Answers
from engine.proving.logic import (
    FALSE,
    TRUE,
    Formula,
    Model,
    Number,
    all_of,
    any_of,
    boolean,
    choose,
    exactly_one,
    implies,
    no,
    number,
    same,
)
from engine.proving.times import Limited, Times, span_of
from knowledge.channel import Channel
from knowledge.counterpart import Counterpart
from knowledge.frozen import Frozen
from knowledge.library import Knowledge
from knowledge.limits import add
from knowledge.outcome import FALLS_SHORT, Outcome
from knowledge.reply import Reply
from knowledge.standing import AWAITED, UNANSWERED, Standing

__all__ = ["TURNED_DOWN", "Contact", "Contacts"]

TURNED_DOWN = (Standing.REFUSED, Standing.UNSATISFIED, Standing.NOT_ACCEPTED)


class Contact(Frozen):
    """What is held of the contacts at one channel."""

    channel: Channel
    standing: Mapping[Standing, Formula]
    any: Formula
    """there was a contact, if only a question"""
    early: Number
    last: Number
    """the day of the contact that the standing comes from"""
    put: Number
    """the day of the latest contact that put the matter there: the same, unless it was asked again"""
    late: Number
    undated: Formula
    """the days of the contacts are not told"""
    again: Formula
    """a later contact put the matter there too, is unanswered and undoes nothing"""
    lasting: Mapping[Outcome, Formula]
    """when which answer stands while a later contact is unanswered"""
    several: Formula
    twice: Formula
    """turned down at least twice"""
    settled: Formula
    solved: Formula
    outdone: Formula
    """what fell short here came before somebody else solved the matter"""
    looked_at: Formula
    """of the contact that the standing comes from it is told that it is being looked at"""
    told: Formula
    """the day of the answer is known …"""
    answer: Number
    """… and which it is"""
    due: Number
    timed: Formula
    """a limit for the answer runs or ran"""
    statutory: Formula
    """the law alone sets it"""

    def among(self, standings: Collection[Standing]) -> Formula:
        """One formula whatever the order in which they are named."""
        return any_of(holds for item, holds in self.standing.items() if item in standings)

    @property
    def filed(self) -> Formula:
        return no(self.standing[Standing.NOT_TRIED])


class _Clock(Frozen):
    """One way in which the limits for an answer add up: when it is the one, the fewest and the most days, all of them law."""

    holds: Formula
    limits: tuple[Limited, ...]
    low: int
    high: int

    @property
    def statutory(self) -> bool:
        return all(limit.statutory for limit in self.limits)

    def first_recent(self, as_of: date) -> date:
        """The first day of a contact for which the time for an answer has not run out."""
        day = as_of - timedelta(days=self.high + 1)
        while self.due(day) < as_of:
            day += timedelta(days=1)
        return day

    def due(self, day: date) -> date:
        """The last day for an answer to a contact on that day."""
        for limit in self.limits:
            day = add(day, limit.length, limit.rolls_over).last
        return day


class Contacts:
    """The variables of all contacts of one case."""

    def __init__(self, knowledge: Knowledge, times: Times, answers: Answers) -> None:
        self.knowledge, self.times, self.answers, self.name = knowledge, times, answers, times.name
        self._clocks = {channel.id: list(self._ways(channel)) for channel in knowledge.channels.values()}
        self.at = {channel.id: self._contact(channel) for channel in knowledge.channels.values()}

    def _contact(self, channel: Channel) -> Contact:
        def named(what: str) -> str:
            return f"{self.name}{channel.id} {what}"

        clocks = self._clocks[channel.id]
        return Contact(
            channel,
            {item: boolean(named(item)) for item in Standing},
            boolean(named("any")),
            number(named("early")),
            number(named("last")),
            number(named("put")),
            number(named("late")),
            boolean(named("undated")),
            boolean(named("again")),
            self._lasting(channel),
            boolean(named("several")),
            boolean(named("twice")),
            boolean(named("has settled")),
            boolean(named("has solved")),
            boolean(named("outdone")),
            boolean(named("looked at")),
            boolean(named("answer?")),
            number(named("answer")),
            number(named("due")),
            any_of(clock.holds for clock in clocks),
            any_of(clock.holds for clock in clocks if clock.statutory),
        )

    def _lasting(self, channel: Channel) -> Mapping[Outcome, Formula]:
        """Of each answer that may last there, under which answers of the case it does: the first entry that fits is the one."""
        before: list[Formula] = []
        found: dict[Outcome, list[Formula]] = {}
        for entry in channel.lasting:
            given = self.answers.meets(entry.given)
            for outcome in entry.answers:
                found.setdefault(outcome, []).append(all_of((given, *map(no, before))))
            before.append(given)
        return {outcome: any_of(parts) for outcome, parts in found.items()}

    def _ways(self, channel: Channel) -> Iterator[_Clock]:
        """Every text of every list of limits that can run there."""
        before: list[Formula] = []
        for reply in channel.reply:
            again = self._is_again(channel, reply) if reply.actions else TRUE
            looked_at = boolean(f"{self.name}{channel.id} looked at") if reply.told else TRUE
            given = all_of((self.answers.meets(reply.given), again, looked_at))
            chosen = all_of((given, *map(no, before)))
            before.append(given)
            options = [[*texts, None] for texts in map(self.times.limits, reply.limits)]
            for texts in product(*options):
                if any(texts):
                    yield self._clock(chosen, texts, options)

    def _is_again(self, channel: Channel, reply: Reply) -> Formula:
        """Whether an earlier contact there was answered so; which action a contact was is left out."""
        several, twice, settled, solved = (
            boolean(f"{self.name}{channel.id} {what}") for what in ("several", "twice", "has settled", "has solved")
        )
        return all_of((several, any_of((twice, no(any_of((settled, solved))))))) if reply.after else FALSE

    def _clock(self, chosen: Formula, texts: tuple[Limited | None, ...], options: list[list[Limited | None]]) -> _Clock:
        lacking = [no(any_of(o.holds for o in opts if o)) for opts, t in zip(options, texts, strict=True) if t is None]
        held = tuple(text for text in texts if text)
        first, last = self.times.first_day, self.times.last_day
        spans = [span_of(text.length, text.rolls_over, first, last) for text in held]
        low, high = (sum(ends) for ends in zip(*spans, strict=True))
        return _Clock(all_of((chosen, *(text.holds for text in held), *lacking)), held, low, high)

    def bounds(self) -> Iterator[Formula]:
        """What holds of every case that can be read."""
        for contact in self.at.values():
            yield from self._of(contact)
            yield from self._timed(contact)
            yield from self._stopped(contact)
            yield from self._outdone(contact)
            yield from self._presumed(contact)
        for wallet, provider in self.knowledge.providers.items():
            for door in provider.one_with:
                yield no(all_of((self.answers.is_told("provider", [wallet]), self.at[door].any)))

    def _presumed(self, it: Contact) -> Iterator[Formula]:
        """Where one was turned to before, one was; at some wallets that is another door."""
        before: list[Formula] = []
        for entry in it.channel.presumes:
            given = self.answers.meets(entry.given)
            here = all_of((given, *map(no, before), it.among([item for item in Standing if entry.after(item)])))
            before.append(given)
            if entry.channel:
                yield implies(here, self._filed_at(entry.channel))

    def _filed_at(self, channel: str) -> Formula:
        """Whether the matter was put there, or to the door that is the same at the wallet."""
        wallets = self.knowledge.providers.items()
        moved = {wallet: door for wallet, file in wallets if (door := file.one_with.get(channel))}
        doors = (all_of((self.answers.is_told("provider", [one]), self.at[door].filed)) for one, door in moved.items())
        return any_of((self.at[channel].filed, *doors))

    def is_dated(self, it: Contact) -> Formula:
        """There was a contact, and its day is told."""
        return all_of((it.any, no(it.undated)))

    def _counted(self, it: Contact) -> tuple[Formula, Number]:
        """Whether the time for an answer can be counted, and from which day: of a contact of unknown day at the longest."""
        incident = self.answers.told["incident_date"]
        return any_of((no(it.undated), incident.known)), choose(it.undated, incident.value, it.last)

    def _of(self, it: Contact) -> Iterator[Formula]:
        incident, as_of = self.answers.told["incident_date"], self.times.as_of
        yield exactly_one(it.standing.values())
        yield implies(it.filed, it.any)
        yield it.early <= it.late
        yield it.late <= as_of
        yield it.early >= self.times.earliest
        yield implies(all_of((self.is_dated(it), incident.known)), it.early >= incident.value)
        yield implies(it.undated, all_of((it.any, it.early == it.late)))
        yield implies(it.filed, all_of((it.early <= it.last, it.last <= it.late)))
        yield implies(all_of((it.standing[Standing.OVERDUE], no(it.undated))), it.last < as_of)
        yield implies(it.looked_at, it.among(AWAITED))
        yield implies(all_of((it.looked_at, it.undated, no(it.again))), it.standing[Standing.WAITING])
        yield implies(it.several, it.filed)
        yield implies(it.twice, it.several)
        yield from self._asked_again(it)
        for had, standing in ((it.settled, Standing.SETTLED), (it.solved, Standing.RESOLVED)):
            yield implies(it.standing[standing], had)
            yield implies(all_of((had, no(it.standing[standing]))), it.several)
        yield implies(it.told, no(it.among(UNANSWERED)))
        yield implies(it.told, all_of((it.answer >= self.times.earliest, it.answer <= as_of)))
        yield implies(all_of((it.told, no(it.undated))), it.answer >= it.last)
        yield implies(all_of((it.told, incident.known)), it.answer >= incident.value)

    def _asked_again(self, it: Contact) -> Iterator[Formula]:
        """What lasts is not undone by silence, and a reminder not by the next: so whoever is waited for gave no such answer last."""
        lasts = any_of(all_of((it.standing[Standing(outcome)], when)) for outcome, when in it.lasting.items())
        silent = it.among(AWAITED)
        yield implies(it.again, all_of((it.several, any_of((lasts, silent)), no(self._ended(it, it.last, it.put)))))
        yield implies(it.filed, all_of((it.last <= it.put, it.put <= it.late)))
        yield any_of((it.again, it.put == it.last))
        turned_down = all_of(it.lasting.get(Outcome(standing), FALSE) for standing in TURNED_DOWN)
        passing = no(all_of(it.lasting.get(outcome, FALSE) for outcome in FALLS_SHORT))
        ended = any_of((it.settled, it.solved, self._ended(it, it.early, it.last)))
        yield implies(all_of((silent, it.twice, turned_down)), ended)
        yield implies(all_of((silent, it.several, no(it.again), no(it.looked_at))), any_of((passing, ended)))
        incident = self.answers.told["incident_date"]
        reminded = all_of((silent, it.undated, it.again))
        in_time = all_of((it.timed, it.due >= self.times.as_of))
        yield implies(all_of((reminded, incident.known)), same(it.standing[Standing.WAITING], in_time))
        yield implies(all_of((reminded, it.looked_at, no(incident.known))), it.standing[Standing.WAITING])

    def _ended(self, it: Contact, start: Number, end: Number) -> Formula:
        """Whether the matter ended elsewhere with the same side, after a contact on the one day and before one on the other."""
        me, side = it.channel.id, it.channel.counterpart
        found = []
        for name, other in self.at.items():
            if name != me and bind(frozenset((other.channel.counterpart or Counterpart.ANYBODY,)), side):
                after = other.last >= start if name > me else other.last > start
                before = other.last <= end if name < me else other.last < end
                solved = other.solved if other.channel.ends_with(Outcome.RESOLVED) else FALSE
                found.append(all_of((any_of((other.settled, solved)), after, before)))
        return any_of(found)

    def _stopped(self, it: Contact) -> Iterator[Formula]:
        """A “solved” that stands for a loss that was stopped solves nothing."""
        for stop in it.channel.stops:
            meant = self.answers.meets(stop.given)
            told = [self.answers.told[fact] for fact in ("incident_date", "aware_date")]
            soon = any_of(all_of((day.known, it.last <= day.value + FIRST_AID.days)) for day in told)
            near = any_of((soon, it.undated, no(any_of(day.known for day in told))))
            yield implies(all_of((meant, near, no(it.several), no(it.told))), no(it.solved))

    def _solved_first(self, it: Contact) -> Formula:
        """Of several contacts of unknown day the first that is written solved the matter; of known days none does, being of one day."""
        later = no(it.standing[Standing.RESOLVED])
        alone = all_of((no(it.twice), any_of((no(it.settled), it.standing[Standing.SETTLED]))))
        return all_of((it.undated, it.solved, later, alone))

    def _outdone(self, it: Contact) -> Iterator[Formula]:
        """Of contacts of known days the later counts; of others, and of two of one day, either may have come first."""
        able = able_to_end(self.knowledge)
        others = [other for name, other in self.at.items() if name in able and name != it.channel.id]
        short, near = it.among(SHORT), ((other, any_of((it.undated, other.undated))) for other in others)
        maybe = (all_of((other.solved, any_of((unsure, other.late >= it.last)))) for other, unsure in near)
        yield implies(it.outdone, all_of((short, any_of(maybe))))
        for other in others:
            later = all_of((other.standing[Standing.RESOLVED], other.last > it.last, no(other.undated), no(it.undated)))
            yield implies(all_of((short, later)), it.outdone)

    def plainly(self) -> Iterator[Formula]:
        """What came before the matter was solved elsewhere is told by the order in which `witness.py` writes the contacts.

        So is whether a “solved” came first, which stands for a loss that was stopped and solves nothing.
        """
        able = able_to_end(self.knowledge)
        for mine, it in self.at.items():
            yield from (
                no(all_of((self.answers.meets(stop.given), self._solved_first(it)))) for stop in it.channel.stops
            )
            since = (
                all_of((other.solved, other.last >= it.last if name > mine else other.last > it.last))
                for name, other in self.at.items()
                if name in able and name != mine
            )
            yield same(it.outdone, all_of((it.among(SHORT), any_of(since))))

    def _timed(self, it: Contact) -> Iterator[Formula]:
        as_of, (counted, start) = self.times.as_of, self._counted(it)
        for clock in self._clocks[it.channel.id]:
            low, high = start + clock.low, start + clock.high
            within = it.due == low if clock.low == clock.high else all_of((it.due >= low, it.due <= high))
            yield implies(all_of((clock.holds, counted)), within)
        yield implies(all_of((it.standing[Standing.OVERDUE], it.timed, counted)), it.due < as_of)
        yield implies(all_of((it.standing[Standing.WAITING], it.timed, no(it.undated))), it.due >= as_of)

    def exact(self, as_of: date) -> Iterator[Formula]:
        """Whose time for an answer has run out on that very day."""
        here = self.times.as_of == as_of.toordinal()
        for it in self.at.values():
            counted, start = self._counted(it)
            for clock in (clock for clock in self._clocks[it.channel.id] if clock.low < clock.high):
                over = start < clock.first_recent(as_of).toordinal()
                yield implies(all_of((here, clock.holds, counted)), same(it.due < as_of.toordinal(), over))

    def exact_due(self, model: Model) -> Iterator[Formula]:
        """When the time for an answer ends, for contacts on those very days."""
        for it in (it for it in self.at.values() if model.holds(it.filed)):
            counted, start = self._counted(it)
            day = model.value(start)
            if not model.holds(counted):
                continue
            for clock in (clock for clock in self._clocks[it.channel.id] if clock.low < clock.high):
                due = clock.due(date.fromordinal(day)).toordinal()
                yield implies(all_of((counted, start == day, clock.holds)), it.due == due)

    def clearly(self) -> Iterator[Formula]:
        """Whoever is late is so however the days are counted, and so is whoever still has time; what is counted from then on, too."""
        for it in self.at.values():
            ages = self.times.ages_from(it.due)
            counted, start = self._counted(it)
            waiting = all_of((it.standing[Standing.WAITING], no(it.undated)))
            for clock in (clock for clock in self._clocks[it.channel.id] if clock.low < clock.high):
                soon, late = start + clock.low, start + clock.high
                yield implies(all_of((it.standing[Standing.OVERDUE], clock.holds, counted)), late < self.times.as_of)
                yield implies(all_of((waiting, clock.holds)), soon >= self.times.as_of)
                alike = [same(self.times.over(soon, age), self.times.over(late, age)) for age in ages]
                yield implies(all_of((clock.holds, counted)), all_of(alike))

    def same_days(self, model: Model) -> Iterator[Formula]:
        """The contacts were on the same days."""
        for it in (it for it in self.at.values() if model.holds(it.filed)):
            yield it.last == model.value(it.last)
            yield it.put == model.value(it.put)

    @cached_property
    def none(self) -> Formula:
        """Nobody has been turned to."""
        return no(any_of(contact.any for contact in self.at.values()))

    def is_last(self, channel: str) -> Formula:
        """Whether the latest contact was there; of two on one day the last by name."""
        it = self.at[channel]
        rest = [
            any_of((no(other.any), it.late > other.late, it.late == other.late if channel > name else no(TRUE)))
            for name, other in self.at.items()
            if name != channel
        ]
        return all_of((it.any, *rest))
