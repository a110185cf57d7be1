"""Guarantees about two cases, of which the one becomes of the other: time passes in silence, or one more answer comes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from engine.adviser import Advice
from engine.graph import ChannelState
from engine.proving.claims import Claim
from engine.proving.contacts import Contact
from engine.proving.kinds.channels import counts, holds, law_of
from engine.proving.kinds.steps import goes_to_somebody
from engine.proving.logic import Formula, all_of, any_of, implies, no, same
from engine.proving.space import Space
from engine.steps import channel_of, is_sure
from knowledge.models import FactKind
from knowledge.standing import AWAITED, Standing
from knowledge.timeline import boundaries
from rules.guarantees import Guarantee
from rules.models import Bar, Rule

__all__ = ["knows_more", "not_less", "settled", "silence", "waits_longer"]

LAW = ("incident_date", "aware_date")
SHUT = (ChannelState.CLOSED, ChannelState.NOT_APPLICABLE)


# --- how the two cases hang together ---------------------------------------------------------------------------------


def waits_longer(space: Space, later: Space) -> Iterator[Formula]:
    """The same case later, under the same law: who was waited for may have let the time pass, nothing else has come."""
    yield later.times.as_of >= space.times.as_of
    for day in boundaries(space.knowledge.statutes.values()):
        yield same(space.times.as_of >= day.toordinal(), later.times.as_of >= day.toordinal())
    yield from _same_law(space, later)
    yield from _same_answers(space, later)
    for name, it in space.contacts.at.items():
        then = later.contacts.at[name]
        yield from (same(a, b) for a, b in _alike(it, then))
        for standing, at in it.standing.items():
            yield implies(at, then.among(AWAITED) if standing is Standing.WAITING else then.standing[standing])
    yield from _same_times(space, later)


def knows_more(space: Space, later: Space) -> Iterator[Formula]:
    """The same case with more answers, those apart that choose the law."""
    yield later.times.as_of == space.times.as_of
    yield later.times.law == space.times.law
    for fact, words in space.answers.words.items():
        more = later.answers.words[fact]
        yield from (implies(more[word], may) for word, may in words.items())
        yield implies(any_of(words.values()), any_of(more.values()))
    for fact, told in space.answers.told.items():
        more_told = later.answers.told[fact]
        yield more_told.value == told.value
        yield same(told.known, more_told.known) if fact in LAW else implies(told.known, more_told.known)
    for name, it in space.contacts.at.items():
        then = later.contacts.at[name]
        yield from (same(a, b) for a, b in _alike(it, then))
        yield from (same(at, then.standing[standing]) for standing, at in it.standing.items())
    yield from _same_times(space, later)


def _same_law(space: Space, later: Space) -> Iterator[Formula]:
    for day in boundaries(space.knowledge.statutes.values()):
        yield same(space.times.law >= day.toordinal(), later.times.law >= day.toordinal())


def _same_answers(space: Space, later: Space) -> Iterator[Formula]:
    for fact, words in space.answers.words.items():
        yield from (same(may, later.answers.words[fact][word]) for word, may in words.items())
    for fact, told in space.answers.told.items():
        yield same(told.known, later.answers.told[fact].known)
        yield told.value == later.answers.told[fact].value


def _alike(it: Contact, then: Contact) -> Iterator[tuple[Formula, Formula]]:
    """What stays as it is of the contacts at one channel."""
    for what in (
        "any",
        "early",
        "last",
        "put",
        "late",
        "undated",
        "again",
        "several",
        "twice",
        "settled",
        "solved",
        "outdone",
        "told",
        "answer",
        "due",
    ):
        yield getattr(it, what), getattr(then, what)


def _same_times(space: Space, later: Space) -> Iterator[Formula]:
    """What was over stays over, and on one day a limit is what it is."""
    for age in space.times.lengths.keys() & later.times.lengths.keys():
        days, then = space.times.lengths[age], later.times.lengths[age]
        if isinstance(days, int):
            continue
        yield space.times.as_of - days <= later.times.as_of - then
        yield implies(space.times.as_of == later.times.as_of, same(days, then))


# --- what is claimed ---------------------------------------------------------------------------------------------------


def silence(space: Space, later: Space, _: Guarantee) -> Iterator[Claim]:
    for channel, door in space.doors.items():
        then = later.doors[channel]
        barred = any_of(later.chaining.fires[rule.id].sure for rule in _bars(space, channel) if _is_timed(rule, space))
        broken = all_of((door.open, no(then.passable), no(barred)))
        yield Claim(channel, broken, partial(_taken_away, channel=channel))


def _bars(space: Space, channel: str) -> Iterator[Rule]:
    return (rule for rule in space.rulebase.rules if any(c == Bar(channel) for c in rule.then))


def _is_timed(rule: Rule, space: Space) -> bool:
    """Whether it is itself a limit that runs out."""
    return any(space.knowledge.fact(condition.fact).kind is FactKind.ELAPSED for condition in rule.when)


def _taken_away(before: Advice, after: Advice, channel: str) -> bool:
    opened = before.graph.nodes[channel].state is ChannelState.OPEN
    return opened and after.graph.nodes[channel].state in (*SHUT, ChannelState.WAITING)


def settled(space: Space, later: Space, guarantee: Guarantee) -> Iterator[Claim]:
    """A rule that fired fires, one that failed fails; so a channel open stays so but for what only tells once told."""
    for rule in (rule for rule in space.rulebase.rules if guarantee.exempt_rules.isdisjoint((rule.id, rule.family))):
        now, then = space.chaining.fires[rule.id], later.chaining.fires[rule.id]
        turned = any_of((all_of((now.sure, no(then.sure))), all_of((no(now.may), then.may))))
        yield Claim(rule.id, turned, partial(_turned, rule=rule.id))


def _turned(before: Advice, after: Advice, rule: str) -> bool:
    was, now = (
        next(verdict.state for verdict in advice.inference.verdicts if verdict.rule.id == rule)
        for advice in (before, after)
    )
    return str(was) in ("fired", "failed") and now is not was


def not_less(space: Space, later: Space, guarantee: Guarantee) -> Iterator[Claim]:
    steps = space.steps
    had = any_of(all_of((step, steps.sure(name))) for name, step in steps.step.items() if steps.goes(name))
    has = any_of(step for name, step in later.steps.step.items() if steps.goes(name))
    ends = any_of(later.chaining.conditions(lines).sure for lines in guarantee.only)
    broken = all_of((space.answers.answered["issue"], had, no(has), no(ends), law_of(space, guarantee)))
    yield Claim("a step to somebody", broken, partial(_left_alone, guarantee=guarantee))


def _left_alone(before: Advice, after: Advice, guarantee: Guarantee) -> bool:
    known, case = before.knowledge, before.case
    had = any(
        channel_of(item.action, known, case) and is_sure(item.action, known, case, before.graph)
        for item in before.agenda.items
    )
    ends = any(holds(after, lines) for lines in guarantee.only)
    told = "issue" in case.answers and counts(before, guarantee.entry.law)
    return told and had and not ends and not goes_to_somebody(after)
