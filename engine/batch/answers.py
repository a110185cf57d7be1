"""The advice on a case → its steps in short, one record of what `recourse batch` writes (`recourse/batch/1`)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from engine.adviser import Advice
from engine.steps import Entry, StepWriter
from engine.steps.parts import DateKind
from engine.steps.steps import Advised
from knowledge.frozen import shaped
from knowledge.standing import Standing
from rules.models import Urgency

__all__ = ["Answer", "Brief", "Overdue", "answer_to"]


class Brief(Entry):
    """A step in short: what `recourse plan` says of it in the same words, without texts and grounds."""

    action: str
    channel: str | None
    urgency: Urgency
    do_by: date | None = None
    do_by_kind: DateKind | None = None
    reply_due: date | None = None
    provided: tuple[str, ...] = ()


class Overdue(Entry):
    """A channel that has passed a limit, and the first day on which it was late."""

    channel: str
    since: date
    statutory: bool


class Answer(Entry):
    """What the plan of one record comes to: its steps in their order."""

    schema_: Literal["recourse/batch/1"] = shaped(default="recourse/batch/1", called="schema")
    record: int
    """its number in the input, from 1"""
    id: str | None
    """the `id` of the record, where it has one"""
    as_of: date
    covered: bool
    steps: tuple[Brief, ...]
    late: tuple[Overdue, ...] = ()

    @property
    def first(self) -> Brief | None:
        """The first step that goes to somebody."""
        return next((step for step in self.steps if step.channel), None)


def answer_to(advice: Advice, record: int, id_: str | None) -> Answer:
    """The steps of the plan, and who is late; texts, branches and questions are not worked out."""
    writer = StepWriter(advice.knowledge, advice.inference, advice.graph)
    return Answer(
        record=record,
        id=id_,
        as_of=advice.case.as_of,
        covered=advice.covered,
        steps=tuple(_brief(writer, item) for item in advice.agenda.items),
        late=tuple(_late(advice)) if advice.covered else (),
    )


def _brief(writer: StepWriter, item: Advised) -> Brief:
    place = writer.place(item)
    return Brief(
        action=item.action.id,
        channel=item.channel,
        urgency=item.urgency,
        do_by=writer.do_by(item),
        do_by_kind=writer.kind(item),
        reply_due=place.reply_due,
        provided=place.provided,
    )


def _late(advice: Advice) -> Iterator[Overdue]:
    for channel, standing in advice.inference.standings.items():
        if standing.standing is Standing.OVERDUE and standing.first_late:
            yield Overdue(channel=channel, since=standing.first_late, statutory=standing.statutory)
