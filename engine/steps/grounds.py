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
        self.knowledge, self.refs = knowledge, tuple(dict.fromkeys(refs))
        self.days = tuple(sorted({date.min, *(day for ref in refs for day in _turns(knowledge, ref))}))
        self.hears = tuple(dict.fromkeys(fact for ref in refs for fact, _ in silences(knowledge, ref)))
        self._known: Remembered[tuple[object, ...], tuple[tuple[Cited, ...], tuple[Basis, ...]]] = Remembered(KEPT)

    def of(self, case: Case) -> tuple[Cited, ...]:
        return self._of(case)[0]

    def shown(self, case: Case) -> tuple[Basis, ...]:
        return self._of(case)[1]

    def _of(self, case: Case) -> tuple[tuple[Cited, ...], tuple[Basis, ...]]:
        provider, days = case.wallet(self.knowledge), case.days
        stretch = bisect_right(self.days, days.as_of), days.incident and bisect_right(self.days, days.incident)
        key = (*stretch, provider.kind if provider else None, *map(case.answers.get, self.hears))
        found = self._known.get(key)
        if found is None:
            cited = tuple(self._speaking(case))
            basis = (
                _basis(self.knowledge, item.ref, _cited(self.knowledge, (item.ref,)).begun(days)) for item in cited
            )
            found = self._known[key] = cited, tuple(basis)
        return found

    def begun(self, days: Days) -> Days:
        """The first days on which the same was shown."""
        as_of, incident = (
            self.days[bisect_right(self.days, day) - 1] if day else None for day in (days.as_of, days.incident)
        )
        assert as_of
        return Days(as_of, incident)

    def _speaking(self, case: Case) -> list[Cited]:
        found = (resolve(self.knowledge, ref, case.days) for ref in self.refs)
        bound = [cited for cited in found if cited and binds(self.knowledge, case, cited.ref)]
        return [cited for cited in bound if not silent(self.knowledge, case, cited.ref)] or bound


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
    return (*editions, *(doubt.since for doubt in doubts if doubt.since))


@remembered(8192)
def _basis(knowledge: Knowledge, ref: str, days: Days) -> Basis:
    """What is shown of an article that is in force."""
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
