"""Every text → whether its numbers and units agree: the Chinese with the English, and what tells a limit with the limit it tells."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from fractions import Fraction
from itertools import product

from knowledge.errors import Fault
from knowledge.frozen import Record
from knowledge.law import Limit
from knowledge.library import Knowledge
from knowledge.models import Duration, Lang, Text, Yardstick
from knowledge.quantities import Measure, Quantity, read_days, read_quantities
from knowledge.texts import records, texts

__all__ = ["check_agreement", "disagreements"]

LANGS: tuple[Lang, Lang] = ("zh", "en")
LONG = 100
"""numbers from here on name somebody, a sum or a year, and are not put into words"""


def check_agreement(knowledge: Knowledge) -> list[Fault]:
    """Numbers, units and limits of everything that is told, statutes and yardsticks held to their limits."""
    measures = tuple(knowledge.measures.values())
    faults = [
        knowledge.fault(kind, key, message)
        for kind, key, record in (*records(knowledge), *_of_letters(knowledge))
        for message in disagreements(record, measures)
    ]
    for statute in knowledge.statutes.values():
        told = (line for article in statute.articles for line in _untold(article.gist, article.limits, measures))
        faults += [knowledge.fault("Statute", statute.id, line) for line in told]
    for yardstick in knowledge.yardsticks.values():
        faults += [knowledge.fault("Yardstick", yardstick.id, line) for line in _other_length(yardstick, measures)]
    return sorted(set(faults))


def _of_letters(knowledge: Knowledge) -> Iterator[tuple[str, str, Record]]:
    for part in knowledge.letters.__struct_fields__:
        entries = getattr(knowledge.letters, part)
        yield from ((type(record).__name__, key, record) for key, record in entries.items())


def disagreements(record: Record, measures: Collection[Measure]) -> Iterator[str]:
    """What one language of a text of the record counts, measures or dates otherwise than the other."""
    for text in texts(record, without=("sources",)):
        zh, en = (read_quantities(text[lang], lang, measures) for lang in LANGS)
        for one, other, lang in ((zh, en, "English"), (en, zh, "Chinese")):
            for quantity in dict.fromkeys(one):
                if quantity.measure and not quantity.article and not _is_told(quantity, other):
                    yield f"“{quantity}” is not in the {lang} of “{text.zh}”"
        yield from (f"{told} in “{text.zh}”" for told in _at_odds(text, zh, en))


def _at_odds(text: Text, *quantities: Iterable[Quantity]) -> Iterator[str]:
    """Long numbers and days that only one language has, where the other has one of its own; what is left out is no fault."""
    numbers = ({str(q.number) for q in told if q.number >= LONG} for told in quantities)
    days = (read_days(text[lang], lang) for lang in LANGS)
    for zh, en in (numbers, days):
        if zh - en and en - zh:
            yield f"{', '.join(sorted(zh - en))} is {', '.join(sorted(en - zh))} in English"


def _is_told(quantity: Quantity, told: Iterable[Quantity]) -> bool:
    """With its measure, or as a bare number, which goes by the measure of the one before it."""
    return any(item.number == quantity.number and item.measure in (quantity.measure, None) for item in told)


def _untold(gist: Text, limits: Iterable[Limit], measures: Collection[Measure]) -> Iterator[str]:
    """The limits of an article that its gist does not tell in either language."""
    for limit, lang in product(limits, LANGS):
        told = read_quantities(gist[lang], lang, measures)
        if not _is_told(_quantity(limit.length, measures), told):
            yield f"{limit.id} is {limit.length}, which the gist does not say ({lang}): {gist[lang]}"
        if limit.at_most and not _adds_up(_quantity(limit.at_most, measures), told):
            yield f"{limit.id} is at most {limit.at_most}, which the gist does not say ({lang}): {gist[lang]}"


def _quantity(length: Duration, measures: Iterable[Measure]) -> Quantity:
    measure = next(item for item in measures if item.unit is length.unit)
    return Quantity(Fraction(length.value), measure.id)


def _adds_up(whole: Quantity, told: Iterable[Quantity]) -> bool:
    """Told itself, or as a time and one or two extensions of it (thirty days, thirty more; one month more)."""
    parts = {item.number for item in told if item.measure in (whole.measure, None)} | {Fraction(0), Fraction(1)}
    return any(sum(three) == whole.number for three in product(parts, repeat=3))


def _other_length(yardstick: Yardstick, measures: Collection[Measure]) -> Iterator[str]:
    """A reason that tells lengths of time tells this one among them, in whatever unit."""
    by_id = {measure.id: measure for measure in measures}
    own = _quantity(yardstick.length, measures)
    length = by_id[own.measure or ""].in_days(own.number)
    for lang in LANGS:
        told = list(read_quantities(yardstick.reason[lang], lang, measures))
        days = [by_id[item.measure].in_days(item.number) if item.measure else item.number for item in told]
        if any(item.measure for item in told) and length is not None and length not in days:
            yield f"is {yardstick.length}, but its reason tells other lengths ({lang}): {yardstick.reason[lang]}"
