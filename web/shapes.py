"""What a program sends: the bodies of the interface. What it gets back are the shapes that the commands print."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler, RootModel
from pydantic.json_schema import JsonSchemaValue

from engine.case import case_schema
from knowledge.models import Lang
from web import desk
from web.wishes import CASES, Wishes

__all__ = [
    "BatchBody", "Case", "CaseBody", "Changed", "Drawn", "EvidenceBody", "Faults", "FileBody", "GraphBody", "LetterBody", "LoadBody", "Named", "PathsBody", "Replayed", "Told", "TraceBody",
]  # fmt: skip

Id = Field(max_length=100, description="of an action or channel")


class Case(RootModel[dict[str, Any]]):
    """A case, as a case file holds it (`recourse/case/1`)."""

    @classmethod
    def __get_pydantic_json_schema__(cls, core: Any, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        del core, handler
        found = dict(case_schema(desk.adviser().knowledge))
        found.pop("$schema", None)
        return found

    @property
    def data(self) -> dict[str, Any]:
        """With exact numbers."""
        found: dict[str, Any] = _exact(self.root)
        return found


def _exact(value: Any) -> Any:
    match value:
        case float():
            return Decimal(str(value))
        case dict():
            return {key: _exact(item) for key, item in value.items()}
        case list():
            return [_exact(item) for item in value]
        case _:
            return value


class Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CaseBody(Body):
    """A case, and the language of texts that come in one only."""

    case: Case
    lang: Lang = "zh"


class Named(CaseBody):
    """A case and an action or channel."""

    id: str = Id


class Changed(CaseBody):
    """A case and changes to it: `FACT=VALUE`, `CHANNEL=OUTCOME[@DAY]`, `as_of=DAY`."""

    changes: list[str] = Field(min_length=1, max_length=50)


class LetterBody(CaseBody):
    """A case, a step of its plan, and what is written into the blanks of the letter; nothing of it is kept."""

    action: str = Id
    fill: dict[str, str] = Field({}, max_length=60)


class EvidenceBody(CaseBody):
    """A case, and what the person has already."""

    have: list[str] = Field([], max_length=100)


class FileBody(LetterBody):
    """A document as a file; `action` and `fill` are for a letter."""

    what: Literal["letter", "evidence", "calendar", "report"]
    format: Literal["md", "docx", "pdf", "html", "ics"] = "md"
    action: str = Field("", max_length=100)


class TraceBody(Body):
    """What `/api/trace` told."""

    trace: dict[str, Any]
    lang: Lang = "zh"


class GraphBody(Body):
    """A case, or what is known of one."""

    case: Case | None = None
    provider: str | None = Field(None, max_length=100)
    issue: str | None = Field(None, max_length=100)
    on: date | None = None
    start: str | None = Field(None, max_length=100, description="`dominators`: begin at this channel only")


class PathsBody(GraphBody):
    """Between which channels the ways are."""

    start: str = Field(max_length=100)
    to: str = Field(max_length=100)
    longest: int = Field(6, ge=1, le=8)
    most: int = Field(10, ge=1, le=100)


class LoadBody(Body):
    """Many cases; `by` is a fact by whose answers they are told apart."""

    cases: list[Case] = Field(min_length=1, max_length=CASES)
    by: str | None = Field(None, max_length=100)


class BatchBody(Body):
    """Many cases, answered in short; for thousands use `recourse batch`."""

    cases: list[Case] = Field(min_length=1, max_length=CASES)


class Drawn(Body):
    """A picture: of what, of which case or cases, and in which format."""

    wishes: Wishes = Wishes()
    format: Literal["svg", "png", "pdf", "html", "json", "dot", "mmd", "graphml"] = "svg"
    case: Case | None = None
    cases: list[Case] = Field([], max_length=CASES)


class Told(BaseModel):
    """Lines in one language, as the command of the same name prints them."""

    lines: list[str]


class Replayed(BaseModel):
    """What a trace comes to when it is worked out again; nothing where it is the same."""

    same: bool
    changes: list[dict[str, str]]
    left_out: list[str]


class FaultEntry(BaseModel):
    """One thing that is wrong with what was sent, and where, in both languages."""

    place: str
    zh: str
    en: str


class Faults(BaseModel):
    """Everything that is wrong with what was sent."""

    faults: list[FaultEntry]
