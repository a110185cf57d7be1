"""Formulas over typed variables, and the search for values that make one true. The one door to Z3.

A `Truth` is what is known of a statement: it is sure, it may be; what is sure may be, too.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias

import z3

from knowledge.errors import InferenceError
from knowledge.frozen import Frozen

__all__ = [
    "FALSE",
    "NO",
    "TRUE",
    "YES",
    "Formula",
    "Model",
    "Number",
    "Solver",
    "Truth",
    "all_of",
    "any_of",
    "boolean",
    "choose",
    "either",
    "exactly_one",
    "implies",
    "no",
    "number",
    "same",
    "together",
]

Formula: TypeAlias = Any
"""true or false once its variables have values"""
Number: TypeAlias = Any
"""a whole number once its variables have values"""
TRUE: Formula = z3.BoolVal(True)
FALSE: Formula = z3.BoolVal(False)
EFFORT = 400_000_000
"""so much work of its own count Z3 may put into one answer, on a slow machine as on a fast one (some minutes)"""


def boolean(name: str) -> Formula:
    return z3.Bool(name)


def number(name: str) -> Number:
    return z3.Int(name)


def all_of(parts: Iterable[Formula]) -> Formula:
    """Nothing at all holds."""
    kept = dict.fromkeys(part for part in parts if not part.eq(TRUE))
    if any(part.eq(FALSE) for part in kept):
        return FALSE
    return z3.And(*kept) if len(kept) > 1 else next(iter(kept), TRUE)


def any_of(parts: Iterable[Formula]) -> Formula:
    """Of nothing at all none holds."""
    kept = dict.fromkeys(part for part in parts if not part.eq(FALSE))
    if any(part.eq(TRUE) for part in kept):
        return TRUE
    return z3.Or(*kept) if len(kept) > 1 else next(iter(kept), FALSE)


def no(part: Formula) -> Formula:
    if part.eq(TRUE):
        return FALSE
    return TRUE if part.eq(FALSE) else z3.Not(part)


def implies(one: Formula, other: Formula) -> Formula:
    return any_of((no(one), other))


def same(one: Formula, other: Formula) -> Formula:
    return one == other


def choose(condition: Formula, then: Number, otherwise: Number) -> Number:
    """The one number where the condition holds, else the other."""
    return z3.If(condition, then, otherwise)


def exactly_one(parts: Iterable[Formula]) -> Formula:
    return z3.PbEq([(part, 1) for part in parts], 1)


class Truth(Frozen):
    """What is known of a statement: whether it is sure, and whether it may be."""

    sure: Formula
    may: Formula

    @property
    def open(self) -> Formula:
        """It may be, and is not sure."""
        return all_of((self.may, no(self.sure)))

    def negated(self) -> Truth:
        return Truth(no(self.may), no(self.sure))


YES, NO = Truth(TRUE, TRUE), Truth(FALSE, FALSE)


def together(parts: Iterable[Truth]) -> Truth:
    """All of them."""
    found = list(parts)
    return Truth(all_of(part.sure for part in found), all_of(part.may for part in found))


def either(parts: Iterable[Truth]) -> Truth:
    """One of them at least. Sure only where one is sure by itself."""
    found = list(parts)
    return Truth(any_of(part.sure for part in found), any_of(part.may for part in found))


class Model:
    """Values for all variables, as the solver found them."""

    def __init__(self, model: Any) -> None:
        self._model = model

    def holds(self, formula: Formula) -> bool:
        return bool(z3.is_true(self._model.eval(formula, model_completion=True)))

    def value(self, term: Number) -> int:
        return int(self._model.eval(term, model_completion=True).as_long())


class Solver:
    """Searches values under which everything that was added, and a goal, holds."""

    def __init__(self) -> None:
        self._solver = z3.Solver()

    def add(self, formulas: Iterable[Formula]) -> None:
        """They hold from now on."""
        self._solver.add(*formulas)

    def find(self, *goals: Formula, effort: int = EFFORT) -> Model | None:
        """Values under which the goals hold, too; None where there are none. Raises InferenceError where it gives up."""
        told = [goal for goal in goals if not goal.eq(TRUE)]
        self._solver.set("rlimit", effort)
        self._solver.push()
        try:
            self._solver.add(*told)
            answer = self._solver.check()
            if answer == z3.unknown:
                raise InferenceError(f"Z3: {self._solver.reason_unknown()}")
            return Model(self._solver.model()) if answer == z3.sat else None
        finally:
            self._solver.pop()
