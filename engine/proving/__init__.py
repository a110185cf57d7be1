"""In: guarantees as data, knowledge and rules. Out: each proved over all cases, or the case that breaks it.

From the ground up: `logic` (the one door to Z3), `times` (days, law, limits), `answers`, `contacts`, `computed`, `chaining` (the
rules by stage), `doors`, `steps`, `ranks`, `space` (all of it: every admissible case), `witness` and `shrinking` (a case file from
what the solver found), `tables` (what rows say together), `claims` and `kinds` (what each guarantee claims), `proving`, `fleet`.
"""

from engine.proving.fleet import prove_all
from engine.proving.outcome import proof_of
from engine.proving.proving import Broken, Proved, Prover

__all__ = ["Broken", "Proved", "Prover", "proof_of", "prove_all"]
