"""A citation (`ecommerce-law/57(2)`) → the article in the edition in force on a day, with its Chinese and English name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache, partial

from knowledge.frozen import Frozen
from knowledge.law import Applies, Article, Edition, Statute
from knowledge.library import Knowledge
from knowledge.models import Text
from knowledge.remembered import remembered
from knowledge.spans import Spans, turning

__all__ = ["Cited", "Days", "article_name", "citations", "find_article", "has_citation", "in_force", "resolve"]

DIGITS = "零一二三四五六七八九"


class Days(Frozen):
    """The two days that choose an edition: procedure follows `as_of`, rights and liability `incident` (else `as_of`)."""

    as_of: date
    incident: date | None = None

    def for_(self, applies: Applies) -> date:
        return self.incident if self.incident and applies is Applies.INCIDENT else self.as_of


class Cited(Frozen):
    """One article as it stood on its day, under the number it had in that edition."""

    ref: str
    statute: Statute
    article: Article
    edition: Edition
    number: str

    @property
    def citation(self) -> str:
        """`statute/address`, by the number it had that day."""
        return f"{self.statute.id}/{self.number}"

    @property
    def name(self) -> Text:
        return article_name(self.number, self.article.is_single(self.edition.id))


def has_citation(knowledge: Knowledge, ref: str) -> bool:
    return find_article(knowledge, ref) is not None


@remembered(16384)
def find_article(knowledge: Knowledge, ref: str) -> tuple[Statute, Article] | None:
    """The entry that `ref` names, by its present number or by one it had in an earlier edition."""
    statute_id, _, address = ref.partition("/")
    statute = knowledge.statutes.get(statute_id)
    article = statute.by_address.get(address) if statute else None
    return (statute, article) if statute and article else None


def resolve(knowledge: Knowledge, ref: str, days: Days) -> Cited | None:
    """The article on the day its kind asks for; None when no edition was in force or that edition lacks the article.

    Raises KeyError for a reference that no statute file has (the loader's check refuses those).
    """
    applies, cited = _editions(knowledge, ref)
    return cited.on(days.for_(applies))


@remembered(8192)
def _editions(knowledge: Knowledge, ref: str) -> tuple[Applies, Spans[Cited | None]]:
    """Which day chooses the edition of the article, and the article as it stands from day to day."""
    found = find_article(knowledge, ref)
    if found is None:
        raise KeyError(ref)
    statute, article = found
    turns = turning(edition.in_force for edition in statute.editions)
    return article.applies, Spans(turns, partial(_cited, ref, statute, article))


def _cited(ref: str, statute: Statute, article: Article, day: date) -> Cited | None:
    edition = statute.edition_on(day)
    if edition is None or not article.stands_in(edition.id):
        return None
    return Cited(ref, statute, article, edition, article.was.get(edition.id, article.at))


def citations(knowledge: Knowledge, refs: Iterable[str], as_of: date) -> tuple[str, ...]:
    """Those in force on the day, under the numbers they have then."""
    found = (resolve(knowledge, ref, Days(as_of)) for ref in refs)
    return tuple(cited.citation for cited in found if cited)


def in_force(knowledge: Knowledge, refs: Iterable[str], days: Days) -> bool:
    """Whether at least one of the articles is in force on its day. Raises KeyError as `resolve` does."""
    return any(resolve(knowledge, ref, days) for ref in refs)


@lru_cache(maxsize=4096)
def article_name(address: str, single_paragraph: bool = False) -> Text:
    """`16(1)(4)` → 第十六条第一款第（四）项, or 第十六条第（四）项 where the article has a single paragraph."""
    found = re.fullmatch(r"(\d+)(?:-(\d+))?(?:\((\d+)\))?(?:\((\d+)\))?", address)
    if not found:
        return Text(zh="全文", en="the notice as a whole")
    number, inserted, paragraph, item = (int(part) if part else None for part in found.groups())
    assert number is not None
    zh = f"第{chinese(number)}条" + (f"之{chinese(inserted)}" if inserted else "")
    en = f"Art. {number}" + (f"-{inserted}" if inserted else "")
    if paragraph and not (item and single_paragraph):
        zh, en = f"{zh}第{chinese(paragraph)}款", f"{en} para. {paragraph}"
    if item:
        zh, en = f"{zh}第（{chinese(item)}）项", f"{en} item {item}"
    return Text(zh=zh, en=en)


def chinese(number: int) -> str:
    """1–9,999 in Chinese numerals as statutes write them: 10 十, 57 五十七, 1037 一千零三十七."""
    words, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            words += ("零" if gap and words else "") + DIGITS[digit] + name
            gap = False
        else:
            gap = True
    return words.removeprefix("一") if words.startswith("一十") else words
