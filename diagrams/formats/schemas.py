"""The pictures that are JSON → their JSON Schemas: a drawing as nodes and edges, a timeline as rows and bars."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from diagrams.drawing import Timeline
from diagrams.formats.node_link import Document
from diagrams.formats.timeline_text import TIMELINE

__all__ = ["picture_schemas"]

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def picture_schemas() -> dict[str, dict[str, Any]]:
    """By what is drawn."""
    return {
        "drawing": {"$schema": DIALECT, **TypeAdapter(Document).json_schema(mode="serialization")},
        "timeline": {"$schema": DIALECT, **_named(TypeAdapter(Timeline).json_schema(mode="serialization"))},
    }


def _named(timeline: dict[str, Any]) -> dict[str, Any]:
    """With the name of the schema, which the file holds beside what the timeline does; closed."""
    named = {"schema": {"const": TIMELINE}, **timeline["properties"]}
    return {**timeline, "properties": named, "required": list(named), "additionalProperties": False}
