"""Statutes: editions in force from day to day, the cited articles, and the limits they set."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from typing import Annotated

from knowledge.frozen import Before, holds, shaped

from .grounds import Checked, Doubts, Sources
from .models import Identifier, Maybe, Record, Span, Text, _null

__all__ = ["Applies", "Article", "Edition", "Gap", "Interval", "Limit", "Register", "Statute", "StatuteKind", "within"]

Address = Annotated[str, shaped(pattern=r"^(\d+(-\d+)?(\(\d+\)){0,2}|notice)$")]
"""`57(2)`: article 57 paragraph 2; `16(1)(4)`: paragraph 1 item 4; `253-1(1)`: 第二百五十三条之一; `notice`: no articles"""
Interval = tuple[date, Annotated[date | None, Before(_null)]]
"""First and last day; the last is None while it still holds."""


class StatuteKind(StrEnum):
    LAW = "law"
    REGULATION = "regulation"
    RULE = "rule"
    INTERPRETATION = "interpretation"
    NOTICE = "notice"
    SELF_REGULATION = "self-regulation"


class Applies(StrEnum):
    """Which day chooses the edition: procedure follows the day of asking, rights and liability the day of the incident."""

    AS_OF = "as-of"
    INCIDENT = "incident"


class Limit(Record):
    """A time limit that this article sets."""

    id: Identifier
    length: Span
    at_most: Maybe[Span] = None
    """the whole length after every extension the article allows"""
    starts: Text
    unit_basis: Maybe[Text] = None
    """why 日 is read as a calendar or a working day, where the text does not say"""
    rolls_over: bool = False
    """the statute says that a period ending on a holiday ends on the next working day"""


class Article(Record):
    """One cited article, paragraph or item, with its gist in our own words."""

    at: Address
    applies: Applies
    gist: Text
    single_paragraph: bool | tuple[str, ...] = False
    """the article has one paragraph only, so that an item is cited without a paragraph; in some editions: these"""
    editions: tuple[str, ...] = ()
    """the editions that have it; empty: all of them"""
    was: dict[str, Address] = {}
    """its number in editions that number it differently"""
    instead: dict[str, tuple[Address, ...]] = {}
    """for each edition that lacks it: the articles that stand in its place there; none: nothing does"""
    sha256: dict[str, str] = {}
    """per edition: SHA-256 of the article's official text, white space removed, UTF-8"""
    silent_on: dict[str, tuple[str, ...]] = {}
    """answers of the person under which it does not speak to the case: it is not cited then"""
    to_everybody: bool = False
    """it says whom the statute is for, so it speaks also to those on whom the rest of the statute is silent"""
    secondary: bool = False
    """the wording was seen second-hand only"""
    limits: tuple[Limit, ...] = ()
    doubt: Doubts = ()

    def stands_in(self, edition: str) -> bool:
        """Whether that edition has it."""
        return not self.editions or edition in self.editions

    def is_single(self, edition: str) -> bool:
        """Whether the article has one paragraph only in that edition."""
        return self.single_paragraph if isinstance(self.single_paragraph, bool) else edition in self.single_paragraph


def within(day: date, interval: Interval) -> bool:
    """Whether the day is one of the interval, its first and last among them."""
    start, end = interval
    return start <= day and (end is None or day <= end)


class Edition(Checked):
    """One edition of a statute and the days on which it is in force."""

    id: str
    number: Maybe[str] = None
    in_force: Interval
    url: Maybe[str] = None
    note: Maybe[Text] = None

    def covers(self, day: date) -> bool:
        return within(day, self.in_force)


class Register(Record):
    """An official collection in which statutes of these kinds are found by their title."""

    id: Identifier
    title: Text
    url: str
    holds: tuple[StatuteKind, ...] = shaped(min_length=1)
    sources: Sources


class Gap(Record):
    """Days from 2021 on for which no edition is held, and why: not made yet, or an earlier text that was not read."""

    days: Interval
    why: Text

    def covers(self, day: date) -> bool:
        return within(day, self.days)


class Statute(Record):
    """One law: its editions, newest last, the days without one, and its cited articles."""

    id: Identifier
    title: Text
    kind: StatuteKind
    only_for: tuple[Identifier, ...] = ()
    """the kinds of wallet (values of provider_kind) whose operators it binds; empty: anybody"""
    silent_on: dict[str, tuple[str, ...]] = {}
    """answers of the person under which none of its articles speaks to the case (consumer law to a business)"""
    editions: tuple[Edition, ...] = shaped(min_length=1)
    gaps: tuple[Gap, ...] = ()
    articles: tuple[Article, ...] = shaped(min_length=1)

    @holds
    def editions_do_not_overlap(self) -> Statute:
        spans = [*(edition.in_force for edition in self.editions), *(gap.days for gap in self.gaps)]
        spans.sort(key=lambda span: span[0])
        for (_, end), (start, _) in pairwise(spans):
            if end is None or end >= start:
                raise ValueError(f"two editions or gaps of {self.id} cover {start}")
        return self

    @cached_property
    def by_address(self) -> dict[str, Article]:
        """Each article by its present number, and by one it had in an earlier edition where no other has that now."""
        earlier = {address: article for article in self.articles for address in article.was.values()}
        return earlier | {article.at: article for article in self.articles}

    def edition_on(self, day: date) -> Edition | None:
        """The edition in force on that day; None on a day outside every edition (never the last one)."""
        return next((edition for edition in self.editions if edition.covers(day)), None)
