"""The engine against two others that know nothing of it: the reference evaluator of the tests, and CLIPS.

Run: `python benchmarks/oracles.py [--cases N] [--seed S]`. Draws N cases and compares, for each, the conclusions that the
engine draws with those of the reference evaluator, and the rules that fire and those that wait with those of CLIPS, which
runs an export of the rules. Prints every case on which they differ, as a case file, and exits with 1 if there is one.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from engine.case import Case  # noqa: E402
from tests.casebook import TODAY, adviser, random_case  # noqa: E402
from tests.foreign import Foreign  # noqa: E402
from tests.oracle import evaluate  # noqa: E402

TOLD_EVERY = 1_000


def differences(case: Case, foreign: Foreign) -> Iterator[str]:
    """What somebody sees otherwise than the engine."""
    inference = adviser().engine.infer(case)
    drawn = {(finding.rule.id, str(finding.conclusion)) for finding in inference.findings}
    for rule, conclusion in sorted(drawn ^ evaluate(adviser(), case)):
        yield f"reference evaluator: {rule}: {conclusion}"
    fired, waiting = foreign.judge(case)
    for rule in sorted(fired ^ {finding.rule.id for finding in inference.findings}):
        yield f"CLIPS: {rule} fires"
    for rule in sorted(waiting ^ {verdict.rule.id for verdict in inference.undecided()}):
        yield f"CLIPS: {rule} waits"


def main() -> None:
    """Exits with 1 where one of them differs on some case."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=0, help="the first of the seeds; each case has the next one")
    asked = parser.parse_args()
    foreign, start, bad = Foreign(adviser()), time.monotonic(), 0
    for number, seed in enumerate(range(asked.seed, asked.seed + asked.cases), 1):
        data = random_case(seed)
        found = list(differences(adviser().read(data, TODAY), foreign))
        if found:
            bad += 1
            print(f"seed {seed}:", *found, json.dumps(data, ensure_ascii=False), sep="\n  ", flush=True)
        if number % TOLD_EVERY == 0:
            print(f"{number} cases, {bad} differences, {time.monotonic() - start:.0f} s", file=sys.stderr, flush=True)
    rules = len(adviser().rulebase.rules)
    print(
        f"{asked.cases} cases from seed {asked.seed}, {rules} rules: {bad} on which the engine, the reference evaluator and CLIPS differ"
    )
    sys.exit(bad > 0)


if __name__ == "__main__":
    main()
