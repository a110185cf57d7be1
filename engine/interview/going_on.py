"""Answers that were kept → the answers to go on from: every day written out, and without those that no longer fit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.adviser import Adviser
from engine.case import is_unknown
from engine.case.changes import AS_OF
from engine.case.forms import read_day
from engine.case.leaving_out import Fitting, fit, pinned
from knowledge.frozen import replace

__all__ = ["go_on", "go_on_later"]


def go_on(adviser: Adviser, data: Mapping[str, Any], day: date | None, today: date) -> Fitting:
    """Planned for `day`, else for the day that the answers say, else for today.

    `as_of` is among the answers only where it was before, and no other day is asked for.
    """
    kept = {key: value for key, value in data.items() if key != AS_OF or not (day or is_unknown(value))}
    found = fit(kept, lambda answers: adviser.read(answers, day or today))
    if AS_OF in kept and not any(fault.path == (AS_OF,) for fault in found.left_out):
        return found
    return replace(found, data={key: value for key, value in found.data.items() if key != AS_OF})


def go_on_later(adviser: Adviser, data: Mapping[str, Any], changed: date, day: date | None, today: date) -> Fitting:
    """What was said as time ago was said on the day of the last change; planned for the day on which it goes on."""
    said_on = read_day(data.get(AS_OF), changed) or changed
    rest = pinned({key: value for key, value in data.items() if key != AS_OF}, said_on)
    return go_on(adviser, rest, day, today)
