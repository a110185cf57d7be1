"""Many cases together beside one case after the other, and beside zen-engine's batch: equality first, then the ratios.

Run: `python benchmarks/batch.py [--cases N] [--first SEED] [--told] [--json FILE]`. Generated cases (`draw_case`), or with
`--told` the told ones of the tests with other days, sums and wallets. Every answer, every bad record and every count is
compared; one difference and it exits with an error. Times are processor time a case on one core.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from engine.analysis import Tally  # noqa: E402
from engine.batch import Done, Order, Record, Totals, Worker  # noqa: E402
from tests.casebook import CASES, TODAY, adviser, random_case, read_cases  # noqa: E402

CHUNK = 2_000
SAMPLE = 1_000
"""cases on which what takes long is measured"""
DATES = ("incident_date", "aware_date", "goods_received_date")


def told_cases(first: int) -> Iterator[dict[str, Any]]:
    """Cases told in the tests, without end, each with its days moved, another sum, and often another wallet."""
    told = [item["case"] for item in read_cases(CASES)]
    wallets = list(adviser().knowledge.providers)
    draw = random.Random(first)
    while True:
        case = dict(draw.choice(told))
        back = timedelta(days=draw.randrange(60))
        moved = {name: _moved(case[name], back) for name in DATES if name in case}
        contacts = [{**item, "date": _moved(item.get("date"), back)} for item in case.get("attempts") or []]
        case |= {**moved, "attempts": contacts, "amount": str(draw.randrange(1, 200_000))}
        if draw.random() < 0.5:
            case["provider"] = draw.choice(wallets)
        yield case


def _moved(day: Any, back: timedelta) -> Any:
    try:
        return (date.fromisoformat(str(day)) - back).isoformat()
    except ValueError:
        return day


def records(cases: int, first: int, told: bool) -> Iterator[list[Record]]:
    """The cases as lines of JSON, a chunk at a time."""
    source = told_cases(first) if told else map(random_case, range(first, first + cases))
    for start in range(0, cases, CHUNK):
        numbers = range(start + 1, min(start + CHUNK, cases) + 1)
        yield [
            Record(n, json.dumps({"id": f"c{n}", "case": next(source)}, ensure_ascii=False, default=str).encode())
            for n in numbers
        ]


def timed(work: Callable[[list[Record]], Done], chunk: list[Record], times: list[float]) -> Done:
    """What came of the chunk; the microseconds a case are added."""
    start = time.process_time()
    done = work(chunk)
    times.append(1e6 * (time.process_time() - start) / len(chunk))
    return done


def same(one: Done, other: Done) -> bool:
    """Every line and every count."""
    counted = [Totals(Tally()) for _ in range(2)]
    for totals, done in zip(counted, (one, other), strict=True):
        totals.add(done)
    states = [totals.state() for totals in counted]
    for state in states:
        state["counts"].sort()
        state["tally"] = {name: sorted(items, key=str) for name, items in state["tally"].items()}
    return (one.answered, one.bad, states[0]) == (other.answered, other.bad, states[1])


def whole_plans(sample: list[Record]) -> float:
    """Microseconds a case of a program that reads a case, has it advised, and writes the plan as `recourse plan --json`."""
    data = [json.loads(record.content)["case"] for record in sample if isinstance(record.content, bytes)]
    start, number = time.process_time(), 0
    for item in data:
        try:
            adviser().advise(adviser().read(item, TODAY)).plan.to_json()
            number += 1
        except ValueError:
            continue
    return 1e6 * (time.process_time() - start) / max(number, 1)


def zen(sample: list[Record]) -> float | None:
    """Microseconds a case in which zen-engine's batch fires the same rules; None without it."""
    from benchmarks.compare import expected, met_in, the_rules
    from benchmarks.engines.zen import make_batch

    cases = [adviser().read(json.loads(record.content)["case"], TODAY) for record in sample]  # type: ignore[arg-type]
    met = [met_in(case) for case in cases]
    try:
        fire = make_batch(the_rules())
    except ImportError as error:
        print(f"zen: left out ({error})")
        return None
    fire(met[:20])
    start = time.process_time()
    fired = fire(met)
    took = 1e6 * (time.process_time() - start) / len(met)
    if fired != [expected(case) for case in cases]:
        sys.exit("zen fires something else")
    return took


def met_again(sample: list[Record]) -> float:
    """The share of cases of which all that the rules judge was judged just so in a case before."""
    seen = set()
    for record in sample:
        inference = adviser().engine.infer(adviser().read(json.loads(record.content)["case"], TODAY))  # type: ignore[arg-type]
        seen.add((inference.fired, inference.open))
    return 1 - len(seen) / len(sample)


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=1_000_000)
    parser.add_argument("--told", action="store_true")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    order = Order(TODAY, "benchmark")
    together, alone = Worker(adviser(), order), Worker(adviser(), order, together=False)
    found: dict[str, list[float]] = {"together": [], "the same, one by one": []}
    sample: list[Record] = []
    answered = bad = 0
    for chunk in records(asked.cases, asked.first, asked.told):
        sample = sample or chunk[:SAMPLE]
        one = timed(together.work, chunk, found["together"])
        other = timed(alone.work, chunk, found["the same, one by one"])
        if not same(one, other):
            wrong = [a for a, b in zip(one.answered, other.answered, strict=False) if a != b]
            sys.exit(f"a chunk comes out otherwise: {wrong[:1] or 'its counts'}")
        answered, bad = answered + len(one.answered), bad + len(one.bad)
        print(
            f"{answered + bad} cases, no difference; {found['together'][-1]:.0f} µs a case", file=sys.stderr, flush=True
        )
    good = [record for record in sample if not alone.work([record]).bad]
    found["whole plan as JSON, one by one"] = [whole_plans(good[:300])]
    if (took := zen(good)) is not None:
        found["zen-engine's batch, rules only"] = [took]
    assert together.together
    doors = together.together.doors
    share = met_again(good)
    base = statistics.median(found["together"])
    kind = "told, varied" if asked.told else "generated"
    print(f"{answered} cases ({kind}) and {bad} bad records: every line and count as one by one; processor time a case")
    for name, times in found.items():
        middle = statistics.median(times)
        print(f"  {name:32} {middle:8.0f} µs  ({min(times):.0f}–{max(times):.0f})  {middle / base:6.1f} × together")
    print(
        f"  searches {doors.searched} of {doors.asked} wanted; cases the rules judge as one before: {share:.1%} of {len(good)}"
    )
    if asked.json:
        told = {
            name: {"median": statistics.median(times), "ratio": statistics.median(times) / base}
            for name, times in found.items()
        }
        counted = {"searched": doors.searched, "wanted": doors.asked, "met_again": share}
        asked.json.write_text(
            json.dumps({"cases": answered, "bad": bad, "kind": kind, "times": told, **counted}, indent=2)
        )


if __name__ == "__main__":
    main()
