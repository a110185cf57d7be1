"""The contacts and days of a case → the computed facts that hang on them, where they are not what they are without any.

Each value is the engine's own (`compute`, `standings`); only which of them can differ is told here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from engine.case import Attempt, Case, ChannelStanding, FactValue, compute, computing, standings
from knowledge.library import Knowledge
from knowledge.models import FactKind, Origin, name_parts
from knowledge.outcome import Outcome

__all__ = ["SOME_DAY", "History"]

SOME_DAY = date(2026, 1, 1)
"""what words do, and what there is without contacts and days, is the same on every day"""

OWN = (
    "standing", "since_answer", "since_overdue", "since_put", "since_turned_to", "turned_to_last",
)  # fmt: skip
"""functions that look at the contacts with the channel they are asked for, and are the same for all others"""
AGAIN = ("refused_again", "turned_to_again")
"""the same, and come out as they are by default where there was one contact or none"""
CLOSED = "foreclosed"
"""looks at the channels that can ever close the one it is asked for"""
NEEDS = {"settled": Outcome.SETTLED, "settled_anywhere": Outcome.SETTLED, "solved_anywhere": Outcome.RESOLVED}
"""what comes out as it is by default unless some contact had this outcome"""
_Computed = tuple[str, Callable[[Case, Mapping[str, ChannelStanding]], FactValue | None], FactValue | None]
"""a fact, how it is computed, and what it is by default"""


class History:
    """Computes these facts of one case after the other."""

    def __init__(self, knowledge: Knowledge, names: Iterable[str]) -> None:
        self.knowledge = knowledge
        self.own: dict[str, list[str]] = {}
        """by channel: what hangs on the contacts with it"""
        self.again: dict[str, list[str]] = {}
        self.after: dict[Outcome, list[str]] = {}
        """by outcome: what may hang on a contact with it"""
        self.always: dict[str, None] = {}
        """what may hang on any contact, or on a day that is told"""
        nothing, untried = Case(SOME_DAY, {}), standings(Case(SOME_DAY, {}), knowledge)
        self.default = {name: compute(name, nothing, knowledge, untried) for name in names}
        """what they are without contacts and days"""
        for name in self.default:
            base, channel = name_parts(name)
            fact = knowledge.facts[base]
            if (fact.by or base) in AGAIN and channel:
                self.again.setdefault(channel, []).append(name)
                continue
            if (fact.by or base) in OWN and channel:
                self.own.setdefault(channel, []).append(name)
                continue
            if (fact.by or base) == CLOSED:
                for other in knowledge.channels.values():
                    if any(closed.channel == channel for closed in other.forecloses):
                        self.own.setdefault(other.id, []).append(name)
                continue
            if (fact.by or base) in NEEDS:
                self.after.setdefault(NEEDS[fact.by or base], []).append(name)
                continue
            self.always[name] = None
        days = [
            fact.id for fact in knowledge.facts.values() if fact.origin is Origin.ASKED and fact.kind is FactKind.DATE
        ]
        beside = [item for name in self.always for item in knowledge.facts[name_parts(name)[0]].inputs]
        self.telling = frozenset((*days, *beside))
        """answers with which some of them comes out otherwise"""
        self.given = {
            channel.id: tuple(dict.fromkeys(fact for reply in channel.reply for fact in reply.given))
            for channel in knowledge.channels.values()
        }
        """the answers on which it hangs how long a channel has"""
        self.untried = untried
        self._always = self._computed(self.always)
        self._own, self._again = (
            {channel: self._computed(names) for channel, names in by.items()} for by in (self.own, self.again)
        )
        self._after = {outcome: self._computed(names) for outcome, names in self.after.items()}

    def _computed(self, names: Iterable[str]) -> tuple[_Computed, ...]:
        return tuple((name, computing(name, self.knowledge), self.default[name]) for name in names)

    def values(self, case: Case, standings: Mapping[str, ChannelStanding]) -> dict[str, FactValue | None]:
        """Those that are not what they are by default, by the standings of the channels turned to."""
        if case.attempts:
            return _unusual(self._of(case.attempts), case, {**self.untried, **standings})
        if not self.telling.isdisjoint(case.answers):
            return _unusual(self._always, case, self.untried)
        return {}

    def _of(self, attempts: Sequence[Attempt]) -> Iterator[_Computed]:
        """What may hang on such contacts; some of it twice."""
        yield from self._always
        seen = set[str]()
        for item in attempts:
            if item.channel in seen:
                yield from self._again.get(item.channel, ())
            else:
                seen.add(item.channel)
                yield from self._own.get(item.channel, ())
            yield from self._after.get(item.outcome, ())


def _unusual(
    computed: Iterable[_Computed], case: Case, table: Mapping[str, ChannelStanding]
) -> dict[str, FactValue | None]:
    found = {}
    for name, function, usual in computed:
        value = function(case, table)
        if value is not usual and (usual is None or value != usual):
            found[name] = value
    return found
