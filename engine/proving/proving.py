"""Guarantees → what became of each: proved over all cases, or the case that breaks it, which the engine itself has advised on."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from engine.adviser import Advice, Adviser
from engine.proof import Outcome
from engine.proving.claims import Claim, Happens
from engine.proving.kinds import channels, completions, monotone, rulebase, steps
from engine.proving.logic import EFFORT, Formula, Model, Solver, any_of, no
from engine.proving.shrinking import smallest
from engine.proving.space import Space
from engine.proving.witness import CaseFile, case_of
from knowledge.errors import InferenceError, RecourseError
from knowledge.frozen import Frozen
from rules.guarantees import Guarantee, Kind

__all__ = ["Broken", "Proved", "Prover"]

TRIED = 12
"""so many days are looked at closely before the formulas are said to be wrong"""
AT_ONCE = 500
"""so many claims are looked at together: more at once cost Z3 more than one after the other"""
CLOSELY = EFFORT // 4
"""the effort of a close look"""
SHOWN = 3
"""so many counterexamples of one guarantee are searched"""


class Broken(Frozen):
    """What breaks a guarantee: a case, or two of which the one becomes of the other; for a dead rule none.

    Not reproduced: the engine does not bear it out, or the solver gave up on it.
    """

    subject: str
    cases: tuple[CaseFile, ...] = ()
    reproduced: bool = True


class Proved(Frozen):
    """What became of one guarantee."""

    guarantee: Guarantee
    outcome: Outcome
    claims: int
    """how many were looked at"""
    seconds: float
    broken: tuple[Broken, ...] = ()


@dataclass
class _Run:
    """The claims of one guarantee, and what was found so far."""

    spaces: tuple[Space, ...]
    solver: Solver
    effort: int = CLOSELY
    """of a close look"""


Universal = Callable[[Space, Guarantee], Iterator[Claim]]
UNIVERSAL: Mapping[Kind, Universal] = {
    Kind.NEXT_STEP: steps.next_step,
    Kind.FIRST: steps.first,
    Kind.NEVER_OPEN: channels.never_open,
    Kind.ONLY_OPEN: channels.only_open,
    Kind.AFTER: channels.after,
    Kind.FORECLOSED: channels.foreclosed,
    Kind.BARRED_BY_TIME: channels.barred_by_time,
    Kind.GROUNDED: steps.grounded,
    Kind.ONE_VALUE: rulebase.one_value,
    Kind.BARRED: channels.barred,
}
EXISTING: Mapping[Kind, Callable[[Space, Guarantee], Iterator[Claim | Happens]]] = {
    Kind.REACHABLE: rulebase.reachable,
    Kind.NOT_IMPLIED: rulebase.implied,
    Kind.IN_TIME: rulebase.in_time,
}
OF_TWO: Mapping[
    Kind, tuple[Callable[[Space, Space, Guarantee], Iterator[Claim]], Callable[[Space, Space], Iterator[Formula]]]
] = {
    Kind.SILENCE: (monotone.silence, monotone.waits_longer),
    Kind.SETTLED: (monotone.settled, monotone.knows_more),
    Kind.NOT_LESS: (monotone.not_less, monotone.knows_more),
}


class Prover:
    """Proves guarantees about the rules of one adviser."""

    def __init__(self, adviser: Adviser, today: date) -> None:
        self.adviser, self.today = adviser, today
        self.space = Space(adviser.knowledge, adviser.rulebase, today)
        self._one: _Run | None = None
        self._examples: dict[int, Advice] = {}
        self._two: dict[Callable[[Space, Space], Iterator[Formula]], _Run] = {}

    def prove(self, guarantee: Guarantee) -> Proved:
        """Raises InferenceError where the solver gives up."""
        began = time.monotonic()
        outcome, claims, broken = self._prove(guarantee)
        return Proved(guarantee, outcome, claims, time.monotonic() - began, tuple(broken))

    def breaks(self, guarantee: Guarantee, case: CaseFile) -> bool:
        """Whether the case breaks the guarantee in the engine, its exceptions left aside. Of claims about one case only."""
        claims = UNIVERSAL[guarantee.kind](self.space, guarantee)
        return any(claim.seen is not None and self._is_seen(claim, [case]) for claim in claims)

    def happens(self, claim: Happens, case: CaseFile | None) -> bool:
        """Whether the engine finds of the case what the claim is about."""
        try:
            if case is None:
                return False
            return claim.seen(self._told_already(case) if case is claim.example else self._advise(case))
        except RecourseError:
            return False

    def _prove(self, guarantee: Guarantee) -> tuple[Outcome, int, list[Broken]]:
        if guarantee.kind is Kind.COUNTED_FROM:
            return self._told([Broken(line) for line in rulebase.counted_from(self.space, guarantee)], 1)
        if guarantee.kind is Kind.COMPLETABLE:
            return self._completable(guarantee)
        run, claims = self._claims(guarantee)
        exempt = any_of(self.space.chaining.conditions(lines).sure for lines in guarantee.exempt)
        universal = [claim for claim in claims if isinstance(claim, Claim)]
        existing = [claim for claim in claims if isinstance(claim, Happens)]
        for space in run.spaces:
            run.solver.add(space.times.bounds())
        parts = [universal[start : start + AT_ONCE] for start in range(0, len(universal), AT_ONCE)]
        broken = [item for part in parts for item in self._broken(run, part, exempt)][:SHOWN]
        broken += self._dead(run, existing)
        return self._told(broken, len(claims))

    def _told(self, broken: list[Broken], claims: int) -> tuple[Outcome, int, list[Broken]]:
        if not broken:
            return Outcome.PROVED, claims, broken
        sure = any(item.reproduced for item in broken)
        return (Outcome.BROKEN if sure else Outcome.UNSURE), claims, broken

    def _claims(self, guarantee: Guarantee) -> tuple[_Run, list[Claim | Happens]]:
        if guarantee.kind in OF_TWO:
            claims_of, link = OF_TWO[guarantee.kind]
            two = self._run_of_two(link)
            now, later = two.spaces
            return two, list(claims_of(now, later, guarantee))
        found = {**UNIVERSAL, **EXISTING}[guarantee.kind](self.space, guarantee)
        claims: list[Claim | Happens] = list(found)
        return self._run(), claims

    def _run(self) -> _Run:
        if self._one is None:
            _ = self.space.steps, [door.undetermined for door in self.space.doors.values()]
            self._one = self._begun()
        return self._one

    def _begun(self, effort: int = CLOSELY) -> _Run:
        run = _Run((self.space,), Solver(), effort)
        run.solver.add(self.space.bounds())
        return run

    def _run_of_two(self, link: Callable[[Space, Space], Iterator[Formula]]) -> _Run:
        if link not in self._two:
            later = Space(self.adviser.knowledge, self.adviser.rulebase, self.today, "later ")
            for space in (self.space, later):
                _ = (
                    space.steps,
                    [door.undetermined for door in space.doors.values()],
                    [d.open for d in space.doors.values()],
                )
            run = self._two[link] = _Run((self.space, later), Solver())
            run.solver.add([*self.space.bounds(), *later.bounds(), *link(self.space, later)])
        return self._two[link]

    # --- no case is of this kind -----------------------------------------------------------------------------------

    def _broken(self, run: _Run, claims: list[Claim], exempt: Formula) -> Iterator[Broken]:
        """A counterexample for each of these claims that are broken, a few at most. One look settles all that hold."""
        left = list(claims)
        for _ in range(SHOWN):
            model = run.solver.find(any_of(claim.broken for claim in left), no(exempt)) if left else None
            if model is None:
                return
            claim = next(claim for claim in left if model.holds(claim.broken))
            try:
                found = self._counterexample(run, claim, exempt, model)
            except InferenceError:
                found = Broken(claim.subject, reproduced=False)
            if found:
                yield found
            left.remove(claim)

    def _counterexample(self, run: _Run, claim: Claim, exempt: Formula, model: Model | None) -> Broken | None:
        """A case that breaks the claim in the engine, too; None where looking closely shows that there is none."""
        last: tuple[CaseFile, ...] = ()
        for _ in range(TRIED):
            if model is None:
                return None
            last = tuple(case_of(space, model) for space in run.spaces)
            if claim.seen is None or self._is_seen(claim, last):
                return Broken(claim.subject, self._smaller(claim, last))
            model = self._closer(run, model, claim.broken, no(exempt))
        return Broken(claim.subject, last, reproduced=False)

    def _closer(self, run: _Run, model: Model, *goals: Formula) -> Model | None:
        """Another case for the goals: on the same days, of which everything is said exactly now, or on other ones."""
        for space in run.spaces:
            run.solver.add(space.exact_around(model))
        days = [part for space in run.spaces for part in space.days_of(model)]
        plain = [part for space in run.spaces for part in space.contacts.plainly()]
        return run.solver.find(*goals, *days, *plain, effort=run.effort) or self._clear(run, *goals)

    def _clear(self, run: _Run, *goals: Formula) -> Model | None:
        """A case for the goals, if there is one in which no days more or less decide anything."""
        clear = [part for space in run.spaces for part in space.clearly()]
        return run.solver.find(*goals, *clear, effort=run.effort) or run.solver.find(*goals, effort=run.effort)

    def _is_seen(self, claim: Claim, cases: Iterable[CaseFile]) -> bool:
        assert claim.seen
        try:
            return claim.seen(*map(self._advise, cases))
        except RecourseError:
            return False

    def _smaller(self, claim: Claim, cases: tuple[CaseFile, ...]) -> tuple[CaseFile, ...]:
        if claim.seen is None or len(cases) > 1:
            return cases
        return (smallest(cases[0], lambda case: self._is_seen(claim, [case])),)

    def _advise(self, case: CaseFile) -> Advice:
        return self.adviser.advise(self.adviser.read(case, self.today))

    def _told_already(self, case: CaseFile) -> Advice:
        """As `_advise`, of an example of the rules: the same one is looked at for many claims."""
        if id(case) not in self._examples:
            self._examples[id(case)] = self._advise(case)
        return self._examples[id(case)]

    # --- some case is of this kind ---------------------------------------------------------------------------------

    def _dead(self, run: _Run, claims: list[Happens]) -> Iterator[Broken]:
        """What happens in no case, or in none that is found."""
        for claim in (claim for claim in claims if not self.happens(claim, claim.example)):
            try:
                broken = self._never(run, claim)
            except InferenceError:
                broken = self._never_anew(claim)
            if broken:
                yield broken

    def _never_anew(self, claim: Happens) -> Broken | None:
        """As `_never`, by a new solver, whose search goes another way, and with all the effort there is."""
        run = self._begun(EFFORT)
        run.solver.add(self.space.times.bounds())
        try:
            return self._never(run, claim)
        except InferenceError:
            return Broken(claim.subject, reproduced=False)

    def _never(self, run: _Run, claim: Happens) -> Broken | None:
        """None where the engine finds it in a case; raises InferenceError where the solver gives up."""
        model, case = run.solver.find(claim.held), None
        for _ in range(TRIED):
            if model is None:
                return Broken(claim.subject)
            case = case_of(self.space, model)
            if self.happens(claim, case):
                return None
            model = self._closer(run, model, claim.held)
        return Broken(claim.subject, (case,) if case else (), reproduced=False)

    # --- case by case -----------------------------------------------------------------------------------------------

    def _completable(self, guarantee: Guarantee) -> tuple[Outcome, int, list[Broken]]:
        run = self._run()
        run.solver.add(self.space.times.bounds())
        found = completions.never_opened(self.adviser, self.space, run.solver, guarantee.entry.cases, self.today)
        looked_at, broken = 0, list[Broken]()
        for action, case in found:
            looked_at += 1
            if case is not None:
                broken.append(Broken(action, (case,)))
            if len(broken) == SHOWN:
                break
        return (Outcome.BROKEN if broken else Outcome.CHECKED), looked_at, broken
