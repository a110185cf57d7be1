"""Guarantees about the rules among themselves: each can fire, none says what another says already, no fact gets two words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from itertools import combinations

from engine.adviser import Advice
from engine.findings import State
from engine.proving.claims import Claim, Happens
from engine.proving.logic import all_of, no
from engine.proving.space import Space
from engine.proving.tables import apart, both
from knowledge.grounds import named
from rules.guarantees import Guarantee
from rules.models import Advise, Conclusion, Rule

__all__ = ["Implied", "counted_from", "implied", "in_time", "one_value", "reachable"]


def one_value(space: Space, _: Guarantee) -> Iterator[Claim]:
    for fact in space.knowledge.facts.values():
        drawing = [] if fact.many else list(space.chaining.drawing(fact.id))
        for (word, rule), (other_word, other) in combinations(drawing, 2):
            if word != other_word:
                met = both(*(space.chaining.fires[name].sure for name in (rule.id, other.id)))
                yield Claim(f"{fact.id}: {rule.id}, {other.id}", met, None)


def reachable(space: Space, guarantee: Guarantee) -> Iterator[Happens]:
    for rule in space.rulebase.rules:
        if rule.id not in guarantee.exempt_rules:
            seen = partial(fired, rule=rule.id)
            yield Happens(rule.id, space.chaining.fires[rule.id].sure, seen, rule.entry.fires)


def fired(advice: Advice, rule: str) -> bool:
    return any(finding.rule.id == rule for finding in advice.inference.findings)


def in_time(space: Space, guarantee: Guarantee) -> Iterator[Claim | Happens]:
    """A limit that is over on every day on which its rule can fire helps nobody; a step by one that is over misleads."""
    for name, found in space.steps.advice.items():
        timed = [item for item in found if item.advise.limit]
        for item in timed:
            if item.rule.id not in guarantee.exempt_rules:
                alive = all_of((item.alive, space.steps.step[name]))
                seen = partial(_in_time, rule=item.rule.id, action=name)
                yield Happens(item.rule.id, alive, seen, item.rule.entry.fires)
        if timed:
            late = all_of((space.steps.step[name], *(no(item.alive) for item in found)))
            yield Claim(name, late, partial(_shown_late, name=name))


def _in_time(advice: Advice, rule: str, action: str) -> bool:
    """Whether the action is a step by the limit of that rule, or may be, and the limit runs."""
    shown = next((item for item in advice.agenda.items if item.action.id == action), None)
    return shown is not None and any(finding.rule.id == rule for finding in shown.findings)


def _shown_late(advice: Advice, name: str) -> bool:
    shown = next((item for item in advice.agenda.items if item.action.id == name), None)
    return bool(shown and shown.last and shown.last < advice.case.as_of)


def counted_from(space: Space, guarantee: Guarantee) -> Iterator[str]:
    """The rules that count a limit from another event than those named for it, or one that is not named."""
    events: Mapping[str, tuple[str, ...]] = guarantee.entry.events
    for rule in space.rulebase.rules:
        told = [(c.limit, c.event) for c in rule.then if isinstance(c, Advise)]
        told += [(value, condition.fact) for condition in rule.when for value in condition.values if "." in value]
        for limit, event in told:
            if limit and limit in events and event and not {event, event.partition("(")[0]} & set(events[limit]):
                yield f"{rule.id}: {limit} from {event}"
            if limit and limit not in events and not limit.startswith("yardstick.") and "." in limit:
                yield f"{rule.id}: {limit}"


class Implied:
    """Pairs of rules of one stage of which the one may say no more than the other."""

    def __init__(self, space: Space, guarantee: Guarantee) -> None:
        self.space, self.exempt = space, guarantee.exempt_rules

    def pairs(self) -> Iterator[tuple[Rule, Rule]]:
        """The rules that add nothing but their conditions to another, with that other."""
        by: dict[tuple[object, ...], list[Rule]] = {}
        for rule in self.space.rulebase.rules:
            for conclusion in rule.then:
                by.setdefault((rule.stage, *_about(conclusion)), []).append(rule)
        for rule in self.space.rulebase.rules:
            around = {other.id: other for c in rule.then for other in by[(rule.stage, *_about(c))]}
            for other in around.values():
                if other.id != rule.id and rule.id not in self.exempt and _adds_nothing(rule, other):
                    yield rule, other


def implied(space: Space, guarantee: Guarantee) -> Iterator[Happens]:
    """Of each such pair a case in which the one fires and the other does not."""
    for rule, other in Implied(space, guarantee).pairs():
        fires = space.chaining.fires
        seen = partial(_fires_alone, rule=rule, other=other)
        alone = apart(fires[rule.id].sure, fires[other.id].sure)
        yield Happens(f"{rule.id}, {other.id}", alone, seen, rule.entry.fires)


def _fires_alone(advice: Advice, rule: Rule, other: Rule) -> bool:
    states = {verdict.rule.id: verdict.state for verdict in advice.inference.verdicts}
    return states[rule.id] is State.FIRED and states[other.id] is not State.FIRED


def _about(conclusion: Conclusion) -> tuple[object, ...]:
    if isinstance(conclusion, Advise):
        return ("advise", conclusion.action)
    return (str(conclusion),)


def _adds_nothing(rule: Rule, other: Rule) -> bool:
    """Whether the other concludes as much, as soon, on the same grounds and more."""
    entry, more = rule.entry, other.entry
    grounds = set(entry.basis) <= set(more.basis) and set(named(entry.sources)) <= set(named(more.sources))
    told = not entry.reason or entry.reason == more.reason
    return grounds and told and all(any(_covers(c, d) for d in other.then) for c in rule.then)


def _covers(conclusion: Conclusion, other: Conclusion) -> bool:
    if isinstance(conclusion, Advise) and isinstance(other, Advise):
        same = conclusion.action == other.action and conclusion.limit == other.limit and conclusion.event == other.event
        return same and other.urgency.order <= conclusion.urgency.order
    return conclusion == other
