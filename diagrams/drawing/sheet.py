"""Several drawings of one kind that are to be compared; and the same as one drawing, a row for each."""

from __future__ import annotations

from dataclasses import dataclass, replace

from diagrams.drawing.drawing import Drawing

__all__ = ["Sheet", "joined"]


@dataclass(frozen=True)
class Sheet:
    """Drawings with one scale: a line as wide in one of them says the same as in another."""

    drawings: tuple[Drawing, ...]


def joined(sheet: Sheet) -> Drawing:
    """All boxes and arrows, those of each drawing under its title; title, notes and legend of the first.

    For formats that hold one drawing. Ids begin with the number of their drawing, from 1.
    """
    parts = [_numbered(drawing, number) for number, drawing in enumerate(sheet.drawings, 1)]
    return replace(
        sheet.drawings[0],
        clusters=tuple(item for part in parts for item in part.clusters),
        nodes=tuple(item for part in parts for item in part.nodes),
        edges=tuple(item for part in parts for item in part.edges),
    )


def _numbered(drawing: Drawing, number: int) -> Drawing:
    def name(identifier: str) -> str:
        return f"{number}-{identifier}"

    heading = drawing.title[0]
    return replace(
        drawing,
        clusters=tuple(
            replace(item, id=name(item.id), title=f"{heading} · {item.title}", row=number) for item in drawing.clusters
        ),
        nodes=tuple(
            replace(item, id=name(item.id), cluster=name(item.cluster) if item.cluster else None)
            for item in drawing.nodes
        ),
        edges=tuple(replace(item, source=name(item.source), target=name(item.target)) for item in drawing.edges),
    )
