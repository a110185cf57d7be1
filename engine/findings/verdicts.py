"""What became of every rule in a case, and what follows: verdicts, findings, the values of the facts."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cached_property

from engine.case import Case, ChannelStanding, FactValue
from engine.findings.conditions import Range
from engine.findings.marks import Mark, Marks
from knowledge.frozen import Frozen
from knowledge.remembered import Remembered
from rules.models import Advise, Conclusion, Condition, Rule
from rules.numbers import bits_of

__all__ = ["Finding", "Inference", "Judged", "State", "Verdict"]

KEPT = 20
"""so many sets of rules out of force are remembered before they are forgotten together"""


class State(StrEnum):
    """What became of a rule in a case."""

    FIRED = "fired"
    FAILED = "failed"
    UNDECIDED = "undecided"
    OUT_OF_FORCE = "out_of_force"


class Verdict(Frozen):
    """One rule's verdict: the condition it failed at, or the facts that it waits for."""

    rule: Rule
    state: State
    failed_at: Condition | None = None
    unknown: tuple[str, ...] = ()


class Finding(Frozen, eq=False):
    """One conclusion with the rule that drew it and the facts it rested on: an edge of the proof."""

    rule: Rule
    conclusion: Conclusion
    facts: tuple[str, ...]


class Judged:
    """A rule with what it finds and the verdicts that it can get, made once: most cases share most of them."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        facts = tuple(dict.fromkeys(condition.fact for condition in rule.when))
        self.found = tuple(Finding(rule, conclusion, facts) for conclusion in rule.then)
        self.advice = tuple((f.conclusion.action, f) for f in self.found if isinstance(f.conclusion, Advise))
        """the actions that it advises, each with the finding"""
        self.fired, self.out = Verdict(rule, State.FIRED), Verdict(rule, State.OUT_OF_FORCE)
        self._compared = tuple([(c.fact, c.text) for c in rule.when])
        self._failing: dict[int, Verdict] = {}
        self._undecided: dict[tuple[str, ...], Verdict] = {}

    def failed(self, marks: Mapping[str, Mark]) -> Verdict:
        """It fails at the first of its conditions that does not hold."""
        for place, (fact, text) in enumerate(self._compared):
            if marks[fact].truths[text] is False:
                return self._failing.get(place) or self._failed(place)
        raise LookupError(self.rule.id)

    def _failed(self, place: int) -> Verdict:
        found = self._failing[place] = Verdict(self.rule, State.FAILED, self.rule.when[place])
        return found

    def undecided(self, marks: Mapping[str, Mark]) -> Verdict:
        waits = tuple([fact for fact, text in self._compared if marks[fact].truths[text] is None])
        found = self._undecided.get(waits)
        if found is None:
            found = Verdict(self.rule, State.UNDECIDED, None, tuple(dict.fromkeys(waits)))
            self._undecided[waits] = found
        return found


class Judgements(dict[int, Judged]):
    """Every rule by its number, each as `Judged` when it is first looked at."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        super().__init__()
        self.rules = rules
        self._unless: Remembered[int, tuple[Verdict, ...]] = Remembered(KEPT)

    def __missing__(self, number: int) -> Judged:
        found = self[number] = Judged(self.rules[number])
        return found

    @cached_property
    def at_once(self) -> tuple[Verdict, ...]:
        """Of each rule the verdict that it fails at its first condition, or that it fires where it has none."""
        return tuple(
            Verdict(rule, State.FAILED, rule.when[0]) if rule.when else Verdict(rule, State.FIRED)
            for rule in self.rules
        )

    def unless_told(self, out_of_force: int) -> tuple[Verdict, ...]:
        """The same where these rules are out of force."""
        found = self._unless.get(out_of_force)
        if found is None:
            verdicts = list(self.at_once)
            for number in bits_of(out_of_force):
                verdicts[number] = self[number].out
            found = self._unless[out_of_force] = tuple(verdicts)
        return found


class Inference(Frozen, dict=True):
    """All that follows from a case: every verdict, every finding, and the value of every fact (None: unknown)."""

    case: Case
    facts: Mapping[str, FactValue | None]
    standings: Mapping[str, ChannelStanding]
    ranges: Mapping[str, Range]
    """what each unknown fact of words that a rule looked at can still be"""
    judged: Judgements
    numbered: Marks
    marks: Mapping[str, Mark]
    """what each fact that rules compare does to them"""
    in_force: int
    fired: int
    open: int
    """the undecided rules"""
    failed_at_once: int
    """the rules that fail at their first condition; these four as bits"""

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What the rules that fired conclude, in the order in which they run."""
        return tuple(finding for number in bits_of(self.fired) for finding in self.judged[number].found)

    def advice(self, fired: int) -> dict[str, list[Finding]]:
        """What these rules advise, by action, in the order in which they run."""
        found: dict[str, list[Finding]] = {}
        for number in bits_of(fired & self.numbered.advising):
            for action, finding in self.judged[number].advice:
                found.setdefault(action, []).append(finding)
        return found

    @cached_property
    def verdicts(self) -> tuple[Verdict, ...]:
        """One for every rule, in the order in which they run. Most rules of a case fail at once."""
        judged, marks = self.judged, self.marks
        found = list(judged.unless_told(self.numbered.every & ~self.in_force))
        for number in bits_of(self.fired):
            found[number] = judged[number].fired
        for number in bits_of(self.open):
            found[number] = judged[number].undecided(marks)
        for number in bits_of(self.in_force & ~(self.fired | self.open | self.failed_at_once)):
            found[number] = judged[number].failed(marks)
        return tuple(found)

    @property
    def decided(self) -> tuple[Hashable, ...]:
        """What the states of channels follow from, their own standings apart: the same for two cases that the rules judge alike."""
        unknown = frozenset(name for name, value in self.facts.items() if value is None)
        return self.fired, self.open, unknown, frozenset(self.ranges.items())

    def undecided(self) -> Iterator[Verdict]:
        return (self.judged[number].undecided(self.marks) for number in bits_of(self.open))

    @cached_property
    def truths(self) -> Mapping[str, bool | None]:
        """Every condition, as it is written, and whether it holds (None: unknown)."""
        return {text: truth for mark in self.marks.values() for text, truth in mark.truths.items()}
