"""A case and some supposed answers → what the rules would make of it, without running the engine again.

A rule that is decided stays so when one more answer comes, so only the undecided ones are looked at, stage by stage.
`tests/test_partial_knowledge.py` compares with what the engine makes of the case so answered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property, reduce
from operator import or_

from engine.case import Answer, Case, FactValue, compute
from engine.findings.compatible import Compatible
from engine.findings.conditions import Range
from engine.findings.contradictions import Contradictions
from engine.findings.inference import Engine
from engine.findings.marks import Mark
from engine.findings.standins import StandIns
from engine.findings.unknowns import Unknowns
from engine.findings.verdicts import Inference
from knowledge.frozen import Frozen, replace
from knowledge.library import Knowledge
from knowledge.models import Fact, Origin
from rules.models import STAGES, Conclude, Condition
from rules.numbers import bits_of

__all__ = ["World", "Worlds"]


class World(Frozen, eq=False):
    """What some answers would make of the undecided rules (as bits), and of the facts that they or rules would tell."""

    answers: Mapping[str, Answer]
    failed: int
    fired: int
    known: Mapping[str, FactValue | Range | None]

    @property
    def decided(self) -> int:
        """The rules that fail or fire."""
        return self.failed | self.fired


_Effect = tuple[int, int, dict[str, FactValue | Range | None]]


class _Drawn(Frozen):
    """A fact that is not settled, and the undecided rules that may draw its words."""

    fact: str
    rules: int
    words: Mapping[str, int]


class Worlds:
    """The worlds that a case leaves open."""

    def __init__(
        self,
        engine: Engine,
        inference: Inference,
        unknowns: Unknowns,
        against: Contradictions,
        scope: int | None = None,
    ) -> None:
        self.knowledge: Knowledge = engine.knowledge
        self.engine, self.inference, self.unknowns, self.against = engine, inference, unknowns, against
        self.case: Case = inference.case
        self.days = self.case.days
        self.scope = inference.open if scope is None else scope & inference.open
        """the undecided rules that are looked at"""
        self._footprints: dict[str, tuple[int, frozenset[str]]] = {}
        self._computed: dict[tuple[str, Answer], Mapping[str, FactValue | None]] = {}
        self._alone: dict[tuple[str, Answer], World] = {}
        """the worlds of one answer, which are looked at again and again"""
        self._effects: dict[tuple[tuple[str, int, int], ...], _Effect] = {}
        """what answers that do the same to these rules come to"""
        self._answers: dict[str, list[Answer]] = {}

    @cached_property
    def compatible(self) -> Compatible:
        """Which answers can all be true."""
        return Compatible(self.knowledge, self.case, self.inference.standings, self.against.open(self.case))

    @cached_property
    def on(self) -> Mapping[str, int]:
        """The unknown facts that these rules wait for, and which of them do."""
        return {fact: waits for fact, mark in self.inference.marks.items() if (waits := mark.waits & self.scope)}

    @cached_property
    def stages(self) -> tuple[tuple[int, tuple[_Drawn, ...]], ...]:
        """By stage: those of these rules that run in it, and the facts that they may draw."""
        numbered, rules = self.inference.numbered, self.scope
        return tuple(
            (numbered.stage[stage] & rules, tuple(self._drawn(numbered.drawers[stage], rules)))
            for stage in STAGES
            if numbered.stage[stage] & rules
        )

    @cached_property
    def computed(self) -> Mapping[str, list[str]]:
        """The facts waited for that are computed from each answer."""
        found: dict[str, list[str]] = {}
        for name in self.on:
            for fact in self.inputs(name):
                found.setdefault(fact, []).append(name)
        return found

    @cached_property
    def several(self) -> Mapping[str, frozenset[str]]:
        """Those that are computed from several answers together."""
        return {name: facts for name in self.on if len(facts := frozenset(self.inputs(name))) > 1}

    def _drawn(self, drawers: Mapping[str, Mapping[str, int]], rules: int) -> Iterator[_Drawn]:
        for fact, words in drawers.items():
            open_ = {word: drawing & rules for word, drawing in words.items() if drawing & rules}
            if open_ and fact in self.inference.ranges:
                yield _Drawn(fact, reduce(or_, open_.values()), open_)

    def within(self, rules: int) -> Worlds:
        """The same worlds, looked at through these undecided rules only; they must hold the rules behind them too."""
        part = Worlds(self.engine, self.inference, self.unknowns, self.against, rules)
        part.compatible = self.compatible
        return part

    def world(self, answers: Mapping[str, Answer]) -> World:
        """Stage by stage: the rules that fail on these answers, those that fire, what they conclude, and so on."""
        if len(answers) != 1:
            return self.of_values(self.values(answers), answers)
        ((fact, answer),) = answers.items()
        if (fact, answer) not in self._alone:
            self._alone[fact, answer] = self.of_values(self.values(answers), answers)
        return self._alone[fact, answer]

    def of_values(self, values: Mapping[str, FactValue | Range | None], answers: Mapping[str, Answer]) -> World:
        """As `world`, where the values of the facts are worked out already."""
        told = {name: self.mark(name, value) for name, value in values.items()}
        on, scope = self.on, self.scope
        effect = tuple([(name, mark.fails & scope, mark.waits & on.get(name, 0)) for name, mark in told.items()])
        if effect not in self._effects:
            self._effects[effect] = self._effect(told)
        failed, fired, drawn = self._effects[effect]
        return World(answers, failed, fired, {**values, **drawn})

    def _effect(self, told: dict[str, Mark]) -> _Effect:
        """The rules that fail and fire where facts do that, and what the fired ones conclude."""
        known: dict[str, FactValue | Range | None] = {}
        failed = fired = touched = 0
        for name, mark in told.items():
            failed |= mark.fails
            touched |= self.on.get(name, 0)
        failed &= self.scope
        for rules, drawn in self.stages:
            if left := rules & touched & ~failed:
                fired |= left & ~self._waiting(told)
            for item in drawn:
                if item.rules & (failed | fired):
                    known[item.fact] = value = self._settled(item, failed, fired)
                    told[item.fact] = mark = self.mark(item.fact, value)
                    failed |= mark.fails & self.scope
                    touched |= self.on.get(item.fact, 0)
        return failed, fired, known

    def _waiting(self, told: Mapping[str, Mark]) -> int:
        """The rules that wait for a fact that is not told, or not told narrowly enough."""
        waiting = 0
        for name, rules in self.on.items():
            waiting |= rules & told[name].waits if name in told else rules
        return waiting

    def _settled(self, item: _Drawn, failed: int, fired: int) -> FactValue | Range | None:
        """What the fact is, or can still be, once these rules have failed and those have fired."""
        drawn = frozenset(word for word, rules in item.words.items() if rules & fired)
        still = frozenset(word for word, rules in item.words.items() if rules & ~failed & ~fired)
        return self.engine.settled(item.fact, self.inference.ranges[item.fact].drawn | drawn, still)

    def mark(self, name: str, value: FactValue | Range | None) -> Mark:
        """What the value of the fact would do to the rules."""
        return self.inference.numbered.mark(name, value, self.days)

    def truth(self, condition: Condition, world: World) -> bool | None:
        """Whether an undecided comparison holds in that world."""
        return self.mark(condition.fact, world.known.get(condition.fact)).truths[condition.text]

    def values(self, answers: Mapping[str, Answer]) -> dict[str, FactValue | None]:
        """The answered facts, and what is computed from them."""
        values: dict[str, FactValue | None] = {
            fact: answer for fact, answer in answers.items() if not isinstance(answer, date)
        }
        for fact, answer in answers.items():
            if fact in self.computed:
                values |= self._follows(fact, answer)
        if len(answers) > 1:
            several = [name for name, facts in self.several.items() if len(facts & answers.keys()) > 1]
            values |= self._compute(several, answers) if several else {}
        return values

    def _follows(self, fact: str, answer: Answer) -> Mapping[str, FactValue | None]:
        """What is computed from the answer to one fact; worked out once."""
        key = (fact, answer)
        if key not in self._computed:
            self._computed[key] = self._compute(self.computed[fact], {fact: answer})
        return self._computed[key]

    def _compute(self, names: Iterable[str], answers: Mapping[str, Answer]) -> dict[str, FactValue | None]:
        supposed = self.supposed(answers)
        return {name: compute(name, supposed, self.knowledge, self.inference.standings) for name in names}

    def supposed(self, answers: Mapping[str, Answer]) -> Case:
        """The case with these answers."""
        return self.case.answered(answers)

    def admits(self, answers: Mapping[str, Answer]) -> bool:
        """Whether the answers can all be true."""
        return self.compatible.admits(answers)

    def narrowed(self, answers: Mapping[str, Answer]) -> dict[str, Range]:
        """The unanswered facts of which the answers leave less room than before, and the words that are left."""
        return {fact: left for fact, left in self.compatible.narrowed(answers).items() if fact in self.on}

    def inputs(self, name: str) -> tuple[str, ...]:
        """The asked facts from which a fact is computed; of any other fact none."""
        fact = self.knowledge.fact(name)
        return fact.inputs if fact.origin is Origin.COMPUTED else ()

    def meet(self, fact: str, other: str) -> bool:
        """Whether answers to both can decide something together that neither decides alone: they touch something in common."""
        (rules, ends), (others, leads) = self._footprint(fact), self._footprint(other)
        return bool(rules & others) or not ends.isdisjoint(leads)

    def _footprint(self, fact: str) -> tuple[int, frozenset[str]]:
        """The undecided rules that look at the fact or at what these conclude, and where they lead."""
        if fact not in self._footprints:
            self._footprints[fact] = self._touched(fact)
        return self._footprints[fact]

    def _touched(self, fact: str) -> tuple[int, frozenset[str]]:
        waiting, seen, ends = [fact, *self.computed.get(fact, ())], 0, set[str]()
        while waiting:
            new = self.on.get(waiting.pop(), 0) & ~seen
            seen |= new
            for number in bits_of(new):
                for conclusion in self.inference.judged[number].rule.then:
                    ends.add(str(getattr(conclusion, "channel", "") or getattr(conclusion, "action", "")))
                    waiting += [conclusion.fact] if isinstance(conclusion, Conclude) else []
        return seen, frozenset(ends)

    def told_in(self, world: World) -> Inference:
        """What a step needs to be written in that world: the case, the facts and the findings; not the verdicts."""
        base = self.inference
        facts = {**base.facts, **{n: None if isinstance(v, Range) else v for n, v in world.known.items()}}
        return replace(base, case=self.supposed(world.answers), facts=facts, fired=base.fired | world.fired)

    def answers(self, fact: Fact) -> list[Answer]:
        """Answers that stand for all others: every word left of a choice; of days and sums those beside a limit."""
        if fact.id not in self._answers:
            self._answers[fact.id] = StandIns(self).of(fact)
        return self._answers[fact.id]

    def span(self, fact: str) -> tuple[date, date]:
        """The first and the last day that the other answers leave open for an unanswered day."""
        return StandIns(self).span(fact)
