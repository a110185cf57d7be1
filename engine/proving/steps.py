"""What the rules advise and where it can be done → the formulas of the steps, as `engine/agenda.py` makes them.

Left out, as everywhere here: which of our actions a contact was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from engine.proving.chaining import Chaining
from engine.proving.computed import Computed
from engine.proving.doors import Door
from engine.proving.logic import FALSE, TRUE, Formula, all_of, any_of, implies, no
from engine.proving.times import Age
from knowledge.action import Action
from knowledge.channel import Level
from knowledge.counterpart import Counterpart
from knowledge.frozen import Frozen
from knowledge.library import Knowledge
from knowledge.models import Origin
from knowledge.standing import AWAITED, Standing
from rules.models import Advise, Rule

__all__ = ["Advice", "Steps"]


class Advice(Frozen):
    """What one rule advises: when it does, and when the limit by which it is due is over."""

    rule: Rule
    advise: Advise
    fires: Formula
    over: Formula

    @property
    def alive(self) -> Formula:
        return all_of((self.fires, no(self.over)))


class Steps:
    """Which actions are steps of one case."""

    def __init__(self, knowledge: Knowledge, chaining: Chaining, doors: Mapping[str, Door]) -> None:
        self.knowledge, self.chaining, self.doors = knowledge, chaining, doors
        self.computed: Computed = chaining.computed
        self.answers, self.times = chaining.answers, chaining.times
        self.advice: dict[str, list[Advice]] = {}
        for rule in chaining.rulebase.rules:
            for conclusion in rule.then:
                if isinstance(conclusion, Advise):
                    found = Advice(rule, conclusion, chaining.fires[rule.id].sure, self._over(conclusion))
                    self.advice.setdefault(conclusion.action, []).append(found)
        self.items = {name: chaining.named(f"{name} can be done", self._item(name)) for name in self.advice}
        """the actions that are advised, not too late, and can be done now"""
        self.step = {
            name: chaining.named(f"{name} is a step", all_of((item, self._stands(name))))
            for name, item in self.items.items()
        }
        """those of them that do not make way for another"""

    def _over(self, advise: Advise) -> Formula:
        if not advise.limit or not advise.event:
            return FALSE
        event = self.computed.event(advise.event)
        texts = self.times.limits(advise.limit)
        ends = ((text, self.times.over(event.latest, Age(text.length, text.rolls_over))) for text in texts)
        return all_of((event.known, any_of(all_of((text.holds, over)) for text, over in ends)))

    def _item(self, name: str) -> Formula:
        advised = any_of(item.alive for item in self.advice[name])
        return all_of((self.covered, advised, self._fits(self.knowledge.actions[name])))

    @cached_property
    def covered(self) -> Formula:
        """The kind of trouble is held, or not told yet."""
        told = self.answers.is_told("issue", [w for w in self.answers.words["issue"] if w not in self.knowledge.issues])
        return no(told)

    def places(self, action: Action) -> Iterator[tuple[Formula, str]]:
        """Where the action is done, each with the wallets at which it is done there. None: alone."""
        if action.channel is None:
            return
        instead: dict[str, list[str]] = {}
        for wallet, provider in self.knowledge.providers.items():
            if action.channel in provider.instead:
                instead.setdefault(provider.instead[action.channel], []).append(wallet)
        elsewhere = {door: self.answers.is_told("provider", wallets) for door, wallets in instead.items()}
        yield no(any_of(elsewhere.values())), action.channel
        yield from ((there, door) for door, there in elsewhere.items())

    def sure(self, name: str) -> Formula:
        """Nothing that is unknown can still close its door, or it is heard whatever comes out."""
        action = self.knowledge.actions[name]
        if action.channel is None or action.heard_anyway:
            return TRUE
        return all_of(implies(at, no(self.doors[door].undetermined)) for at, door in self.places(action))

    def goes(self, name: str) -> bool:
        """Whether it goes to somebody."""
        return self.knowledge.actions[name].channel is not None

    # --- can be done now -----------------------------------------------------------------------------------------

    def _fits(self, action: Action) -> Formula:
        ended = FALSE if action.when_solved else any_of((self.computed.solved_anywhere(""), self._settled(action)))
        return all_of((no(ended), self._meant(action), self._reached(action)))

    def _settled(self, action: Action) -> Formula:
        if action.channel is None:
            return self.computed.settled_anywhere("")
        bound = (
            all_of((at, self.computed.bound(action.counterpart or self.knowledge.channels[door].counterpart)))
            for at, door in self.places(action)
        )
        return any_of(bound)

    def _meant(self, action: Action) -> Formula:
        unknown = TRUE
        if action.while_unknown:
            unknown = no(all_of(self.answers.answered[fact] for fact in action.while_unknown))
        told = any_of(self._told(fact, words) for fact, words in action.not_for.items())
        return all_of((unknown, no(told), *(self._may_be(fact, words) for fact, words in action.only_for.items())))

    def _told(self, fact: str, words: tuple[str, ...]) -> Formula:
        if self.knowledge.facts[fact].origin is Origin.ASKED:
            return self.answers.is_told(fact, words)
        known = self.answers.answered[self.answers.source(fact)]
        if self.answers.images(fact)[None] is not None:
            known = TRUE
        return all_of((known, self.chaining.among(fact, words).sure))

    def _may_be(self, fact: str, words: tuple[str, ...]) -> Formula:
        if self.knowledge.facts[fact].origin is Origin.ASKED:
            return any_of(self.answers.words[fact][word] for word in words)
        unknown = no(self.answers.answered[self.answers.source(fact)])
        if self.answers.images(fact)[None] is not None:
            unknown = FALSE
        return any_of((unknown, self.chaining.among(fact, words).sure))

    def _reached(self, action: Action) -> Formula:
        """At its channel's standing, through a passable door."""
        if action.channel is None:
            return TRUE
        return any_of(all_of((at, self._through(action, door))) for at, door in self.places(action))

    def _through(self, action: Action, channel: str) -> Formula:
        door = self.doors[channel]
        aside = not action.files and self.knowledge.channels[channel].level is Level.PROVIDER
        fitting = TRUE if aside else door.contact.among(tuple(action.at))
        if not aside and Standing.WAITING not in action.at:
            fitting = all_of((fitting, any_of((no(door.contact.again), door.contact.among(AWAITED)))))
        if action.refiles:
            fitting = all_of((fitting, any_of((no(door.contact.standing[Standing.NOT_ACCEPTED]), door.not_shut))))
        return all_of((fitting, any_of((no(door.untried), door.passable))))

    # --- makes way for no other ----------------------------------------------------------------------------------

    def _stands(self, name: str) -> Formula:
        last = self._somebody if self.knowledge.actions[name].last_resort else FALSE
        return no(any_of((self._makes_way(self.knowledge.actions[name]), last)))

    def _makes_way(self, action: Action) -> Formula:
        special = any_of(self._surely(other) for other in action.yields_to if other in self.items)
        return any_of((special, *(self._sides[side] for side in action.yields_to_those_at)))

    def _surely(self, name: str) -> Formula:
        return all_of((self.items[name], self.sure(name)))

    @cached_property
    def _somebody(self) -> Formula:
        """A sure step goes to somebody, makes way for no other, and is no last resort."""
        known = (self.knowledge.actions[name] for name in self.items)
        able = (action for action in known if action.channel and not action.last_resort)
        return any_of(all_of((self._surely(action.id), no(self._makes_way(action)))) for action in able)

    @cached_property
    def _sides(self) -> Mapping[Counterpart, Formula]:
        """Of each other side whether a sure special step is directed at it."""
        found: dict[Counterpart, list[Formula]] = {side: [] for side in Counterpart}
        for name in self.items:
            action = self.knowledge.actions[name]
            for at, door in () if action.yields_to_those_at else self.places(action):
                side = self.knowledge.channels[door].counterpart
                if side:
                    found[side].append(all_of((at, self._surely(name))))
        return {side: any_of(parts) for side, parts in found.items()}
