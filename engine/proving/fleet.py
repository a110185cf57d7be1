"""Guarantees → what became of each, in the order in which they stand, proved by two processes at once.

What takes longest is begun first. A process reads the files itself: formulas do not travel.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from pathlib import Path

from engine.adviser import load_adviser
from engine.proving.proving import Proved, Prover
from rules.guarantees import Guarantee, Kind, load_guarantees

__all__ = ["prove_all"]

TOGETHER = (
    (Kind.SETTLED, Kind.NOT_LESS, Kind.ONLY_OPEN, Kind.AFTER, Kind.NEVER_OPEN),
    tuple(
        kind for kind in Kind if kind not in (Kind.SETTLED, Kind.NOT_LESS, Kind.ONLY_OPEN, Kind.AFTER, Kind.NEVER_OPEN)
    ),
)
"""the kinds that one process proves: those of two cases share their formulas"""


def prove_all(
    guarantees: Sequence[Guarantee], folders: tuple[Path, Path], today: date, processes: int = 2
) -> Iterator[Proved]:
    """Raises InferenceError where the solver gives up."""
    if processes < 2 or len(guarantees) < 2:
        yield from _prove([item.id for item in guarantees], folders, today)
        return
    shares = [[item.id for kind in kinds for item in guarantees if item.kind is kind] for kinds in TOGETHER]
    rest = {name for share in shares for name in share}
    shares[0] += [item.id for item in guarantees if item.id not in rest]
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        running = [pool.submit(_prove, share, folders, today) for share in shares if share]
        found = {proved.guarantee.id: proved for done in running for proved in done.result()}
    yield from (found[item.id] for item in guarantees)


def _prove(names: Sequence[str], folders: tuple[Path, Path], today: date) -> list[Proved]:
    adviser = load_adviser(*folders)
    wanted = load_guarantees(adviser.knowledge, adviser.rulebase, folders[1])
    prover = Prover(adviser, today)
    found = {item.id: item for item in wanted}
    return [prover.prove(found[name]) for name in names]
