"""In: a case and what became of it. Out: why, why not, what if, until when.

`explain` (proofs and obstacles) and `expiry` are handed out here. What one command asks for is imported where it is needed, since its
shapes take long to build: `why`, `reaching` and `remedies` (the smallest changes that open a channel), `difference` and
`difference_lines` (two plans), `trace` (all of it, to replay).
"""

from engine.explaining.expiry import Expiry, find_expiries
from engine.explaining.explain import Block, Obstacle, Proof, Way, prove, prove_fact, reached, ways_to

__all__ = ["Block", "Expiry", "Obstacle", "Proof", "Way", "find_expiries", "prove", "prove_fact", "reached", "ways_to"]
