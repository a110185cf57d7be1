"""Every told case gets the plan it had: whatever a change of rules or knowledge does to one is looked at before it is kept."""

from __future__ import annotations

from itertools import groupby

import pytest

from tests.casebook import adviser, read_cases
from tests.kept_plans import FACTS, KEPT, PARTS, REFUSED, fact_lines, kept_lines, refused_lines

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


def test_nothing_is_kept_of_a_file_that_is_gone() -> None:
    assert {path.stem for path in KEPT.glob("*.txt")} == {*FILES, REFUSED.stem, FACTS.stem}
