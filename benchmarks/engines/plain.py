"""Plain Python: every rule is looked at until one of its conditions does not hold."""

from __future__ import annotations

from benchmarks.engines.shape import Fires, Rules

__all__ = ["make"]


def make(rules: Rules) -> Fires:
    """No engine at all."""
    listed = [(rule, frozenset(conditions)) for rule, conditions in rules.items()]

    def fire(met: frozenset[str]) -> set[str]:
        return {rule for rule, conditions in listed if conditions <= met}

    return fire
