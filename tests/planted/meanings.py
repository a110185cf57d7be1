"""The files and a line of them → faults in what is told: hours, hotlines, labels, demands, and words that turn a sentence round."""

from __future__ import annotations

import random
import re

from tests.planted.places import Change, Place

__all__ = ["CHANGES"]

HOURS = (
    "{zh: 全天, en: Day and night}",
    "{zh: 工作日 9:00–17:00, en: 'Working days, 9 am to 5 pm'}",
    "{zh: 每天 8:00–22:00, en: 'Every day, 8 am to 10 pm'}",
)
HOTLINES = ("12315", "12363", "12378", "12345", "12300", "96110", "12386", "12348")
TURNED = (
    (" not ", " "), (" no ", " a "), (" only ", " also "), ("before ", "after "), ("after ", "before "), ("cannot ", "can "), (" must ", " may "),
    ("n’t ", " "), (" without ", " with "), ("不", ""), ("没有", "有"), ("以前", "以后"), ("之前", "之后"), ("只", "也"), ("不得", "可以"), ("必须", "可以"),
)  # fmt: skip
"""a word and what turns the sentence round"""
TOLD = ("actions", "channels", "issues", "questions", "letters", "providers", "materials")
LABEL = re.compile(r"^    - \{id: (?P<id>[a-z0-9_-]+), label: (?P<label>\{[^}]*\})")
DEMAND = re.compile(r"^    (?P<key>plea|relief|text): (?P<text>\{zh: .*\})$")


def _is_told(place: Place) -> bool:
    folder = place.name.partition("/")[0].removesuffix(".yaml")
    text = re.search(r"\b(zh|en): ", place.line) is not None and not place.line.lstrip().startswith("#")
    return text and (
        (place.is_rule and "because" in "".join(place.lines[place.number - 1 : place.number + 1])) or folder in TOLD
    )


def other_hours(draw: random.Random, place: Place) -> str | None:
    """When a channel or a hotline can be reached."""
    if place.key != "hours" or not place.name.startswith(("channels", "providers")) or "{" not in place.line:
        return None
    before = place.line.partition("{")[0]
    return before + draw.choice([hours for hours in HOURS if hours not in place.line])


def other_hotline_in_a_text(draw: random.Random, place: Place) -> str | None:
    """Another one, in both languages where both stand there."""
    found = [number for number in HOTLINES if number in place.line]
    if not found or not _is_told(place) or "value:" in place.line or "url" in place.line:
        return None
    one = draw.choice(found)
    return place.line.replace(one, draw.choice([number for number in HOTLINES if number not in found]))


def turned_text(draw: random.Random, place: Place) -> str | None:
    """A “not”, an “only” or a “before” less or otherwise, in one language."""
    if not _is_told(place):
        return None
    fitting = [(old, new) for old, new in TURNED if old in place.line]
    old, new = draw.choice(fitting) if fitting else ("", "")
    return place.line.replace(old, new, 1) if fitting else None


def swapped_label(draw: random.Random, place: Place) -> str | None:
    """An answer says what another answer of the same question says."""
    found = LABEL.match(place.line) if place.name == "facts.yaml" else None
    beside = (LABEL.match(line) for line in place.lines[max(place.number - 3, 0) : place.number + 4])
    others = [other["label"] for other in beside if other and found and other["label"] != found["label"]]
    return place.line.replace(found["label"], draw.choice(others), 1) if found and others else None


def other_demand(draw: random.Random, place: Place) -> str | None:
    """What a letter or claim asks for is what another claim of the trouble asks for."""
    found = DEMAND.match(place.line) if place.name.startswith("issues") else None
    told = [DEMAND.match(line) for line in place.lines]
    others = [o["text"] for o in told if o and found and o["key"] == found["key"] and o["text"] != found["text"]]
    return f"    {found['key']}: {draw.choice(others)}" if found and others else None


CHANGES: tuple[Change, ...] = (other_hours, other_hotline_in_a_text, turned_text, swapped_label, other_demand)
