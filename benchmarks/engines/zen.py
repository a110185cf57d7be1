"""zen-engine: one decision table that collects, a row for each rule."""

from __future__ import annotations

import json
from typing import Any

from benchmarks.engines.shape import Fires, Rules

__all__ = ["make", "make_batch"]


def make(rules: Rules) -> Fires:
    """One case at a time. Raises ImportError without zen-engine."""
    import zen

    decision = zen.ZenEngine().create_decision(json.dumps(_table(rules)))
    nothing = dict.fromkeys((name for conditions in rules.values() for name in conditions), False)

    def fire(met: frozenset[str]) -> set[str]:
        return {row["rule"] for row in decision.evaluate({**nothing, **dict.fromkeys(met, True)})["result"]}

    return fire


def make_batch(rules: Rules) -> Any:
    """Many cases at once: a list of conditions met → a list of rules fired."""
    import zen

    table = zen.ZenDecisionContent(json.dumps(_table(rules)))  # read once: a text would be read anew for every case
    engine = zen.ZenEngine({"loader": lambda _: table})
    nothing = dict.fromkeys((name for conditions in rules.values() for name in conditions), False)

    def fire(cases: list[frozenset[str]]) -> list[set[str]]:
        asked = [{"key": "rules", "context": {**nothing, **dict.fromkeys(met, True)}} for met in cases]
        return [{row["rule"] for row in answer["data"]["result"]} for answer in engine.evaluate_batch(asked)]

    return fire


def _table(rules: Rules) -> dict[str, Any]:
    rows = [
        {"_id": rule, "when": " and ".join(conditions) or "true", "rule": f"'{rule}'"}
        for rule, conditions in rules.items()
    ]
    table = {
        "hitPolicy": "collect",
        "inputs": [{"id": "when", "name": "when"}],
        "outputs": [{"id": "rule", "field": "rule", "name": "rule"}],
        "rules": rows,
    }
    nodes = [
        {"id": "in", "type": "inputNode", "name": "in"},
        {"id": "table", "type": "decisionTableNode", "name": "table", "content": table},
        {"id": "out", "type": "outputNode", "name": "out"},
    ]
    edges = [
        {"id": "first", "sourceId": "in", "targetId": "table", "type": "edge"},
        {"id": "second", "sourceId": "table", "targetId": "out", "type": "edge"},
    ]
    return {"nodes": nodes, "edges": edges}
