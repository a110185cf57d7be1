"""How many questions are asked: as the questionnaire asks them, against asking all relevant ones in the order of the file.

Run: `python benchmarks/questions.py`. Every single case told under tests/cases is answered from nothing; what a case does
not tell is answered with “don't know”. *Relevant* is every question that some rule which is not decided by the kind of
trouble and the wallet waits for: what a form for this trouble would hold.
"""

from __future__ import annotations

import statistics
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from engine.adviser import Advice  # noqa: E402
from engine.interview import begin  # noqa: E402
from engine.interview.order import next_question  # noqa: E402
from knowledge.models import CONTACTS, Origin  # noqa: E402
from rules.models import Conclude, Rule  # noqa: E402
from tests.casebook import CASES, TODAY, adviser, read_cases  # noqa: E402


def advise(data: dict[str, Any]) -> Advice:
    return adviser().advise(adviser().read(data, TODAY))


def start(case: dict[str, Any]) -> dict[str, Any]:
    return {"as_of": case.get("as_of", TODAY.isoformat())}


def answer(data: dict[str, Any], case: dict[str, Any], fact: str) -> dict[str, Any]:
    """The case file with what the case tells of the fact; a day told as so many days ago counts as told."""
    if fact == "incident_date" and "days_ago" in case:
        return {**data, fact: {"days_ago": case["days_ago"]}}
    return {**data, fact: case.get(fact, [] if fact == CONTACTS else "unknown")}


def talk(case: dict[str, Any], *, everything: bool = False) -> tuple[list[str], bool]:
    """The questions of the questionnaire, and whether they lead to the first step that all told facts lead to."""
    data, told = start(case), list[str]()
    while fact := next_question(advice := advise(data), told, everything=everything):
        data, told = answer(data, case, fact), [*(name for name in told if name != fact), fact]
    return told, advice.first_channel == advise({**start(case), **case}).first_channel


def asked(case: dict[str, Any], *, in_file_order: bool = False) -> list[str]:
    """The questions until no answer can change the plan."""
    data, told = start(case), list[str]()
    while asks := [item.fact for item in advise(data).plan.ask]:
        order = [*adviser().knowledge.facts, CONTACTS]
        fact = min(asks, key=order.index) if in_file_order else asks[0]
        data, told = answer(data, case, fact), [*told, fact]
    return told


def relevant(case: dict[str, Any]) -> int:
    """What a form for this trouble and wallet would hold: the facts behind every rule that the two do not rule out."""
    data = start(case)
    for fact in ("issue", "provider"):
        data = answer(data, case, fact)
    truths, found, seen = advise(data).inference.truths, {"issue", "provider", CONTACTS}, set[str]()

    def possible(rule: Rule) -> bool:
        return not any(c.fact in ("issue", "provider_kind") and truths.get(c.text) is False for c in rule.when)

    def add(name: str) -> None:
        fact = adviser().knowledge.fact(name)
        if name in seen:
            return
        seen.add(name)
        found.update([name] if fact.origin is Origin.ASKED else fact.inputs)
        for rule in filter(possible, adviser().engine.drawn_by(name)):
            for condition in rule.when:
                add(condition.fact)

    for rule in filter(possible, adviser().rulebase.rules):
        for condition in rule.when if any(not isinstance(c, Conclude) for c in rule.then) else ():
            add(condition.fact)
    return len(found)


def bounds(case: dict[str, Any]) -> list[bool]:
    """At each question, whether no more were still to come than the number that was shown."""
    interview, shown = begin(adviser(), day_of(case), "zh", start(case)), list[int]()
    while (name := interview.question()) and len(shown) < 60:
        if interview.card:
            interview, _ = interview.take("")
            continue
        shown.append(interview.bound)
        told = answer({}, case, name)[name]
        interview = replace(interview.told(name, told), card=())
    return [len(shown) - n <= bound for n, bound in enumerate(shown)]


def day_of(case: dict[str, Any]) -> date:
    return date.fromisoformat(str(case.get("as_of", TODAY)))


def main() -> None:
    """Prints the figures."""
    cases = [told["case"] for told in read_cases(CASES) if " – " not in told["story"]] + [
        told["case"] for told in read_cases(CASES / "real")
    ]
    ours, file_order = [len(asked(case)) for case in cases], [len(asked(case, in_file_order=True)) for case in cases]
    everything = [relevant(case) for case in cases]
    middle = [statistics.median(counts) for counts in (ours, file_order, everything)]
    print(f"{len(cases)} cases, median number of questions: computed order {middle[0]:g}, "
          f"file order, stopping as early, {middle[1]:g}, all relevant {middle[2]:g}; ratio {middle[0] / middle[2]:.2f}")  # fmt: skip
    for label, everything in (("turns the first step", False), ("can change the plan", True)):
        talks = [talk(case, everything=everything) for case in cases]
        counts, same = sorted(len(told) for told, _ in talks), sum(hit for _, hit in talks)
        print(
            f"asked what {label}: mean {statistics.mean(counts):.2f}, median {statistics.median(counts):g}, "
            f"nine in ten at most {counts[len(counts) * 9 // 10]}; first channel as with all told: {100 * same / len(talks):.1f} %"
        )
    within = [hit for case in cases[::5] for hit in bounds(case)]
    print(
        f"no more questions come than was shown at {100 * sum(within) / len(within):.0f} % of {len(within)} questions"
    )


if __name__ == "__main__":
    main()
