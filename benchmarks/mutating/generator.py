"""The engine's Python → mutants: what the generator of mutmut makes of its functions, each as the file with one change."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation import file_mutation
from mutmut.mutation.pragma_handling import IgnoredCode

from benchmarks.mutating.mutant import Mutant

__all__ = ["draw", "every_mutant"]


class _Visitor(file_mutation.MutationVisitor):
    """Goes into decorated functions too: mutmut leaves them out since its trampolines cannot wrap them, and we have none."""

    def _skip_node_and_children(self, node: cst.CSTNode) -> bool:
        if isinstance(node, cst.FunctionDef):
            return node.name.value in file_mutation.NEVER_MUTATE_FUNCTION_NAMES
        return bool(super()._skip_node_and_children(node))


@dataclass(frozen=True)
class _Place:
    """A mutation that is not written out yet."""

    name: str
    path: str
    module: cst.Module
    mutation: file_mutation.Mutation
    lines: range
    around: range

    def written(self) -> Mutant:
        changed = self.module.deep_replace(self.mutation.original_node, self.mutation.mutated_node)
        return Mutant(self.name, self.path, self.lines, self.around, changed.code)


def every_mutant(root: Path, package: str) -> list[_Place]:
    """Every mutation of a function or method below the folder, in the order of files and lines."""
    return [
        place
        for path in sorted((root / package).rglob("*.py"))
        for place in _of_file(path, str(path.relative_to(root)))
    ]


def _of_file(path: Path, name: str) -> Iterator[_Place]:
    wrapper = MetadataWrapper(cst.parse_module(path.read_text(encoding="utf-8")))
    visitor = _Visitor(file_mutation.mutation_operators, IgnoredCode(set(), set(), set()))
    module = wrapper.visit(visitor)
    positions = MetadataWrapper(module, unsafe_skip_copy=True).resolve(PositionProvider)
    owners = _owners(module)
    told: Counter[str] = Counter()
    for mutation in visitor.mutations:
        function = mutation.contained_by_top_level_function
        if isinstance(function, cst.FunctionDef):
            full = f"{name.removesuffix('.py').replace('/', '.')}.{owners.get(function, '')}{function.name.value}"
            told[full] += 1
            around = _lines(positions[function])
            place = positions.get(mutation.original_node)
            yield _Place(f"{full}#{told[full]}", name, module, mutation, _lines(place) if place else around, around)


def _owners(module: cst.Module) -> dict[cst.CSTNode, str]:
    """Each method → its class and a point."""
    classes = [node for node in module.body if isinstance(node, cst.ClassDef)]
    return {method: f"{owner.name.value}." for owner in classes for method in owner.body.body}


def _lines(place: object) -> range:
    return range(place.start.line, place.end.line + 1)  # type: ignore[attr-defined]


def draw(root: Path, package: str, seed: int, count: int, named: list[str]) -> tuple[dict[str, int], list[Mutant]]:
    """How many there are in each package, and those that are named, or else a sample in which each package has its share."""
    places = every_mutant(root, package)
    if named:
        return _counted(places), [place.written() for place in places if place.name in named]
    rooms = _counted(places)
    rng = random.Random(seed)
    taken: list[_Place] = []
    for room, share in _shares(rooms, count).items():
        taken += rng.sample([place for place in places if str(Path(place.path).parent) == room], share)
    rng.shuffle(taken)
    return rooms, [place.written() for place in taken]


def _counted(places: list[_Place]) -> dict[str, int]:
    return dict(sorted(Counter(str(Path(place.path).parent) for place in places).items()))


def _shares(rooms: dict[str, int], count: int) -> dict[str, int]:
    """Whole numbers that add up to the count, the greatest remainders first."""
    whole = sum(rooms.values())
    exact = {room: min(count, whole) * number / whole for room, number in rooms.items()}
    shares = {room: int(share) for room, share in exact.items()}
    missing = min(count, whole) - sum(shares.values())
    for room in sorted(exact, key=lambda room: shares[room] - exact[room])[:missing]:
        shares[room] += 1
    return shares
