"""In: records (what stands in one line of a file). Out: an answer to each, the bad ones with their faults, and what was counted.

`records` is what stands in a file, `answers` one case in short, `summary` what a batch comes to, `work` a chunk of records,
`together` all of a chunk at once, `pools` who works on the chunks (`rays`: a cluster; `loaded`: what its processes share).
"""

from engine.batch.answers import Answer, Brief, answer_to
from engine.batch.columns import HEADER
from engine.batch.pools import answer_all
from engine.batch.records import Record, case_in, case_of, holds_case, lines_of, of_lines, of_table
from engine.batch.summary import Summary
from engine.batch.totals import Totals
from engine.batch.work import Bad, Done, Order, Worker, chunks

__all__ = [
    "HEADER",
    "Answer",
    "Bad",
    "Brief",
    "Done",
    "Order",
    "Record",
    "Summary",
    "Totals",
    "Worker",
    "answer_all",
    "answer_to",
    "case_in",
    "case_of",
    "chunks",
    "holds_case",
    "lines_of",
    "of_lines",
    "of_table",
]
