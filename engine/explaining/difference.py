"""Two plans → what changed between them: steps added, removed, moved; deadlines shifted; channels opened or closed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from difflib import SequenceMatcher
from typing import Literal

from engine.graph import ChannelState
from engine.steps import Entry, Plan, Step
from engine.steps.outline import Matter
from knowledge.frozen import shaped
from knowledge.models import Text
from rules.models import Urgency

__all__ = ["Difference", "compare", "substance", "weighty"]


class StepChange(Entry):
    """A step that is there in one plan only, or in both but elsewhere in the order. A rank is None where it is absent."""

    action: str
    channel: str | None
    title: Text
    before: int | None
    after: int | None


class DateChange(Entry):
    """A day of a step that is another one, came or went: by when to do it, or when an answer is due."""

    action: str
    title: Text
    what: Literal["do_by", "reply_due"]
    before: date | None
    after: date | None


class UrgencyChange(Entry):
    action: str
    title: Text
    before: Urgency
    after: Urgency


class ListChange(Entry):
    """What a step gained and lost of its claims, grounds (citations), or the facts it depends on."""

    action: str
    title: Text
    what: Literal["claims", "basis", "provided"]
    added: tuple[str | Text, ...]
    removed: tuple[str | Text, ...]


class ChannelChange(Entry):
    """A channel in another state, or that opens on another day."""

    channel: str
    before: ChannelState
    after: ChannelState
    opens_on: date | None


class Difference(Entry):
    """What is different in the second plan (`recourse/difference/1`). Empty where the person would do the same."""

    schema_: Literal["recourse/difference/1"] = shaped(default="recourse/difference/1", called="schema")
    added: tuple[StepChange, ...]
    removed: tuple[StepChange, ...]
    moved: tuple[StepChange, ...]
    """steps that stand elsewhere among those that both plans have"""
    dates: tuple[DateChange, ...]
    urgencies: tuple[UrgencyChange, ...]
    contents: tuple[ListChange, ...]
    channels: tuple[ChannelChange, ...]
    late: tuple[str, ...]
    """channels that are late in the second plan only"""
    in_time: tuple[str, ...]
    """channels that are late in the first plan only"""
    no_longer_asked: tuple[str, ...]
    now_asked: tuple[str, ...]

    @property
    def empty(self) -> bool:
        """Whether the plans say the same; what is asked plays no part."""
        return not any(getattr(self, name) for name in CHANGES)


CHANGES = ("added", "removed", "moved", "dates", "urgencies", "contents", "channels", "late", "in_time")


def compare(before: Plan, after: Plan) -> Difference:
    """The difference from the first plan to the second. Plans of the same case differ in nothing."""
    old, new = ({step.action: step for step in plan.steps} for plan in (before, after))
    both = [(old[action], step) for action, step in new.items() if action in old]
    return Difference(
        added=tuple(_change(None, step) for action, step in new.items() if action not in old),
        removed=tuple(_change(step, None) for action, step in old.items() if action not in new),
        moved=tuple(_moved(old, new)),
        dates=tuple(item for pair in both for item in _dates(*pair)),
        urgencies=tuple(
            UrgencyChange(action=b.action, title=b.title, before=a.urgency, after=b.urgency)
            for a, b in both
            if a.urgency is not b.urgency
        ),
        contents=tuple(item for pair in both for item in _contents(*pair)),
        channels=tuple(_channels(before, after)),
        late=_without((item.channel for item in after.late), {item.channel for item in before.late}),
        in_time=_without((item.channel for item in before.late), {item.channel for item in after.late}),
        no_longer_asked=_without((item.fact for item in before.ask), {item.fact for item in after.ask}),
        now_asked=_without((item.fact for item in after.ask), {item.fact for item in before.ask}),
    )


def _change(old: Step | None, new: Step | None) -> StepChange:
    step = new or old
    assert step
    before, after = (item.rank if item else None for item in (old, new))
    return StepChange(action=step.action, channel=step.channel, title=step.title, before=before, after=after)


def _moved(old: dict[str, Step], new: dict[str, Step]) -> Iterator[StepChange]:
    """The fewest steps one has to move to come from one order to the other; whatever keeps its place has not moved."""
    first, second = [a for a in old if a in new], [a for a in new if a in old]
    kept = SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks()
    still = {action for block in kept for action in first[block.a : block.a + block.size]}
    moved = (action for action in second if action not in still)
    return (_change(old[action], new[action]) for action in moved if old[action].rank != new[action].rank)


def _dates(old: Step, new: Step) -> Iterator[DateChange]:
    for what, before, after in (
        ("do_by", old.do_by, new.do_by),
        ("reply_due", old.reply_due, new.reply_due),
    ):
        if before != after:
            yield DateChange.model_validate(
                {"action": new.action, "title": new.title, "what": what, "before": before, "after": after}
            )


def _contents(old: Step, new: Step) -> Iterator[ListChange]:
    told = (
        ("claims", old.claims, new.claims),
        ("basis", [item.citation for item in old.basis], [item.citation for item in new.basis]),
        ("provided", old.provided, new.provided),
    )
    for what, before, after in told:
        added, removed = ([x for x in a if x not in b] for a, b in ((after, before), (before, after)))
        if added or removed:
            yield ListChange.model_validate(
                {"action": new.action, "title": new.title, "what": what, "added": added, "removed": removed}
            )


def _channels(before: Plan, after: Plan) -> Iterator[ChannelChange]:
    for channel, new in after.channels.items():
        old = before.channels.get(channel)
        if old and (old.state, old.opens_on) != (new.state, new.opens_on):
            yield ChannelChange(channel=channel, before=old.state, after=new.state, opens_on=new.opens_on)


def _without(items: Iterable[str], others: set[str]) -> tuple[str, ...]:
    return tuple(item for item in items if item not in others)


def _cited(step: Step) -> Iterator[tuple[str, str]]:
    return ((item.citation, item.edition) for item in step.basis)


def weighty(plan: Plan) -> list[Step]:
    """The steps that questions are asked for: not what is of use later only, while a sure step presses."""
    pressing = any(s.channel and not s.provided and s.urgency is not Urgency.WHEN_USEFUL for s in plan.steps)
    return [s for s in plan.steps if not pressing or s.urgency is not Urgency.WHEN_USEFUL]


def substance(plan: Plan) -> tuple[object, ...]:
    """What a question is asked for: the steps that weigh, with channel and days, and what is pending.

    Left out are the order of steps that are equally urgent, claims (which of those shown can be made is said beside them) and grounds: an answer that only settles
    one is used where it is told, not asked for; sentences that only repeat an answer; what lies beyond the steps.
    """
    steps = [(s.action, s.channel, s.urgency, s.do_by, s.reply_due, s.provided) for s in weighty(plan)]
    pending = [
        (item.model_dump_json(), plan.channels[item.id].state if item.about is Matter.CHANNEL else "")
        for item in plan.pending
        if item.about not in (Matter.LAW, Matter.WALLET, Matter.TEXT)
    ]
    wallet = plan.wallet.id if plan.wallet and steps else None
    return (*sorted(steps, key=str), wallet, *sorted(pending))
