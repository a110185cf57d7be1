"""What the rules conclude of every channel → the formulas of its states, as `engine/graph.py` reads them.

The engine looks further where a channel is undetermined: it tries answers until one opens it. That search is not in these
formulas, so `undetermined` holds at least where the engine says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

from engine.proving.chaining import Chaining
from engine.proving.contacts import Contact, Contacts
from engine.proving.logic import Formula, Truth, all_of, any_of, no
from knowledge.frozen import Frozen
from knowledge.standing import Standing
from rules.models import Bar, Hold, Open, Rule

__all__ = ["Door", "doors"]


class Door(Frozen, dict=True):
    """The state of one channel that has not been tried; a channel that was is waiting or done."""

    contact: Contact
    opened: Truth
    barred: Truth
    held: Truth
    named: Callable[[str, Formula], Formula]
    """gives a formula a name"""

    @property
    def untried(self) -> Formula:
        return self.contact.standing[Standing.NOT_TRIED]

    @property
    def _applies(self) -> Formula:
        return all_of((self.untried, self._opens))

    @property
    def _opens(self) -> Formula:
        return all_of((any_of((self.opened.sure, self.opened.open)), no(self.barred.sure)))

    @property
    def _waits_for(self) -> Formula:
        return any_of((self.barred.open, self.held.open, no(self.opened.sure)))

    @cached_property
    def open(self) -> Formula:
        """It can be used now, whatever is unknown."""
        return self.named(
            f"{self.contact.channel.id} open", all_of((self._applies, no(self._waits_for), no(self.held.sure)))
        )

    @cached_property
    def undetermined(self) -> Formula:
        return self.named(f"{self.contact.channel.id} undetermined", all_of((self._applies, self._waits_for)))

    @property
    def passable(self) -> Formula:
        return any_of((self.open, self.undetermined))

    @property
    def not_shut(self) -> Formula:
        """Whether the rules would let a first filing through, or may."""
        return all_of((self._opens, any_of((self._waits_for, no(self.held.sure)))))

    @property
    def waiting(self) -> Formula:
        """Its turn has not come."""
        return all_of((self._applies, no(self._waits_for), self.held.sure))


def doors(chaining: Chaining, contacts: Contacts) -> Mapping[str, Door]:
    """The state of every channel."""
    told: dict[tuple[str, type], list[Rule]] = {}
    for rule in chaining.rulebase.rules:
        for conclusion in rule.then:
            if isinstance(conclusion, (Open, Bar, Hold)):
                told.setdefault((conclusion.channel, type(conclusion)), []).append(rule)
    found = {}
    for channel, contact in contacts.at.items():
        opened, barred, held = (_truth(told.get((channel, kind), []), chaining) for kind in (Open, Bar, Hold))
        found[channel] = Door(contact, opened, barred, held, chaining.named)
    return found


def _truth(rules: list[Rule], chaining: Chaining) -> Truth:
    """What rules that are open may still conclude; those that count once told do not count before."""
    fires = [(rule, chaining.fires[rule.id]) for rule in rules]
    return Truth(any_of(truth.sure for _, truth in fires), any_of(_may(fires)))


def _may(fires: list[tuple[Rule, Truth]]) -> Iterator[Formula]:
    for rule, truth in fires:
        yield truth.sure if rule.entry.once_told else truth.may
