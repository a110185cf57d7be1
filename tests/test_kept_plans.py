"""Every told case gets the plan it had: whatever a change of rules or knowledge does to one is looked at before it is kept."""

from __future__ import annotations

from itertools import groupby

import pytest

from knowledge.models import Material, Text
from rules.guarantees import load_guarantees
from rules.library import ROOT
from tests.casebook import adviser, read_cases
from tests.kept_plans import FACTS, KEPT, PARTS, REFUSED, fact_lines, kept_lines, refused_lines
from tests.kept_records import RECORDS, decided, record_lines, turning

FILES = {
    f"{part.name}-{name}": list(told)
    for part in PARTS
    for name, told in groupby(read_cases(part), key=lambda told: str(told["file"]).removesuffix(".yaml"))
}


@pytest.mark.parametrize("name", FILES)
def test_a_told_case_gets_the_plan_that_was_kept(name: str, request: pytest.FixtureRequest) -> None:
    """Steps, urgencies, days, grounds, numbers, channels and questions are those of the kept plan; wordings may differ."""
    path = KEPT / f"{name}.txt"
    lines = list(kept_lines(adviser(), FILES[name]))
    if request.config.getoption("--renew"):
        KEPT.mkdir(exist_ok=True)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    kept = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    other = [line.partition(" ")[2] for line in lines if line not in kept]
    assert not other, (
        f"{len(other)} plans are not the ones that were kept, first “{other[0]}”: `recourse diff HEAD .` tells how;"
        " if they are right, `recourse test tests/test_kept_plans.py --renew` keeps them"
    )
    assert lines == kept


def test_answers_that_contradict_one_another_are_those_that_were_kept(request: pytest.FixtureRequest) -> None:
    """Which answers are refused together is looked at like a plan."""
    lines = list(refused_lines(adviser()))
    if request.config.getoption("--renew"):
        REFUSED.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert lines == REFUSED.read_text(encoding="utf-8").splitlines()


def test_editions_and_numbers_are_those_that_were_kept(request: pytest.FixtureRequest) -> None:
    """A day or a number that changes by a slip of the finger is seen, whether or not a told case shows it."""
    lines = list(fact_lines(adviser()))
    if request.config.getoption("--renew"):
        FACTS.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert lines == FACTS.read_text(encoding="utf-8").splitlines()


def test_records_decide_what_was_kept(request: pytest.FixtureRequest) -> None:
    """What no told case shows is seen as well: a key, a word of a list, a label, hours, a “not” of one language."""
    guarantees = load_guarantees(adviser().knowledge, adviser().rulebase, ROOT)
    lines = list(record_lines(adviser(), guarantees))
    if request.config.getoption("--renew"):
        RECORDS.write_text("\n".join(lines) + "\n", encoding="utf-8")
    kept = RECORDS.read_text(encoding="utf-8").splitlines()
    assert sorted(set(lines) ^ set(kept)) == []


def test_another_wording_of_the_same_is_the_same() -> None:
    """What is told otherwise and counts and denies alike keeps its number; a “not” less does not."""
    name = Text(zh="甲", en="A")
    one, two, less = (
        Material(id="a", name=name, how=Text(zh="不要交", en=how), proves=name, fades=name)
        for how in ("Do not hand it over.", "Better do not give it away.", "Hand it over.")
    )
    words = turning(adviser().knowledge)
    assert decided(one, words) == decided(two, words)
    assert decided(one, words) != decided(less, words)


def test_nothing_is_kept_of_a_file_that_is_gone() -> None:
    assert {path.stem for path in KEPT.glob("*.txt")} == {*FILES, REFUSED.stem, FACTS.stem, RECORDS.stem}
