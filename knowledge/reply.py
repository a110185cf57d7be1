"""The answer of a channel: how long it takes, which one lasts, what it says of an earlier contact, and what “solved” stands for there."""

from __future__ import annotations

from collections.abc import Collection

from knowledge.frozen import shaped
from knowledge.models import Given, Identifier, LimitRef, Maybe, Record, Text
from knowledge.outcome import Outcome
from knowledge.standing import Standing

__all__ = ["Expected", "Lasting", "Presumed", "Reply", "Stop"]


class Reply(Record):
    """How long an answer takes: limits added up in order, or none; the first entry whose `given` facts all hold is the one."""

    limits: tuple[LimitRef, ...] = ()
    given: Given = {}
    actions: tuple[Identifier, ...] = ()
    """our actions that it answers; none: whatever was put there"""
    after: tuple[Outcome, ...] = ()
    """a contact there that does not say which action it was is one of these, too, where an earlier one was answered so"""
    told: tuple[Outcome, ...] = ()
    """only of a contact of which this is told (it is being looked at, which is more than silence); none: whatever is told"""

    def answers(self, action: str | None, before: Collection[Outcome], told: Outcome | None) -> bool:
        """Whether it is the answer to that action, or to a contact after such answers; `told` is what is told of the contact, None of one to come."""
        if self.told and told not in self.told:
            return False
        if not self.actions or action in self.actions:
            return True
        return action is None and any(outcome in self.after for outcome in before)


class Expected(Record):
    """Days until an outcome can be expected: a yardstick of this project, with the reason."""

    days: int = shaped(gt=0)
    reason: Text


class Lasting(Record):
    """Answers that no later contact undoes as long as nothing has come back from it; the first entry whose `given` facts all hold is the one."""

    answers: tuple[Outcome, ...] = ()
    given: Given = {}


class Presumed(Record):
    """Where one was turned to before, and did not satisfy, by whoever was answered so here; the first entry whose `given` facts all hold is the one."""

    channel: Maybe[Identifier] = None
    """none: nowhere, in such a case"""
    given: Given = {}
    answers: tuple[Outcome, ...] = ()
    """none: by whoever turned here at all"""

    def after(self, standing: Standing) -> bool:
        """Whether that is so of whoever stands so here."""
        return standing in map(Standing, self.answers) if self.answers else standing is not Standing.NOT_TRIED


class Stop(Record):
    """What “solved” means at a channel in such a trouble, where nothing is told of what was asked for: the loss was stopped."""

    action: Identifier
    """what was done: it puts no dispute to the channel"""
    matter: Identifier
    """what it would have been if the matter itself was solved"""
    given: Given
