"""An action and a case → where it is done, and whether it can be done now."""

from __future__ import annotations

import copy

from engine.case import Case, compute
from engine.findings import Inference
from engine.graph import ChannelState, Graph
from knowledge.approach import Action, Level, Standing
from knowledge.library import Knowledge

__all__ = ["Fitting", "channel_of"]

PASSABLE = (ChannelState.OPEN, ChannelState.UNDETERMINED)
OVER = ("solved_anywhere", "settled_anywhere")


def channel_of(action: Action, knowledge: Knowledge, case: Case) -> str | None:
    """The channel of the action, or the one that stands in for it at this wallet."""
    provider = case.wallet(knowledge)
    if action.channel is None or provider is None:
        return action.channel
    return provider.instead.get(action.channel, action.channel)


class Fitting:
    """Tells which actions would be steps of this case if they were advised."""

    def __init__(self, knowledge: Knowledge, inference: Inference, graph: Graph) -> None:
        self.knowledge, self.case, self.graph = knowledge, inference.case, graph
        told = (compute(fact, self.case, knowledge, inference.standings) for fact in OVER)
        self.over = "yes" in told

    def at(self, case: Case, graph: Graph) -> Fitting:
        """For the same contacts, with other answers and other states of the channels."""
        other = copy.copy(self)
        other.case, other.graph = case, graph
        return other

    def fits(self, action: Action) -> bool:
        """Not done yet, nor the matter solved, and at its channel's standing, through a passable door.

        What does not put the dispute to a bank or operator (blocking a card) does not wait for the dispute there.
        """
        if self.over and not action.when_solved:
            return False
        channel = channel_of(action, self.knowledge, self.case)
        if channel is None:
            return True
        if any(attempt.action == action.id for attempt in self.case.attempts):
            return False
        node = self.graph.nodes[channel]
        standing = node.standing.standing
        aside = not action.files and self.knowledge.channels[channel].level is Level.PROVIDER
        if not aside and standing not in action.at:
            return False
        return standing is not Standing.NOT_TRIED or node.state in PASSABLE
