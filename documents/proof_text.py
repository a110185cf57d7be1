"""What became of the guarantees → lines in one language: each with its counterexamples, then the counts and what was left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from engine.proof import BrokenEntry, Outcome, Proof, ProvedEntry
from engine.wording import phrase
from knowledge.library import Knowledge
from knowledge.loader import write_yaml
from knowledge.models import Lang

__all__ = ["case_files", "proof_lines"]


def proof_lines(proof: Proof, knowledge: Knowledge, lang: Lang) -> Iterator[str]:
    """Every guarantee in its order; of one that is broken the cases, as they go into a file."""
    for entry in proof.guarantees:
        yield from _lines(entry, knowledge, lang)
    counted = Counter(entry.outcome for entry in proof.guarantees)
    told = {outcome.value: counted[outcome] for outcome in Outcome}
    kept = sum(len(entry.exceptions) for entry in proof.guarantees)
    yield phrase(knowledge, lang, "proof-left-out")
    yield from (text[lang] for text in proof.left_out)
    yield phrase(knowledge, lang, "proof-count", exceptions=kept, **told)


def case_files(proof: Proof) -> Mapping[str, dict[str, object]]:
    """Every counterexample under the name of its file."""
    found: dict[str, dict[str, object]] = {}
    for entry in proof.guarantees:
        for number, item in enumerate(entry.broken, 1):
            found |= {_name(entry, number, place, item): dict(case) for place, case in enumerate(item.cases)}
    return found


def _name(entry: ProvedEntry, number: int, place: int, item: BrokenEntry) -> str:
    which = ("-before", "-after")[place] if len(item.cases) > 1 else ""
    return f"{entry.id}-{number}{which}.yaml"


def _lines(entry: ProvedEntry, knowledge: Knowledge, lang: Lang) -> Iterator[str]:
    outcome = phrase(knowledge, lang, f"proof-{entry.outcome}")
    yield phrase(
        knowledge, lang, "proof-line", outcome=outcome, id=entry.id, claims=entry.claims, seconds=entry.seconds
    )
    yield phrase(knowledge, lang, "proof-says", says=entry.says[lang])
    for kept in entry.exceptions:
        yield phrase(knowledge, lang, "proof-kept", where=", ".join(kept.where), why=kept.why[lang])
    for number, item in enumerate(entry.broken, 1):
        yield from _broken(entry, number, item, knowledge, lang)


def _broken(entry: ProvedEntry, number: int, item: BrokenEntry, knowledge: Knowledge, lang: Lang) -> Iterator[str]:
    yield phrase(knowledge, lang, "proof-subject", subject=item.subject)
    if not item.reproduced:
        yield phrase(knowledge, lang, "proof-not-reproduced")
    if not item.cases:
        yield phrase(knowledge, lang, "proof-no-case")
    for place, case in enumerate(item.cases):
        if len(item.cases) > 1:
            yield phrase(knowledge, lang, ("proof-before", "proof-after")[place])
        yield phrase(knowledge, lang, "proof-case", file=_name(entry, number, place, item))
        yield from (f"      {line}" for line in write_yaml(case).splitlines())
