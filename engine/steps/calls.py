"""A plan → whom to call: what stops a loss first, then whoever can be reached by telephone, each with the numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.steps.outline import Plan
from engine.steps.parts import WayIn
from knowledge.frozen import Frozen
from knowledge.models import Lang, Text
from rules.models import Urgency

__all__ = ["Call", "calls", "numbers_from_abroad", "urgent_calls"]

INTERNATIONAL = "+"
"""before a number that can be dialled from abroad"""
SHOWN = 3
"""lines of a card, and numbers of a line"""


class Call(Frozen):
    """Something to be done by telephone, and the numbers for it."""

    title: Text
    ways: tuple[WayIn, ...]

    @classmethod
    def of(cls, title: Text, ways: Sequence[WayIn]) -> Call:
        """With the numbers of the commonest wallets, where the wallet is not known; else with the first number."""
        phones = [way for way in ways if way.kind == "phone"]
        return cls(title, tuple([way for way in phones if way.of][:SHOWN] or phones[:1]))

    @property
    def key(self) -> tuple[str, ...]:
        return tuple(way.brief.zh for way in self.ways)

    def words(self, lang: Lang) -> str:
        """The numbers, each after its wallet where that is not known; a way in that is no number, in the language."""
        return ("；" if lang == "zh" else "; ").join(_way(way, lang) for way in self.ways)


def urgent_calls(plan: Plan) -> tuple[Call, ...]:
    """Those that cannot wait, at most three."""
    return tuple(calls(plan, Urgency.NOW))[:SHOWN]


def calls(plan: Plan, *urgencies: Urgency) -> Iterator[Call]:
    """The certain steps that tell a number, in their order; of these urgencies only, if any are named."""
    for step in plan.steps:
        call = Call.of(step.title, step.entrances)
        if call.ways and not step.provided and (not urgencies or step.urgency in urgencies):
            yield call


def numbers_from_abroad(plan: Plan) -> tuple[bool, tuple[str, ...]]:
    """Whether the plan tells any number, and those of them in the form that is dialled from abroad."""
    phones = [way.value for step in plan.steps for way in step.entrances if way.kind == "phone"]
    return bool(phones), tuple(dict.fromkeys(number for number in phones if number.startswith(INTERNATIONAL)))


def _way(way: WayIn, lang: Lang) -> str:
    if way.of:
        return f"{way.of[lang]} {way.brief[lang]}"
    if lang == "en" and not way.value.isascii() and (told := way.english or (way.label and way.label.en)):
        return f"{told} ({way.value})"
    return way.brief[lang]
