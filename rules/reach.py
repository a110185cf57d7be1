"""Rules and channels → doors nobody can come to or go on from, holds without a way, actions nobody is told to take."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.errors import Fault
from knowledge.library import Knowledge
from knowledge.standing import Standing
from rules.models import Advise, Hold, Open, Rulebase

__all__ = ["check_reach"]


def check_reach(rulebase: Rulebase, knowledge: Knowledge) -> Iterator[Fault]:
    yield from _unreachable_channels(rulebase, knowledge)
    yield from _dead_ends(knowledge)
    yield from _unadvised_actions(rulebase, knowledge)
    yield from _holds_without_way(rulebase, knowledge)


def _unreachable_channels(rulebase: Rulebase, knowledge: Knowledge) -> Iterator[Fault]:
    """A channel is opened by a rule, which actions that use it need, or at least an escalation leads there."""
    opened = {c.channel for rule in rulebase.rules for c in rule.then if isinstance(c, Open)}
    used = {action.channel for action in knowledge.actions.values() if action.channel}
    led_to = {edge.to for channel in knowledge.channels.values() for edge in channel.next}
    for channel in sorted(used - opened):
        yield knowledge.fault("Channel", channel, "actions use it, but no rule opens it")
    for channel in sorted(set(knowledge.channels) - used - opened - led_to):
        yield knowledge.fault("Channel", channel, "nobody can reach it: no rule opens it and no escalation leads there")


def _dead_ends(knowledge: Knowledge) -> Iterator[Fault]:
    """A channel leads on, or binds, or says why it ends; one that leads on or binds does not end."""
    for channel in knowledge.channels.values():
        leads_on = bool(channel.next) or channel.binding
        if not leads_on and channel.ends is None:
            yield knowledge.fault("Channel", channel.id, "nothing leads on from here, and it does not say why (`ends`)")
        if leads_on and channel.ends is not None:
            yield knowledge.fault("Channel", channel.id, "says that it ends, but it leads on or binds")


def _unadvised_actions(rulebase: Rulebase, knowledge: Knowledge) -> Iterator[Fault]:
    advised = {c.action for rule in rulebase.rules for c in rule.then if isinstance(c, Advise)}
    for action in knowledge.actions.values():
        if action.id not in advised:
            yield knowledge.fault("Action", action.id, "no rule advises it")


def _holds_without_way(rulebase: Rulebase, knowledge: Knowledge) -> Iterator[Fault]:
    """A rule that holds a channel until another was tried must match an escalation between the two."""
    for rule in rulebase.rules:
        held = [c.channel for c in rule.then if isinstance(c, Hold)]
        before = [c.channel for c in rule.when if c.base == "standing" and Standing.WAITING in c.values]
        for channel in held:
            if not any(edge.to == channel for first in before for edge in knowledge.channels[first].next):
                yield rule.fault(f"holds {channel} behind {before}, but no escalation leads there")
