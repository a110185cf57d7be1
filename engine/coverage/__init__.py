"""In: knowledge, rules, told cases. Out: what the cases exercise of them, both ways, and what none does (`recourse/coverage/1`).

`told` reads the cases; `wanted` is all there is to exercise; `exercised` reads one case; `coverage` adds up; `near_misses` looks for what
is missing of a condition.
"""

from engine.coverage.coverage import Coverage, Told, cover
from engine.coverage.near_misses import changed, proposed
from engine.coverage.told import examples, misses_of, read_all, read_near_misses

__all__ = ["Coverage", "Told", "changed", "cover", "examples", "misses_of", "proposed", "read_all", "read_near_misses"]
