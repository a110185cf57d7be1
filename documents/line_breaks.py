"""A text and a width → its lines, broken as Chinese and English are set: the door to uniseg (UAX #14).

No line begins with a closing mark or ends with an opening one; numbers, words and what belongs together stay in one piece
unless they are wider than a whole line.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, pairwise, starmap

__all__ = ["broken", "units", "width_of"]

TIES = (
    re.compile(r"(?<=\d) (?=\d)"),  # +86 571 …
    re.compile(r"(?<=\d) (?=[个年月日天元])|(?<=[年月]) (?=\d)"),  # 3 月 5 日
    re.compile(r"(?<=CNY) |(?<=Art\.) |(?<=para\.) |(?<=item) (?=\d)"),
    re.compile(r" (?=[→·–—…·])"),
)
CLOSING = re.compile(r"(?=[／/→])")
FIRST, LAST = "一", "鿿"
"""the ideographs: compared one by one, since a pattern of their range takes longer to be made than to be used"""
OPENING, ENDING = "（《「『【〈", "）》」』】〉、。，；：！？"
"""marks of the width of an ideograph: behind the first no line ends, before the others none begins"""
TIED, JOINED, APOSTROPHE = "\u00a0", "\u2060", "’"
HOLDING_ON, HELD = f"{OPENING}([“‘{TIED}{JOINED}", f"{ENDING})].,;:!?”{APOSTROPHE} {JOINED}"
"""all signs in our texts of which the same holds"""
LOOSE = " -"
"""behind which it does not hold of every one of them"""
RUN = re.compile("(?P<AL>[A-Za-z]+)|(?P<NU>[0-9]+)|.", re.DOTALL)
KIND = {"AL": "a", "NU": "0"}
"""what a line treats alike: looking up takes long, so each sequence of kinds is looked up once"""


def width_of(text: str) -> int:
    """Columns of a terminal."""
    return len(text) if text.isascii() else len(text) + sum(map(_is_wide, text))


@lru_cache(maxsize=65536)
def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"


@lru_cache(maxsize=65536)
def broken(text: str, width: int) -> tuple[str, ...]:
    """The lines, each of at most `width` columns; a piece that is wider is cut where it has to be."""
    whole = text.replace(TIED, " ").replace(JOINED, "").rstrip()
    if width_of(whole) <= width:
        return (whole,)
    lines, taken = [""], 0
    for word in _words(text):
        taken = _put(word, len(SMALLER) if _is_latin(word) else 0, lines, taken, width)
    return tuple(line.rstrip() for line in lines)


def _put(piece: str, level: int, lines: list[str], taken: int, width: int) -> int:
    """Adds the piece to the lines and tells how much of the last one is taken. Only what does not fit whole is taken apart."""
    shown = piece.replace(TIED, " ").replace(JOINED, "")
    room = width - width_of(shown.rstrip())
    if taken <= room or not shown:
        lines[-1] += shown
        return taken + width_of(shown)
    if level < len(SMALLER):
        for part in SMALLER[level](piece):
            taken = _put(part, level + 1, lines, taken, width)
        return taken
    if lines[-1]:
        lines.append("")
    *cut, rest = [shown] if room >= 0 else _cut(shown, width)
    lines[-1:] = [*cut, rest]
    return width_of(rest)


def _words(text: str) -> list[str]:
    """What ends at a blank, with the blanks behind it; what is tied together is one."""
    for tie in TIES:
        text = tie.sub(TIED, text)
    return re.findall(r"[^ ]* *", CLOSING.sub(JOINED, text))


def units(word: str) -> Iterator[str]:
    """What no line breaks inside of, of a word without blanks; plain words end at a blank only."""
    if _is_latin(word):
        yield word
        return
    for part in _at_sure_ends(word):
        yield from _looked_up(part)


def _is_latin(word: str) -> bool:
    return word.replace(TIED, "").replace(JOINED, "").isascii()


def _at_sure_ends(word: str) -> Iterator[str]:
    """Cut where a line may always end, whatever stands around: so only what lies between is looked up."""
    start = 0
    for at, (one, other) in enumerate(pairwise(word), 1):
        if _are_apart(one, other):
            yield word[start:at]
            start = at
    yield word[start:]


def _are_apart(one: str, other: str) -> bool:
    """Whether a line may surely end between the two: ideographs, their marks, and a letter or figure beside one (LB31)."""
    if one in OPENING or other in ENDING:
        return False
    wide = _is_ideographic(one), _is_ideographic(other)
    return any(wide) and (wide[0] or _is_plain(one)) and (wide[1] or _is_plain(other))


def _are_one(one: str, other: str) -> bool:
    """Whether a line surely never ends between the two (LB7, 11–14, 19, 21, 23, 25, 28)."""
    if one in HOLDING_ON or other in HELD or other == TIED:
        return one not in LOOSE
    return _is_plain(other) and (one == APOSTROPHE or _is_plain(one))


def _is_ideographic(sign: str) -> bool:
    return FIRST <= sign <= LAST or sign in OPENING or sign in ENDING


def _is_plain(sign: str) -> bool:
    return sign.isascii() and sign.isalnum()


def _looked_up(part: str) -> Iterator[str]:
    """Broken where one character of its kind would be in place of each run."""
    if all(starmap(_are_one, pairwise(part))):
        yield part
        return
    runs = list(RUN.finditer(part))
    told = iter(run[0] for run in runs)
    for length in _lengths("".join(_kind(run) for run in runs)):
        yield "".join(islice(told, length))


SMALLER = (_at_sure_ends, _looked_up)


def _kind(run: re.Match[str]) -> str:
    return KIND[run.lastgroup] if run.lastgroup else FIRST if FIRST <= run[0] <= LAST else run[0]


@lru_cache(maxsize=65536)
def _lengths(kinds: str) -> tuple[int, ...]:
    from uniseg.linebreak import line_break_units  # a tenth of a plan to load, and most plans need none of it

    return tuple(map(len, line_break_units(kinds)))


def _cut(line: str, width: int) -> list[str]:
    """A line that is too wide in pieces that are not; its trailing blanks do not count."""
    cut = []
    while width_of(line.rstrip()) > width:
        end = next(end for end in range(1, len(line)) if width_of(line[: end + 1]) > width)
        cut.append(line[:end])
        line = line[end:]
    return [*cut, line]
