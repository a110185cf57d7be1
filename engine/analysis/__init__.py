"""In: one case, many, or two sides of the graph. Out: what the graph says of them, in the shape `recourse/analysis/1`.

`ways` builds the ways of a case and `analysis` searches them; `load` counts a batch; `graph_difference` compares days, wallets and
versions; `thin` looks for plans that tell too little on four facts, `in_doubt` for those that hang on what nobody verified; `survey` is the shape of all answers.
"""

from engine.analysis.analysis import find_choices, find_dead_ends, find_reach, find_routes, find_unavoidable
from engine.analysis.graph_difference import Side, compare
from engine.analysis.in_doubt import plans_in_doubt, rules_in_doubt
from engine.analysis.load import Gone, Tally, count_load
from engine.analysis.thin import find_thin
from engine.analysis.ways import Ways, find_ways

__all__ = [
    "Gone",
    "Side",
    "Tally",
    "Ways",
    "compare",
    "count_load",
    "find_choices",
    "find_dead_ends",
    "find_reach",
    "find_routes",
    "find_thin",
    "find_unavoidable",
    "find_ways",
    "plans_in_doubt",
    "rules_in_doubt",
]
