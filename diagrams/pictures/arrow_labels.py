"""The outcomes on which an arrow leads on → its label, silence told with the limits that have to pass.

In a case `case_channels` puts the day beside the limit. How a label is written, `formats/` decides.
"""

from __future__ import annotations

from collections.abc import Iterable

from diagrams.pictures.phrases import Phrases
from knowledge.limits import NamedLimit
from knowledge.standing import Standing

__all__ = ["UNSOLVED", "arrow_label", "silence_words"]

UNSOLVED = (Standing.NOT_ACCEPTED, Standing.REFUSED, Standing.UNSATISFIED, Standing.PARTIAL)


def arrow_label(phrases: Phrases, outcomes: Iterable[Standing], silence: str | None) -> tuple[str, ...]:
    """Every way of not being solved is told as one; the words for silence, where it leads on, stand on a line of their own."""
    others = [standing for standing in outcomes if standing is not Standing.OVERDUE]
    unsolved = set(UNSOLVED) <= set(others)
    words = [phrases.say("draw-unsolved")] if unsolved else []
    words += [phrases.say(f"on-{standing}") for standing in others if not (unsolved and standing in UNSOLVED)]
    told = (phrases.say("draw-or").join(words),) if words else ()
    return told if silence is None else (*told, silence)


def silence_words(phrases: Phrases, limits: tuple[NamedLimit, ...]) -> str:
    """No answer within these limits, added up; told apart where one of them is set by no law."""
    if not limits:
        return phrases.say("on-overdue")
    lengths = phrases.say("draw-plus").join(_length(phrases, limit) for limit in limits)
    statutory = all(limit.statutory for limit in limits)
    return phrases.say("draw-silence" if statutory else "draw-silence-yardstick", length=lengths)


def _length(phrases: Phrases, limit: NamedLimit) -> str:
    return phrases.say(limit.length.key, n=limit.length.value)
