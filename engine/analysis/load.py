"""A batch of cases → how many used each channel and way, where they wait, where they were solved, where they go next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from engine.adviser import Advice
from engine.analysis.survey import Group, Load, Passage, Pile
from knowledge.approach import Standing
from knowledge.library import Knowledge

__all__ = ["count_load"]

KINDS = ("used", "waiting", "late", "slow", "solved", "next")
SOLVED = (Standing.RESOLVED, Standing.SETTLED)
Mark = tuple[str, str]


def count_load(knowledge: Knowledge, advices: Iterable[Advice], by: str | None = None) -> Load:
    """The batch as a whole and, with a fact, for each of its answers. Raises ValueError for an empty batch."""
    found = list(advices)
    groups: dict[str, list[Advice]] = {}
    for advice in found:
        if by and by in advice.case.answers:
            groups.setdefault(str(advice.case.answers[by]), []).append(advice)
    ordered = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
    return Load(
        as_of=max(advice.case.as_of for advice in found),
        case=True,
        by=by,
        groups=tuple(_group(knowledge, value, cases) for value, cases in [(None, found), *ordered]),
    )


def _group(knowledge: Knowledge, value: str | None, advices: list[Advice]) -> Group:
    doors: Counter[Mark] = Counter(mark for advice in advices for mark in _marks(advice))
    went = Counter(leg for advice in advices for leg in _went(knowledge, advice))
    ahead = Counter(leg for advice in advices for leg in _ahead(knowledge, advice))
    legs = [(channel.id, edge.to) for channel in knowledge.channels.values() for edge in channel.next]
    piles = (
        Pile(channel=channel, **{kind: doors[channel, kind] for kind in KINDS if doors[channel, kind]})
        for channel in knowledge.channels
        if any(doors[channel, kind] for kind in KINDS)
    )
    passages = (Passage(source=a, target=b, went=went[a, b], ahead=ahead[a, b]) for a, b in legs)
    return Group(
        value=value,
        cases=len(advices),
        piles=tuple(piles),
        passages=tuple(item for item in passages if item.went or item.ahead),
        nowhere=sum(_next(advice) is None for advice in advices),
    )


def _marks(advice: Advice) -> Iterator[Mark]:
    for channel, standing in advice.inference.standings.items():
        if standing.standing is Standing.NOT_TRIED:
            continue
        yield channel, "used"
        if standing.standing is Standing.WAITING:
            yield channel, "waiting"
        elif standing.standing is Standing.OVERDUE:
            yield channel, "late" if standing.statutory else "slow"
        elif standing.standing in SOLVED:
            yield channel, "solved"
    following = _next(advice)
    if following:
        yield following, "next"


def _next(advice: Advice) -> str | None:
    """The channel of the first step that has one."""
    return next((step.channel for step in advice.plan.steps if step.channel), None)


def _tried(advice: Advice) -> list[str]:
    """The channels to which the dispute was put, by the day of the first time."""
    used = {c for c, standing in advice.inference.standings.items() if standing.standing is not Standing.NOT_TRIED}
    return list(dict.fromkeys(attempt.channel for attempt in advice.case.attempts if attempt.channel in used))


def _went(knowledge: Knowledge, advice: Advice) -> Iterator[Mark]:
    """For each channel tried, the way from the last one before it that leads there."""
    tried = _tried(advice)
    for place, target in enumerate(tried):
        yield from _leading(knowledge, tried[:place], target)


def _ahead(knowledge: Knowledge, advice: Advice) -> Iterator[Mark]:
    """The way from the last channel tried that leads to where the case is told to go, if it has not been there."""
    tried, following = _tried(advice), _next(advice)
    if following and following not in tried:
        yield from _leading(knowledge, tried, following)


def _leading(knowledge: Knowledge, before: list[str], target: str) -> list[Mark]:
    found = [c for c in before if any(edge.to == target for edge in knowledge.channels[c].next)]
    return [(found[-1], target)] if found else []
