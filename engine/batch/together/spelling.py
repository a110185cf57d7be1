"""Days, sums and texts as they are written plainly → what they are; what says that it is not known is None. Raises Odd for the rest."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from engine.batch.together.plain import Inexact, Odd
from engine.case import EARLIEST, is_unknown
from engine.case.forms import DAYS_AGO, WRITTEN, read_count, read_money, read_text
from knowledge.remembered import Remembered

__all__ = ["Spelling", "read_line"]

KEPT = 1_000
"""so many days and sums are remembered before they are forgotten together"""


class Spelling:
    """Reads days and sums, each spelling of them once."""

    def __init__(self) -> None:
        self.days: Remembered[str, date | None] = Remembered(KEPT)
        self.sums: Remembered[str, Decimal | None] = Remembered(KEPT)

    def sum(self, value: Any) -> Decimal | None:
        if value.__class__ is not str:
            if value.__class__ is float:
                raise Inexact
            return self._sum(value)
        if value not in self.sums:
            self.sums[value] = self._sum(value)
        return self.sums[value]

    @staticmethod
    def _sum(value: Any) -> Decimal | None:
        if is_unknown(value):
            return None
        found = read_money(value)
        if found is None:
            raise Odd
        return found

    def day(self, value: Any, as_of: date) -> date | None:
        if value.__class__ is str:
            if value not in self.days:
                self.days[value] = self._written(value)
            return self.days[value]
        if value is None:
            return None
        if value.__class__ is not dict or value.keys() != {DAYS_AGO}:
            raise Odd
        return self.ago(value[DAYS_AGO], as_of)

    @staticmethod
    def ago(value: Any, as_of: date) -> date | None:
        """The day so many days before."""
        if is_unknown(value):
            return None
        if value.__class__ is float:
            raise Inexact
        days = read_count(value)
        if days is None:
            raise Odd
        return date.fromordinal(max(as_of.toordinal() - days, 1))

    @staticmethod
    def _written(value: str) -> date | None:
        if is_unknown(value):
            return None
        if not re.fullmatch(WRITTEN, value):
            raise Odd
        return date(*map(int, value.strip().split("-")))

    def past(self, value: Any, as_of: date) -> date | None:
        """A day that is not after the day of asking, nor before there was a wallet."""
        day = self.day(value, as_of)
        if day is not None and not EARLIEST <= day <= as_of:
            raise Odd
        return day


def read_line(value: Any) -> str | None:
    """A text."""
    if is_unknown(value):
        return None
    text = read_text(value)
    if text is None:
        raise Odd
    return text
