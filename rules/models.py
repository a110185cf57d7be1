"""Rules: if these comparisons hold, these conclusions follow, on this legal ground."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any

from knowledge.citations import Days, in_force
from knowledge.errors import Fault
from knowledge.frozen import Before, Frozen, holds, shaped
from knowledge.grounds import Doubts, Sources, named
from knowledge.library import Knowledge
from knowledge.models import CitationRef, Identifier, Maybe, Record, Text, Words, name_parts

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


@dataclass(frozen=True, eq=False, repr=False)
class Condition:
    """One comparison: a fact against a word, several words, a number, or a named limit. Equal when written the same."""

    fact: str
    op: Op
    values: tuple[str, ...]
    base: str = field(init=False)
    """the fact without its channel"""
    channel: str = field(init=False)
    """empty for a fact that is not told per channel"""
    text: str = field(init=False)

    def __post_init__(self) -> None:
        base, channel = name_parts(self.fact)
        object.__setattr__(self, "base", base)
        object.__setattr__(self, "channel", channel)
        object.__setattr__(self, "text", f"{self.fact} {self.op} {', '.join(self.values)}")

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


HEAVY = ("entry", "unpack")
"""what of a rule is not kept with it"""


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


@dataclass(frozen=True)
class Rule:
    """A rule ready to run: parsed, in its stage, with the place where it is written."""

    entry: RuleEntry
    """as it stands in its file; of a rule that was kept, unpacked when it is first asked for"""
    stage: Stage
    when: tuple[Condition, ...]
    then: tuple[Conclusion, ...]
    place: str
    id: str = field(init=False)
    family: str = field(init=False, repr=False, compare=False)
    """the id under which it is written, which others have with it where that is for several channels"""
    basis: tuple[str, ...] = field(init=False, repr=False, compare=False)
    yields_to: tuple[str, ...] = field(init=False, repr=False, compare=False)
    once_told: bool = field(init=False, repr=False, compare=False)
    has_reason: bool = field(init=False, repr=False, compare=False)
    """whether it rests on this project's own judgement, too"""

    def __post_init__(self) -> None:
        entry = self.entry
        told = {"id": entry.id, "family": entry.family, "basis": entry.basis, "yields_to": entry.yields_to}
        vars(self).update(told, once_told=entry.once_told, has_reason=entry.reason is not None)

    @property
    def light(self) -> dict[str, object]:
        """All but the entry."""
        return {name: value for name, value in vars(self).items() if name not in HEAVY}

    @classmethod
    def of(cls, light: Mapping[str, object], unpack: Callable[[str], RuleEntry]) -> Rule:
        """The rule that was `light`, with what gives the entry of an id."""
        rule = cls.__new__(cls)
        vars(rule).update(light, unpack=unpack)
        return rule

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            if name != "entry" or "unpack" not in vars(self):
                raise AttributeError(name)
            found = vars(self)[name] = vars(self)["unpack"](self.id)
            return found

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


class Contradiction(Frozen):
    """A contradiction ready to be looked for."""

    entry: ContradictionEntry
    when: tuple[Condition, ...]


class Rulebase(Frozen):
    """Every rule of every stage, in the order of their files, and the contradictions a case must not hold."""

    rules: tuple[Rule, ...]
    contradictions: tuple[Contradiction, ...] = ()
    key: str = ""
    """a hash of all it was read from; none where it was not read as it stands"""

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
