"""Cases for Hypothesis, drawn from the vocabulary, so that a failing one is made as small as it can be."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from engine.case import Case, words_of
from knowledge.errors import CaseError
from knowledge.models import Fact, FactKind, Origin
from knowledge.outcome import Outcome
from tests.casebook import TODAY, adviser

__all__ = ["ASKED", "answers_to", "case_files", "cases"]

ASKED = [fact for fact in adviser().knowledge.facts.values() if fact.origin is Origin.ASKED]
DAYS_BACK = (0, 1, 3, 12, 40, 400, 1500, 4000)


def answers_to(fact: Fact) -> st.SearchStrategy[Any]:
    """A well-formed answer to one question."""
    if fact.kind is FactKind.DATE:
        return st.sampled_from(DAYS_BACK).map(lambda days: (TODAY - timedelta(days=days)).isoformat())
    if fact.kind is FactKind.AMOUNT:
        return st.sampled_from(["1", "99.60", "3200", "50000"])
    return st.sampled_from(words_of(fact))


@st.composite
def _files(draw: st.DrawFn) -> dict[str, Any]:
    data: dict[str, Any] = {"as_of": TODAY.isoformat()}
    for fact in ASKED:
        sure = fact.id in ("issue", "provider") and draw(st.integers(0, 9)) < 9
        if sure or draw(st.integers(0, 3)) == 0:
            data[fact.id] = draw(
                st.sampled_from(list(adviser().knowledge.issues)) if fact.id == "issue" else answers_to(fact)
            )
    if draw(st.integers(0, 3)):
        data["attempts"] = draw(st.lists(_contacts(), max_size=3))
        if draw(st.integers(0, 3)) == 0:
            data["attempts"] = [{**item, "channel": data["attempts"][0]["channel"]} for item in data["attempts"]]
    return data


def _contacts() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {
            "channel": st.sampled_from(list(adviser().knowledge.channels)),
            "days_ago": st.sampled_from([*DAYS_BACK[:6], "unknown"]),
            "outcome": st.sampled_from([str(outcome) for outcome in Outcome]),
        }
    )


def _readable(data: dict[str, Any]) -> bool:
    try:
        adviser().read(data, TODAY)
    except CaseError:
        return False
    return True


case_files = _files().filter(_readable)
"""Case files that can be read, most with issue and wallet, a quarter of the other facts, up to three contacts, often at one channel"""


def cases() -> st.SearchStrategy[Case]:
    return case_files.map(lambda data: adviser().read(data, TODAY))
