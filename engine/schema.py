"""JSON Schemas of what comes out (`plan`, `why`, `trace`, …). What goes in: `engine/case/shape.py`."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from engine.analysis import survey
from engine.batch import Answer, Summary
from engine.coverage import Coverage
from engine.explaining.difference import Difference
from engine.explaining.next_question import NextQuestion
from engine.explaining.revision import Revision
from engine.explaining.trace import Trace
from engine.explaining.why import Reachable, Why
from engine.proof import Proof
from engine.sourcing import Sourcing
from engine.steps import Plan

__all__ = ["OUTPUTS", "output_schema"]


DIALECT = "https://json-schema.org/draft/2020-12/schema"
OUTPUTS: dict[str, Any] = {
    "plan": Plan,
    "next": NextQuestion,
    "why": Why,
    "reach": Reachable,
    "difference": Difference,
    "revision": Revision,
    "trace": Trace,
    "sources": Sourcing,
    "proof": Proof,
    "coverage": Coverage,
    "batch": Answer,
    "batch-summary": Summary,
    "analysis": survey.Reach
    | survey.Routes
    | survey.UnavoidableSteps
    | survey.DeadEnds
    | survey.Choices
    | survey.Load
    | survey.Difference,
}


def output_schema(name: str) -> dict[str, Any]:
    """The JSON Schema of what a command prints with `--json` (`recourse/plan/2`, …)."""
    return {"$schema": DIALECT, **TypeAdapter(OUTPUTS[name]).json_schema(mode="serialization")}
