"""Attempts, answers and the day → computed facts: the standing of every channel, time elapsed, what is foreclosed.

Each function returns None when the answers it reads are unknown. The functions are named by `by:` in facts.yaml.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal

from engine.case.case import Attempt, Case
from engine.case.limitation import Restart, run_on
from knowledge.action import Action
from knowledge.channel import Channel, Interruption, Level
from knowledge.citations import Days, in_force
from knowledge.counterpart import Counterpart
from knowledge.escalation import Foreclosure
from knowledge.frozen import Frozen
from knowledge.library import Knowledge
from knowledge.limits import Due, NamedLimit, add, find_limit
from knowledge.models import Words, meets, name_parts
from knowledge.outcome import Outcome
from knowledge.remembered import remembered
from knowledge.standing import Standing

__all__ = [
    "COMPUTED",
    "ChannelStanding",
    "Elapsed",
    "FactValue",
    "compute",
    "computing",
    "foreclosures",
    "is_same_side",
    "reply_clock",
    "reply_limits",
    "standings",
    "tried",
]

TAKEN = {
    Standing.WAITING,
    Standing.OVERDUE,
    Standing.REFUSED,
    Standing.UNSATISFIED,
    Standing.PARTIAL,
    Standing.RESOLVED,
    Standing.SETTLED,
}
PENDING = {Standing.WAITING, Standing.OVERDUE, Standing.REFUSED, Standing.UNSATISFIED, Standing.PARTIAL}
SILENT = (Outcome.PENDING, Outcome.NO_REPLY, Outcome.UNKNOWN)
"""no answer is told, so that the time for one runs"""
NEGATIVE = {Outcome.REFUSED, Outcome.UNSATISFIED, Outcome.NOT_ACCEPTED}
AGREED = {Outcome.SETTLED, Outcome.PARTIAL, Outcome.RESOLVED}
"""answers with which the other side owned that it owes something"""


class Elapsed(Frozen):
    """An event known to lie between two days, both included. Its age on `as_of` is compared with a limit."""

    earliest: date
    latest: date

    def __str__(self) -> str:
        return str(self.earliest) if self.earliest == self.latest else f"{self.earliest}…{self.latest}"


FactValue = str | Words | Decimal | Elapsed


class ChannelStanding(Frozen):
    """Where a channel stands, after which attempt, and the limits that run or ran from it, in order."""

    standing: Standing
    attempt: Attempt | None = None
    clock: tuple[tuple[NamedLimit, Due], ...] = ()
    again: Attempt | None = None
    """the latest contact since, which is unanswered and undoes nothing"""

    @property
    def due(self) -> date | None:
        """The last day for an answer; None where nothing runs."""
        return self.clock[-1][1].last if self.clock else None

    @property
    def first_late(self) -> date | None:
        """The day after the last day for an answer; None where nothing runs."""
        return self.due + timedelta(days=1) if self.due else None

    @property
    def statutory(self) -> bool:
        """Whether the law alone sets the last day: no part of the wait is a yardstick of this project."""
        return bool(self.clock) and all(limit.statutory for limit, _ in self.clock)

    @property
    def provisional(self) -> bool:
        return any(due.provisional for _, due in self.clock)

    @property
    def undated(self) -> bool:
        """Whether an answer is waited for from a day that is not told, so that no limit can be counted."""
        awaited = self.standing in (Standing.WAITING, Standing.OVERDUE)
        return awaited and self.attempt is not None and self.attempt.date is None


def standings(case: Case, knowledge: Knowledge) -> dict[str, ChannelStanding]:
    """The standing of every channel, from its latest attempt, or from the last answer where that lasts."""
    return {**_untried(knowledge), **tried(case, knowledge)}


def tried(case: Case, knowledge: Knowledge) -> dict[str, ChannelStanding]:
    """The standing of the channels to which the dispute was put, in the order of all channels.

    An answer that lasts is undone by another answer, and by what ends the matter with the same side.
    """
    latest, counts, lasting = dict[str, Attempt](), dict[str, Attempt](), set[str]()
    for attempt in case.attempts:
        if not _filed(attempt, case.as_of, knowledge):
            continue
        name, outcome = attempt.channel, attempt.outcome
        latest[name] = attempt
        if name not in lasting or outcome not in SILENT:
            counts[name] = attempt
            (lasting.add if knowledge.channels[name].lasts(outcome, case.answers) else lasting.discard)(name)
        if lasting and knowledge.channels[name].ends_with(outcome):
            side = frozenset((knowledge.channels[name].counterpart or Counterpart.ANYBODY,))
            lasting = {other for other in lasting if not bind(side, knowledge.channels[other].counterpart)}
    names = sorted(latest, key=_places(knowledge).__getitem__) if len(latest) > 1 else latest
    return {name: _standing(counts[name], latest[name], case, knowledge) for name in names}


@remembered(8)
def _untried(knowledge: Knowledge) -> Mapping[str, ChannelStanding]:
    return dict.fromkeys(knowledge.channels, ChannelStanding(Standing.NOT_TRIED))


@remembered(8)
def _places(knowledge: Knowledge) -> Mapping[str, int]:
    return {channel: place for place, channel in enumerate(knowledge.channels)}


def _filed(attempt: Attempt, as_of: date, knowledge: Knowledge) -> bool:
    """Whether the contact put the dispute to the channel (a blocked card, a mere question or a line engaged today does not)."""
    if attempt.outcome is Outcome.ASKED or (attempt.outcome is Outcome.NO_REPLY and attempt.date == as_of):
        return False
    return attempt.action is None or knowledge.actions[attempt.action].files


def _standing(attempt: Attempt, latest: Attempt, case: Case, knowledge: Knowledge) -> ChannelStanding:
    """From the attempt that counts; the latest is the same, or undoes nothing."""
    if attempt.outcome not in SILENT:
        return ChannelStanding(Standing(attempt.outcome), attempt, again=None if latest is attempt else latest)
    channel = knowledge.channels[attempt.channel]
    silent = attempt.outcome is Outcome.NO_REPLY
    if attempt.date is None:
        silent = silent and _may_be_late(attempt, channel, case, knowledge)
        return ChannelStanding(Standing.OVERDUE if silent else Standing.WAITING, attempt)
    clock = reply_clock(channel, attempt.date, case, knowledge, attempt.action, _before(attempt, case))
    if not clock:
        return ChannelStanding(Standing.OVERDUE if silent else Standing.WAITING, attempt)
    late = case.as_of > clock[-1][1].last
    return ChannelStanding(Standing.OVERDUE if late else Standing.WAITING, attempt, clock)


def _before(attempt: Attempt, case: Case) -> list[Outcome]:
    """What came back from the other contacts there; it is the latest."""
    return [item.outcome for item in case.attempts if item.channel == attempt.channel and item is not attempt]


def _may_be_late(attempt: Attempt, channel: Channel, case: Case, knowledge: Knowledge) -> bool:
    """Whether the time for an answer to a contact of unknown day can be over: not where even the incident is younger."""
    before = _before(attempt, case)
    clock = reply_clock(channel, case.since, case, knowledge, attempt.action, before) if case.since else ()
    return not clock or case.as_of > clock[-1][1].last


def reply_clock(
    channel: Channel,
    start: date,
    case: Case,
    knowledge: Knowledge,
    action: str | None = None,
    before: Collection[Outcome] = (),
) -> tuple[tuple[NamedLimit, Due], ...]:
    """The channel's reply limits added up from `start`, each running from the end of the one before."""
    clock: list[tuple[NamedLimit, Due]] = []
    for limit in reply_limits(channel, case, knowledge, action, before):
        clock.append((limit, add(clock[-1][1].last if clock else start, limit.length, limit.rolls_over)))
    return tuple(clock)


def reply_limits(
    channel: Channel, case: Case, knowledge: Knowledge, action: str | None = None, before: Collection[Outcome] = ()
) -> tuple[NamedLimit, ...]:
    """The limits for the channel's answer that are in force, in order: of the first entry that fits the case and the action."""
    fitting = (reply for reply in channel.reply if reply.answers(action, before))
    chosen = next((reply for reply in fitting if meets(reply.given, case.answers)), None)
    found = (find_limit(knowledge, ref, case.days) for ref in (chosen.limits if chosen else ()))
    return tuple(limit for limit in found if limit)


def compute(name: str, case: Case, knowledge: Knowledge, table: Mapping[str, ChannelStanding]) -> FactValue | None:
    """The value of a computed fact (`standing(court)`, `since_aware`); None when it is unknown."""
    return computing(name, knowledge)(case, table)


@remembered(4096)
def computing(name: str, knowledge: Knowledge) -> Callable[[Case, Mapping[str, ChannelStanding]], FactValue | None]:
    """How that fact is computed, looked up once."""
    base, channel = name_parts(name)
    function = COMPUTED[knowledge.facts[base].by or base]
    return lambda case, table: function(case, knowledge, table, channel)


def in_court(case: Case, _: Knowledge, __: object, ___: str) -> str:
    """Whether the person is sued over the matter; where that is not told, he is not, so that nobody is asked."""
    return str(case.answers.get("sued", "no"))


def number_back(case: Case, _: Knowledge, __: object, ___: str) -> str:
    """Whether the phone number is the person's again; where that is not told, it is not known to be."""
    return _yes(case.answers.get("recovered") in ("number", "phone"))


def provider_kind(case: Case, knowledge: Knowledge, _: object, __: str) -> str | None:
    """The kind written in the wallet's file."""
    provider = case.wallet(knowledge)
    return provider.kind if provider else None


def acts_for(case: Case, _: Knowledge, __: object, ___: str) -> str:
    """For whom the person acts; where that is not told, for himself, so that nobody is asked."""
    return str(case.answers.get("acting_for", "self"))


def since_incident(case: Case, knowledge: Knowledge, _: object, __: str) -> Elapsed | None:
    """From its day; that day unknown, it is no later than the first day on which the person is known to have turned to somebody."""
    told, by = _elapsed(case, "incident_date"), case.first_contact
    return told or (Elapsed(min(case.first_day(knowledge), by), by) if by else None)


def day_untold(case: Case, _: Knowledge, __: object, ___: str) -> str:
    """Whether nothing told shows that it is older than yesterday: neither its day nor that of knowing nor any contact."""
    yesterday = case.as_of - timedelta(days=1)
    return _yes(not case.since and (case.happened_by or case.as_of) >= yesterday)


def since_aware(case: Case, _: Knowledge, __: object, ___: str) -> Elapsed | None:
    """From the day of knowing; that day unknown, it lies between the incident and today."""
    known = _elapsed(case, "aware_date")
    return known or (Elapsed(case.since, case.as_of) if case.since else None)


def since_answer(_: Case, __: Knowledge, table: Mapping[str, ChannelStanding], channel: str) -> Elapsed | None:
    """From the day on which the channel's answer came; None while there is none, or its day is not told."""
    attempt = table[channel].attempt
    return Elapsed(attempt.answered, attempt.answered) if attempt and attempt.answered else None


def answer_dated(_: Case, __: Knowledge, table: Mapping[str, ChannelStanding], channel: str) -> str:
    """Whether the day of the channel's latest answer is told, as that of a written notice is."""
    attempt = table[channel].attempt
    return _yes(bool(attempt and attempt.answered))


def since_overdue(_: Case, __: Knowledge, table: Mapping[str, ChannelStanding], channel: str) -> Elapsed | None:
    """From the last day that the channel had for its answer, where that was a limit of law and is over."""
    told = table[channel]
    late = told.standing is Standing.OVERDUE and told.due and all(limit.statutory for limit, _ in told.clock)
    return Elapsed(told.due, told.due) if late and told.due else None


def since_put(_: Case, __: Knowledge, table: Mapping[str, ChannelStanding], channel: str) -> Elapsed | None:
    """From the contact that the standing comes from: a question asked later moves nothing. None while there is none, or its day is not told."""
    attempt = table[channel].attempt
    return Elapsed(attempt.date, attempt.date) if attempt and attempt.date else None


def since_goods_received(case: Case, _: Knowledge, __: object, ___: str) -> Elapsed | None:
    return _elapsed(case, "goods_received_date")


def since_sued(case: Case, _: Knowledge, __: object, ___: str) -> Elapsed | None:
    """From the day on which the court's papers came."""
    return _elapsed(case, "sued_date")


def _elapsed(case: Case, fact: str) -> Elapsed | None:
    day = case.answers.get(fact)
    return Elapsed(day, day) if isinstance(day, date) else None


def standing(_: Case, __: Knowledge, table: Mapping[str, ChannelStanding], channel: str) -> str:
    return str(table[channel].standing)


def foreclosed(case: Case, knowledge: Knowledge, table: Mapping[str, ChannelStanding], channel: str) -> str | None:
    """Whether a channel that has taken the dispute closes this one, under the law of the day of asking.

    A dispute with somebody else closes nothing; None while the trouble is unknown on which it hangs whom one faces there.
    """
    today = Days(case.as_of)
    closers = [
        other
        for other, basis in _closers(knowledge, channel)
        if table[other].standing in TAKEN and in_force(knowledge, basis, today)
    ]
    same = [_is_taken(closer, knowledge.channels[channel], case, knowledge) for closer in closers]
    return "yes" if True in same else None if None in same else "no"


def _is_taken(closer: str, closed: Channel, case: Case, knowledge: Knowledge) -> bool | None:
    """Whether some contact at the closer was about the dispute that the channel would take."""
    contacts = (item for item in case.attempts if item.channel == closer and item.outcome is not Outcome.NOT_ACCEPTED)
    filed = (item.action for item in contacts if _filed(item, case.as_of, knowledge))
    same = [is_same_side(knowledge.actions[name] if name else None, closed, case.answers) for name in filed]
    return True if True in same else None if None in same else False


def is_same_side(action: Action | None, closed: Channel, answers: Mapping[str, object]) -> bool | None:
    """Whether what was put elsewhere can be the dispute that the channel would take, which is the same one against the same side only."""
    if not action or not action.sides:
        return True
    faced = [not sides or not set(sides).isdisjoint(action.sides) for sides in closed.faced(answers)]
    return faced[0] if len(set(faced)) == 1 else None


@remembered(4096)
def _closers(knowledge: Knowledge, channel: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The channels whose use closes this one, and the articles of which one must be in force."""
    others = knowledge.channels.values()
    return tuple((o.id, tuple(c.basis)) for o in others for c in o.forecloses if c.channel == channel)


def foreclosures(channel: Channel, as_of: date, knowledge: Knowledge) -> Iterator[Foreclosure]:
    """What using the channel closes. Each counts only while one of its articles is in force on `as_of`."""
    today = Days(as_of)
    return (closed for closed in channel.forecloses if in_force(knowledge, closed.basis, today))


def refused_again(case: Case, _: Knowledge, __: object, channel: str) -> str:
    return _yes(sum(item.channel == channel and item.outcome in NEGATIVE for item in case.attempts) >= 2)


def turned_to_again(case: Case, knowledge: Knowledge, _: object, channel: str) -> str:
    """Whether the matter was put there at least twice, whatever came of it; a blocked card or a question does not count."""
    return _yes(sum(item.channel == channel and _filed(item, case.as_of, knowledge) for item in case.attempts) > 1)


def since_turned_to(case: Case, _: Knowledge, __: object, channel: str) -> Elapsed | None:
    """From the latest contact there; None while there is none, or its day is not told."""
    last = next((item.date for item in reversed(case.attempts) if item.channel == channel), None)
    return Elapsed(last, last) if last else None


def turned_to_last(case: Case, _: Knowledge, __: object, channel: str) -> str:
    """Whether the last of all contacts in their order was there: what came before it was known by then."""
    return _yes(bool(case.attempts) and case.attempts[-1].channel == channel)


def complained_before(case: Case, knowledge: Knowledge, _: object, __: str) -> str:
    """Whether whoever the money went through has been asked already."""
    asked = _of_the_provider(knowledge)
    return _yes(any(item.channel in asked and item.outcome is not Outcome.ASKED for item in case.attempts))


@remembered(64)
def _of_the_provider(knowledge: Knowledge) -> frozenset[str]:
    return frozenset(item.id for item in knowledge.channels.values() if item.level is Level.PROVIDER)


def since_claimed(case: Case, knowledge: Knowledge, _: object, __: str) -> Elapsed | None:
    """From the day on which the limitation period last began to run: the day of knowing, or the latest contact that
    started it anew while it ran; some day since, where one did of which the day is not told. Whoever turned to somebody knew by then.
    """
    restarts = [_restart(item, case, knowledge) for item in case.attempts if _starts_anew(item, case, knowledge)]
    known = [item.known_by for item in restarts if item.anew and item.known_by]
    aware = _elapsed(case, "aware_date")
    if aware is None and case.since is None and not known:
        return None
    latest = aware.latest if aware else min(known, default=case.as_of)
    earliest = aware.earliest if aware else min(case.since or case.first_day(knowledge), latest)
    early, late = run_on(earliest, latest, restarts, _limitation(case, knowledge))
    return Elapsed(early, late if all(item.anew for item in restarts) else case.as_of)


def _limitation(case: Case, knowledge: Knowledge) -> NamedLimit | None:
    """The period within which a contact starts it anew; None where it is not in force."""
    within = knowledge.facts["since_claimed"].within
    return find_limit(knowledge, within, case.days) if within else None


def _starts_anew(attempt: Attempt, case: Case, knowledge: Knowledge) -> bool:
    """Whether limitation runs anew because of the contact, if it was made in time."""
    channel = knowledge.channels[attempt.channel]
    if not channel.limitation or case.answers.get("issue") in channel.limitation_not_for:
        return False
    return _filed(attempt, case.as_of, knowledge)


def _restart(attempt: Attempt, case: Case, knowledge: Knowledge) -> Restart:
    """When it was made, from when limitation runs anew because of it, and whether the other side owned the debt."""
    kind, outcome = knowledge.channels[attempt.channel].limitation, attempt.outcome
    owned = outcome is Outcome.SETTLED if kind is Interruption.REPORT else outcome in AGREED
    return Restart(attempt.date, _started_anew(attempt, case, knowledge), owned)


def _started_anew(attempt: Attempt, case: Case, knowledge: Knowledge) -> date | None:
    """The day from which limitation runs anew because of the contact; None where that day is not told."""
    answered = attempt.answered or attempt.date
    match knowledge.channels[attempt.channel].limitation:
        case Interruption.DEMAND if attempt.outcome not in AGREED:
            return attempt.date
        case Interruption.PROCEEDINGS if attempt.outcome in SILENT:
            return case.as_of
        case _:
            return answered


def settlers(case: Case, knowledge: Knowledge) -> frozenset[Counterpart]:
    """With whom the person has signed a settlement."""
    signed = (knowledge.channels[item.channel] for item in case.attempts if item.outcome is Outcome.SETTLED)
    return frozenset(channel.counterpart or Counterpart.ANYBODY for channel in signed)


def bind(settled: frozenset[Counterpart], side: Counterpart | None) -> bool:
    """Whether one of the settlements binds this side. A settlement is between two parties and binds nobody else."""
    if side is None or not settled:
        return False
    return side in settled or Counterpart.ANYBODY in (*settled, side)


def settled(case: Case, knowledge: Knowledge, _: object, channel: str) -> str:
    """Whether a settlement was signed with the one whom the channel deals with."""
    return _yes(bind(settlers(case, knowledge), knowledge.channels[channel].counterpart))


def settled_anywhere(case: Case, _: Knowledge, __: object, ___: str) -> str:
    return _yes(any(item.outcome is Outcome.SETTLED for item in case.attempts))


def answer_awaited(_: Case, knowledge: Knowledge, table: Mapping[str, ChannelStanding], __: str) -> str:
    """Whether an office outside, to which the claim was put, still has time for its answer; a suit would end that."""
    return _yes(any(table[channel].standing is Standing.WAITING for channel in _deciding_outside(knowledge)))


@remembered(64)
def _deciding_outside(knowledge: Knowledge) -> frozenset[str]:
    return frozenset(item.id for item in knowledge.channels.values() if item.takes_claims_outside)


def solved_anywhere(case: Case, knowledge: Knowledge, table: Mapping[str, ChannelStanding], _: str) -> str:
    """Whether somebody who can settle the matter has solved it, and nobody else who can still owes an answer.

    A frozen wallet or a police receipt solves nothing; a number given back by its operator does not bring the money back.
    """
    able = _able_to_solve(knowledge)
    solved = (item for item in case.attempts if item.outcome is Outcome.RESOLVED and item.channel in able)
    return _yes(
        any(_filed(item, case.as_of, knowledge) for item in solved)
        and not any(table[channel].standing in PENDING or table[channel].again for channel in able)
    )


@remembered(64)
def _able_to_solve(knowledge: Knowledge) -> frozenset[str]:
    return frozenset(
        item.id
        for item in knowledge.channels.values()
        if item.level not in (Level.SELF_HELP, Level.EMERGENCY) and item.counterpart is not Counterpart.OPERATOR
    )


def _yes(truth: bool) -> str:
    return "yes" if truth else "no"


Function = Callable[[Case, Knowledge, Mapping[str, ChannelStanding], str], FactValue | None]
COMPUTED: dict[str, Function] = {
    function.__name__: function
    for function in (
        provider_kind,
        acts_for,
        in_court,
        number_back,
        since_incident,
        day_untold,
        since_aware,
        since_answer,
        answer_dated,
        since_overdue,
        since_put,
        since_goods_received,
        since_sued,
        since_claimed,
        standing,
        foreclosed,
        refused_again,
        complained_before,
        turned_to_last,
        turned_to_again,
        since_turned_to,
        settled,
        settled_anywhere,
        answer_awaited,
        solved_anywhere,
    )
}
