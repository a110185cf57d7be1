"""Many cases → to see what becomes of them: those told in files with a story, and others drawn at random."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from engine.adviser import Adviser
from knowledge.errors import CaseError, Fault
from knowledge.handed_in import read_document
from knowledge.loader import LIMIT
from knowledge.models import Fact, FactKind, Origin, Text
from knowledge.outcome import Outcome

__all__ = ["AT_MOST", "draw_case", "read_told"]

AT_MOST = 4 * LIMIT + 1
"""of a file: more is refused anyway"""
FIRST, YEARS = date(2021, 1, 1), 8
"""the days of a case drawn at random lie in these years"""
UNDATED = 0.25
"""of how many of its contacts the day is not told"""
AGAIN = 0.3
"""how many of its contacts turn once more to whom the one before did"""


def read_told(place: Path, wording: Mapping[str, Text], *, deep: bool = False) -> list[dict[str, Any]]:
    """Every case of a file, or of every file in a folder, each with the `file` it stands in; `deep`: in its folders too.

    Raises CaseError, OSError.
    """
    paths = sorted(place.glob("**/*.yaml" if deep else "*.yaml")) if place.is_dir() else [place]
    found = [(path, item) for path in paths for item in _entries(path, wording)]
    return [{**told, "file": path.name} for path, item in found for told in _spread(item)]


def _entries(path: Path, wording: Mapping[str, Text]) -> list[dict[str, Any]]:
    with path.open("rb") as file:
        document = read_document(file.read(AT_MOST), path.name, wording)
    if document.faults:
        raise CaseError(document.faults)
    if not isinstance(document.data, list):
        raise CaseError([Fault.told(path.name, wording["fault-no-told-cases"])])
    told = wording["fault-no-told-case"]
    bad = [number for number, item in enumerate(document.data) if not _can_be_used(item)]
    if bad:
        raise CaseError(
            Fault.told(path.name, told.filled(n=number + 1), line=document.line_of((number,))) for number in bad
        )
    return list(document.data)


def _can_be_used(item: object) -> bool:
    """Whether an entry holds a case, and where it is a grid a list of states, each with what it changes."""
    if not isinstance(item, dict) or not isinstance(item.get("case"), dict):
        return False
    states, wallets = item.get("states", []), item.get("wallets", [])
    of_states = (isinstance(state, dict) and isinstance(state.get("case", {}), dict) for state in states)
    return isinstance(states, list) and isinstance(wallets, list) and all(of_states)


def _spread(item: dict[str, Any]) -> list[dict[str, Any]]:
    """One story told for every wallet in every state of attempts and time: as many cases as there are pairs."""
    if "states" not in item:
        return [item]
    wallets = item.get("wallets") or [item["case"].get("provider")]
    return [
        {
            **{key: value for key, value in state.items() if key not in ("state", "case", "attempts")},
            "story": " – ".join(map(str, (item.get("story", ""), state.get("state", ""), wallet))),
            "case": {
                **item["case"],
                **state.get("case", {}),
                "provider": wallet,
                "attempts": state.get("attempts", []),
            },
        }
        for state in item["states"]
        for wallet in wallets
    ]


def draw_case(adviser: Adviser, seed: int, today: date) -> dict[str, Any]:
    """A well-formed case drawn at random: some facts answered, some attempts made, today or any day from 2021 to 2028."""
    draw = random.Random(seed)  # noqa: S311 nothing secret
    knowledge = adviser.knowledge
    as_of = FIRST + timedelta(days=draw.randrange(YEARS * 365)) if draw.random() < 0.3 else today
    incident = as_of - timedelta(days=draw.choice([0, 1, 3, 4, 12, 40, 400, 1500]))
    data: dict[str, Any] = {"as_of": as_of.isoformat()}
    share = draw.choice([0.1, 0.4, 0.8, 1.0])
    for fact in knowledge.facts.values():
        if fact.origin is Origin.ASKED and draw.random() < share:
            data[fact.id] = _answer(fact, incident, as_of, draw)
    if draw.random() < 0.9:
        data["issue"] = draw.choice(list(knowledge.issues))
    if "incident_date" in data:
        data["incident_date"] = incident.isoformat()
    if draw.random() < 0.1:
        data.pop("provider", None)
    else:
        there = [p.id for p in knowledge.providers.values() if p.since is None or p.since.day <= incident]
        data["provider"] = draw.choice(there)
    data["attempts"] = [_attempt(adviser, incident, as_of, draw) for _ in range(draw.choice([0, 0, 1, 2, 4]))]
    for before, again in pairwise(data["attempts"]):
        if draw.random() < AGAIN:
            again["channel"] = before["channel"]
    return dict(_without_contradictions(adviser, data))


def _without_contradictions(adviser: Adviser, data: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Drops an answer of every contradiction that the case would hold: one that only narrows another down, else the last."""
    questions = adviser.knowledge.questions
    for item in adviser.rulebase.contradictions:
        facts = [condition.fact for condition in item.when]
        told = [data.get(condition.fact) in condition.values for condition in item.when if condition.fact in questions]
        if told and all(told) and facts[-1] in data:
            narrowing = (fact for fact in facts if fact in questions and questions[fact].narrows and fact in data)
            dropped = next(narrowing, facts[-1])
            data = {key: value for key, value in data.items() if key != dropped}
    yield from data.items()


def _answer(fact: Fact, incident: date, as_of: date, draw: random.Random) -> str:
    match fact.kind:
        case FactKind.YES_NO:
            return draw.choice(["yes", "no"])
        case FactKind.DATE:
            return (incident + timedelta(days=draw.randrange((as_of - incident).days + 1))).isoformat()
        case FactKind.AMOUNT:
            return str(draw.choice([1, 99.6, 3200, 50000]))
        case _:
            return draw.choice([value.id for value in fact.values])


def _attempt(adviser: Adviser, incident: date, as_of: date, draw: random.Random) -> dict[str, str]:
    """A contact on some day since the incident; of one in four the day is not told."""
    day = incident + timedelta(days=draw.randrange((as_of - incident).days + 1))
    channel = draw.choice(list(adviser.knowledge.channels))
    told = {"date": day.isoformat()} if draw.random() >= UNDATED else {}
    return {"channel": channel, **told, "outcome": draw.choice(list(Outcome)).value}
