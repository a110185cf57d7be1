"""What gives each of some entries → a mapping, or a sequence, that makes an entry when somebody asks for it."""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterable, Iterator, Mapping, Sequence, ValuesView
from typing import TypeVar, overload

__all__ = ["Entries", "Items"]

T = TypeVar("T")


class Entries(Mapping[str, T]):
    """A mapping in the order of the names; each entry is made when it is first asked for, and once."""

    def __init__(self, names: Iterable[str], make: Callable[[str], T]) -> None:
        self._names, self._make = dict.fromkeys(names), make
        self._found: dict[str, T] = {}
        self._complete = False

    def __getitem__(self, name: str) -> T:
        if name not in self._found:
            if name not in self._names:
                raise KeyError(name)
            self._found[name] = self._make(name)
        return self._found[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def values(self) -> ValuesView[T]:
        return self._whole().values()

    def items(self) -> ItemsView[str, T]:
        return self._whole().items()

    def _whole(self) -> dict[str, T]:
        """Every entry, in its order."""
        if not self._complete:
            self._found, self._complete = {name: self[name] for name in self._names}, True
        return self._found


class Items(Sequence[T]):
    """So many items; each is made of its place when it is first asked for, and is the same for every thread."""

    def __init__(self, count: int, make: Callable[[int], T]) -> None:
        self._places, self._make = range(count), make
        self._found: dict[int, T] = {}

    @overload
    def __getitem__(self, place: int) -> T: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[T, ...]: ...
    def __getitem__(self, place: int | slice) -> T | tuple[T, ...]:
        if isinstance(place, slice):
            return tuple(self[number] for number in self._places[place])
        found = self._found.get(place)
        if found is None:
            number = self._places[place]
            found = self._found.get(number) or self._found.setdefault(number, self._make(number))
        return found

    def __iter__(self) -> Iterator[T]:
        return map(self.__getitem__, self._places)

    def __len__(self) -> int:
        return len(self._places)
