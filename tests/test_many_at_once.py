"""Many cases in one process, in many threads, in several processes: the same plans, and nothing piles up."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from benchmarks.crowd import differing
from benchmarks.endurance import held, work_through
from benchmarks.memory import MOST, most_held
from engine.batch import Order, Worker
from engine.findings import Engine
from tests.casebook import TODAY, adviser, random_case

FEW = 40


def test_a_plan_made_in_a_crowd_is_the_one_made_alone() -> None:
    """Two processes of eight threads each, against one thread of a third; `benchmarks/crowd.py` takes as many as are wanted."""
    assert differing(60, 2, 8) == []


SEARCHED = """from engine.adviser import Adviser
from rules.grammar import parse_condition
from rules.models import Open, Rulebase
from tests.casebook import TODAY, adviser

known, door = adviser().knowledge, "samr-12315"
issues = list(known.issues)
some, rest = (f"issue in {', '.join(part)}" for part in (issues[:13], issues[13:]))
lately, before = (f"since_aware {op} samr-complaints.claim-age" for op in ("<=", ">"))
asked = [[lately, some], *([lately, rest, f"online_purchase = {word}"] for word in ("yes", "no")), [before]]
opening = next(rule for rule in adviser().rulebase.rules if rule.then == (Open(door),))
rules = [
    opening.but(
        entry=opening.entry.but(id=f"opens-{number}", basis=(), reason=opening.entry.title),
        when=tuple(parse_condition(line, known) for line in lines),
    )
    for number, lines in enumerate(asked)
]
advice = Adviser(known, Rulebase(tuple(rules))).advise(adviser().read({}, TODAY))
print(*{"aware_date", "incident_date"}, advice.graph.nodes[door].state)"""


def test_a_search_goes_the_same_way_in_whatever_order_a_process_keeps_its_sets() -> None:
    """Python orders sets of text anew in each process. Here two days lie behind one comparison, and the search, which stops
    after 200 sets of answers, finds the door open only if it asks for the right day first; 1 case in 20,000 was like that.
    """
    surroundings = [{**os.environ, "PYTHONHASHSEED": str(seed)} for seed in range(4)]
    run = [sys.executable, "-c", SEARCHED]
    told = [subprocess.run(run, env=env, capture_output=True, text=True, check=True).stdout for env in surroundings]
    assert {line.split()[0] for line in told} == {"aware_date", "incident_date"}  # the order did differ
    assert [line.split()[-1] for line in told] == ["open"] * len(told)


def test_what_is_remembered_is_bounded_and_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """With room for forty of everything instead of thousands: no store is larger, and the same is concluded."""
    for module in ("inference", "marks", "firing", "values"):
        monkeypatch.setattr(f"engine.findings.{module}.KEPT", FEW)
    engine = Engine(adviser().knowledge, adviser().rulebase)
    for seed in range(150):
        case = adviser().read(random_case(seed), TODAY)
        found, usual = engine.infer(case), adviser().engine.infer(case)
        assert (found.fired, found.open, found.facts) == (usual.fired, usual.open, usual.facts)
    stores = [engine._settled, engine.marks._of_words, engine.marks._of_sizes, engine._values._stills]
    stores += [ruleset.answered for ruleset in engine.rulesets]
    assert max(map(len, stores)) <= FEW
    assert sum(map(len, stores)) > 5 * FEW


@pytest.mark.skipif(sys.platform != "linux", reason="what a process holds is read from /proc")
def test_descriptors_and_threads_stay_as_many() -> None:
    """Over some hundred cases of a batch; `benchmarks/endurance.py` takes 200,000 and looks at memory, too."""
    worker = Worker(adviser(), Order(TODAY, "drawn"))
    work_through(worker, 0, 50)
    before = held()
    work_through(worker, 50, 200)
    after = held()
    assert (after.descriptors, after.threads) == (before.descriptors, before.threads)


@pytest.mark.skipif(sys.platform != "linux", reason="what processes share is read from /proc")
def test_eight_processes_of_a_batch_hold_less_than_the_target() -> None:
    """All of them together, with whoever hands out the records; `benchmarks/memory.py` takes as many cases as are wanted."""
    processes = most_held(8_000, 5, told=True, jobs=8)
    assert len(processes) > 8
    assert sum(processes.values()) < MOST
