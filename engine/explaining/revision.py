"""Two versions of knowledge and rules, and cases → whose plan changes, and how: `recourse/revision/1`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Literal

from engine.adviser import Adviser
from engine.explaining.difference import Difference, compare
from engine.steps import Entry, Plan, Step
from knowledge.errors import CaseError
from knowledge.frozen import shaped
from knowledge.models import Text
from knowledge.provider import WALLET_FACTS

__all__ = ["CaseChange", "First", "Revision", "compare_versions"]

Named = tuple[str, Mapping[str, Any]]


class First(Entry):
    """The first certain step that goes to somebody."""

    action: str
    channel: str | None
    title: Text


class EditionChange(Entry):
    """A ground that stays, in another edition."""

    action: str
    title: Text
    citation: str
    before: str
    after: str


class WaysChange(Entry):
    """Ways in that a step gained and lost."""

    action: str
    title: Text
    added: tuple[str, ...]
    removed: tuple[str, ...]


class WalletChange(Entry):
    """What is told of the wallet otherwise; none: nothing is told."""

    what: str
    before: Text | None
    after: Text | None


class CaseChange(Entry):
    """How the plan of one case changes. `first_before` and `first_after` differ where it begins otherwise."""

    case: str
    first_before: First | None
    first_after: First | None
    plan: Difference
    editions: tuple[EditionChange, ...]
    ways: tuple[WaysChange, ...]
    wallet: tuple[WalletChange, ...]

    @property
    def begins_otherwise(self) -> bool:
        return _key(self.first_before) != _key(self.first_after)

    @property
    def kinds(self) -> tuple[str, ...]:
        """What changes, from what a person would notice first."""
        plan = self.plan
        found = {
            "first": self.begins_otherwise,
            "added": plan.added,
            "removed": plan.removed,
            "order": plan.moved or plan.urgencies,
            "dates": plan.dates or plan.late or plan.in_time,
            "channels": plan.channels,
            "grounds": self.editions or any(item.what == "basis" for item in plan.contents),
            "contents": any(item.what != "basis" for item in plan.contents),
            "ways": self.ways,
            "wallet": self.wallet,
            "questions": plan.now_asked or plan.no_longer_asked,
        }
        return tuple(kind for kind, told in found.items() if told)


class Unreadable(Entry):
    """A case that one of the versions refuses, and why."""

    case: str
    version: Literal["before", "after", "both"]
    why: str


class Revision(Entry):
    """What the second version changes in the plans of the cases."""

    schema_: Literal["recourse/revision/1"] = shaped(default="recourse/revision/1", called="schema")
    before: str
    after: str
    cases: int
    counts: dict[str, int]
    """how many cases change in which way"""
    changed: tuple[CaseChange, ...]
    unreadable: tuple[Unreadable, ...]


def compare_versions(
    names: tuple[str, str], before: Adviser, after: Adviser, cases: Iterable[Named], today: date
) -> Revision:
    """The plans of every case under both versions, by the same code. Cases of the same plan are only counted."""
    changed: list[CaseChange] = []
    unreadable: list[Unreadable] = []
    count = 0
    for name, data in cases:
        count += 1
        plans, refused = _plans((before, after), data, today)
        if refused:
            version = "both" if len(refused) > 1 else next(iter(refused))
            unreadable.append(
                Unreadable.model_validate({"case": name, "version": version, "why": refused.popitem()[1]})
            )
        elif (told := _change(name, *plans)).kinds:
            changed.append(told)
    counts = Counter(kind for item in changed for kind in item.kinds)
    return Revision(
        before=names[0],
        after=names[1],
        cases=count,
        counts=dict(counts.most_common()),
        changed=tuple(changed),
        unreadable=tuple(unreadable),
    )


def _plans(
    advisers: tuple[Adviser, Adviser], data: Mapping[str, Any], today: date
) -> tuple[list[Plan], dict[str, str]]:
    plans, refused = [], {}
    for version, adviser in zip(("before", "after"), advisers, strict=True):
        try:
            plans.append(adviser.advise(adviser.read(dict(data), today)).plan)
        except CaseError as error:
            refused[version] = str(error)
    return plans, refused


def _change(name: str, before: Plan, after: Plan) -> CaseChange:
    old = {step.action: step for step in before.steps}
    both = [(old[step.action], step) for step in after.steps if step.action in old]
    return CaseChange(
        case=name,
        first_before=_first(before),
        first_after=_first(after),
        plan=compare(before, after),
        editions=tuple(item for pair in both for item in _editions(*pair)),
        ways=tuple(item for pair in both for item in _ways(*pair)),
        wallet=tuple(_wallet(before, after)),
    )


def _first(plan: Plan) -> First | None:
    step = next((step for step in plan.steps if step.channel and not step.provided), None)
    return First(action=step.action, channel=step.channel, title=step.title) if step else None


def _key(first: First | None) -> tuple[str, str | None] | None:
    return (first.action, first.channel) if first else None


def _editions(old: Step, new: Step) -> Iterator[EditionChange]:
    held = {item.citation: item.edition for item in old.basis}
    for item in new.basis:
        before = held.get(item.citation, item.edition)
        if before != item.edition:
            told = {"citation": item.citation, "before": before, "after": item.edition}
            yield EditionChange.model_validate({"action": new.action, "title": new.title, **told})


def _ways(old: Step, new: Step) -> Iterator[WaysChange]:
    before, after = ([way.value for way in step.entrances] for step in (old, new))
    added, removed = ([way for way in a if way not in b] for a, b in ((after, before), (before, after)))
    if added or removed:
        yield WaysChange(action=new.action, title=new.title, added=tuple(added), removed=tuple(removed))


def _wallet(before: Plan, after: Plan) -> Iterator[WalletChange]:
    for what in WALLET_FACTS:
        old, new = (getattr(plan.wallet, what) if plan.wallet else None for plan in (before, after))
        if old != new:
            yield WalletChange(what=what, before=old, after=new)
