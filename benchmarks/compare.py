"""The project beside other engines, on its own rules and generated cases: equality first, then the time of one case.

Run: `python benchmarks/compare.py [--seeds N] [--json FILE]`. What is compared is processor time a case, told as a ratio to
bare durable_rules in the same run; each figure is the median of several rounds, with the spread.
"""

from __future__ import annotations

import argparse
import importlib
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.engines.shape import Rules  # noqa: E402
from engine.case import Case  # noqa: E402
from tests.casebook import TODAY, adviser, random_case  # noqa: E402

ENGINES = ("plain", "durable", "clips", "zen")
ROUNDS = 5


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


def microseconds(run: Callable[[Any], Any], inputs: list[Any], rounds: int = ROUNDS) -> list[float]:
    """Processor time a case in each round."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        for item in inputs:
            run(item)
        times.append(1e6 * (time.process_time() - start) / len(inputs))
    return times


def ours(cases: list[Case], others: list[Case]) -> dict[str, list[float]]:
    """Findings with every verdict, on cases that the engine meets for the first time and again; and the plan.

    An engine has met as many `others` before.
    """
    from engine.findings import Engine

    new, again = [], []
    for _ in range(ROUNDS):
        engine = Engine(adviser().knowledge, adviser().rulebase)
        for case in others:
            engine.infer(case)
        for found in (new, again):
            found.append(microseconds(lambda case, engine=engine: engine.infer(case).verdicts, cases, rounds=1)[0])
    steps = microseconds(lambda case: adviser().advise(case).plan, cases)
    whole = microseconds(lambda case: adviser().advise(case).plan.to_json(), cases)
    return {
        "findings, new cases": new,
        "findings, met before": again,
        "plan, its steps": steps,
        "plan, all of it (JSON)": whole,
    }


def main() -> None:
    """Prints the table; exits with an error where an engine fires something else."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, default=300)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    cases, others = (
        [adviser().read(random_case(seed), TODAY) for seed in range(start, start + asked.seeds)]
        for start in (0, asked.seeds)
    )
    rules, met = the_rules(), [met_in(case) for case in cases]
    wanted = [expected(case) for case in cases]
    found: dict[str, list[float]] = {}
    for name in ENGINES:
        make = importlib.import_module(f"benchmarks.engines.{name}").make
        try:
            fire = make(rules)
        except ImportError as error:
            print(f"{name}: left out ({error})")
            continue
        wrong = sum(fire(item) != right for item, right in zip(met, wanted, strict=True))
        if wrong:
            sys.exit(f"{name} fires something else in {wrong} of {len(cases)} cases")
        # a new one for each round: some get slower from case to case (findings/clipspy-slower-every-case.sh)
        found[name] = [microseconds(make(rules), met, rounds=1)[0] for _ in range(ROUNDS)]
    found |= ours(cases, others)
    base = statistics.median(found["durable"])
    print(f"{len(rules)} rules, {len(cases)} cases, every engine fires the same; processor time a case")
    for name, rounds in found.items():
        middle = statistics.median(rounds)
        print(
            f"  {name:22} {middle:8.0f} µs  ({min(rounds):.0f}–{max(rounds):.0f})  {middle / base:6.2f} × bare durable_rules"
        )
    if asked.json:
        told = {
            name: {"median": statistics.median(r), "rounds": r, "ratio": statistics.median(r) / base}
            for name, r in found.items()
        }
        asked.json.write_text(json.dumps({"rules": len(rules), "cases": len(cases), "engines": told}, indent=2))


if __name__ == "__main__":
    main()
