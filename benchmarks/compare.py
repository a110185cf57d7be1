"""The project's own rules in several engines, on generated cases, in one process: equality first, then the time of a case.

Each figure is processor time in microseconds a case, taken once; `run.py` takes it in several processes.
"""

from __future__ import annotations

import gc
import importlib
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

from benchmarks.engines.shape import Rules
from engine.case import Case
from engine.findings import Engine
from tests.casebook import TODAY, adviser, random_case

__all__ = ["BASE", "ENGINES", "OURS", "drawn", "expected", "measure", "met_in", "the_rules"]

BASE = "bare durable_rules"
ENGINES = {"plain Python": "plain", BASE: "durable", "CLIPS (clipspy)": "clips", "zen-engine": "zen"}
"""each fires the same rules; what it is called → its module in `engines/`"""
MANY = "zen-engine, its batch"
STEPS = "ours: steps of the plan"
OURS: dict[str, Callable[[Case], object]] = {
    STEPS: lambda case: adviser().advise(case).plan,
    "ours: the whole plan (JSON)": lambda case: adviser().advise(case).plan.to_json(),
    "ours: the next question": lambda case: adviser().advise(case).ask,
}


def the_rules() -> Rules:
    """Every rule with the names of its conditions, numbered as the engine numbers them."""
    numbered = adviser().engine.marks
    names = {text: f"c{bit.bit_length()}" for text, bit in numbered.condition.items()}
    return {rule.id: tuple(dict.fromkeys(names[c.text] for c in rule.when)) for rule in numbered.rules}


def met_in(case: Case) -> frozenset[str]:
    """The conditions that hold once everything is concluded."""
    inference = adviser().engine.infer(case)
    condition = inference.numbered.condition
    return frozenset(f"c{condition[text].bit_length()}" for text, truth in inference.truths.items() if truth)


def expected(case: Case) -> set[str]:
    """What our engine fires, rules of law that is not in force among them: the others do not know the law's days."""
    inference = adviser().engine.infer(case)
    truths = inference.truths
    return {rule.id for rule in inference.numbered.rules if all(truths[c.text] for c in rule.when)}


def drawn(cases: int, seed: int) -> list[Case]:
    """As many generated cases; another seed gives others."""
    return [adviser().read(random_case(number), TODAY) for number in range(seed * cases, (seed + 1) * cases)]


def measure(cases: int, seed: int) -> dict[str, float]:
    """Microseconds a case of every engine that is installed, and of ours. Exits where one fires something else."""
    ours, others = drawn(cases, seed), drawn(cases, seed + 1)
    steps = _of_new_cases(OURS[STEPS], ours, others)
    rules, met, wanted = the_rules(), [met_in(case) for case in ours], [expected(case) for case in ours]
    found = dict(_engines(rules, met, wanted))
    rest = {name: _timed(run, ours) for name, run in OURS.items() if name != STEPS}
    return found | _findings(ours, others) | {STEPS: steps} | rest


def _of_new_cases(run: Callable[[Case], object], ours: Sequence[Case], others: Sequence[Case]) -> float:
    """On cases that nothing of ours has looked at, after as many others."""
    _timed(run, others)
    return _timed(run, ours)


def _engines(rules: Rules, met: Sequence[frozenset[str]], wanted: Sequence[set[str]]) -> Any:
    for name, module in ENGINES.items():
        try:
            fire = importlib.import_module(f"benchmarks.engines.{module}").make(rules)
        except ImportError as error:
            print(f"{name}: left out ({error})", file=sys.stderr)
            continue
        _hold_to(name, [fire(item) for item in met], wanted)
        # a new one: some get slower from case to case (findings/clipspy-slower-every-case.sh)
        fresh = importlib.import_module(f"benchmarks.engines.{module}").make(rules)
        yield name, _timed(fresh, met)
        if module == "zen":
            many = importlib.import_module("benchmarks.engines.zen").make_batch(rules)
            _hold_to(MANY, many(list(met)), wanted)
            yield MANY, _timed(many, [list(met)]) / len(met)


def _hold_to(name: str, fired: Sequence[set[str]], wanted: Sequence[set[str]]) -> None:
    wrong = sum(one != other for one, other in zip(fired, wanted, strict=True))
    if wrong:
        sys.exit(f"{name} fires something else in {wrong} of {len(wanted)} cases")


def _findings(ours: list[Case], others: list[Case]) -> dict[str, float]:
    """Findings with every verdict, on cases that an engine meets for the first time, as many others before, and again."""
    engine = Engine(adviser().knowledge, adviser().rulebase)
    _timed(engine.infer, others)
    told = ("ours: findings, new cases", "ours: findings, cases met before")
    return {name: _timed(lambda case: engine.infer(case).verdicts, ours) for name in told}


def _timed(run: Callable[[Any], object], inputs: Sequence[Any]) -> float:
    gc.collect()  # what one engine left behind is not charged to the next
    start = time.process_time()
    for item in inputs:
        run(item)
    return 1e6 * (time.process_time() - start) / len(inputs)
