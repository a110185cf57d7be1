"""Citations of a step → the articles in force, with their gists, as the plan shows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from engine.case import Case
from engine.steps.outline import Basis
from knowledge.citations import Cited, Days, find_article, resolve
from knowledge.doubts import doubted
from knowledge.law import Applies
from knowledge.library import Knowledge

__all__ = ["binds", "cited_articles", "ground", "silences", "silent"]


def ground(knowledge: Knowledge, case: Case, refs: Iterable[str]) -> Iterator[Basis]:
    """As `cited_articles`, with the gist and whatever else the plan shows."""
    days = case.days
    return (_basis(knowledge, cited.ref, days) for cited in cited_articles(knowledge, case, refs))


def cited_articles(knowledge: Knowledge, case: Case, refs: Iterable[str]) -> Iterator[Cited]:
    """Each citation once, in order; those not in force that day, or that do not bind such a wallet, are left out.

    So are those that do not speak to such a person, unless no other is left: a step says what it was drawn from.
    """
    days = case.days
    found = [(ref, cited) for ref in dict.fromkeys(refs) if (cited := resolve(knowledge, ref, days))]
    bound = [(ref, cited) for ref, cited in found if binds(knowledge, case, ref)]
    speaking = [(ref, cited) for ref, cited in bound if not silent(knowledge, case, ref)]
    yield from (cited for _, cited in speaking or bound)


def binds(knowledge: Knowledge, case: Case, ref: str) -> bool:
    """Whether the statute speaks to whoever runs this wallet: a card in a phone is no payment institution's."""
    provider = case.wallet(knowledge)
    only_for = knowledge.statutes[ref.partition("/")[0]].only_for
    return not only_for or provider is None or provider.kind in only_for


def silent(knowledge: Knowledge, case: Case, ref: str) -> bool:
    """Whether the article does not speak to such a person: consumer law is for consumers. The unknown silences nothing."""
    return any(case.answers.get(fact) in words for fact, words in silences(knowledge, ref))


@lru_cache(maxsize=8192)
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


@lru_cache(maxsize=8192)
def _basis(knowledge: Knowledge, ref: str, days: Days) -> Basis:
    """What is shown of an article that is in force. It is the same for every case of these days."""
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
