"""What a picture is asked for: the day, the language, a case or several, and what of it is to be shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from engine.adviser import Advice
from engine.analysis import Side
from engine.analysis.survey import Load
from engine.case import Case
from knowledge.models import Lang

__all__ = ["Request"]


@dataclass(frozen=True)
class Request:
    """The wishes of one picture; each picture reads those that concern it."""

    day: date
    lang: Lang = "zh"
    advice: Advice | None = None
    cases: tuple[Case, ...] = ()
    """a batch, for pictures of many cases …"""
    load: Load | None = None
    """… or what was counted of one already"""
    name: str | None = None
    """the action, channel, rule or fact that the picture is about"""
    provider: str | None = None
    issue: str | None = None
    start: str | None = None
    to: str | None = None
    levels: tuple[str, ...] = ()
    between: tuple[Side, Side] | None = None
    """what is compared: the earlier and the later"""
    by: str | None = None
    """the fact by whose answers a batch is told apart"""
