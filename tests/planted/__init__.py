"""In: rules, knowledge, a seed. Out: faults planted in them one at a time, and which of the checks and tests meets each.

`mutations`, `shapes` and `meanings` say what may be changed, `planting` draws; `judging` asks those who should notice, the quickest first. `benchmarks/planted.py` is the command.
"""

from tests.planted.judging import CATCHERS, Judge
from tests.planted.places import Mutation
from tests.planted.planting import KINDS, plant

__all__ = ["CATCHERS", "KINDS", "Judge", "Mutation", "plant"]
