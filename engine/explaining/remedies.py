"""A condition and how it should come out → the single changes that may bring that about, through the rules behind it.

One change is one step: where a rule needs several, the search (`reaching.py`) takes them one after the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from engine.adviser import Adviser
from engine.case import Attempt, Case, Elapsed, FactValue, compute, standings, words_of
from engine.case.changes import AS_OF, NONE, Change
from engine.findings import Inference, State, holds
from engine.graph import ChannelState, Graph
from knowledge.frozen import replace
from knowledge.limits import add, find_limit
from knowledge.models import Fact, FactKind, Origin
from knowledge.outcome import Outcome
from knowledge.standing import Standing
from rules.models import Condition, Rule

__all__ = ["Kind", "Remedies"]

PASSABLE = (ChannelState.OPEN, ChannelState.UNDETERMINED, ChannelState.DONE, ChannelState.WAITING)
DAY = timedelta(days=1)
NO_WAY_ON = (
    Outcome.RESOLVED,
    Outcome.SETTLED,
    Outcome.UNKNOWN,
)  # nobody goes on from what is solved, or aims at not knowing
LONG = timedelta(days=366)


class Kind(StrEnum):
    """What a change would take: an answer, an act of the person, a contact, waiting – or a fact that is as it is."""

    ANSWER = "answer"
    ACT = "act"
    CONTACT = "contact"
    WAIT = "wait"
    FIXED = "fixed"


class Remedies:
    """Single changes for one case as it stands; `original` tells which facts were unanswered at the outset."""

    def __init__(self, adviser: Adviser, original: Case, inference: Inference, graph: Graph) -> None:
        self.adviser, self.knowledge, self.original = adviser, adviser.knowledge, original
        self.inference, self.graph, self.case = inference, graph, inference.case
        self.states = {verdict.rule.id: verdict.state for verdict in inference.verdicts}

    def kind(self, change: Change) -> Kind:
        if change.key == AS_OF:
            return Kind.WAIT
        if change.key in self.knowledge.channels:
            usable = change.value != NONE and self.graph.nodes[change.key].state in PASSABLE
            return Kind.CONTACT if usable else Kind.FIXED
        if change.key not in self.original.answers:
            return Kind.ANSWER
        return Kind.ACT if self.knowledge.facts[change.key].changeable else Kind.FIXED

    def truth(self, condition: Condition) -> bool | None:
        return self.inference.truths.get(condition.text)

    def toward(self, rule: Rule) -> Iterator[Change]:
        """Changes to any condition of the rule that does not hold; none for a rule that is out of force.

        Not to the first only: one that is unknown may be met by whatever rule fires, and need no change.
        """
        if self.states.get(rule.id) is State.OUT_OF_FORCE:
            return
        for condition in rule.when:
            if self.truth(condition) is not True:
                yield from self.to(condition, wanted=True)

    def against(self, rule: Rule) -> Iterator[Change]:
        """Changes of any one condition of a rule that fired or is undecided, so that it fails."""
        for condition in rule.when:
            yield from self.to(condition, wanted=False)

    def to(self, condition: Condition, *, wanted: bool) -> Iterator[Change]:
        """Changes that may make the condition come out as wanted."""
        fact = self.knowledge.fact(condition.fact)
        if fact.origin is Origin.CONCLUDED:
            yield from self._through_rules(condition, wanted)
        elif fact.origin is Origin.COMPUTED:
            yield from self._through_function(fact, condition, wanted)
        else:
            for word in self._answers(fact, condition):
                if self._holds(condition, word, self.case) is wanted:
                    yield Change(fact.id, str(word))
            if fact.id not in self.case.answers:
                yield from self._narrowing(fact, condition, wanted)

    def _narrowing(self, fact: Fact, condition: Condition, wanted: bool) -> Iterator[Change]:
        """Answers to other questions that narrow the fact down to words on which the condition comes out as wanted."""
        for question in self.knowledge.questions.values():
            if question.narrows == fact.id and question.fact not in self.case.answers:
                for answer in words_of(self.knowledge.facts[question.fact]):
                    told = replace(self.case, answers={**self.case.answers, question.fact: answer})
                    left = set(words_of(fact)) - self.adviser.narrow(told).ruled_out.get(fact.id, frozenset())
                    if left and all(self._holds(condition, word, told) is wanted for word in left):
                        yield Change(question.fact, str(answer))

    def _holds(self, condition: Condition, value: FactValue | None, case: Case) -> bool | None:
        return holds(condition, value, self.knowledge, case.days)

    def _answers(self, fact: Fact, condition: Condition) -> Iterable[FactValue]:
        if fact.kind is FactKind.AMOUNT:
            mark = Decimal(condition.values[0])
            return [mark, mark + 1, max(mark - 1, Decimal(0))]
        out = self.case.ruled_out.get(fact.id, frozenset())
        return [word for word in words_of(fact) if word not in out]

    def _through_rules(self, condition: Condition, wanted: bool) -> Iterator[Change]:
        """By the rules that draw a value that fits, or against those that drew one that does not."""
        for rule in self.adviser.engine.drawn_by(condition.fact):
            value = rule.value_of(condition.fact)
            fits, state = self._holds(condition, value, self.case) is wanted, self.states.get(rule.id)
            if fits and state is not State.FIRED:
                yield from self.toward(rule)
            if not fits and state in (State.FIRED, State.UNDECIDED):
                yield from self.against(rule)

    def _through_function(self, fact: Fact, condition: Condition, wanted: bool) -> Iterator[Change]:
        for change, case in (*self._contacts(fact, condition), *self._inputs(fact, condition), *self._waits(condition)):
            table = self.inference.standings if fact.inputs else standings(case, self.knowledge)
            value = compute(condition.fact, case, self.knowledge, table)
            if self._holds(condition, value, case) is wanted:
                yield change

    def _contacts(self, fact: Fact, condition: Condition) -> Iterator[tuple[Change, Case]]:
        """One more contact, there or (where the fact looks at all of them) anywhere; or those made somewhere undone."""
        if fact.inputs:
            return
        for channel in [condition.channel] if condition.channel else self.knowledge.channels:
            yield from (self._contact(channel, outcome) for outcome in Outcome if outcome not in NO_WAY_ON)
        for channel in dict.fromkeys(attempt.channel for attempt in self.case.contacts):
            yield self._contact(channel, None)

    def _contact(self, channel: str, outcome: Outcome | None) -> tuple[Change, Case]:
        if outcome is None:
            kept = tuple(item for item in self.case.attempts if item.channel != channel)
            return Change(channel, NONE), replace(self.case, attempts=kept)
        more = Attempt(channel, self.case.as_of, outcome)
        return Change(channel, outcome.value), replace(self.case, attempts=(*self.case.attempts, more))

    def _inputs(self, fact: Fact, condition: Condition) -> Iterator[tuple[Change, Case]]:
        for name in fact.inputs:
            source = self.knowledge.facts[name]
            for answer in words_of(source) or self._days(condition):
                case = replace(self.case, answers={**self.case.answers, name: answer})
                yield Change(name, str(answer)), case

    def _days(self, condition: Condition) -> list[date]:
        """Days before and after the limit that the condition compares with; where it compares with none, today and long ago."""
        if self.knowledge.fact(condition.fact).kind is not FactKind.ELAPSED:
            return [self.case.as_of, self.case.as_of - LONG]
        limit = find_limit(self.knowledge, condition.values[0], self.case.days)
        if limit is None:
            return []
        before = self.case.as_of - (add(self.case.as_of, limit.length).last - self.case.as_of) - timedelta(days=15)
        return [self.case.as_of, before]

    def _waits(self, condition: Condition) -> Iterator[tuple[Change, Case]]:
        """The day after a running limit has ended."""
        for day in sorted(set(self._ends(condition))):
            if self.case.as_of < day <= self.case.as_of + LONG:
                yield Change(AS_OF, day.isoformat()), replace(self.case, as_of=day)

    def _ends(self, condition: Condition) -> Iterator[date]:
        standing = self.inference.standings.get(condition.channel)
        if standing and standing.standing is Standing.WAITING and standing.due:
            yield standing.due + DAY
        event = self.inference.facts.get(condition.fact)
        limit = find_limit(self.knowledge, condition.values[0], self.case.days) if isinstance(event, Elapsed) else None
        if limit and isinstance(event, Elapsed):
            yield add(event.latest, limit.length, limit.rolls_over).last + DAY
