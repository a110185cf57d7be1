"""In: the mapping of a case file, and the day. Out: a `Case` that fits the vocabulary, and the facts computed from its contacts and limits.

`forms` says what an answer can look like, `shape` what a case file holds (and its JSON Schema), `reader` reads and checks; `computed` counts days, standings and what is foreclosed; `changes` makes another case of one.
The limits themselves are added to dates by `knowledge/limits.py`.
"""

from engine.case.case import EARLIEST, Answer, Attempt, Case, words_of
from engine.case.computed import (
    ChannelStanding,
    Elapsed,
    FactValue,
    bind,
    compute,
    computing,
    foreclosures,
    is_same_side,
    reply_clock,
    settlers,
    standings,
    tried,
)
from engine.case.forms import is_unknown
from engine.case.reader import LATEST, read_case
from engine.case.shape import case_schema

__all__ = [
    "EARLIEST",
    "LATEST",
    "Answer",
    "Attempt",
    "Case",
    "ChannelStanding",
    "Elapsed",
    "FactValue",
    "bind",
    "case_schema",
    "compute",
    "computing",
    "foreclosures",
    "is_same_side",
    "is_unknown",
    "read_case",
    "reply_clock",
    "settlers",
    "standings",
    "tried",
    "words_of",
]
