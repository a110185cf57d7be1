"""A ruleset and the truth of its conditions → the rules that fire. The one door to durable_rules.

One flat message of booleans goes in, which rules fired comes out, and the message is retracted. The C module is used
directly: the package's `Host` swallows exceptions and runs actions on foreign threads.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.errors import InferenceError
from rules.compiler import CASE, SINK, Definition

__all__ = ["SERIAL", "Ruleset", "create", "fire"]

SERIAL = itertools.count()


@dataclass(frozen=True)
class Ruleset:
    definition: Definition
    handle: int


def create(definition: Definition, serial: int) -> Ruleset:
    """Ruleset names are process-global in the library, so each engine has its own."""
    import durable_rules_engine

    name = f"recourse-{serial}-{definition.name}"
    handle = durable_rules_engine.create_ruleset(name, json.dumps(definition.rules, ensure_ascii=False))
    return Ruleset(definition, handle)


def fire(ruleset: Ruleset, truths: Mapping[str, bool | None]) -> set[str]:
    """The rules of the set that the library fires on these truths. The sink must fire, or the message was lost."""
    import durable_rules_engine as library

    message: dict[str, object] = {"id": 1, "sid": "0", CASE: True}
    message |= {condition.text: True for condition in ruleset.definition.conditions if truths[condition.text]}
    text = json.dumps(message, ensure_ascii=False)
    fired: set[str] = set()
    try:
        code, state = library.assert_fact(ruleset.handle, text)
        if code != 0:
            raise InferenceError(f"{ruleset.definition.name}: durable_rules answered {code} to a message")
        started = library.start_action_for_state(ruleset.handle, state)
        step = started[1] if started else None
        while step and len(fired) <= len(ruleset.definition.rules):
            fired.add(next(iter(json.loads(step))))
            step = library.complete_and_start_action(ruleset.handle, state)
        library.retract_fact(ruleset.handle, text)
    except InferenceError:
        raise
    except Exception as error:
        raise InferenceError(f"{ruleset.definition.name}: durable_rules failed: {error}") from error
    if SINK not in fired:
        raise InferenceError(f"{ruleset.definition.name}: durable_rules lost the message")
    return fired - {SINK}
