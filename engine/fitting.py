"""An action and a case → where it is done, and whether it can be done now."""

from __future__ import annotations

from engine.case import Case
from engine.graph import ChannelState, Graph
from knowledge.approach import Action, Level, Standing
from knowledge.library import Knowledge

__all__ = ["channel_of", "fits"]

PASSABLE = (ChannelState.OPEN, ChannelState.UNDETERMINED)


def channel_of(action: Action, knowledge: Knowledge, case: Case) -> str | None:
    """The channel of the action, or the one that stands in for it at this wallet."""
    provider = case.wallet(knowledge)
    if action.channel is None or provider is None:
        return action.channel
    return provider.instead.get(action.channel, action.channel)


def fits(action: Action, knowledge: Knowledge, case: Case, graph: Graph) -> bool:
    """Whether it would be a step if it were advised: not done yet, at its channel's standing, through a passable door.

    What does not put the dispute to a bank or operator (blocking a card) does not wait for the dispute there.
    """
    channel = channel_of(action, knowledge, case)
    if channel is None:
        return True
    if any(attempt.action == action.id for attempt in case.attempts):
        return False
    node = graph.nodes[channel]
    standing = node.standing.standing
    aside = not action.files and knowledge.channels[channel].level is Level.PROVIDER
    if not aside and standing not in action.at:
        return False
    return standing is not Standing.NOT_TRIED or node.state in PASSABLE
