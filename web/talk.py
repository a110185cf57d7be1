"""A questionnaire as it is carried between a visit and the process that works it out: an interview without its adviser."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from engine.adviser import Adviser
from engine.interview import Interview
from knowledge.models import Lang

__all__ = ["Talk", "frozen", "thawed"]

APART = ("adviser", "today", "lang")


@dataclass(frozen=True)
class Talk:
    """What was told so far, in the language it goes on in."""

    lang: Lang
    told: Mapping[str, Any]

    @property
    def answers(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.told["data"]
        return found

    @property
    def place(self) -> int:
        """The number of the question that is asked."""
        return len(self.told["history"]) + 1

    def asked_at(self, place: int) -> str | None:
        """What was asked at an earlier place."""
        history: tuple[str, ...] = self.told["history"]
        return history[place - 1] if 0 < place < self.place else None

    @property
    def changes(self) -> bool:
        """Whether an answer is being changed, which takes long: its consequences are told."""
        return bool(self.told["asking"])

    def with_at_most(self, left: int) -> Talk:
        """With this bound on the questions that are left, unless a smaller one was shown."""
        known = self.told["most"]
        return replace(self, told={**self.told, "most": left if known is None else min(known, left)})


def frozen(interview: Interview) -> Talk:
    told = {field.name: getattr(interview, field.name) for field in fields(interview) if field.name not in APART}
    return Talk(interview.lang, told)


def thawed(talk: Talk, adviser: Adviser, today: date) -> Interview:
    """The interview as it goes on today."""
    return Interview(adviser, today, talk.lang, **talk.told)
