"""A sheet → one SVG: its drawings side by side in rows, small ones above each other, all to the same scale."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from diagrams.drawing import Drawing, Sheet
from diagrams.formats.dot import write_dot

__all__ = ["write_sheet_svg"]

GAP = 14.0
WIDEST = 2400.0
"""Points that a row takes at most, unless a single drawing is wider"""
SIZE = re.compile(r'<svg width="([\d.]+)pt" height="([\d.]+)pt"')


def write_sheet_svg(sheet: Sheet, lay_out: Callable[[str], bytes]) -> str:
    """SVG text that ends in a newline. Raises RenderError where no layout program is there."""
    tiles = [_tile(drawing, number, lay_out) for number, drawing in enumerate(sheet.drawings, 1)]
    placed, wide, high = [], 0.0, 0.0
    for (svg, width, height), (x, y) in zip(tiles, _places([(w, h) for _, w, h in tiles]), strict=True):
        place = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
        placed.append(SIZE.sub(f"<svg {place}", svg, count=1) + f'<rect {place} fill="none" stroke="#9AA7B1"/>')
        wide, high = max(wide, x + width), max(high, y + height)
    size = f'width="{wide:.1f}pt" height="{high:.1f}pt" viewBox="0 0 {wide:.1f} {high:.1f}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {size}>'
    return "\n".join([head, *placed, "</svg>"]) + "\n"


def _places(sizes: list[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """Where each tile stands: below the one before while that makes its row no taller, else right of it, else in a new row."""
    left = right = top = bottom = y = 0.0
    for width, height in sizes:
        if y > top and y + height <= bottom:
            pass
        elif right and right + width <= WIDEST:
            left, y = right, top
        else:
            left, top, right = 0.0, bottom + GAP if bottom else 0.0, 0.0
            y = top
        yield left, y
        y, right, bottom = y + height + GAP, max(right, left + width + GAP), max(bottom, y + height)


def _tile(drawing: Drawing, number: int, lay_out: Callable[[str], bytes]) -> tuple[str, float, float]:
    """The picture without its prolog, with ids that no other tile has, and its size in points."""
    svg = lay_out(write_dot(drawing)).decode()
    svg = svg[svg.index("<svg") :].replace(' id="', f' id="t{number}-')
    found = SIZE.search(svg)
    assert found
    return svg.strip(), float(found[1]), float(found[2])
