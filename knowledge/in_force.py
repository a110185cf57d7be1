"""Statutes → of every citation, which day chooses the edition, and the days on which the article is in force."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from knowledge.law import Applies, Article, Interval, Statute, within

__all__ = ["InForce", "articles_in_force", "holds_on"]

InForce = tuple[Applies, tuple[Interval, ...]]


def articles_in_force(statutes: Iterable[Statute]) -> dict[str, InForce]:
    """By `statute/address`, with the addresses that an article had in an earlier edition."""
    return {ref: found for statute in statutes for ref, found in _articles(statute)}


def _articles(statute: Statute) -> Iterator[tuple[str, InForce]]:
    for address, article in statute.by_address.items():
        yield f"{statute.id}/{address}", (article.applies, _days(statute, article))


def _days(statute: Statute, article: Article) -> tuple[Interval, ...]:
    return tuple(edition.in_force for edition in statute.editions if article.stands_in(edition.id))


def holds_on(intervals: Iterable[Interval], day: date) -> bool:
    """Whether the day lies in one of them."""
    return any(within(day, interval) for interval in intervals)
