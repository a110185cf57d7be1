"""A batch of cases → how many used each channel and way, where they wait, where they were solved, where they go next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from engine.adviser import Advice
from engine.analysis.survey import Group, Load, Passage, Pile
from engine.case import Attempt, Case, ChannelStanding
from knowledge.frozen import Frozen
from knowledge.library import Knowledge
from knowledge.remembered import remembered
from knowledge.standing import Standing

__all__ = ["Gone", "Tally", "count_load"]

KINDS = ("used", "waiting", "late", "slow", "solved", "next")
SOLVED = (Standing.RESOLVED, Standing.SETTLED)
Mark = tuple[str, str]
Place = str | None
"""an answer to the fact that the batch is split by; None for the batch as a whole"""


class Gone(Frozen):
    """Where a case has been, and where it is told to go first."""

    standings: Mapping[str, ChannelStanding]
    """of all channels, or of those turned to"""
    attempts: tuple[Attempt, ...]
    following: str | None


@dataclass
class Tally:
    """What was counted of some cases; holds no case, and two of them add up."""

    by: str | None = None
    as_of: date = date.min
    cases: Counter[Place] = field(default_factory=Counter)
    doors: Counter[tuple[Place, Mark]] = field(default_factory=Counter)
    went: Counter[tuple[Place, Mark]] = field(default_factory=Counter)
    ahead: Counter[tuple[Place, Mark]] = field(default_factory=Counter)
    nowhere: Counter[Place] = field(default_factory=Counter)

    def add(self, knowledge: Knowledge, advice: Advice) -> None:
        """Counts one more case."""
        self.note(knowledge, advice.case, Gone(advice.inference.standings, advice.case.attempts, advice.first_channel))

    def note(self, knowledge: Knowledge, case: Case, gone: Gone) -> None:
        """Counts one more case by where it has been and goes next."""
        self.as_of = max(self.as_of, case.as_of)
        answer = case.answers.get(self.by) if self.by else None
        tried, legs = _tried(gone), _legs(knowledge)
        marks, went, ahead = list(_marks(gone)), list(_went(legs, tried)), list(_ahead(legs, tried, gone.following))
        for place in (None, str(answer)) if answer is not None else (None,):
            self.cases[place] += 1
            self.nowhere[place] += gone.following is None
            for counted, found in ((self.doors, marks), (self.went, went), (self.ahead, ahead)):
                for item in found:
                    counted[place, item] += 1

    def merge(self, other: Tally) -> None:
        """Adds what another one counted, by the same fact."""
        self.as_of = max(self.as_of, other.as_of)
        for name in ("cases", "doors", "went", "ahead", "nowhere"):
            getattr(self, name).update(getattr(other, name))

    def load(self, knowledge: Knowledge) -> Load:
        """The batch as a whole and, with a fact, for each of its answers, the most frequent first."""
        answers = sorted((place for place in self.cases if place is not None), key=lambda p: (-self.cases[p], p))
        groups = tuple(self._group(knowledge, place) for place in (None, *answers))
        return Load(as_of=self.as_of, case=True, by=self.by, groups=groups)

    def _group(self, knowledge: Knowledge, place: Place) -> Group:
        counted = {
            channel: {kind: self.doors[place, (channel, kind)] for kind in KINDS} for channel in knowledge.channels
        }
        piles = (
            Pile(channel=channel, **{kind: number for kind, number in kinds.items() if number})
            for channel, kinds in counted.items()
            if any(kinds.values())
        )
        legs = [(channel.id, edge.to) for channel in knowledge.channels.values() for edge in channel.next]
        passages = (
            Passage(source=a, target=b, went=self.went[place, (a, b)], ahead=self.ahead[place, (a, b)]) for a, b in legs
        )
        return Group(
            value=place,
            cases=self.cases[place],
            piles=tuple(piles),
            passages=tuple(item for item in passages if item.went or item.ahead),
            nowhere=self.nowhere[place],
        )


def count_load(knowledge: Knowledge, advices: Iterable[Advice], by: str | None = None) -> Load:
    """The batch as a whole and, with a fact, for each of its answers. Raises ValueError for an empty batch."""
    tally = Tally(by)
    for advice in advices:
        tally.add(knowledge, advice)
    if not tally.cases:
        raise ValueError("an empty batch")
    return tally.load(knowledge)


def _marks(gone: Gone) -> Iterator[Mark]:
    for channel, standing in gone.standings.items():
        if standing.standing is Standing.NOT_TRIED:
            continue
        yield channel, "used"
        if standing.standing is Standing.WAITING:
            yield channel, "waiting"
        elif standing.standing is Standing.OVERDUE:
            yield channel, "late" if standing.statutory else "slow"
        elif standing.standing in SOLVED:
            yield channel, "solved"
    if gone.following:
        yield gone.following, "next"


def _tried(gone: Gone) -> list[str]:
    """The channels to which the dispute was put, by the day of the first time."""
    if not gone.attempts:
        return []
    used = {c for c, standing in gone.standings.items() if standing.standing is not Standing.NOT_TRIED}
    return list(dict.fromkeys([attempt.channel for attempt in gone.attempts if attempt.channel in used]))


@remembered(8)
def _legs(knowledge: Knowledge) -> frozenset[Mark]:
    """The ways that lead from one channel to another."""
    return frozenset((channel.id, edge.to) for channel in knowledge.channels.values() for edge in channel.next)


def _went(legs: frozenset[Mark], tried: list[str]) -> Iterator[Mark]:
    """For each channel tried, the way from the last one before it that leads there."""
    for place in range(1, len(tried)):
        yield from _leading(legs, tried[:place], tried[place])


def _ahead(legs: frozenset[Mark], tried: list[str], following: str | None) -> Iterator[Mark]:
    """The way from the last channel tried that leads to where the case is told to go, if it has not been there."""
    if following and following not in tried:
        yield from _leading(legs, tried, following)


def _leading(legs: frozenset[Mark], before: list[str], target: str) -> list[Mark]:
    found = [(source, target) for source in before if (source, target) in legs]
    return found[-1:]
