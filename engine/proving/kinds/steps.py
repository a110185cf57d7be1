"""Guarantees about the steps: there is one, the first stops the loss, each has its ground."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property, partial

from engine.adviser import Advice
from engine.proving.claims import Claim
from engine.proving.kinds.channels import counts, holds, law_of
from engine.proving.logic import FALSE, TRUE, Formula, all_of, any_of, no
from engine.proving.ranks import Ranks
from engine.proving.space import Space
from engine.steps import channel_of
from engine.steps.grounds import binds, silences, silent
from knowledge.grounds import named
from knowledge.law import Statute
from knowledge.models import Claim as Claimed
from knowledge.models import Given
from rules.guarantees import Guarantee
from rules.models import Open, Rule

__all__ = ["first", "grounded", "next_step"]


def ended(space: Space) -> Formula:
    """The matter is solved, or a settlement was signed: what is left to do is told, and need not go to anybody."""
    return any_of((space.computed.solved_anywhere(""), space.computed.settled_anywhere("")))


def has_ended(advice: Advice) -> bool:
    doable = advice.questionnaire.prospect.doable
    return doable.solved or bool(doable.settled)


def goes_to_somebody(advice: Advice) -> bool:
    """Whether a step goes to somebody, if only on a condition."""
    return advice.first_channel is not None


def next_step(space: Space, guarantee: Guarantee) -> Iterator[Claim]:
    steps = space.steps
    somebody = any_of(step for name, step in steps.step.items() if steps.goes(name))
    ends = any_of(space.chaining.conditions(lines).sure for lines in guarantee.only)
    told = all_of((space.answers.answered["issue"], steps.covered, law_of(space, guarantee)))
    yield Claim("issue", all_of((told, no(ends), no(somebody))), partial(_without_step, guarantee=guarantee))


def _without_step(advice: Advice, guarantee: Guarantee) -> bool:
    told = "issue" in advice.case.answers and advice.covered and counts(advice, guarantee.entry.law)
    return told and not any(holds(advice, lines) for lines in guarantee.only) and not goes_to_somebody(advice)


def first(space: Space, guarantee: Guarantee) -> Iterator[Claim]:
    """Of the steps that go to somebody one of the actions stands before all others. Said of cases of which all is known."""
    given = space.chaining.conditions(guarantee.given).sure
    ranks, wanted = Ranks(space), guarantee.entry.actions
    steps = {name: step for name, step in space.steps.step.items() if space.steps.goes(name)}
    for name in steps:
        if name not in wanted:
            before = (ranks.before(name, other) for other in wanted if other in steps)
            broken = all_of((given, no(ended(space)), steps[name], *before))
            yield Claim(name, broken, partial(_other_first, guarantee=guarantee))
    none = all_of((given, no(ended(space)), no(any_of(steps[name] for name in wanted if name in steps))))
    yield Claim("no step of these", none, partial(_other_first, guarantee=guarantee))


def _other_first(advice: Advice, guarantee: Guarantee) -> bool:
    doors = (item.action for item in advice.agenda.items if channel_of(item.action, advice.knowledge, advice.case))
    name = next((action.id for action in doors), None)
    return holds(advice, guarantee.given) and not has_ended(advice) and name not in guarantee.entry.actions


def grounded(space: Space, _: Guarantee) -> Iterator[Claim]:
    grounds = _Grounds(space)
    for name, step in space.steps.step.items():
        ground = grounds.of(name)
        if not ground.eq(TRUE):
            broken = all_of((step, no(ground)))
            yield Claim(name, broken, partial(_groundless, name=name))


class _Grounds:
    """What a step can rest on, as formulas."""

    def __init__(self, space: Space) -> None:
        self.space, self.knowledge = space, space.knowledge
        self._heard: dict[str, Formula] = {}
        self._opening: dict[str, list[Rule]] = {}
        for rule in space.rulebase.rules:
            for conclusion in (c for c in rule.then if isinstance(c, Open)):
                self._opening.setdefault(conclusion.channel, []).append(rule)

    def of(self, name: str) -> Formula:
        action = self.knowledge.actions[name]
        if named(action.sources) or action.reason:
            return TRUE
        advice = (all_of((item.alive, self.rule(item.rule))) for item in self.space.steps.advice[name])
        claimed = self._claimed if action.claims_of_issue else FALSE
        return any_of((self.speaks(action.basis), *advice, *self._opened(name), claimed))

    def rule(self, rule: Rule) -> Formula:
        """A document, a reason (told where no article is shown), or an article that speaks to the case."""
        return TRUE if named(rule.entry.sources) or rule.entry.reason else self.speaks(rule.entry.basis)

    @cached_property
    def _claimed(self) -> Formula:
        """The grounds of what is asked for in such a trouble."""
        found = []
        for issue in self.knowledge.issues.values():
            told = self.space.answers.is_told("issue", [issue.id])
            found += [all_of((told, self._made(claim), self.speaks(claim.basis))) for claim in issue.claims]
        return any_of(found)

    def _made(self, claim: Claimed) -> Formula:
        return all_of((self._known_as(claim.given), no(any_of(map(self._known_as, claim.unless)))))

    def _known_as(self, given: Given) -> Formula:
        """Whether every fact is known to have one of its words: what is asked only where it is answered, though no other word may be left."""
        answers, among = self.space.answers, self.space.chaining.among
        return all_of(
            answers.is_told(fact, words) if fact in answers.answered else among(fact, words).sure
            for fact, words in given.items()
        )

    def _opened(self, name: str) -> Iterator[Formula]:
        """The grounds on which its door is open, or may be."""
        for at, door in self.space.steps.places(self.knowledge.actions[name]):
            for rule in self._opening.get(door, []):
                fires = self.space.chaining.fires[rule.id].sure
                yield all_of((at, self.space.doors[door].passable, fires, self.speaks(rule.entry.basis)))

    def speaks(self, refs: Iterable[str]) -> Formula:
        """One of the articles is in force, binds such a wallet, and speaks to such a person."""
        return any_of(map(self._speaks, refs))

    def _speaks(self, ref: str) -> Formula:
        if ref not in self._heard:
            self._heard[ref] = self._spoken(ref)
        return self._heard[ref]

    def _spoken(self, ref: str) -> Formula:
        statute: Statute = self.knowledge.statutes[ref.partition("/")[0]]
        kinds = {name: provider.kind for name, provider in self.knowledge.providers.items()}
        foreign = [name for name, kind in kinds.items() if statute.only_for and kind not in statute.only_for]
        quiet = any_of(self.space.answers.is_told(fact, words) for fact, words in silences(self.knowledge, ref))
        unbound = self.space.answers.is_told("provider", foreign)
        return all_of((self.space.times.in_force(ref), no(unbound), no(quiet)))


def _groundless(advice: Advice, name: str) -> bool:
    step = next((step for step in advice.plan.steps if step.action == name), None)
    if step is None or step.documents or step.judgements:
        return False
    known, case = advice.knowledge, advice.case
    return not any(binds(known, case, b.citation) and not silent(known, case, b.citation) for b in step.basis)
