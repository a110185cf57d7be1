"""SVG of the wasm build → the same, as wide as its title.

That build knows no fonts, and reserves three quarters of what a Chinese title takes. Boxes have their sizes written down,
and a frame is as wide as its boxes; only the title of a narrow picture would be cut off at the right edge.
"""

from __future__ import annotations

import html
import re

from diagrams.drawing.sizes import width_of

__all__ = ["with_room_for_title"]

LINE = re.compile(r'<text [^>]*text-anchor="start" x="(-?[\d.]+)"[^>]* font-size="([\d.]+)">([^<]*)</text>')
"""Only the lines of a title begin at the left"""
GROUND = re.compile(r'(<polygon fill="white" stroke="none" points="(?:\S+ ){2})([\d.]+)(,\S+ )([\d.]+)')
HEAD = re.compile(r'<svg width="([\d.]+)pt"([^>]*?viewBox="0\.00 0\.00 )([\d.]+)')
MARGIN = 18.0


def with_room_for_title(svg: str) -> str:
    """The SVG with its right edge moved as far as the longest line of the title needs; the same if there is room."""
    edges = [float(x) + width_of(html.unescape(text), float(size)) for x, size, text in LINE.findall(svg)]
    ground = GROUND.search(svg)
    missing = max(edges, default=0.0) + MARGIN - float(ground[2]) if ground else 0.0
    if missing <= 0:
        return svg
    wider = HEAD.sub(
        lambda m: f'<svg width="{float(m[1]) + missing:.0f}pt"{m[2]}{float(m[3]) + missing:.2f}', svg, count=1
    )
    return GROUND.sub(lambda m: f"{m[1]}{float(m[2]) + missing:.2f}{m[3]}{float(m[4]) + missing:.2f}", wider, count=1)
