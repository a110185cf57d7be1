"""Rules: if these comparisons hold, these conclusions follow, on this legal ground."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any

from knowledge.citations import Days, in_force
from knowledge.errors import Fault
from knowledge.frozen import Before, Frozen, holds, shaped
from knowledge.grounds import Doubts, Sources, named
from knowledge.library import Knowledge
from knowledge.models import CitationRef, Identifier, Maybe, Record, Text, Words, name_parts

if TYPE_CHECKING:
    from rules.numbers import Numbers

__all__ = [
    "STAGES",
    "Advise",
    "Bar",
    "Conclude",
    "Conclusion",
    "Condition",
    "Contradiction",
    "ContradictionEntry",
    "Hold",
    "Op",
    "Open",
    "Rule",
    "RuleEntry",
    "Rulebase",
    "Stage",
    "Urgency",
]


class Stage(StrEnum):
    """The stages in the order in which they run; each is a folder of rule files."""

    EMERGENCY = "emergency"
    CHARACTER = "character"
    BARS = "bars"
    ADMISSIBILITY = "admissibility"
    ADVICE = "advice"


STAGES = tuple(Stage)


class Op(StrEnum):
    EQ = "="
    NE = "!="
    LT = "<"
    LE = "<="
    GT = ">"
    GE = ">="
    IN = "in"


ORDERING = {Op.LT: operator.lt, Op.LE: operator.le, Op.GT: operator.gt, Op.GE: operator.ge}
"""what a comparison of sums or times asks of its two sides"""


class Urgency(StrEnum):
    """How soon an advised action is due, soonest first. `by` is a limit that runs."""

    NOW = "now"
    TODAY = "today"
    THIS_WEEK = "this-week"
    BY = "by"
    WHEN_USEFUL = "when-useful"

    @property
    def order(self) -> int:
        return ORDER[self]


ORDER = {urgency: place for place, urgency in enumerate(Urgency)}


class Condition(Frozen, eq=False):
    """One comparison: a fact against a word, several words, a number, or a named limit. Equal when written the same."""

    fact: str
    op: Op
    values: tuple[str, ...]
    base: str
    """the fact without its channel"""
    channel: str
    """empty for a fact that is not told per channel"""
    text: str

    @classmethod
    def of(cls, fact: str, op: Op, values: tuple[str, ...]) -> Condition:
        return cls(fact, op, values, *name_parts(fact), f"{fact} {op} {', '.join(values)}")

    def admits(self, word: str | Words) -> bool:
        """Whether it holds for this word, or for these that are true at once, where it compares words."""
        among = not word.isdisjoint(self.values) if isinstance(word, Words) else word in self.values
        return among is not (self.op is Op.NE)

    def __str__(self) -> str:
        return self.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Condition) and self.text == other.text


class Conclude(Frozen):
    fact: str
    value: str

    def __str__(self) -> str:
        return f"conclude {self.fact} = {self.value}"


class Open(Frozen):
    """The channel is competent for this case and may be used."""

    channel: str

    def __str__(self) -> str:
        return f"open {self.channel}"


class Bar(Frozen):
    """The channel does not take this case."""

    channel: str

    def __str__(self) -> str:
        return f"bar {self.channel}"


class Hold(Frozen):
    """The channel's turn has not come: something else has to be tried first, or a limit has to run out."""

    channel: str

    def __str__(self) -> str:
        return f"hold {self.channel}"


class Advise(Frozen):
    action: str
    urgency: Urgency
    limit: str | None = None
    event: str | None = None
    """the elapsed fact from whose event the limit is counted"""

    def __str__(self) -> str:
        if self.limit:
            return f"advise {self.action} by {self.limit} from {self.event}"
        return f"advise {self.action} {self.urgency}"


Conclusion = Conclude | Open | Bar | Hold | Advise


def _named(value: object) -> object:
    return dict.fromkeys(value, "null") if isinstance(value, list) else value


class RuleEntry(Record):
    """A rule as it stands in its file: the lines are parsed by `rules.grammar`."""

    id: Identifier
    title: Text
    channel: Annotated[dict[Identifier, Maybe[Text]], Before(_named)] = {}
    """those that it is written for, where they are several, and what its texts call each (`rules.families`)"""
    basis: tuple[CitationRef, ...] = ()
    reason: Maybe[Text] = None
    """this project's own judgement: the ground where no statute is, or while none of `basis` is in force"""
    yields_to: tuple[CitationRef, ...] = ()
    """later law that takes its place: the rule is out of force on days when one of these is in force"""
    sources: Sources = ()
    once_told: bool = False
    """a bar that counts once its facts are known, and until then stops nobody: what only the other side can plead, what is rare"""
    when: tuple[str, ...] = ()
    """empty: in every case"""
    then: tuple[str, ...] = shaped(min_length=1)
    because: Text
    fires: dict[str, Any]
    """a case in which it fires"""
    rests: dict[str, Any] = {}
    """what to change in that case (null: leave out) so that it no longer fires: the near miss"""
    doubt: Doubts = ()

    @property
    def family(self) -> str:
        """The id under which it is written: without the channel, where that is written for several."""
        return self.id.removesuffix(f"-{next(iter(self.channel))}") if len(self.channel) == 1 else self.id

    @holds
    def has_a_ground(self) -> RuleEntry:
        if not (self.basis or self.reason or named(self.sources)):
            raise ValueError("a rule needs a ground: basis (citations), sources that can be followed, or a reason")
        if self.sources and not (named(self.sources) or self.reason):
            raise ValueError("a rule with unnamed sources only gives its reason, too")
        if bool(self.when) is not bool(self.rests):
            raise ValueError("a rule with conditions needs a near miss under `rests`; one without has none")
        return self


class Rule(Frozen, eq=False, dict=True):
    """A rule ready to run: parsed, in its stage, with the place where it is written."""

    id: str
    stage: Stage
    when: tuple[Condition, ...]
    then: tuple[Conclusion, ...]
    place: str
    family: str
    """the id under which it is written, which others have with it where that is for several channels"""
    basis: tuple[str, ...]
    yields_to: tuple[str, ...]
    once_told: bool
    has_reason: bool
    """whether it rests on this project's own judgement, too"""
    unpack: Callable[[str], RuleEntry]
    """gives the entry of an id"""

    @classmethod
    def of(
        cls, entry: RuleEntry, stage: Stage, when: tuple[Condition, ...], then: tuple[Conclusion, ...], place: str
    ) -> Rule:
        """The rule that stands in its file as this entry."""
        told = (entry.family, entry.basis, entry.yields_to, entry.once_told, entry.reason is not None)
        return cls(entry.id, stage, when, then, place, *told, lambda _: entry)

    @cached_property
    def entry(self) -> RuleEntry:
        """As it stands in its file; of a rule that was kept, unpacked when it is first asked for."""
        return self.unpack(self.id)

    def but(
        self,
        *,
        entry: RuleEntry | None = None,
        when: tuple[Condition, ...] | None = None,
        then: tuple[Conclusion, ...] | None = None,
    ) -> Rule:
        """The same with another entry, other conditions or conclusions."""
        compared = self.when if when is None else when
        return Rule.of(entry or self.entry, self.stage, compared, then or self.then, self.place)

    def value_of(self, fact: str) -> str:
        """What the rule concludes of the fact. Raises StopIteration where it concludes nothing of it."""
        return next(c.value for c in self.then if isinstance(c, Conclude) and c.fact == fact)

    def in_force(self, knowledge: Knowledge, days: Days) -> bool:
        """Whether one of its articles is in force, or it rests on a reason too, and no later law has taken its place."""
        if in_force(knowledge, self.yields_to, days):
            return False
        return not self.basis or self.has_reason or in_force(knowledge, self.basis, days)

    def fault(self, message: str) -> Fault:
        """A fault of this rule, with the place where it is written."""
        name, _, line = self.place.rpartition(":")
        return Fault(f"rules/{name}", int(line), f"{self.id}: {message}")


class ContradictionEntry(Record):
    """Answers that cannot all be true, and what to tell the person."""

    id: Identifier
    when: tuple[str, ...] = shaped(min_length=2)
    message: Text
    gives_way: Maybe[Identifier] = None
    """the fact whose answer tells less, and is left aside: what narrowed the trouble down where the trouble itself is told"""
    becomes: dict[Identifier, Identifier] = {}
    """what the case is read as instead: the matter that such answers tell under the name of another one"""
    tells: dict[Identifier, Identifier] = {}
    """what the case is read with besides, where no other answer is told"""
    contacts: dict[Identifier, Identifier] = {}
    """channel → the one that a contact told there was at, where the case is read as something else"""
    offered: bool = True
    """whether whoever is asked may choose such an answer; not where nobody who chose the trouble would"""


class Contradiction(Frozen):
    """A contradiction ready to be looked for."""

    entry: ContradictionEntry
    when: tuple[Condition, ...]


class Rulebase(Frozen):
    """Every rule of every stage, in the order of their files, and the contradictions a case must not hold."""

    rules: Sequence[Rule]
    contradictions: tuple[Contradiction, ...] = ()
    key: str = ""
    """a hash of all it was read from; none where it was not read as it stands"""

    @cached_property
    def running(self) -> Sequence[Rule]:
        """The rules in the order in which they run."""
        return tuple(rule for stage in STAGES for rule in self.of(stage))

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """Each once, in the order in which they are first made."""
        found: dict[str, Condition] = {}
        for rule in self.running:
            for condition in rule.when:
                found.setdefault(condition.text, condition)
        return tuple(found.values())

    @cached_property
    def numbers(self) -> Numbers:
        """What follows from the rules in every case."""
        from rules.numbers import number

        return number(self)

    @cached_property
    def events(self) -> frozenset[str]:
        """The elapsed facts from whose event some limit is counted."""
        return frozenset(c.event for rule in self.rules for c in rule.then if isinstance(c, Advise) and c.event)

    def of(self, stage: Stage) -> tuple[Rule, ...]:
        return self._by_stage.get(stage, ())

    @cached_property
    def _by_stage(self) -> dict[Stage, tuple[Rule, ...]]:
        found: dict[Stage, list[Rule]] = {}
        for rule in self.rules:
            found.setdefault(rule.stage, []).append(rule)
        return {stage: tuple(rules) for stage, rules in found.items()}

    def get(self, rule_id: str) -> Rule | None:
        return next((rule for rule in self.rules if rule.id == rule_id), None)

    def named(self, name: str) -> tuple[Rule, ...]:
        """The rule of that id, or those that are written under it."""
        rule = self.get(name)
        return (rule,) if rule else tuple(rule for rule in self.rules if rule.family == name)

    @property
    def names(self) -> tuple[str, ...]:
        """Every id of a rule, and those under which several are written."""
        return tuple(dict.fromkeys(name for rule in self.rules for name in (rule.family, rule.id)))
