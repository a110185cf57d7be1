"""In: the mapping of a case file, and the day. Out: a `Case` that fits the vocabulary, and the facts computed from its contacts and limits.

`case` reads and checks; `computed` counts days, standings and what is foreclosed; `changes` makes another case of one.
The limits themselves are added to dates by `knowledge/limits.py`.
"""

from engine.case.case import Answer, Attempt, Case, read_case, words_of
from engine.case.computed import (
    ChannelStanding,
    Elapsed,
    FactValue,
    bind,
    compute,
    foreclosures,
    reply_clock,
    settlers,
    standings,
)

__all__ = [
    "Answer",
    "Attempt",
    "Case",
    "ChannelStanding",
    "Elapsed",
    "FactValue",
    "bind",
    "compute",
    "foreclosures",
    "read_case",
    "reply_clock",
    "settlers",
    "standings",
    "words_of",
]
