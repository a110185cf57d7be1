"""What the told cases exercise → lines in one language: a line a kind, then by name what no case exercises."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from documents.letters import letters_of
from engine.adviser import Advice
from engine.coverage import Coverage
from engine.wording import phrase
from knowledge.library import Knowledge
from knowledge.models import Lang

__all__ = ["coverage_lines", "fitting_letters"]


def coverage_lines(
    found: Coverage, near_misses: Mapping[str, object], knowledge: Knowledge, lang: Lang
) -> Iterator[str]:
    """The counts of each kind in each way; what is missing, with a near miss that would do where one is known."""

    def say(key: str, **values: object) -> str:
        return phrase(knowledge, lang, f"coverage-{key}", **values)

    comma = phrase(knowledge, lang, "list-comma")
    yield say("head", cases=found.cases, examples=found.examples)
    for part in found.parts:
        ways = comma.join(say("way", way=say(f"way-{way}"), n=n) for way, n in part.ways.items())
        kind = say(f"kind-{part.kind}")
        yield say("part", covered=part.covered, there=part.there, kind=kind, ways=ways)
    for name, item in found.missing:
        yield say("missing", kind=say(f"kind-{name}"), id=item.id, way=say(f"way-{item.way}"))
        if item.id in near_misses:
            yield say("near-miss", change=json.dumps(near_misses[item.id], ensure_ascii=False))


def fitting_letters(advice: Advice) -> Iterator[str]:
    """The forms of the letters that fit the plan."""
    if advice.covered:
        for line in letters_of(advice.plan, advice.knowledge).letters:
            if line.form:
                yield line.form
