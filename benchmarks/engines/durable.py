"""durable_rules, bare: one message of booleans for every fifty rules, and its answer, remembered by nobody."""

from __future__ import annotations

import itertools
import json

from benchmarks.engines.shape import Fires, Rules

__all__ = ["make"]

SERIAL = itertools.count()
"""names of rulesets are process-global"""
RULES = 50
"""more in a ruleset and the library fails silently"""


def make(rules: Rules) -> Fires:
    """Through the C module, as the product does; the package's own host takes several times as long."""
    import durable_rules_engine as library

    names = list(rules)
    rulesets = []
    for start in range(0, len(names), RULES):
        chunk = names[start : start + RULES]
        patterns = {rule: _pattern(rules[rule]) for rule in chunk} | {"sink": _pattern(())}
        handle = library.create_ruleset(f"compared-{next(SERIAL)}", json.dumps(patterns))
        rulesets.append((handle, frozenset(name for rule in chunk for name in rules[rule])))

    def fire(met: frozenset[str]) -> set[str]:
        fired = set[str]()
        for handle, conditions in rulesets:
            text = json.dumps({"id": 1, "sid": "0", "case": True, **dict.fromkeys(conditions & met, True)})
            _, state = library.assert_fact(handle, text)
            started = library.start_action_for_state(handle, state)
            step = started[1] if started else None
            while step:
                fired.add(next(iter(json.loads(step))))
                step = library.complete_and_start_action(handle, state)
            library.retract_fact(handle, text)
        return fired - {"sink"}

    return fire


def _pattern(conditions: tuple[str, ...]) -> dict[str, object]:
    return {"all": [{"m": {"$and": [{name: True} for name in dict.fromkeys((*conditions, "case"))]}}]}
