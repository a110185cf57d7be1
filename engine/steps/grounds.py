"""Citations of a step → the articles in force, with their gists, as the plan shows them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import date

from engine.case import Case
from engine.steps.parts import Basis, Document
from engine.wording import document
from knowledge.citations import Cited, Days, find_article, resolve
from knowledge.doubts import doubted
from knowledge.frozen import Frozen
from knowledge.grounds import Reference, named
from knowledge.law import Applies
from knowledge.library import Knowledge
from knowledge.remembered import Remembered, remembered
from knowledge.spans import turning

__all__ = ["Grounds", "binds", "cited_articles", "ground", "read_in", "silences", "silent"]

Key = tuple[object, ...]
KEPT = 16
"""so many stretches of days, wallets and answers are remembered of a citation before they are forgotten together"""


def ground(knowledge: Knowledge, case: Case, refs: Iterable[str]) -> tuple[Basis, ...]:
    """As `cited_articles`, with the gist and whatever else the plan shows."""
    return Grounds(knowledge, case).shown(refs)


def cited_articles(knowledge: Knowledge, case: Case, refs: Iterable[str]) -> tuple[Cited, ...]:
    """Each citation once, in order; those not in force that day, or that do not bind such a wallet, are left out.

    So are those that do not speak to such a person, unless no other is left: a step says what it was drawn from.
    """
    return tuple(met.cited for met in Grounds(knowledge, case).of(refs))


class Grounds:
    """What citations come to in one case. Its steps share most of them, so each is looked at once."""

    def __init__(self, knowledge: Knowledge, case: Case) -> None:
        provider = case.wallet(knowledge)
        self.knowledge, self.case, self.kind = knowledge, case, provider.kind if provider else None
        self._met: dict[str, _Met | None] = {}

    def of(self, refs: Iterable[str]) -> list[_Met]:
        """As `cited_articles`."""
        bound = [met for ref in dict.fromkeys(refs) if (met := self._in_case(ref))]
        return [met for met in bound if not met.is_silent] or bound

    def shown(self, refs: Iterable[str]) -> tuple[Basis, ...]:
        """As `ground`."""
        return tuple([met.basis for met in self.of(refs)])

    def speaks(self, refs: Iterable[str]) -> bool:
        """Whether one of the articles is in force, binds the other side, and speaks to such a person."""
        return any((met := self._in_case(ref)) and not met.is_silent for ref in refs)

    def _in_case(self, ref: str) -> _Met | None:
        if ref not in self._met:
            self._met[ref] = _article(self.knowledge, ref).in_case(self.case, self.kind)
        return self._met[ref]


class _Met(Frozen, eq=False):
    """An article in force that binds whoever runs the wallet: as it stands, as it is shown, and whether it says nothing to such a person."""

    cited: Cited
    basis: Basis
    is_silent: bool


class _Article:
    """One citation. What of it is shown hangs on the stretch of days, the kind of wallet and a few answers: made once for each."""

    def __init__(self, knowledge: Knowledge, ref: str) -> None:
        self.knowledge, self.ref = knowledge, ref
        self.days = [date.min, *_turns(knowledge, ref)]
        found = find_article(knowledge, ref)
        self.applies = found[1].applies if found else Applies.AS_OF
        self.has_another = found is not None and len(found[0].editions) > 1
        self.hears = tuple(dict.fromkeys(fact for fact, _ in silences(knowledge, ref)))
        self.binds_some = bool(_only_for(knowledge, ref))
        self._met: Remembered[Key, _Met | None] = Remembered(KEPT)
        self._shown: Remembered[Key, Basis] = Remembered(KEPT)

    def in_case(self, case: Case, kind: str | None) -> _Met | None:
        """None where it is not in force, or binds nobody there."""
        told = [case.answers.get(fact) for fact in self.hears]
        key = (self.stretch(case.days), kind if self.binds_some else None, *told)
        if key not in self._met:
            self._met[key] = self._worked_out(case)
        return self._met[key]

    def stretch(self, days: Days) -> Key:
        """What tells apart the days on which something else is shown: that which chooses the edition, and the other where there is another."""
        day = bisect_right(self.days, days.for_(self.applies))
        other = _other_day(self.applies, days) if self.has_another else None
        return day, other and bisect_right(self.days, other)

    def _worked_out(self, case: Case) -> _Met | None:
        known, ref = self.knowledge, self.ref
        cited = resolve(known, ref, case.days)
        if not (cited and binds(known, case, ref)):
            return None
        return _Met(cited, self.shown(cited, case.days), silent(known, case, ref))

    def shown(self, cited: Cited, days: Days) -> Basis:
        """What is shown of it on days on which it is in force."""
        key = self.stretch(days)
        if key not in self._shown:
            self._shown[key] = _basis(cited, days)
        return self._shown[key]


@remembered(8192)
def _article(knowledge: Knowledge, ref: str) -> _Article:
    return _Article(knowledge, ref)


def binds(knowledge: Knowledge, case: Case, ref: str) -> bool:
    """Whether the statute speaks to whoever runs this wallet: a card in a phone is no payment institution's."""
    provider, only_for = case.wallet(knowledge), _only_for(knowledge, ref)
    return not only_for or provider is None or provider.kind in only_for


def _only_for(knowledge: Knowledge, ref: str) -> tuple[str, ...]:
    return knowledge.statutes[ref.partition("/")[0]].only_for


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


def _other_day(applies: Applies, days: Days) -> date | None:
    return days.as_of if applies is Applies.INCIDENT else days.incident


def _other_edition(cited: Cited, days: Days) -> str | None:
    """Procedure follows today, liability the incident: where the two days have different editions, the other one."""
    other = _other_day(cited.article.applies, days)
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


def _basis(cited: Cited, days: Days) -> Basis:
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
