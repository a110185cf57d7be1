"""What durable_rules answers to our own examples → kept, so that a start asks it only what none of them asked.

The same rules in the same library fire on the same message, so the answers are kept by a hash of both; what the truth of
the conditions says they are held to all the same. They come from the examples in the rule files alone: what somebody told
of his case is not kept. Making all rulesets in the library takes as long as all the rest of finding.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import reduce
from operator import or_
from zlib import crc32

from engine.case import Case
from engine.findings.inference import Engine
from knowledge.kept import is_kept, keep, recall
from knowledge.stamps import installed

__all__ = ["COMMONEST", "can_be_kept", "keep_answers", "recall_answers"]

LIBRARY = "durable_rules_engine"
ANSWERS = "answers"
COMMONEST = 64
"""so many messages of each ruleset are kept, those that came up most often"""


def recall_answers(engine: Engine) -> bool:
    """Whether there were answers for the engine, which has them now."""
    kept = recall(_key(engine), lambda _: None) if engine.rulebase.key else None
    for ruleset, answers in zip(engine.rulesets, kept.part(ANSWERS) if kept else (), strict=False):
        ruleset.answered.update(answers)
    return kept is not None


def can_be_kept(engine: Engine) -> bool:
    """Whether the rules themselves could be kept: else nothing is worked out to be kept."""
    return bool(engine.rulebase.key) and is_kept(engine.rulebase.key)


def keep_answers(engine: Engine, cases: Iterable[Case]) -> None:
    """Keeps what the library answers most often in these cases."""
    met = [(ruleset, Counter[int]()) for ruleset in engine.rulesets]
    for case in cases:
        truths = reduce(or_, (mark.met for mark in engine.infer(case).marks.values()))
        for ruleset, counted in met:
            counted[truths & ruleset.reads] += 1
    told = [
        {message: ruleset.fire(message) for message, _ in counted.most_common(COMMONEST)} for ruleset, counted in met
    ]
    keep(_key(engine), {ANSWERS: told}, lambda *_: None)


def _key(engine: Engine) -> str:
    return f"{crc32(f'{ANSWERS} {installed(LIBRARY)}'.encode()):08x}{engine.rulebase.key}"
