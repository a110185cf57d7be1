"""A ruleset and the conditions that hold → the rules that fire. The one door to durable_rules.

One flat message of booleans goes in, which rules fired comes out, and the state that held it is deleted. The C module is used
directly: the package's `Host` swallows exceptions and runs actions on foreign threads. The same message fires the same
rules, so what the library answered is remembered.
"""

from __future__ import annotations

import itertools
import json
import weakref
from collections.abc import Iterable, Sequence
from functools import cached_property, reduce
from operator import or_
from typing import Any

from engine.findings.marks import Marks
from knowledge.errors import InferenceError
from knowledge.remembered import Remembered
from rules.compiler import CASE, SINK, Definition, define
from rules.models import Rule

__all__ = ["SERIAL", "Ruleset", "fire"]

SERIAL = itertools.count()
SID = "0"
"""the one state of a ruleset"""
KEPT = 500
"""so many messages of a ruleset are remembered before they are forgotten together"""


class Ruleset:
    """One ruleset of the library, made there when it is first asked. Its rules and conditions are told as bits."""

    def __init__(self, name: str, rules: tuple[Rule, ...], serial: int, marks: Marks) -> None:
        """Ruleset names are process-global in the library, so each engine has its own `serial`."""
        self.name, self.rules, self.serial = name, rules, serial
        self._conditions, self._bit = marks.condition, marks.bit
        self.reads = reduce(or_, (marks.read_by[rule.id] for rule in rules))
        """the conditions that its messages can hold"""
        self.answered: Remembered[int, int] = Remembered(KEPT)
        """the messages that were met before, and the rules that fired"""

    @cached_property
    def definition(self) -> Definition:
        return define(self.name, self.rules)

    @cached_property
    def _library(self) -> Any:
        import durable_rules_engine

        return durable_rules_engine

    @cached_property
    def _handle(self) -> int:
        name, text = f"recourse-{self.serial}-{self.name}", json.dumps(self.definition.rules)
        handle: int = self._library.create_ruleset(name, text)
        weakref.finalize(self, self._library.delete_ruleset, handle).atexit = False
        return handle

    @cached_property
    def _words(self) -> Sequence[tuple[int, str]]:
        """Its conditions, each with what its message says where it holds."""
        carried = self.definition.conditions.items()
        return [(self._conditions[c.text], f',"{name}":true') for name, c in carried]

    def fire(self, message: int) -> int:
        """The rules that fire where these of its conditions hold and no other. Raises InferenceError where the library fails."""
        fired = self.answered[message] = sum(self._bit[rule] for rule in self._fired(message))
        return fired

    def _fired(self, met: int) -> Iterable[str]:
        """What the library fires. The sink must fire, or the message was lost."""
        told = "".join([words for condition, words in self._words if met & condition])
        text = f'{{"id":1,"sid":"{SID}","{CASE}":true{told}}}'
        try:
            fired = self._run(text)
        except InferenceError:
            raise
        except Exception as error:
            raise InferenceError(f"{self.name}: durable_rules failed: {error}") from error
        if SINK not in fired:
            raise InferenceError(f"{self.name}: durable_rules lost the message")
        return fired - {SINK}

    def _run(self, text: str) -> set[str]:
        code, state = self._library.assert_fact(self._handle, text)
        if code != 0:
            raise InferenceError(f"{self.name}: durable_rules answered {code} to a message")
        fired = set[str]()
        started = self._library.start_action_for_state(self._handle, state)
        step = started[1] if started else None
        while step and len(fired) <= len(self.definition.rules):
            fired.add(step[2:].partition('"')[0])  # {"rule": {…the message…}}: only the first name is wanted
            step = self._library.complete_and_start_action(self._handle, state)
        self._library.delete_state(self._handle, SID)  # as quick as retracting, and 190 kB less a ruleset
        return fired


def fire(rulesets: Iterable[Ruleset], met: int) -> int:
    """The rules of these rulesets that fire where these conditions hold and no other; only a new message goes to the library."""
    fired = 0
    for ruleset in rulesets:
        message = met & ruleset.reads
        known = ruleset.answered.get(message)
        fired |= ruleset.fire(message) if known is None else known
    return fired
