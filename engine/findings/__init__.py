"""In: a case. Out: the verdict on every rule, and the findings of those that fired, each with what it rested on.

`conditions` compares one value, `marks` tells what a value does to every rule, `values` what a case makes of every fact, `force` which rules are in force;
`inference` runs the stages, `firing` is the one door to durable_rules, `verdicts` is what becomes of every rule; `contradictions` refuses answers that cannot all be true, `unknowns` tells which unanswered facts are behind a rule that waits,
`worlds` what supposed answers would decide (`standins`: which to suppose, `compatible`: which can be true together).
"""

from engine.findings.conditions import holds
from engine.findings.contradictions import Contradictions
from engine.findings.inference import Engine
from engine.findings.unknowns import Unknowns
from engine.findings.verdicts import Finding, Inference, State, Verdict
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
