"""In: a case. Out: the verdict on every rule, and the findings of those that fired, each with what it rested on.

`conditions` compares one value, `marks` tells what a value does to every rule, `inference` runs the stages, `firing` is the one door to
durable_rules, `contradictions` refuses answers that cannot all be true, `unknowns` tells which unanswered facts are behind a rule that waits,
`worlds` what supposed answers would decide (`standins`: which to suppose, `compatible`: which can be true together).
"""

from engine.findings.conditions import holds
from engine.findings.contradictions import Contradictions
from engine.findings.inference import Engine, Finding, Inference, State, Verdict
from engine.findings.unknowns import Unknowns
from engine.findings.worlds import World, Worlds

__all__ = [
    "Contradictions",
    "Engine",
    "Finding",
    "Inference",
    "State",
    "Unknowns",
    "Verdict",
    "World",
    "Worlds",
    "holds",
]
