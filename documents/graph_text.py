"""An analysis of the graph → lines in one language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from engine.analysis.survey import (
    Choices,
    DeadEnd,
    DeadEnds,
    Group,
    Leg,
    Load,
    Option,
    Reach,
    Route,
    Routes,
    Survey,
    UnavoidableSteps,
)
from engine.wording import phrase
from knowledge.library import Knowledge
from knowledge.models import Lang

__all__ = ["survey_lines"]

INDENT = "   "
FACTS = 2
"""Unanswered facts that are named; of more, the number is told"""


def survey_lines(survey: Survey, knowledge: Knowledge, lang: Lang) -> list[str]:
    """The analysis in words. Raises TypeError for one that has no words here."""
    return list(_Writer(knowledge, lang, survey.as_of).lines(survey))


class _Writer:
    def __init__(self, knowledge: Knowledge, lang: Lang, day: date) -> None:
        self.knowledge, self.lang, self.day = knowledge, lang, day

    def say(self, key: str, **values: object) -> str:
        return phrase(self.knowledge, self.lang, f"graph-{key}", **values)

    def name(self, channel: str) -> str:
        return self.knowledge.channels[channel].name_on(self.day)[self.lang]

    def names(self, channels: Iterable[str], joint: str = "list") -> str:
        return self.say(joint).join(map(self.name, channels))

    def lines(self, survey: Survey) -> Iterator[str]:
        if not isinstance(survey, Load):
            yield self.say("of-case" if survey.case else "of-all", day=survey.as_of)
        match survey:
            case Load():
                yield from (line for group in survey.groups for line in self.group(survey, group))
            case Reach():
                yield from self.reach(survey)
            case Routes():
                yield from self.routes(survey)
            case UnavoidableSteps():
                yield from self.unavoidable(survey)
            case DeadEnds():
                yield from self.dead_ends(survey)
            case Choices():
                yield from self.choices(survey)
            case _:
                raise TypeError(type(survey).__name__)

    def reach(self, survey: Reach) -> Iterator[str]:
        total = len(survey.doors) + len(survey.out)
        yield self.say("reach-title", n=len(survey.doors), total=total)
        for door in survey.doors:
            told = [self.say(f"state-{door.state}"), *([self.say("binding")] if door.binding else [])]
            by = [self.say("reach-by", channels=self.names(door.way.channels[:-1]))] if door.way.legs else []
            told = [*told, *by, *self.asks(door.way)]
            yield f"{self.say('days', n=door.way.days):>8}  {self.name(door.channel)} – {self.say('separator').join(told)}"
        if survey.out:
            yield self.say("reach-out", channels=self.names(survey.out))
        yield ""
        yield from self.best(survey.best)

    def best(self, routes: tuple[Route, ...]) -> Iterator[str]:
        keys = {0: ("best-none",), 1: ("best-both",), 2: ("best-quick", "best-cheap")}[len(routes)]
        yield self.say(keys[0])
        for number, route in enumerate(routes):
            if number:
                yield self.say(keys[number])
            yield from self.route(route)

    def route(self, route: Route) -> Iterator[str]:
        """A way: what it takes, its first door, and a line for each leg with the conditions of its edge."""
        key = "sum" if route.outcome else "sum-settled"
        yield INDENT + self.say(key, days=route.days, outcome=route.outcome, total=route.total, cost=route.cost)
        yield from (INDENT + line for line in self.asks(route))
        yield INDENT + self.name(route.channels[0])
        for leg in route.legs:
            yield from (INDENT + line for line in self.leg(leg))

    def asks(self, route: Route) -> list[str]:
        facts = [self.knowledge.fact(name).label[self.lang] for name in route.asks]
        key = "asks" if len(facts) <= FACTS else "asks-more"
        return [self.say(key, facts=self.say("list").join(facts[:FACTS]), n=len(facts) - FACTS)] if facts else []

    def leg(self, leg: Leg) -> Iterator[str]:
        options = self.say("also").join(map(self.option, leg.options))
        yield self.say("leg", channel=self.name(leg.target), options=options)
        if leg.note:
            yield f"{INDENT}{leg.note[self.lang]}"
        if leg.behind:
            yield INDENT + self.say("behind", channels=self.names(leg.behind, "or"))

    def option(self, option: Option) -> str:
        on = self.say("or").join(phrase(self.knowledge, self.lang, f"on-{standing}") for standing in option.on)
        told = self.say(f"option-{option.measure}", on=on, n=option.days)
        if option.last:
            told = self.say("option-until", text=told, day=option.last)
        return self.say("option-provisional", text=told) if option.provisional else told

    def routes(self, survey: Routes) -> Iterator[str]:
        n = len(survey.found) + survey.cut_more
        yield self.say("paths-title", start=self.name(survey.start), to=self.name(survey.to), n=n)
        for number, route in enumerate(survey.found, 1):
            first, *rest = self.route(route)
            yield f"{number}. {first.strip()}"
            yield from rest
        if survey.cut_more:
            yield self.say("paths-more", n=survey.cut_more)
        if survey.cut_longer:
            yield self.say("paths-longer", n=survey.cut_longer, longest=survey.longest)

    def unavoidable(self, survey: UnavoidableSteps) -> Iterator[str]:
        yield self.say("dominators-start", channels=self.names(survey.start))
        yield self.say("dominators-title")
        for item in survey.found:
            yield INDENT + self.say("dominators-line", channel=self.name(item.channel), steps=self.names(item.steps))
        key = "dominators-binding" if survey.binding else "dominators-free"
        yield INDENT + self.say(key, steps=self.names(survey.binding))

    def dead_ends(self, survey: DeadEnds) -> Iterator[str]:
        yield self.say("dead-ends-title")
        for item in survey.found:
            yield f"{INDENT}{self.name(item.channel)} – {self.say('separator').join(self.why_ended(item))}"
        if not survey.found:
            yield INDENT + self.say("none")

    def why_ended(self, item: DeadEnd) -> Iterator[str]:
        if item.reason:
            yield item.reason[self.lang]
            return
        if item.out:
            yield self.say("dead-ends-out", channels=self.names(item.out))
        if item.next:
            yield self.say("dead-ends-next", channels=self.names(item.next))
        if not (item.out or item.next):
            yield self.say("dead-ends-decided")

    def choices(self, survey: Choices) -> Iterator[str]:
        yield self.say("closes-title")
        for choice in survey.found:
            state = self.say(f"state-{choice.state}")
            yield INDENT + self.say("closes-line", channel=self.name(choice.channel), state=state)
            for shut in choice.shuts:
                told = self.say("closes-shut", channel=self.name(shut.channel), because=shut.because[self.lang])
                yield INDENT * 2 + told
            if choice.lost:
                yield INDENT * 2 + self.say("closes-lost", channels=self.names(choice.lost))
            if not choice.binding_left:
                yield INDENT * 2 + self.say("closes-last")
        if not survey.found:
            yield INDENT + self.say("none")

    def group(self, survey: Load, group: Group) -> Iterator[str]:
        """Where the cases of a group are, most at a door first, then the ways they went and are told to go."""
        yield self.group_title(survey, group)
        for pile in sorted(group.piles, key=lambda pile: (-pile.standing, -pile.used)):
            counts = pile.model_dump(exclude={"channel"})
            yield INDENT + self.say("load-line", channel=self.name(pile.channel), **counts)
        for item in sorted(group.passages, key=lambda item: -(item.went + item.ahead)):
            ends = {"source": self.name(item.source), "target": self.name(item.target)}
            yield INDENT + self.say("load-went", **ends, went=item.went, ahead=item.ahead)
        if group.nowhere:
            yield INDENT + self.say("load-nowhere", n=group.nowhere)
        yield ""

    def group_title(self, survey: Load, group: Group) -> str:
        if group.value is None:
            return self.say("load-title", n=group.cases)
        labels = {value.id: value.label[self.lang] for value in self.knowledge.fact(survey.by or "").values}
        return self.say("load-group", value=labels.get(group.value, group.value), n=group.cases)
