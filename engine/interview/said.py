"""Words that people say, and whether they stand in what is typed. “…” in a word stands for a few others: 被…起诉."""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["listed", "pattern", "stands_in"]

GAP = "…"
LISTED = re.compile("[、,] ?")
BETWEEN = r"[^,，。;；.!！?？、\n]{1,12}?"


def listed(*texts: str) -> list[str]:
    """The words of a wording that lists them: “甲、乙”, “one, two”."""
    return [word for text in texts for word in LISTED.split(text)]


def stands_in(known: str, text: str) -> bool:
    """Whether a word of two letters or more stands in the text: in a script with spaces as words of their own."""
    if len(known) < 2 or known.isdigit():
        return False
    if known.isascii():
        return pattern(known).search(text) is not None
    return pattern(known.replace(" ", "")).search(text.replace(" ", "")) is not None


@lru_cache(maxsize=4096)
def pattern(word: str) -> re.Pattern[str]:
    """What is looked for."""
    inside = BETWEEN.join(map(re.escape, word.split(GAP)))
    return re.compile(rf"\b{inside}\b" if word.isascii() else inside, re.IGNORECASE)
