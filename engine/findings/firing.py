"""A ruleset and the conditions that hold → the rules that fire. The one door to durable_rules.

One flat message of booleans goes in, which rules fired comes out, and the state that held it is deleted. The C module is used
directly: the package's `Host` swallows exceptions and runs actions on foreign threads. The same message fires the same
rules, so what the library answered is remembered.
"""

from __future__ import annotations

import itertools
import weakref
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from engine.findings.marks import Marks
from knowledge.errors import InferenceError
from knowledge.remembered import Remembered
from rules.compiler import CASE, SINK
from rules.numbers import Set

__all__ = ["SERIAL", "Ruleset", "fire"]

SERIAL = itertools.count()
SID = "0"
"""the one state of a ruleset"""
KEPT = 500
"""so many messages of a ruleset are remembered before they are forgotten together"""


class Ruleset:
    """One ruleset of the library, made there when it is first asked. Its rules and conditions are told as bits."""

    def __init__(self, told: Set, serial: int, marks: Marks) -> None:
        """Ruleset names are process-global in the library, so each engine has its own `serial`."""
        self.name, self.reads = told.name, told.reads
        self._told, self._serial, self._ids = told, serial, marks.numbers.ids
        self.answered: Remembered[int, int] = Remembered(KEPT)
        """the messages that were met before, and the rules that fired"""

    @cached_property
    def _library(self) -> Any:
        import durable_rules_engine

        return durable_rules_engine

    @cached_property
    def _handle(self) -> int:
        handle: int = self._library.create_ruleset(f"recourse-{self._serial}-{self.name}", self._told.text)
        weakref.finalize(self, self._library.delete_ruleset, handle).atexit = False
        return handle

    @cached_property
    def _words(self) -> Sequence[tuple[int, str]]:
        """Its conditions, each with what its message says where it holds."""
        return [(1 << number, f',"{name}":true') for name, number in self._told.carried.items()]

    @cached_property
    def _bit(self) -> Mapping[str, int]:
        return {self._ids[number]: 1 << number for number in self._told.rules}

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
        while step and len(fired) <= len(self._told.rules) + 1:
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
