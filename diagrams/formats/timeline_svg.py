"""A timeline → SVG text. A table: what it is about, bars over days, the same in words. Marks differ by pattern and shape.

Sizes come from `sizes.py`, so that no program has to know a font; colours only repeat what the patterns say.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from xml.sax.saxutils import escape

from diagrams.drawing import Timeline
from diagrams.drawing.bars import POINTS, Bar, Mark, Row, Section
from diagrams.drawing.scale import Scale, scale_of
from diagrams.drawing.sizes import LEADING, clean, width_of, wrap
from diagrams.drawing.styles import FONTS

__all__ = ["write_timeline_svg"]

DAY = timedelta(days=1)
MARGIN, LABEL, PLOT, TOLD, GAP = 18.0, 190.0, 520.0, 250.0, 14.0
"""Points: around, and across: labels, bars, words, and between them"""
TEXT, HEADING, TITLE, SMALL = 11.0, 12.0, 14.0, 10.0
BAR, PAD, TICK = 13.0, 6.0, 62.0
INK, PALE, RED = "#1A1A1A", "#C9D3DB", "#A4262C"

FILLS = {
    Mark.STATUTORY: ("#005B94", "#00314F", ""),
    Mark.YARDSTICK: ("url(#{mark}hatch)", "#7A5C00", ""),
    Mark.LATE: ("url(#{mark}cross)", "#8A3B00", ""),
    Mark.SLOW: ("#F4E8D8", "#7A5C1E", "4 2"),
    Mark.NO_LIMIT: ("#FFFFFF", "#6E6E6E", "1.5 3"),
    Mark.DO: ("url(#{mark}stripes)", "#00664B", ""),
    Mark.WOULD: ("#FFFFFF", "#005B94", "5 3"),
    Mark.SOMETIME: ("#EEF1F4", "#1A1A1A", "1 3 5 3"),
    Mark.CLAIM: ("url(#{mark}dots)", "#5B4A7A", ""),
}
"""Fill, outline and its dashes; `{mark}` begins the names of patterns"""

PATTERNS = """<defs>
<pattern id="{mark}hatch" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" fill="#FFF4C7"/><path d="M-1 1 L1 -1 M0 6 L6 0 M5 7 L7 5" stroke="#7A5C00" stroke-width="1"/></pattern>
<pattern id="{mark}cross" width="5" height="5" patternUnits="userSpaceOnUse"><rect width="5" height="5" fill="#F8CFA8"/><path d="M0 0 L5 5 M5 0 L0 5" stroke="#8A3B00" stroke-width="1"/></pattern>
<pattern id="{mark}stripes" width="4" height="4" patternUnits="userSpaceOnUse"><rect width="4" height="4" fill="#A6E3CF"/><path d="M1 0 V4" stroke="#00664B" stroke-width="1.6"/></pattern>
<pattern id="{mark}dots" width="5" height="5" patternUnits="userSpaceOnUse"><rect width="5" height="5" fill="#F1EDF7"/><circle cx="2.5" cy="2.5" r="1" fill="#5B4A7A"/></pattern>
</defs>"""


def write_timeline_svg(timeline: Timeline, mark: str = "") -> str:
    """SVG text that ends in a newline. Every text of the timeline is escaped, and stands inside of its column.

    Rows and sections are groups with ids, numbered from 1 (`node-2-1`, `cluster-2`). `mark` tells the patterns of two
    pictures on one page apart.
    """
    return _Writer(timeline, mark).svg()


class _Writer:
    def __init__(self, timeline: Timeline, mark: str) -> None:
        self.timeline, self.mark = timeline, mark
        days = [day for bar in timeline.bars() for day in (bar.first, bar.last + DAY)]
        self.scale: Scale = scale_of([*days, timeline.today], PLOT)
        self.left = MARGIN + LABEL + GAP
        self.right = self.left + max(self.scale.width, 160.0)
        self.width = self.right + GAP + TOLD + MARGIN

    def svg(self) -> str:
        body, height = [], MARGIN
        for part, tall in self.parts(height):
            body += part
            height += tall
        height += MARGIN
        size = f'width="{_n(self.width)}pt" height="{_n(height)}pt" viewBox="0 0 {_n(self.width)} {_n(height)}"'
        head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{FONTS}" fill="{INK}">'
        title = f"<title>{_text(' – '.join(self.timeline.title))}</title>"
        ground = f'<rect width="{_n(self.width)}" height="{_n(height)}" fill="#FFFFFF"/>'
        patterns = PATTERNS.replace("{mark}", self.mark)
        return "\n".join([head, title, patterns, ground, '<g class="graph">', *body, "</g>", "</svg>"]) + "\n"

    def parts(self, top: float) -> Iterator[tuple[list[str], float]]:
        """The parts from top to bottom: each drawn below the ones before, with its height."""
        for make in (self.heading, self.legend, self.axis):
            part, tall = make(top)
            yield part, tall
            top += tall
        first = top
        for number, section in enumerate(self.timeline.sections, 1):
            part, tall = self.section(section, number, top)
            yield part, tall
            top += tall
        yield self.verticals(first, top), 0.0

    def heading(self, top: float) -> tuple[list[str], float]:
        most = self.width - 2 * MARGIN
        lines = [(line, TITLE) for part in self.timeline.title for line in wrap(part, TITLE, most)]
        lines += [(line, TEXT) for part in self.timeline.notes for line in wrap(part, TEXT, most)]
        part, height = [], 0.0
        for line, size in lines:
            height += size * LEADING
            part.append(_words(line, MARGIN, top + height - size * 0.3, size))
        return part, height + PAD

    def legend(self, top: float) -> tuple[list[str], float]:
        """Samples in a row, and as many rows as they need."""
        part, x, y = [], MARGIN + width_of(self.timeline.legend_title, SMALL) + GAP, top + BAR
        part.append(_words(self.timeline.legend_title, MARGIN, y, SMALL))
        for mark, text in self.timeline.legend:
            wide = 30 + width_of(clean(text), SMALL) + GAP
            if x + wide > self.width - MARGIN:
                x, y = MARGIN + width_of(self.timeline.legend_title, SMALL) + GAP, y + BAR + PAD
            part += _point(mark, x + 12, y - 4) if mark in POINTS else [self.box(mark, x, y - 10, 24, 11, text)]
            part.append(_words(text, x + 30, y, SMALL))
            x += wide
        return part, y - top + 2 * PAD

    def axis(self, top: float) -> tuple[list[str], float]:
        """Today, and as many days on which something begins or ends as find room; shortened stretches are cut."""
        base = top + 2 * TEXT
        part = [_line(self.left, base, self.right, base, INK, 1.0)]
        today = f"{self.timeline.today_word} {self.timeline.today}"
        part.append(_words(today, self.scale.at(self.timeline.today) + self.left, base - 16, SMALL, RED, "middle"))
        for day in self.ticks():
            x = self.left + self.scale.at(day)
            part.append(_line(x, base - 3, x, base, INK, 1.0))
            part.append(_words(self.told(day), x, base - 5, SMALL - 1, INK, "middle"))
        for knot in self.scale.broken:
            x = self.left + (self.scale.places[knot] + self.scale.places[knot + 1]) / 2
            part.append(f'<path d="M{_n(x - 5)} {_n(base + 4)} l4 -8 M{_n(x)} {_n(base + 4)} l4 -8" stroke="{INK}"/>')
        return part, base - top + PAD

    def told(self, day: date) -> str:
        return f"{day:%m-%d}" if day.year == self.timeline.today.year else str(day)

    def ticks(self) -> list[date]:
        """Days with room for their label between those before and after."""
        wanted = sorted({day for bar in self.timeline.bars() for day in (bar.first, bar.last)} - {self.timeline.today})
        found: list[date] = []
        for day in wanted:
            if all(abs(self.scale.at(day) - self.scale.at(other)) >= TICK for other in found):
                found.append(day)
        return found

    def section(self, section: Section, number: int, top: float) -> tuple[list[str], float]:
        title = _words(section.title, MARGIN, top + HEADING + 2, HEADING, INK, "start", bold=True)
        line = _line(MARGIN, top + HEADING + 7, self.width - MARGIN, top + HEADING + 7, PALE, 1.0)
        part = [f'<g class="cluster" id="cluster-{number}">{title}{line}</g>']
        height = HEADING + 7 + PAD
        for place, row in enumerate(section.rows, 1):
            drawn, tall = self.row(row, top + height)
            ground = (
                f"M{_n(MARGIN - 4)} {_n(top + height)} H{_n(self.width - MARGIN + 4)} v{_n(tall)} H{_n(MARGIN - 4)} z"
            )
            part += [
                f'<g class="node" id="node-{number}-{place}"><path d="{ground}" fill="#FFFFFF"/><g>',
                *drawn,
                "</g></g>",
            ]
            height += tall
        return part, height + PAD

    def row(self, row: Row, top: float) -> tuple[list[str], float]:
        label, told = wrap(row.label, TEXT, LABEL), wrap(row.words, SMALL, TOLD)
        tall = max(len(label) * TEXT, len(told) * SMALL, BAR) * LEADING + PAD
        middle, shared = top + tall / 2, any(bar.mark is Mark.WOULD for bar in row.bars)
        part = [
            *_column(label, MARGIN, middle, TEXT),
            *_column(told, self.right + GAP, middle, SMALL),
            *(line for bar in row.bars for line in self.bar(bar, middle, shared)),
            _line(MARGIN, top + tall, self.width - MARGIN, top + tall, "#EEF1F4", 0.6),
        ]
        return part, tall

    def bar(self, bar: Bar, middle: float, shared: bool) -> list[str]:
        """A bar, over the whole height of the row's bars; what would run runs below what is to be done."""
        x = self.left + self.scale.at(bar.first)
        if bar.mark in POINTS:
            return _point(bar.mark, x, middle, bar.tip)
        wide = max(3.0, self.left + self.scale.at(bar.last + DAY) - x)
        upper = middle if bar.mark is Mark.WOULD else middle - BAR / 2
        drawn = [self.box(bar.mark, x, upper, wide, BAR / 2 if shared else BAR, bar.tip)]
        if bar.provisional:
            end = x + wide + 2
            drawn.append(_line(end, middle - BAR / 2 - 2, end, middle + BAR / 2 + 2, INK, 1.6, "2 2"))
        return drawn

    def box(self, mark: Mark, x: float, y: float, wide: float, high: float, tip: str) -> str:
        fill, pen, dashes = FILLS[mark]
        fill, dashed = fill.replace("{mark}", self.mark), f' stroke-dasharray="{dashes}"' if dashes else ""
        place = f'x="{_n(x)}" y="{_n(y)}" width="{_n(wide)}" height="{_n(high)}"'
        return f'<rect {place} fill="{fill}" stroke="{pen}" stroke-width="1.2"{dashed}>{_tip(tip)}</rect>'

    def verticals(self, top: float, bottom: float) -> list[str]:
        x = self.left + self.scale.at(self.timeline.today)
        return [_line(x, top - PAD, x, bottom, RED, 1.2, "6 3")]


def _point(mark: Mark, x: float, y: float, tip: str = "") -> list[str]:
    shapes = {
        Mark.EVENT: f'<path d="M{_n(x)} {_n(y - 7)} l7 7 l-7 7 l-7 -7 z" fill="{INK}"',
        Mark.CONTACT: f'<circle cx="{_n(x)}" cy="{_n(y)}" r="5" fill="#FFFFFF" stroke="{INK}" stroke-width="2"',
        Mark.OPENS: f'<path d="M{_n(x - 4)} {_n(y - 7)} l11 7 l-11 7 z" fill="#009E73" stroke="#00664B"',
        Mark.EXPIRES: f'<path d="M{_n(x - 5)} {_n(y - 5)} l10 10 m0 -10 l-10 10" stroke="{RED}" stroke-width="2.6"',
    }
    return [f"{shapes[mark]}>{_tip(tip)}{_end(shapes[mark])}"]


def _end(opened: str) -> str:
    return f"</{opened[1 : opened.index(' ')]}>"


def _tip(text: str) -> str:
    return f"<title>{_text(text)}</title>" if text else ""


def _column(lines: tuple[str, ...], x: float, middle: float, size: float) -> Iterator[str]:
    """Lines one below the other, centred on the row."""
    top = middle - len(lines) * size * LEADING / 2
    return (_words(line, x, top + (number + 0.78) * size * LEADING, size) for number, line in enumerate(lines))


def _words(
    text: str, x: float, y: float, size: float, colour: str = INK, anchor: str = "start", bold: bool = False
) -> str:
    heavy = ' font-weight="bold"' if bold else ""
    place = f'x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}" text-anchor="{anchor}" fill="{colour}"{heavy}'
    return f"<text {place}>{_text(text)}</text>"


def _line(x1: float, y1: float, x2: float, y2: float, colour: str, width: float, dashes: str = "") -> str:
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    place = f'x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}"'
    return f'<line {place} stroke="{colour}" stroke-width="{_n(width)}"{dashed}/>'


def _text(text: str) -> str:
    return escape(clean(text))


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
