"""Contacts → since when limitation runs: from the day of knowing, or from the latest contact that started the period anew.

A contact does so only while the period runs; once it is over nothing does but that the other side owns the debt
(Civil Code art. 192, 195). Both days at which it can first have begun are followed through all contacts.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from engine.case.case import Attempt, Case
from engine.case.elapsed import Elapsed, elapsed
from engine.case.standings import SILENT, is_filed
from knowledge.channel import Interruption
from knowledge.frozen import Frozen
from knowledge.library import Knowledge
from knowledge.limits import NamedLimit, add, find_limit
from knowledge.outcome import Outcome

__all__ = ["AGREED", "since_claimed"]

AGREED = {Outcome.SETTLED, Outcome.PARTIAL, Outcome.RESOLVED}
"""answers with which the other side owned that it owes something"""


class Restart(Frozen):
    """A contact that starts the period anew: when it was made, from when the period runs then; None where that is not told."""

    made: date | None
    anew: date | None
    owned: bool
    """the other side agreed that it owes something, or was ordered to pay: that counts after the end, too"""

    @property
    def known_by(self) -> date | None:
        """The person knew of the matter no later."""
        return self.made or self.anew


def run_on(first: date, last: date, restarts: Sequence[Restart], limit: NamedLimit | None) -> tuple[date, date]:
    """From when the period runs now, at the earliest and at the latest, where it first began between these two days."""
    dated = sorted(
        (item for item in restarts if item.anew), key=lambda item: (item.known_by or date.min, not item.owned)
    )
    early, late = first, last
    for item in dated:
        early = _after(early, item, item.known_by, limit)
        late = _after(late, item, item.made or late, limit)
    return early, late


def _after(start: date, item: Restart, made: date | None, limit: NamedLimit | None) -> date:
    """The period that ran from `start`, after a contact made on that day."""
    assert item.anew
    over = limit and made and made > add(start, limit.length, limit.rolls_over).last
    return start if over and not item.owned else max(start, item.anew)


def since_claimed(case: Case, knowledge: Knowledge, _: object, __: str) -> Elapsed | None:
    """From the day on which the limitation period last began to run: the day of knowing, or the latest contact that
    started it anew while it ran; some day since, where one did of which the day is not told. Whoever turned to somebody knew by then.
    """
    restarts = [_restart(item, case, knowledge) for item in case.attempts if _starts_anew(item, case, knowledge)]
    known = [item.known_by for item in restarts if item.anew and item.known_by]
    aware = elapsed(case, "aware_date")
    if aware is None and case.since is None and not known:
        return None
    latest = aware.latest if aware else min(known, default=case.as_of)
    earliest = aware.earliest if aware else min(case.since or case.first_day(knowledge), latest)
    early, late = run_on(earliest, latest, restarts, _limitation(case, knowledge))
    return Elapsed(early, late if all(item.anew for item in restarts) else case.as_of)


def _limitation(case: Case, knowledge: Knowledge) -> NamedLimit | None:
    """The period within which a contact starts it anew; None where it is not in force."""
    within = knowledge.facts["since_claimed"].within
    return find_limit(knowledge, within, case.days) if within else None


def _starts_anew(attempt: Attempt, case: Case, knowledge: Knowledge) -> bool:
    """Whether limitation runs anew because of the contact, if it was made in time; what came before a contact that is told does not matter."""
    channel = knowledge.channels[attempt.channel]
    if attempt.presumed or not channel.limitation or case.answers.get("issue") in channel.limitation_not_for:
        return False
    return is_filed(attempt, case.as_of, knowledge)


def _restart(attempt: Attempt, case: Case, knowledge: Knowledge) -> Restart:
    """When it was made, from when limitation runs anew because of it, and whether the other side owned the debt."""
    kind, outcome = knowledge.channels[attempt.channel].limitation, attempt.outcome
    owned = outcome is Outcome.SETTLED if kind is Interruption.REPORT else outcome in AGREED
    return Restart(attempt.date, _started_anew(attempt, case, knowledge), owned)


def _started_anew(attempt: Attempt, case: Case, knowledge: Knowledge) -> date | None:
    """The day from which limitation runs anew because of the contact; None where that day is not told."""
    answered = attempt.answered or attempt.date
    match knowledge.channels[attempt.channel].limitation:
        case Interruption.DEMAND if attempt.outcome not in AGREED:
            return attempt.date
        case Interruption.PROCEEDINGS if attempt.outcome in SILENT:
            return case.as_of
        case _:
            return answered
