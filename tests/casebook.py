"""Cases as an adviser would tell them: YAML files with a story, the facts, and what must come out."""

from __future__ import annotations

import random
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from engine.adviser import Adviser, load_adviser
from knowledge.approach import Outcome
from knowledge.loader import parse_yaml
from knowledge.models import FactKind, Origin

__all__ = ["CASES", "TODAY", "adviser", "random_case", "read_cases"]

HERE = Path(__file__).parent
CASES = HERE / "cases"
TODAY = date(2026, 11, 22)


@cache
def adviser() -> Adviser:
    """The adviser on the repository's own knowledge, loaded once a process."""
    return load_adviser()


def read_cases(folder: Path) -> list[Any]:
    """Every case of every file in the folder, each with the `file` it stands in."""
    found = []
    for path in sorted(folder.glob("*.yaml")):
        document = parse_yaml(path.read_text(encoding="utf-8"), path.name)
        assert not document.faults, document.faults
        for item in document.data:
            found += [{**told, "file": path.name} for told in (_grid(item) if "states" in item else [item])]
    return found


def _grid(item: dict[str, Any]) -> list[dict[str, Any]]:
    """One story told for every wallet in every state of attempts and time: as many cases as there are pairs."""
    wallets = item.get("wallets") or [item["case"].get("provider")]
    return [
        {
            **{key: value for key, value in state.items() if key not in ("state", "case", "attempts")},
            "story": f"{item['story']} – {state['state']} – {wallet}",
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


def random_case(seed: int) -> dict[str, Any]:
    """A well-formed case drawn at random: some facts answered, some attempts made, any day from 2021 to 2028."""
    draw = random.Random(seed)
    facts = adviser().knowledge.facts
    as_of = date(2021, 1, 1) + timedelta(days=draw.randrange(8 * 365)) if draw.random() < 0.3 else TODAY
    incident = as_of - timedelta(days=draw.choice([0, 1, 3, 4, 12, 40, 400, 1500]))
    data: dict[str, Any] = {"as_of": as_of.isoformat()}
    share = draw.choice([0.1, 0.4, 0.8, 1.0])
    for fact in facts.values():
        if fact.origin is Origin.ASKED and draw.random() < share:
            data[fact.id] = _answer(fact, incident, as_of, draw)
    covered = list(adviser().knowledge.issues)
    if draw.random() < 0.9:
        data["issue"] = draw.choice(covered)
    if "incident_date" in data:
        data["incident_date"] = incident.isoformat()
    data.pop("provider", None) if draw.random() < 0.1 else data.update(provider=_wallet(incident, draw))
    data["attempts"] = [_attempt(incident, as_of, draw) for _ in range(draw.choice([0, 0, 1, 2, 4]))]
    return _without_contradictions(data)


def _without_contradictions(data: dict[str, Any]) -> dict[str, Any]:
    """Drops the last answer of every contradiction that the case would hold."""
    for item in adviser().rulebase.contradictions:
        told = [data.get(condition.fact) in condition.values for condition in item.when if condition.fact in data]
        if told and all(told) and item.when[-1].fact in data:
            data = {key: value for key, value in data.items() if key != item.when[-1].fact}
    return data


def _wallet(incident: date, draw: random.Random) -> str:
    providers = adviser().knowledge.providers.values()
    return draw.choice([p.id for p in providers if p.since is None or p.since.day <= incident])


def _answer(fact: Any, incident: date, as_of: date, draw: random.Random) -> str:
    match fact.kind:
        case FactKind.YES_NO:
            return draw.choice(["yes", "no"])
        case FactKind.DATE:
            return (incident + timedelta(days=draw.randrange((as_of - incident).days + 1))).isoformat()
        case FactKind.AMOUNT:
            return str(draw.choice([1, 99.6, 3200, 50000]))
        case _:
            return draw.choice([value.id for value in fact.values])


def _attempt(incident: date, as_of: date, draw: random.Random) -> dict[str, str]:
    day = incident + timedelta(days=draw.randrange((as_of - incident).days + 1))
    channel = draw.choice(list(adviser().knowledge.channels))
    return {"channel": channel, "date": day.isoformat(), "outcome": draw.choice(list(Outcome)).value}
