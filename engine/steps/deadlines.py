"""What a rule advises by a limit → the day on which the limit ends, counted from the event that its article names."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from engine.case import Case, ChannelStanding, Elapsed, compute
from engine.findings import Finding, Inference
from engine.steps.parts import StepLimit
from knowledge.frozen import Frozen
from knowledge.library import Knowledge
from knowledge.limits import Due, NamedLimit, add, find_limit
from knowledge.models import name_parts
from rules.models import Advise

__all__ = ["Deadline", "Deadlines", "contacted_from"]


def contacted_from(event: str, case: Case, table: Mapping[str, ChannelStanding]) -> date | None:
    """The first day on which the channel of such an event can have been turned to; None where it was not, or no day is known."""
    contacted = table.get(name_parts(event)[1])
    attempt = contacted.attempt if contacted else None
    return (attempt.date or case.since) if attempt else None


class Deadline(Frozen):
    """A limit by which something has to be done. Without `due` the day of its event is not known, and no date is shown.

    `soonest` is the first day on which it can end, if that is to come: an answer whose day is not told came no earlier than the
    contact, and this no earlier than the incident.
    """

    limit: NamedLimit
    due: Due | None
    over: bool
    soonest: date | None = None

    def told(self) -> StepLimit:
        """As the plan shows it."""
        limit, due = self.limit, self.due
        return StepLimit(
            limit=limit.ref,
            statutory=limit.statutory,
            length=str(limit.length),
            starts=limit.starts,
            basis=f"{limit.ref.partition('.')[0]}/{limit.cited.number}" if limit.cited else None,
            start=due.start if due else None,
            last=due.last if due else None,
            provisional=bool(due and due.provisional),
        )


class Deadlines:
    """Counts the limits of one case."""

    def __init__(self, knowledge: Knowledge, inference: Inference) -> None:
        self.knowledge, self.inference, self.case = knowledge, inference, inference.case

    def of(self, finding: Finding) -> Deadline | None:
        """The deadline that the finding sets; None where it sets none, or the limit is not in force."""
        advice = finding.conclusion
        if not isinstance(advice, Advise) or advice.limit is None or advice.event is None:
            return None
        limit = find_limit(self.knowledge, advice.limit, self.case.days)
        if limit is None:
            return None
        event = compute(advice.event, self.case, self.knowledge, self.inference.standings)
        if isinstance(event, Elapsed):
            return self._count(limit, event)
        return Deadline(limit, None, over=False, soonest=self._soonest(limit, advice.event))

    def _count(self, limit: NamedLimit, event: Elapsed) -> Deadline:
        """Of an event whose day is known roughly, the end that is safe; over only if it is so on every day it can have been."""
        first, last = (add(day, limit.length, limit.rolls_over) for day in (event.earliest, event.latest))
        over = last.last < self.case.as_of
        safe = first if first.last >= self.case.as_of or event.earliest == event.latest else None
        due = last if over else safe
        return Deadline(limit, due, over, due.last if due else None)

    def _soonest(self, limit: NamedLimit, event: str) -> date | None:
        """The first day from today on which it can end where its event is an answer of unknown day; else None.

        An answer is not taken to have come later after the contact than the yardstick of its event says.
        """
        start = contacted_from(event, self.case, self.inference.standings)
        within = self.knowledge.fact(event).within
        wait = find_limit(self.knowledge, within, self.case.days) if within else None
        if start is None or wait is None:
            return None
        last = add(start, limit.length, limit.rolls_over).last
        return max(last, self.case.as_of) if add(last, wait.length).last >= self.case.as_of else None
