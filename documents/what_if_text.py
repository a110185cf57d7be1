"""What changes would do, or which changes would open a channel → lines in one language."""

from __future__ import annotations

from collections.abc import Iterable

from documents.case_words import CaseWords
from engine.adviser import Advice, Adviser
from engine.case.changes import Change
from engine.explaining.difference import Difference
from engine.explaining.difference_lines import difference_lines
from engine.explaining.why import Reachable
from engine.wording import phrase
from knowledge.models import Lang

__all__ = ["difference_text", "reach_text"]


def difference_text(adviser: Adviser, changes: Iterable[Change], difference: Difference, lang: Lang) -> list[str]:
    """The changes, then what they do to the plan."""
    knowledge = adviser.knowledge
    comma = phrase(knowledge, lang, "list-comma")
    title = phrase(knowledge, lang, "whatif-title", changes=comma.join(map(str, changes)))
    return [title, *difference_lines(difference, knowledge, lang)]


def reach_text(adviser: Adviser, advice: Advice, found: Reachable, lang: Lang) -> list[str]:
    """One line a set, the smallest first, each followed by the words that `what-if` takes."""
    words = CaseWords(adviser.knowledge, advice, lang)
    if found.there:
        return [words.say("reach-there")]
    if not found.sets:
        return [words.say("reach-none")]
    lines = [words.say("reach-title")]
    for moves in found.sets:
        lines.append(f"- {words.say('list-and').join(map(words.move, moves))}")
        lines.append("  what-if … " + " ".join(f"{move.key}={move.values[0]}" for move in moves))
    return lines
