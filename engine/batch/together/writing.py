"""A step of a case, or a channel that is late → what the answer holds, and its JSON; of the same step on the same days once."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from engine.batch.answers import Overdue
from engine.batch.together.advising import Item
from engine.case import ChannelStanding
from engine.steps.parts import DateKind
from engine.steps.steps import WEEK
from knowledge.remembered import Remembered
from knowledge.standing import Standing
from rules.models import Urgency

__all__ = ["Late", "Step", "Writing", "Written"]

KEPT = 1_000
"""so many steps are remembered before they are forgotten together"""


class Step(NamedTuple):
    """What `Brief` holds."""

    action: str
    channel: str | None
    urgency: Urgency
    do_by: date | None
    do_by_kind: DateKind | None
    reply_due: date | None
    provided: tuple[str, ...]

    def to_json(self) -> str:
        """As Pydantic writes it: names and days need no escaping."""
        channel = f'"{self.channel}"' if self.channel else "null"
        by = f'"{self.do_by}"' if self.do_by else "null"
        kind = f'"{self.do_by_kind}"' if self.do_by_kind else "null"
        due = f'"{self.reply_due}"' if self.reply_due else "null"
        provided = ",".join([f'"{fact}"' for fact in self.provided]) if self.provided else ""
        return (
            f'{{"action":"{self.action}","channel":{channel},"urgency":"{self.urgency}","do_by":{by},'
            f'"do_by_kind":{kind},"reply_due":{due},"provided":[{provided}]}}'
        )


Written = tuple[Step, str]
Late = tuple[Overdue, str]


class Writing:
    """Writes steps, and who is late."""

    def __init__(self) -> None:
        self._steps: Remembered[tuple[object, ...], Written] = Remembered(KEPT)
        self._late: Remembered[tuple[object, ...], Late] = Remembered(KEPT // 2)

    def step(self, item: Item, as_of: date, due: date | None, asks: tuple[str, ...]) -> Written:
        """The step on that day, with the last day for a reply."""
        key = (item, as_of, due, asks)
        found = self._steps.get(key)
        if found is None:
            step = _made(item, as_of, due, asks)
            found = self._steps[key] = step, step.to_json()
        return found

    def late(self, table: dict[str, ChannelStanding]) -> tuple[Late, ...]:
        """Those of the channels turned to that have passed a limit."""
        return tuple(
            [
                self._overdue(channel, told)
                for channel, told in table.items()
                if told.standing is Standing.OVERDUE and told.clock
            ]
        )

    def _overdue(self, channel: str, told: ChannelStanding) -> Late:
        since = told.first_late
        assert since
        key = (channel, since, told.statutory)
        if key not in self._late:
            late = Overdue(channel=channel, since=since, statutory=told.statutory)
            self._late[key] = late, late.model_dump_json()
        return self._late[key]


def _made(item: Item, as_of: date, due: date | None, asks: tuple[str, ...]) -> Step:
    by = _do_by(item, as_of)
    kind = DateKind.SUGGESTED if by else None
    if item.statutory is not None:
        kind = DateKind.STATUTORY if item.statutory else DateKind.YARDSTICK
    channel = item.place.channel.id if item.place.channel else None
    return Step(item.place.action.id, channel, item.urgency, by, kind, due, asks)


def _do_by(item: Item, as_of: date) -> date | None:
    match item.urgency:
        case Urgency.NOW | Urgency.TODAY:
            return as_of
        case Urgency.THIS_WEEK:
            return as_of + WEEK
        case Urgency.BY:
            return item.last
        case _:
            return None
