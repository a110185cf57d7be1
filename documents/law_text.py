"""A citation and a day → lines that tell the article as it stood, its limits, and where it was read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from documents.source_text import source_line
from knowledge.citations import Cited, Days, article_name, find_article, resolve
from knowledge.errors import CaseError, Fault, near_names
from knowledge.grounds import named
from knowledge.law import Edition, Statute
from knowledge.library import Knowledge
from knowledge.models import Duration, Lang, Text
from knowledge.phrases import phrase

__all__ = ["describe_law"]


def describe_law(knowledge: Knowledge, citation: str, day: date, lang: Lang) -> list[str]:
    """One article in the edition in force on `day`, all that is held of it, or all of a statute. CaseError: no such thing."""
    statute_id, _, address = citation.partition("/")
    statute = knowledge.statutes.get(statute_id)
    if statute is None:
        raise near_names("citation", statute_id, knowledge.statutes)
    if not address:
        return list(_statute(knowledge, statute, day, lang))
    held = [article.at for article in statute.articles]
    parts = [f"{statute_id}/{at}" for at in held if at.partition("(")[0] == address and address not in held]
    if of_day := [part for part in parts if resolve(knowledge, part, Days(day, day))]:
        return [line for part in of_day for line in describe_law(knowledge, part, day, lang)]
    if find_article(knowledge, citation) is None:
        raise near_names("citation", citation, (f"{statute_id}/{at}" for at in held))
    cited = resolve(knowledge, citation, Days(day, day))
    if cited is None:
        told = knowledge.wording["fault-no-edition"]
        known = Text(zh=_editions(knowledge, statute, "zh"), en=_editions(knowledge, statute, "en"))
        message = Text(zh=told.told("zh", day=day, known=known.zh), en=told.told("en", day=day, known=known.en))
        raise CaseError([Fault.told(citation, message)])
    return list(_article(knowledge, cited, lang))


def _statute(knowledge: Knowledge, statute: Statute, day: date, lang: Lang) -> Iterator[str]:
    yield f"{statute.id}  {statute.title.zh} / {statute.title.en}"
    current = statute.edition_on(day)
    for edition in statute.editions:
        yield f"  {'*' if edition is current else ' '} {_edition(knowledge, edition, lang)}"
        yield from (f"    {line}" for line in _looked_up(knowledge, statute, edition, lang))
    for article in statute.articles:
        if current is None or (article.editions and current.id not in article.editions):
            continue
        number = article.was.get(current.id, article.at)
        yield f"    {number:<12} {article_name(number, article.is_single(current.id))[lang]}: {article.gist[lang]}"


def _article(knowledge: Knowledge, cited: Cited, lang: Lang) -> Iterator[str]:
    statute, article, edition, number = cited.statute, cited.article, cited.edition, cited.number
    yield f"{statute.title.zh} / {statute.title.en}"
    name = article_name(number, article.is_single(edition.id))
    yield f"  {name.zh} / {name.en}   ({statute.id}/{number})"
    asked = cited.ref.partition("/")[2]
    if asked != number:
        yield f"  {phrase(knowledge, lang, 'lookup-renumbered', asked=asked, number=number, edition=edition.id)}"
    yield f"  {_edition(knowledge, edition, lang)}"
    yield from (f"  {line}" for line in _looked_up(knowledge, statute, edition, lang))
    yield f"  {article.gist[lang]}"
    for limit in article.limits:
        told = [_length(knowledge, limit.length, lang)]
        if limit.at_most:
            told.append(phrase(knowledge, lang, "at-most", length=_length(knowledge, limit.at_most, lang)))
        yield f"  {statute.id}.{limit.id}: {phrase(knowledge, lang, 'lookup-comma').join(told)} – {limit.starts[lang]}"
        if limit.unit_basis:
            yield f"    {limit.unit_basis[lang]}"
    if edition.id in article.sha256:
        yield f"  sha256 {article.sha256[edition.id]}"
    sure = phrase(knowledge, lang, f"lookup-{edition.confidence}")
    second = phrase(knowledge, lang, "lookup-second-hand") if article.secondary else ""
    yield f"  {phrase(knowledge, lang, 'lookup-checked', day=edition.checked, sure=sure)}{second}"
    for doubt in dict.fromkeys((*article.doubt, *edition.doubt)):
        yield f"  ? {doubt.what[lang]}"
        yield f"    → {doubt.settled_by[lang]}" + (f" {doubt.url}" if doubt.url else "")


def _length(knowledge: Knowledge, length: Duration, lang: Lang) -> str:
    return phrase(knowledge, lang, f"unit-{length.unit.value.replace(' ', '-')}", n=length.value)


def _looked_up(knowledge: Knowledge, statute: Statute, edition: Edition, lang: Lang) -> Iterator[str]:
    """The official address, or where the official text is found by its title, and the documents in which the text was read."""
    register = knowledge.register(statute)
    if edition.url:
        yield phrase(knowledge, lang, "law-official", text=edition.url)
    elif register and edition.in_force[1] is None:
        told = {"title": statute.title.zh, "register": register.title[lang], "url": register.url}
        yield phrase(knowledge, lang, "law-register", **told)
    for use in named(edition.sources):
        yield phrase(knowledge, lang, "law-read-in", text=source_line(knowledge, use, lang))


def _editions(knowledge: Knowledge, statute: Statute, lang: Lang) -> str:
    return "; ".join(_edition(knowledge, item, lang) for item in statute.editions)


def _edition(knowledge: Knowledge, edition: Edition, lang: Lang) -> str:
    start, end = edition.in_force
    days = phrase(knowledge, lang, "lookup-in-force", start=start, end=end or "").rstrip()
    return "  ".join(filter(None, (edition.id, edition.number, days)))
