"""In: the mapping of a case file, and the day. Out: a `Case` that fits the vocabulary, and the facts computed from its contacts and limits.

`forms` says what an answer can look like, `shape` what a case file holds (and its JSON Schema), `reader` reads and checks; `standings` tells where every channel stands, `reply_clock` until when an answer is awaited;
`computed` lists the functions that make facts of both, of which `elapsed`, `limitation`, `foreclosure`, `settlement`, `resolution`, `contacts` and `one_answer` hold a kind each; `meant` says what a contact must have been; `changes` makes another case of one.
The limits themselves are added to dates by `knowledge/limits.py`.
"""

from engine.case.case import EARLIEST, Answer, Attempt, Case, words_of
from engine.case.computed import FactValue, compute, computing
from engine.case.elapsed import Elapsed
from engine.case.foreclosure import foreclosures, is_same_side
from engine.case.forms import is_unknown
from engine.case.reader import LATEST, read_case
from engine.case.reply_clock import reply_clock
from engine.case.settlement import bind, settlers
from engine.case.shape import case_schema
from engine.case.standings import ChannelStanding, standings, tried

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
