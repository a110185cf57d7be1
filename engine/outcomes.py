"""A case and a channel → the doors that each unwelcome answer there would leave, by supposing the contact and asking the rules.

Nothing is written by hand: the contact is added to the case, the rules judge, and what comes of it is compared with the same
day without the contact. Silence is supposed on the day after the channel's limit, or today where it has none. Outcomes on which
the rules decide the same leave the other channels the same, so one graph is drawn for all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

from engine.case import Attempt, Case, reply_clock
from engine.findings import Inference
from engine.graph import ChannelState, Graph
from engine.steps.parts import Next
from knowledge.channel import Channel
from knowledge.frozen import Frozen, replace
from knowledge.library import Knowledge
from knowledge.outcome import Outcome
from knowledge.standing import Standing

__all__ = ["UNRESOLVED", "Outcomes"]

UNRESOLVED = (Standing.OVERDUE, Standing.NOT_ACCEPTED, Standing.REFUSED, Standing.UNSATISFIED, Standing.PARTIAL)


class Outcomes(Frozen):
    """Supposes contacts: `infer` asks the rules about a case, `map` draws the graph of what they found."""

    knowledge: Knowledge
    infer: Callable[[Case], Inference]
    map: Callable[[Inference], Graph]

    def doors(self, case: Case, now: Graph, channel: Channel) -> tuple[Next, ...]:
        """By outcome: the doors that it opens, then those open anyway to which it leads on, the nearest first.

        Where some answer that was not given decides whether a door opens, `provided` names the questions.
        """
        drawn: dict[object, Graph] = {}

        def graph(supposed: Case) -> Graph:
            found = self.infer(supposed)
            key = (supposed.as_of, found.decided)
            if key not in drawn:
                drawn[key] = self.map(found)
            return drawn[key]

        return tuple(item for standing in UNRESOLVED for item in self.after(case, channel, standing, now, graph))

    def after(
        self, case: Case, channel: Channel, standing: Standing, now: Graph, graph: Callable[[Case], Graph]
    ) -> Iterator[Next]:
        """The doors that one outcome leaves, `graph` drawing what is supposed."""
        supposed = self.supposed(case, channel, standing)
        day = supposed.as_of
        before = now if day == case.as_of else graph(replace(case, as_of=day))
        after = graph(supposed)
        doors = (_door(before, after, door, channel, standing) for door in after.nodes if door != channel.id)
        found = [item for item in doors if item]
        yield from sorted(found, key=lambda item: (not item.opened, bool(item.provided), after.position[item.channel]))

    def supposed(self, case: Case, channel: Channel, standing: Standing) -> Case:
        """The case with a contact that has that outcome, on the day on which it is supposed to have it."""
        if standing is not Standing.OVERDUE:
            attempt = Attempt(channel.id, case.as_of, Outcome(standing), answered=case.as_of)
            return replace(case, attempts=(*case.attempts, attempt))
        clock = reply_clock(channel, case.as_of, case, self.knowledge) if channel.answers else ()
        day = clock[-1][1].last + timedelta(days=1) if clock else case.as_of
        return replace(case, as_of=day, attempts=(*case.attempts, Attempt(channel.id, case.as_of, Outcome.NO_REPLY)))


def _door(before: Graph, after: Graph, door: str, channel: Channel, standing: Standing) -> Next | None:
    """The door, where the outcome opens it, may open it, or leads on to it through an arrow of the graph."""
    was, leads = before.nodes[door].state, any(edge.to == door and standing in edge.on for edge in channel.next)
    if was is ChannelState.OPEN and not leads:
        return None
    node = after.nodes[door]
    if node.state is ChannelState.OPEN:
        return Next(channel=door, on=standing, opened=was is not ChannelState.OPEN)
    if leads and node.state is ChannelState.UNDETERMINED:
        return Next(channel=door, on=standing, provided=node.asks)
    return None
