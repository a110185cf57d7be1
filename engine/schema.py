"""The vocabulary → JSON Schemas of what goes in (`case`) and of what comes out (`plan`, `why`, `trace`, …)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, cast

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, create_model

from engine.analysis import survey
from engine.explaining.difference import Difference
from engine.explaining.revision import Revision
from engine.explaining.trace import Trace
from engine.explaining.why import Reachable, Why
from engine.sourcing import Sourcing
from engine.steps import Plan
from knowledge.approach import Outcome
from knowledge.library import Knowledge
from knowledge.models import Fact, FactKind, Origin

__all__ = ["OUTPUTS", "case_schema", "output_schema"]


class DaysAgo(BaseModel):
    """Elapsed time instead of a date: whole days before `as_of`."""

    model_config = ConfigDict(extra="forbid")

    days_ago: Annotated[int, Field(ge=0, le=99999)]


def case_schema(knowledge: Knowledge) -> dict[str, Any]:
    """The JSON Schema of a case file (`recourse/case/1`)."""
    fields: dict[str, Any] = {
        "as_of": (date | None, Field(None, description="the day of the plan; default: today in Asia/Shanghai")),
        "days_ago": (int | None, Field(None, ge=0, description="when it happened, instead of incident_date")),
        "note": (str | None, Field(None, max_length=200, description="for yourself; never read by a rule")),
        "attempts": (list[_attempt(knowledge)], Field(default=[], description="contacts already made")),  # type: ignore[misc]
    }
    for fact in knowledge.facts.values():
        if fact.origin is Origin.ASKED:
            fields[fact.id] = (_answer(fact), Field(None, description=f"{fact.label.zh} / {fact.label.en}"))
    model = create_model("Case", __config__=ConfigDict(extra="forbid", title="recourse/case/1"), **fields)
    return model.model_json_schema()


OUTPUTS: dict[str, Any] = {
    "plan": Plan,
    "why": Why,
    "reach": Reachable,
    "difference": Difference,
    "revision": Revision,
    "trace": Trace,
    "sources": Sourcing,
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
    return TypeAdapter(OUTPUTS[name]).json_schema(mode="serialization")


def _attempt(knowledge: Knowledge) -> type[BaseModel]:
    return create_model(
        "Attempt",
        __config__=ConfigDict(extra="forbid"),
        channel=(cast("Any", Literal[tuple(knowledge.channels)]), ...),
        date=(date | None, None),
        days_ago=(int | None, None),
        outcome=(Outcome | None, ...),
        answered=(date | DaysAgo | None, None),
        reference=(str | None, None),
        action=(str | None, None),
    )


def _answer(fact: Fact) -> Any:
    match fact.kind:
        case FactKind.YES_NO:
            return Literal["yes", "no", "unknown"] | bool | None
        case FactKind.DATE:
            return date | DaysAgo | Literal["unknown"] | None
        case FactKind.AMOUNT:
            return Annotated[Decimal, Field(ge=0)] | Literal["unknown"] | None
        case _:
            return Literal[(*(value.id for value in fact.values), "unknown")] | None
