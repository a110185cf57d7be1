"""Citations of a step → the articles in force, with their gists, as the plan shows them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import date

from engine.case import Case
from engine.steps.outline import Basis, Document
from engine.wording import document
from knowledge.citations import Cited, Days, find_article, resolve
from knowledge.doubts import doubted
from knowledge.grounds import Reference, named
from knowledge.law import Applies
from knowledge.library import Knowledge
from knowledge.remembered import Remembered, remembered
from knowledge.spans import turning

__all__ = ["binds", "cited_articles", "ground", "read_in", "silences", "silent", "speaks"]

Key = tuple[object, ...]
KEPT = 16
"""so many stretches of days, wallets and answers are remembered of some citations before they are forgotten together"""


def ground(knowledge: Knowledge, case: Case, refs: Iterable[str]) -> tuple[Basis, ...]:
    """As `cited_articles`, with the gist and whatever else the plan shows."""
    return _cited(knowledge, tuple(refs)).shown(case)


def cited_articles(knowledge: Knowledge, case: Case, refs: Iterable[str]) -> tuple[Cited, ...]:
    """Each citation once, in order; those not in force that day, or that do not bind such a wallet, are left out.

    So are those that do not speak to such a person, unless no other is left: a step says what it was drawn from.
    """
    return _cited(knowledge, tuple(refs)).of(case)


class _Citations:
    """Some citations. What of them is shown hangs on the stretch of days, the kind of wallet and a few answers: made once for each."""

    def __init__(self, knowledge: Knowledge, refs: tuple[str, ...]) -> None:
        self.knowledge = knowledge
        self.articles = tuple(_article(knowledge, ref) for ref in dict.fromkeys(refs))
        self.days = sorted({day for article in self.articles for day in article.days})
        self.hears = tuple(dict.fromkeys(fact for article in self.articles for fact in article.hears))
        self._known: Remembered[Key, tuple[Cited, ...]] = Remembered(KEPT)
        self._shown: Remembered[Key, tuple[Basis, ...]] = Remembered(KEPT)

    def key(self, case: Case) -> Key:
        """What tells apart the cases in which something else is shown."""
        provider, told = case.wallet(self.knowledge), [case.answers.get(fact) for fact in self.hears]
        return (*_stretch(self.days, case.days), provider.kind if provider else None, *told)

    def of(self, case: Case) -> tuple[Cited, ...]:
        key = self.key(case)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = tuple(self._speaking(case))
        return found

    def shown(self, case: Case) -> tuple[Basis, ...]:
        key = self.key(case)
        found = self._shown.get(key)
        if found is None:
            found = self._shown[key] = tuple(
                _article(self.knowledge, item.ref).shown(case.days) for item in self.of(case)
            )
        return found

    def _speaking(self, case: Case) -> list[Cited]:
        provider, days = case.wallet(self.knowledge), case.days
        kind = provider.kind if provider else None
        bound = [told for article in self.articles if (told := article.in_case(case, days, kind))]
        return [cited for cited, is_silent in bound if not is_silent] or [cited for cited, _ in bound]


class _Article:
    """One citation: the article as it stands, and what is shown of it."""

    def __init__(self, knowledge: Knowledge, ref: str) -> None:
        self.knowledge, self.ref = knowledge, ref
        self.days = [date.min, *_turns(knowledge, ref)]
        self.hears = tuple(dict.fromkeys(fact for fact, _ in silences(knowledge, ref)))
        self._known: Remembered[Key, tuple[Cited, bool] | None] = Remembered(KEPT)
        self._shown: Remembered[Key, Basis] = Remembered(KEPT)

    def in_case(self, case: Case, days: Days, kind: str | None) -> tuple[Cited, bool] | None:
        """The article, and whether it does not speak to such a person; None where it is not in force, or binds nobody there."""
        key = (*_stretch(self.days, days), kind, *[case.answers.get(fact) for fact in self.hears])
        if key not in self._known:
            cited = resolve(self.knowledge, self.ref, days)
            bound = cited if cited and binds(self.knowledge, case, self.ref) else None
            self._known[key] = (bound, silent(self.knowledge, case, self.ref)) if bound else None
        return self._known[key]

    def shown(self, days: Days) -> Basis:
        """What is shown of it on days on which it is in force."""
        key = _stretch(self.days, days)
        if key not in self._shown:
            self._shown[key] = _basis(self.knowledge, self.ref, days)
        return self._shown[key]


@remembered(8192)
def _article(knowledge: Knowledge, ref: str) -> _Article:
    return _Article(knowledge, ref)


def _stretch(turns: list[date], days: Days) -> Key:
    return bisect_right(turns, days.as_of), days.incident and bisect_right(turns, days.incident)


@remembered(2048)
def _cited(knowledge: Knowledge, refs: tuple[str, ...]) -> _Citations:
    return _Citations(knowledge, refs)


def speaks(knowledge: Knowledge, case: Case, refs: tuple[str, ...]) -> bool:
    """Whether one of the articles is in force, binds the other side, and speaks to such a person."""
    cited = _cited(knowledge, refs).of(case)
    return bool(cited) and not silent(knowledge, case, cited[0].ref)


def binds(knowledge: Knowledge, case: Case, ref: str) -> bool:
    """Whether the statute speaks to whoever runs this wallet: a card in a phone is no payment institution's."""
    provider = case.wallet(knowledge)
    only_for = knowledge.statutes[ref.partition("/")[0]].only_for
    return not only_for or provider is None or provider.kind in only_for


def silent(knowledge: Knowledge, case: Case, ref: str) -> bool:
    """Whether the article does not speak to such a person: consumer law is for consumers. The unknown silences nothing."""
    return any(case.answers.get(fact) in words for fact, words in silences(knowledge, ref))


def read_in(knowledge: Knowledge, uses: Iterable[Reference]) -> Iterator[Document]:
    """What was read elsewhere than in statutes, each once. What nobody could name is not shown."""
    read = dict.fromkeys((use.source.id, use.part) for use in named(uses))
    return (_document(knowledge, source, part) for source, part in read)


@remembered(2048)
def _document(knowledge: Knowledge, source: str, part: str | None) -> Document:
    entry = knowledge.sources[source]
    return Document(source=source, told=document(knowledge, Reference(source=entry, part=part)), url=entry.url)


@remembered(8192)
def silences(knowledge: Knowledge, ref: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The asked facts, each with the answers under which the statute or the article does not speak to the case."""
    found = find_article(knowledge, ref)
    if found is None or found[1].to_everybody:
        return ()
    return (*found[0].silent_on.items(), *found[1].silent_on.items())


def _other_edition(cited: Cited, days: Days) -> str | None:
    """Procedure follows today, liability the incident: where the two days have different editions, the other one."""
    other = days.as_of if cited.article.applies is Applies.INCIDENT else days.incident
    edition = cited.statute.edition_on(other) if other else None
    return edition.id if edition and edition.id != cited.edition.id else None


@remembered(8192)
def _turns(knowledge: Knowledge, ref: str) -> tuple[date, ...]:
    """The days on which something else is shown of an article: another edition, or that something is in doubt."""
    found = find_article(knowledge, ref)
    if found is None:
        return ()
    statute, article = found
    doubts = (*article.doubt, *(doubt for edition in statute.editions for doubt in edition.doubt))
    editions = turning(edition.in_force for edition in statute.editions)
    return tuple(sorted({*editions, *(doubt.since for doubt in doubts if doubt.since)}))


def _basis(knowledge: Knowledge, ref: str, days: Days) -> Basis:
    cited = resolve(knowledge, ref, days)
    assert cited
    edition, article = cited.edition, cited.article
    return Basis(
        citation=cited.citation,
        statute=cited.statute.title,
        article=cited.name,
        edition=edition.id,
        in_force=edition.in_force,
        gist=article.gist,
        url=edition.url,
        checked=edition.checked,
        secondary=article.secondary,
        doubt=doubted((*article.doubt, *edition.doubt), days.for_(article.applies)),
        other_edition=_other_edition(cited, days),
    )
