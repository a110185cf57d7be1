"""An action and a case → where it is done, and whether it can be done now."""

from __future__ import annotations

import copy
from collections.abc import Mapping

from engine.case import Case, ChannelStanding, bind, compute, settlers
from engine.findings import Inference
from engine.graph import PASSABLE, ChannelState, Graph
from knowledge.action import Action
from knowledge.channel import Level
from knowledge.library import Knowledge
from knowledge.models import Origin
from knowledge.standing import Standing

__all__ = ["Fitting", "channel_of", "is_sure"]


def channel_of(action: Action, knowledge: Knowledge, case: Case) -> str | None:
    """The channel of the action, or the one that stands in for it at this wallet."""
    return standing_in(action, instead_of(knowledge, case))


def standing_in(action: Action, instead: Mapping[str, str]) -> str | None:
    """The channel of the action where these stand in for others."""
    return instead.get(action.channel, action.channel) if action.channel else None


def instead_of(knowledge: Knowledge, case: Case) -> Mapping[str, str]:
    """The channels for which others stand in at the wallet of the case."""
    provider = case.wallet(knowledge)
    return provider.instead if provider else {}


def is_sure(action: Action, knowledge: Knowledge, case: Case, graph: Graph) -> bool:
    """Whether nothing that is unknown can still close the door of the action, or it is heard whatever comes out."""
    return is_sure_at(channel_of(action, knowledge, case), action, graph)


def is_sure_at(channel: str | None, action: Action, graph: Graph) -> bool:
    """The same, where it is known at which channel it is done."""
    return channel is None or action.heard_anyway or graph.nodes[channel].state is not ChannelState.UNDETERMINED


def is_at(action: Action, here: ChannelStanding) -> bool:
    """Whether it makes sense where its channel stands; while a contact after an answer is unanswered, only what also makes sense then."""
    return here.standing in action.at and (not here.reopened or Standing.WAITING in action.at)


class Fitting:
    """Tells which actions would be steps of this case if they were advised."""

    def __init__(self, knowledge: Knowledge, inference: Inference, graph: Graph) -> None:
        self.knowledge, self.inference, self.case, self.graph = knowledge, inference, inference.case, graph
        self.solved = self.told("solved_anywhere") == "yes"
        self.settled, self.instead = settlers(self.case, knowledge), instead_of(knowledge, self.case)

    def at(self, case: Case, graph: Graph) -> Fitting:
        """For the same contacts, with other answers and other states of the channels."""
        other = copy.copy(self)
        other.case, other.graph, other.instead = case, graph, instead_of(self.knowledge, case)
        return other

    def fits(self, action: Action) -> bool:
        """Meant for such a case, not done yet (nor what says the same and more), nor the matter solved, and at its channel's standing, through a passable door.

        What does not put the dispute to a bank or operator (blocking a card) does not wait for the dispute there.
        """
        channel = standing_in(action, self.instead)
        if not action.when_solved and (self.solved or (self.settled and self.is_settled(action, channel))):
            return False
        if not self.is_meant(action):
            return False
        if channel is None:
            return True
        if self.is_done(action):
            return False
        node = self.graph.nodes[channel]
        standing = node.standing.standing
        aside = not action.files and self.knowledge.channels[channel].level is Level.PROVIDER
        if (not aside and not is_at(action, node.standing)) or (action.refiles and node.shut):
            return False
        return standing is not Standing.NOT_TRIED or node.state in PASSABLE

    def is_done(self, action: Action) -> bool:
        """Whether a contact was for it, for what says the same and more, or for the general step that says as much."""
        told = [attempt.action for attempt in self.case.attempts if attempt.action]
        if not told:
            return False
        general = (self.knowledge.actions[name] for name in told if name in self.knowledge.actions)
        return any(name in (action.id, *action.yields_to) for name in told) or any(
            item.heard_anyway and item.channel == action.channel and action.id in item.yields_to and not action.files
            for item in general
        )

    def is_meant(self, action: Action) -> bool:
        """Whether the answers leave room for one of those that the action is meant for, and are as few as it is meant for."""
        if action.while_unknown and all(fact in self.case.answers for fact in action.while_unknown):
            return False
        for fact, words in action.not_for.items():
            if self.is_told(fact, words):
                return False
        for fact, words in action.only_for.items():  # noqa: SIM110 one of the few places that every action of a plan passes
            if not self.may_be(fact, words):
                return False
        return True

    def is_told(self, fact: str, words: tuple[str, ...]) -> bool:
        """Whether the fact, asked or computed, is known to be one of the words."""
        asked = self.knowledge.facts[fact].origin is Origin.ASKED
        return (self.case.answers.get(fact) if asked else self.told(fact)) in words

    def may_be(self, fact: str, words: tuple[str, ...]) -> bool:
        """Whether the fact, asked or computed, is one of the words, or can still be."""
        asked = self.knowledge.facts[fact].origin is Origin.ASKED
        value = self.case.answers.get(fact) if asked else self.told(fact)
        return value in words if value else not self.case.ruled_out.get(fact, frozenset()).issuperset(words)

    def is_settled(self, action: Action, channel: str | None) -> bool:
        """Whether a settlement was signed with the other side of the action; without a channel, with anybody."""
        if channel is None:
            return bool(self.settled)
        side = action.counterpart or self.knowledge.channels[channel].counterpart
        return bind(self.settled, side)

    def told(self, fact: str) -> object:
        """The value of a computed fact; the inference has it where a rule compares it."""
        if self.case is self.inference.case and fact in self.inference.facts:
            return self.inference.facts[fact]
        return compute(fact, self.case, self.knowledge, self.inference.standings)
