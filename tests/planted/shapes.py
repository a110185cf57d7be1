"""The files and a line of them → faults in what is no rule: keys, lists, edges, days, wallets, guarantees."""

from __future__ import annotations

import random
import re

from tests.planted.places import GONE, Change, Place

__all__ = ["CHANGES"]

KEYS = {
    "actions": ("later_given", "later_unless", "purpose", "while_unknown", "yields_to_those_at", "evidence_of_issue", "claims_of_issue", "counterpart", "materials"),
    "channels": ("counterpart", "limitation", "limitation_not_for", "ends", "first_door"),
    "questions": ("moot", "narrows", "only_for"),
    "statutes": ("rolls_over", "only_for", "silent_for", "extends_to"),
    "providers": ("instead", "one_with"),
}  # fmt: skip
"""of each folder or file, what an entry of it may lack"""
LIST = re.compile(r"^(?P<before> *(?:- )?[a-z_]+: \[)(?P<words>[a-z0-9_-]+(?:, [a-z0-9_-]+)+)(?P<after>\])$")
WORDS = re.compile(r"(?P<before>[a-z_]+: ')(?P<words>[a-z_]+(?:, [a-z_]+)+)(?P<after>')")
DAY = re.compile(r"^(?P<before> +(?:from|until|day): )(?P<year>\d{4})(?P<after>-\d\d-\d\d)$")
RANK = re.compile(r"(?P<before>rank: \"|^  days: )(?P<number>\d+)")
WALLET = ("entity", "seat", "pboc_branch", "compensation")
EVENT = re.compile(r" from (?P<event>since_[a-z_]+(?:\([a-z0-9-]+\))?)$")


def _folder(place: Place) -> str:
    return place.name.partition("/")[0].removesuffix(".yaml") if place.root == "knowledge" else ""


def dropped_key(_: random.Random, place: Place) -> str | None:
    return GONE if place.key in KEYS.get(_folder(place), ()) else None


def dropped_edge(_: random.Random, place: Place) -> str | None:
    return GONE if place.line.startswith("  - to: ") and _folder(place) == "channels" else None


def dropped_entry(_: random.Random, place: Place) -> str | None:
    """One of the reasons why a channel refuses, of the ways in, or of the claims of a trouble."""
    lists = {"channels": ("refuses", "entrances"), "providers": ("entrances",), "issues": ("claims",)}
    return GONE if place.line.startswith("  - ") and place.section in lists.get(_folder(place), ()) else None


def shorter_list(draw: random.Random, place: Place) -> str | None:
    """One word less of several, in what is no condition of a rule."""
    pattern = LIST if LIST.match(place.line) else WORDS
    found = pattern.search(place.line)
    if (
        found is None
        or place.is_rule
        or place.key in ("sources", "said", "inputs", "in_force")
        or "doubt" in place.line
    ):
        return None
    words = found["words"].split(", ")
    words.remove(draw.choice(words))
    return place.line[: found.start()] + found["before"] + ", ".join(words) + found["after"] + place.line[found.end() :]


def moved_day(draw: random.Random, place: Place) -> str | None:
    """The day from or until which a channel or wallet has something."""
    found = DAY.match(place.line) if _folder(place) in ("channels", "providers") else None
    return found and f"{found['before']}{int(found['year']) + draw.choice((-1, 1))}{found['after']}"


def other_law_of_the_day(_: random.Random, place: Place) -> str | None:
    """The law of the day of asking instead of that of the incident, or the other way round."""
    swapped = {"    applies: as-of": "    applies: incident", "    applies: incident": "    applies: as-of"}
    return swapped.get(place.line) if _folder(place) == "statutes" else None


def other_rank(_: random.Random, place: Place) -> str | None:
    """What a channel costs, or how long it takes as a rule."""
    found = RANK.search(place.line) if _folder(place) == "channels" else None
    if found is None:
        return None
    number = (int(found["number"]) + 1) % 4 if "rank" in found[0] else int(found["number"]) * 2
    return place.line.replace(found[0], f"{found['before']}{number}", 1)


def other_wallet(draw: random.Random, place: Place) -> str | None:
    """The kind of a wallet, or the company, seat, branch or promise of another one."""
    if _folder(place) != "providers":
        return None
    if place.line.startswith("kind: "):
        kinds = sorted({provider.kind for provider in place.knowledge.providers.values()} - {place.line[6:]})
        return f"kind: {draw.choice(kinds)}"
    if not place.line.startswith("  value: {zh:") or place.section not in WALLET:
        return None
    told = [item.value for p in place.knowledge.providers.values() for item in getattr(p, place.section)]
    others = [text for text in told if text.zh not in place.line and "'" not in f"{text.zh}{text.en}"]
    text = draw.choice(others)
    return f"  value: {{zh: '{text.zh}', en: '{text.en}'}}"


def other_event(draw: random.Random, place: Place) -> str | None:
    """The event from which a rule counts a limit."""
    found = EVENT.search(place.line) if place.is_rule else None
    told = [
        "since_incident",
        "since_aware",
        "since_claimed",
        "since_answer(police)",
        "since_turned_to(provider-complaint)",
    ]
    return found and place.line.replace(found["event"], draw.choice([e for e in told if e != found["event"]]))


def weaker_guarantee(draw: random.Random, place: Place) -> str | None:
    """A channel, an action or a rule less for which it is given, or one case more that excuses it."""
    if place.name != "guarantees.yaml":
        return None
    if place.line == "  only:":
        return "  only:\n    - [locked_out = yes]"
    found = LIST.match(place.line)
    if found is None or place.key not in ("channels", "actions"):
        return None
    words = found["words"].split(", ")
    words.remove(draw.choice(words))
    return f"{found['before']}{', '.join(words)}]"


CHANGES: tuple[Change, ...] = (
    dropped_key, dropped_edge, dropped_entry, shorter_list, moved_day, other_law_of_the_day, other_rank, other_wallet, other_event,
    weaker_guarantee,
)  # fmt: skip
