"""`guarantees.yaml` → what has to hold in every case, whatever the rules of the day: read, checked, ready to be proved.

A guarantee says in both languages what it promises; its kind says how that is looked at (`engine/proving/kinds`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

from knowledge.agreement import disagreements
from knowledge.citations import has_citation
from knowledge.errors import Fault, KnowledgeError
from knowledge.frozen import Frozen, holds, shaped
from knowledge.library import Knowledge
from knowledge.limits import has_limit
from knowledge.loader import read_files
from knowledge.models import CitationRef, Identifier, LimitRef, Maybe, Record, Text
from knowledge.reader import read_records
from rules.grammar import GrammarError, nearest, parse_condition
from rules.models import Condition, Rulebase

__all__ = ["GUARANTEES", "Exempt", "Guarantee", "GuaranteeEntry", "Kind", "check_guarantees", "load_guarantees"]

GUARANTEES = "guarantees.yaml"


class Kind(StrEnum):
    """How a guarantee is looked at."""

    NEXT_STEP = "next-step"
    """every case whose trouble is told has a step that goes to somebody, but where one of the lists of lines `only` holds"""
    FIRST = "first"
    """in the cases `given`, the first step that goes to somebody is one of the `actions`"""
    NEVER_OPEN = "never-open"
    """in the cases `given` none of the `channels` is open"""
    ONLY_OPEN = "only-open"
    """a channel of `channels` is open only where one of the lists of lines `only` holds"""
    AFTER = "after"
    """in the cases `given` a channel of `channels` is open only once one of the lists of lines `only` holds"""
    FORECLOSED = "foreclosed"
    """a channel that the use of another has closed under the law of the day is never open"""
    BARRED_BY_TIME = "barred-by-time"
    """none of the `channels` is open once the `limit` from the `event` is over"""
    IN_TIME = "in-time"
    """whatever is advised by a limit can be taken while the limit runs, and is no step once it is over"""
    COUNTED_FROM = "counted-from"
    """a limit is counted from no other event than those that `events` names for it"""
    GROUNDED = "grounded"
    """every step rests on an article that is in force and speaks to the case, on a source, or on a reason that is told as one"""
    ONE_VALUE = "one-value"
    """no two rules draw different words of a fact that has one"""
    BARRED = "barred"
    """no step goes to a channel that a bar has closed or whose turn has not come"""
    REACHABLE = "reachable"
    """every rule fires in some case"""
    NOT_IMPLIED = "not-implied"
    """no rule is drawn by another one whenever it fires, with no ground of its own"""
    SILENCE = "silence"
    """while an answer stays out, no channel that was open is taken away, but by a bar that is itself a limit"""
    SETTLED = "settled"
    """one more known fact leaves what was settled as it was"""
    NOT_LESS = "not-less"
    """one more known fact leaves nobody without a step to somebody who had one for certain, but where one of `only` holds"""
    COMPLETABLE = "completable"
    """a step that is shown for answers still open is opened by some of them"""


NEEDS: Mapping[Kind, frozenset[str]] = {
    Kind.NEXT_STEP: frozenset({"only"}),
    Kind.NOT_LESS: frozenset({"only"}),
    Kind.FIRST: frozenset({"given", "actions"}),
    Kind.NEVER_OPEN: frozenset({"channels", "given"}),
    Kind.ONLY_OPEN: frozenset({"channels", "only"}),
    Kind.AFTER: frozenset({"channels", "given", "only"}),
    Kind.BARRED_BY_TIME: frozenset({"channels", "limit", "event"}),
    Kind.COUNTED_FROM: frozenset({"events"}),
    Kind.COMPLETABLE: frozenset({"cases"}),
}
"""the parameters that a kind takes, all of them; the others take none"""
PARAMETERS = ("given", "actions", "channels", "only", "limit", "event", "events", "cases")


class Exempt(Record):
    """A counterexample that is known and kept: why, in which cases or for which rules, and one such case."""

    why: Text
    given: tuple[str, ...] = ()
    rules: tuple[Identifier, ...] = ()
    case: Maybe[dict[str, Any]] = None
    """a case that breaks the guarantee; a test holds that it still does"""

    @holds
    def says_where(self) -> Exempt:
        if bool(self.given) is bool(self.rules):
            raise ValueError("an exception names the cases (`given`) or the `rules`, one of them")
        if self.given and not self.case:
            raise ValueError("an exception for cases shows one that breaks the guarantee (`case`)")
        return self


class GuaranteeEntry(Record):
    """A guarantee as it stands in the file."""

    id: Identifier
    says: Text
    kind: Kind
    basis: tuple[CitationRef, ...] = ()
    """the articles that say so, where it is law"""
    law: tuple[CitationRef, ...] = ()
    """it is promised for days on which one of these is in force; none: for all"""
    channels: tuple[Identifier, ...] = ()
    given: tuple[str, ...] = ()
    only: tuple[tuple[str, ...], ...] = ()
    actions: tuple[Identifier, ...] = ()
    limit: Maybe[LimitRef] = None
    event: Maybe[str] = None
    events: dict[LimitRef, tuple[str, ...]] = {}
    cases: int = shaped(default=0, ge=0)
    exceptions: tuple[Exempt, ...] = ()

    @holds
    def has_its_parameters(self) -> GuaranteeEntry:
        needed = NEEDS.get(self.kind, frozenset())
        told = frozenset(name for name in PARAMETERS if getattr(self, name))
        if told - needed or needed - told:
            names = ", ".join(sorted(needed)) or "no parameters"
            raise ValueError(f"the kind {self.kind} takes {names}")
        return self


class Guarantee(Frozen):
    """A guarantee whose lines are parsed."""

    entry: GuaranteeEntry
    given: tuple[Condition, ...]
    only: tuple[tuple[Condition, ...], ...]
    exempt: tuple[tuple[Condition, ...], ...]
    """of each exception for cases its lines"""

    @property
    def id(self) -> str:
        return self.entry.id

    @property
    def kind(self) -> Kind:
        return self.entry.kind

    @property
    def exempt_rules(self) -> frozenset[str]:
        return frozenset(rule for item in self.entry.exceptions for rule in item.rules)


def load_guarantees(knowledge: Knowledge, rulebase: Rulebase, root: Path) -> tuple[Guarantee, ...]:
    """The guarantees below `root`, in the order of the file; raises KnowledgeError with every fault."""
    faults: list[Fault] = []
    places: dict[str, Fault] = {}
    entries = read_records(read_files(root), GuaranteeEntry, (GUARANTEES,), faults, places)
    found = []
    for entry in entries.values():
        place = places[f"GuaranteeEntry:{entry.id}"]
        reader = _Reader(knowledge, rulebase, place)
        found.append(reader.read(entry))
        faults += reader.faults
    if faults:
        raise KnowledgeError(faults)
    return tuple(found)


def check_guarantees(knowledge: Knowledge, rulebase: Rulebase, root: Path) -> list[Fault]:
    """What is wrong with the guarantees below `root`."""
    try:
        load_guarantees(knowledge, rulebase, root)
    except KnowledgeError as error:
        return list(error.faults)
    return []


class _Reader:
    """Reads one entry, and notes what is wrong with it."""

    def __init__(self, knowledge: Knowledge, rulebase: Rulebase, place: Fault) -> None:
        self.knowledge, self.rulebase, self.place = knowledge, rulebase, place
        self.faults: list[Fault] = []

    def read(self, entry: GuaranteeEntry) -> Guarantee:
        self._names(entry)
        for message in disagreements(entry, tuple(self.knowledge.measures.values())):
            self._fault(message)
        exempt = tuple(self._lines(item.given) for item in entry.exceptions if item.given)
        return Guarantee(entry, self._lines(entry.given), tuple(map(self._lines, entry.only)), exempt)

    def _lines(self, lines: Iterable[str]) -> tuple[Condition, ...]:
        return tuple(self._parsed(lines))

    def _parsed(self, lines: Iterable[str]) -> Iterator[Condition]:
        for line in lines:
            try:
                yield parse_condition(line, self.knowledge)
            except GrammarError as error:
                self._fault(str(error))

    def _fault(self, message: str) -> None:
        self.faults.append(Fault(self.place.place, self.place.line, message))

    def _names(self, entry: GuaranteeEntry) -> None:
        known = self.knowledge
        limits = (*([entry.limit] if entry.limit else []), *entry.events)
        events = (*([entry.event] if entry.event else []), *(e for told in entry.events.values() for e in told))
        rules = [rule for item in entry.exceptions for rule in item.rules]
        self._named("channel", entry.channels, known.channels)
        self._named("action", entry.actions, known.actions)
        self._named("rule", rules, dict.fromkeys(self.rulebase.names))
        self._named("fact", (event.partition("(")[0] for event in events), known.facts)
        for ref in (ref for ref in (*entry.basis, *entry.law) if not has_citation(known, ref)):
            self._fault(f"no statute file has “{ref}”")
        for ref in (ref for ref in limits if not has_limit(known, ref)):
            self._fault(f"there is no limit “{ref}”")

    def _named(self, what: str, names: Iterable[str], known: Mapping[str, object]) -> None:
        for name in names:
            if name not in known:
                self._fault(f"there is no {what} “{name}”{nearest(name, known)}")
