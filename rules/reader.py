"""The folder of rule files → a checked `Rulebase`. Every fault of every file is reported at once, with file and line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from knowledge.citations import has_citation
from knowledge.errors import Fault, KnowledgeError
from knowledge.library import Knowledge
from knowledge.loader import Files, parse_files
from knowledge.models import Origin
from knowledge.reader import read_records
from rules.families import rules_of
from rules.grammar import GrammarError, parse_conclusion, parse_condition
from rules.guarantees import GUARANTEES
from rules.models import (
    STAGES,
    Conclude,
    Conclusion,
    Condition,
    Contradiction,
    ContradictionEntry,
    Rule,
    Rulebase,
    RuleEntry,
    Stage,
)

__all__ = ["read_rules"]

CONTRADICTIONS = "contradictions.yaml"


def read_rules(knowledge: Knowledge, root: Path, texts: Mapping[str, bytes]) -> Rulebase:
    """What the files of `root` hold; raises KnowledgeError with every fault."""
    files = parse_files(texts, root)
    faults: list[Fault] = []
    rules: list[Rule] = []
    for stage in STAGES:
        places: dict[str, Fault] = {}
        for entry in read_records(files, RuleEntry, (f"{stage}/",), faults, places, knowledge.known).values():
            place = places[f"RuleEntry:{entry.id}"]
            for one in _each(entry, knowledge, place, faults):
                rules.append(_rule(one, stage, knowledge, place, faults))
    contradictions = _contradictions(files, knowledge, faults)
    faults += _stray_files(files)
    faults += _twins(rules)
    faults += _order_faults(rules, knowledge)
    if faults:
        raise KnowledgeError(faults)
    return Rulebase(tuple(rules), contradictions)


def _each(entry: RuleEntry, knowledge: Knowledge, place: Fault, faults: list[Fault]) -> Iterator[RuleEntry]:
    try:
        yield from rules_of(entry, knowledge)
    except GrammarError as error:
        faults.append(Fault(place.place, place.line, f"{entry.id}: {error}"))


def _rule(entry: RuleEntry, stage: Stage, knowledge: Knowledge, place: Fault, faults: list[Fault]) -> Rule:
    when = tuple(_conditions(entry.id, entry.when, knowledge, place, faults))
    then: list[Conclusion] = []
    for line in entry.then:
        try:
            then.append(parse_conclusion(line, knowledge))
        except GrammarError as error:
            faults.append(Fault(place.place, place.line, f"{entry.id}: then: {error}"))
    for ref in (*entry.basis, *entry.yields_to):
        if not has_citation(knowledge, ref):
            faults.append(Fault(place.place, place.line, f"{entry.id}: no statute file has “{ref}”"))
    return Rule.of(entry, stage, when, tuple(then), f"{place.place}:{place.line}")


def _contradictions(files: Files, knowledge: Knowledge, faults: list[Fault]) -> tuple[Contradiction, ...]:
    places: dict[str, Fault] = {}
    found = []
    for entry in read_records(files, ContradictionEntry, (CONTRADICTIONS,), faults, places).values():
        place = places[f"ContradictionEntry:{entry.id}"]
        found.append(Contradiction(entry, tuple(_conditions(entry.id, entry.when, knowledge, place, faults))))
    return tuple(found)


def _conditions(
    name: str, lines: Iterable[str], knowledge: Knowledge, place: Fault, faults: list[Fault]
) -> Iterator[Condition]:
    for line in lines:
        try:
            yield parse_condition(line, knowledge)
        except GrammarError as error:
            faults.append(Fault(place.place, place.line, f"{name}: when: {error}"))


def _stray_files(files: Files) -> list[Fault]:
    names = {*map(str, STAGES), CONTRADICTIONS, GUARANTEES}
    return [
        Fault(name, 1, f"is in no stage folder ({', '.join(names)})")
        for name in files.data
        if name.split("/")[0] not in names
    ]


def _twins(rules: list[Rule]) -> list[Fault]:
    seen: dict[str, Rule] = {}
    faults = []
    for rule in rules:
        if rule.id in seen:
            faults.append(_fault(rule, f"the id stands twice, also at {seen[rule.id].place}"))
        seen[rule.id] = rule
    return faults


def _order_faults(rules: list[Rule], knowledge: Knowledge) -> list[Fault]:
    """A concluded fact is drawn in one stage and tested in later ones only: what a stage concludes feeds the next."""
    drawn: dict[str, Stage] = {}
    faults = []
    for rule in rules:
        for conclusion in rule.then:
            if isinstance(conclusion, Conclude) and drawn.setdefault(conclusion.fact, rule.stage) is not rule.stage:
                faults.append(
                    _fault(rule, f"{conclusion.fact} is concluded in the stage {drawn[conclusion.fact]} already")
                )
    for rule in rules:
        for condition in rule.when:
            fact = knowledge.facts[condition.base]
            if fact.origin is not Origin.CONCLUDED:
                continue
            stage = drawn.get(fact.id)
            if stage is None:
                faults.append(_fault(rule, f"no rule concludes {fact.id}"))
            elif STAGES.index(stage) >= STAGES.index(rule.stage):
                faults.append(_fault(rule, f"{fact.id} is concluded in the stage {stage}, not before {rule.stage}"))
    return faults


def _fault(rule: Rule, message: str) -> Fault:
    name, _, line = rule.place.rpartition(":")
    return Fault(name, int(line), f"{rule.id}: {message}")
