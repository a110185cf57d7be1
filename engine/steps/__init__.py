"""In: an action that is advised in a case. Out: the step: where it is done, whether now, by when, on what ground, what comes next.

`outline` is the shape of the plan, made of `parts`; `fitting` tells where and whether, `grounds` which articles, `ways` the ways
in, `steps` writes the step, `calls` tells whom to call.
"""

from engine.steps.calls import Call, calls, numbers_from_abroad, urgent_calls
from engine.steps.fitting import Fitting, channel_of, is_sure
from engine.steps.grounds import ground
from engine.steps.outline import Plan, Step
from engine.steps.parts import Entry
from engine.steps.steps import StepWriter, running
from engine.steps.ways import hotlines, way_in

__all__ = [
    "Call",
    "Entry",
    "Fitting",
    "Plan",
    "Step",
    "StepWriter",
    "calls",
    "channel_of",
    "ground",
    "hotlines",
    "is_sure",
    "numbers_from_abroad",
    "running",
    "urgent_calls",
    "way_in",
]
