"""What a changed answer does: to the plan, and to the answers that no longer matter because of it."""

from __future__ import annotations

from collections.abc import Iterable

from engine.explaining.difference import compare
from engine.explaining.difference_lines import difference_lines
from engine.interview.screen import Screen
from engine.interview.state import State

__all__ = ["idle", "what_changed"]


def what_changed(before: Screen, after: Screen, name: str) -> list[str]:
    """What it does to the plan, and which answers no longer matter."""
    lines = [before.say("changed", fact=after.label(name), value=after.shown(name))]
    knowledge = before.adviser.knowledge
    lines += difference_lines(compare(before.advice.plan, after.advice.plan), knowledge, before.lang)
    known = idle(before)
    new = [item for item in idle(after) if item not in known]
    return lines + ([before.say("ask-now-idle", facts=_names(before, new))] if new else [])


def _names(at: Screen, facts: Iterable[str]) -> str:
    return at.say("list-comma").join(map(at.label, facts))


def idle(at: State) -> list[str]:
    """Facts with an answer that no longer matters: without it, the question would not be asked. They are kept."""
    told = [name for name in at.history if name in at.adviser.knowledge.facts]
    return [name for name in told if not _matters(at, name)]


def _matters(at: State, name: str) -> bool:
    without = {key: value for key, value in at.data.items() if key != name}
    asks = at.adviser.advise(at.adviser.read(without, at.today)).plan.ask
    return any(item.fact == name for item in asks)
