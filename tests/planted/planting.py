"""The files and a seed → faults, each at one place of one file, as many of each kind."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping

from knowledge.library import Knowledge
from rules.models import Rulebase
from tests.planted import meanings, mutations, shapes
from tests.planted.places import Change, Mutation, Place

__all__ = ["KINDS", "plant"]

KINDS: Mapping[str, Change] = {
    change.__name__.replace("_", " "): change for part in (mutations, shapes, meanings) for change in part.CHANGES
}
"""The ways to plant a fault, by their name"""


def plant(
    texts: Mapping[tuple[str, str], str], knowledge: Knowledge, rulebase: Rulebase, seed: int, count: int
) -> Iterator[Mutation]:
    """So many faults, each at a place drawn among all that its kind fits; the same seed plants the same."""
    draw = random.Random(seed)
    lines = {key: tuple(text.split("\n")) for key, text in sorted(texts.items())}
    places = [Place(*key, told, n, knowledge, rulebase) for key, told in lines.items() for n in range(len(told) - 1)]
    fitting = {
        kind: [place for place in places if _change(change, place) is not None] for kind, change in KINDS.items()
    }
    kinds = [kind for kind in KINDS if fitting[kind]]
    for number in range(count):
        kind = kinds[number % len(kinds)]
        place = draw.choice(fitting[kind])
        new = KINDS[kind](draw, place)
        length = 1 if new else place.length
        yield Mutation(kind, place.root, place.name, place.number, place.line, new or None, place.record, length)


def _change(change: Change, place: Place) -> str | None:
    told = change(random.Random(0), place)
    return None if told is None or told == place.line else told
