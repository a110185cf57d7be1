"""A planted fault → who notices it first: the loader, the examples of rules, told cases, kept plans, the checks of the files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import knowledge.library
import knowledge.reader
import rules.guarantees
import rules.library
import rules.reader
from documents.letters import check_letters
from engine.adviser import Advice, Adviser
from engine.casebook import read_told
from engine.coverage import changed, misses_of, read_near_misses
from engine.coverage.exercised import of_rules
from engine.findings import State
from engine.review import review
from knowledge.errors import CaseError, InferenceError, KnowledgeError
from knowledge.loader import Files, parse_yaml, read_files
from rules.guarantees import Guarantee
from rules.models import Rule
from tests.casebook import TODAY
from tests.casebook import adviser as sound_adviser
from tests.kept_plans import FACTS, KEPT, PARTS, REFUSED, fact_lines, number_of, refused_lines
from tests.kept_records import RECORDS, record_lines
from tests.planted.places import Mutation
from tests.test_cases import meets_told

__all__ = ["CATCHERS", "Judge"]

CATCHERS = ("loader", "examples", "told cases", "kept plans", "checks", "kept records")
ROOTS = {"knowledge": knowledge.library.ROOT, "rules": rules.library.ROOT}
HERE = Path(__file__).parent.parent
CONTRADICTIONS = "contradictions.yaml"
LOOKED_AT = 60
"""so many of the cases that a fault may touch are planned at first"""


@dataclass(frozen=True)
class Story:
    """A told case, the number of its plan that was kept, and in one text its answers and what of the rules it exercises."""

    told: Mapping[str, Any]
    kept: str
    exercises: str


class Judge:
    """The files as they are, with what every told case exercises of the rules."""

    def __init__(self) -> None:
        self.sound = sound_adviser()
        self.files = {name: read_files(root) for name, root in ROOTS.items()}
        paths = [(name, root, path) for name, root in ROOTS.items() for path in sorted(root.rglob("*.yaml"))]
        self.texts = {
            (name, str(path.relative_to(root))): path.read_text(encoding="utf-8") for name, root, path in paths
        }
        self.near_misses = read_near_misses(HERE / "near_misses.yaml", self.sound.knowledge.wording)
        self.refused = REFUSED.read_text(encoding="utf-8").splitlines()
        self.records = RECORDS.read_text(encoding="utf-8").splitlines()
        self.facts = FACTS.read_text(encoding="utf-8").splitlines()
        self.stories = list(self._stories())

    def _stories(self) -> Iterator[Story]:
        kept = {path.stem: path.read_text(encoding="utf-8").splitlines() for path in KEPT.glob("*.txt")}
        for part in PARTS:
            for told in read_told(part, self.sound.knowledge.wording):
                lines = kept[f"{part.name}-{str(told['file']).removesuffix('.yaml')}"]
                inference = self.sound.engine.infer(self.sound.read(told["case"], TODAY))
                shown = {item.id for item in of_rules(inference) if item.way != "rests"}
                yield Story(told, lines.pop(0).split(" ")[0], " ".join((str(told["case"]), *sorted(shown))))

    def catcher(self, fault: Mutation) -> str | None:
        """Who notices the fault first; None: nobody."""
        try:
            spoiled, guarantees = self._spoiled(fault)
        except KnowledgeError:
            return "loader"
        if self._fails_examples(spoiled, fault):
            return "examples"
        if fault.name == CONTRADICTIONS and list(refused_lines(spoiled)) != self.refused:
            return "kept plans"
        if fault.root == "knowledge" and list(fact_lines(spoiled)) != self.facts:
            return "kept plans"
        touched = self._touched(fault)
        first = touched[:: max(1, len(touched) // LOOKED_AT)]
        return (
            self._other_plan(spoiled, first)
            or ("checks" if self._is_told(spoiled) else None)
            or ("kept records" if list(record_lines(spoiled, guarantees)) != self.records else None)
            or self._other_plan(spoiled, [story for story in touched if story not in first])
        )

    def _spoiled(self, fault: Mutation) -> tuple[Adviser, tuple[Guarantee, ...]]:
        """The adviser on the files with the fault, and the guarantees. Raises KnowledgeError."""
        text = fault.applied(self.texts[fault.root, fault.name])
        document = parse_yaml(text, fault.name)
        if document.faults:
            raise KnowledgeError(document.faults)
        sound = self.files[fault.root]
        lines = {"/".join(map(str, path)): line for path, line in document.lines.items() if len(path) <= 1}
        files = Files({**sound.data, fault.name: document.data}, {**sound.lines, fault.name: lines}, sound.root)
        read = {**{ROOTS[name]: files for name, files in self.files.items()}, ROOTS[fault.root]: files}
        given = lambda _, root: read[root]  # noqa: E731
        with patch.object(knowledge.reader, "parse_files", given), patch.object(rules.reader, "parse_files", given):
            known = knowledge.reader.read_knowledge(ROOTS["knowledge"], {})
            adviser = Adviser(known, rules.reader.read_rules(known, ROOTS["rules"], {}), tuple(ROOTS.values()))
        with patch.object(rules.guarantees, "read_files", lambda root: read[root]):
            return adviser, rules.guarantees.load_guarantees(known, adviser.rulebase, ROOTS["rules"])

    def _fails_examples(self, spoiled: Adviser, fault: Mutation) -> bool:
        """Whether the rule with the fault, or one that tests what it says, no longer fires or rests as its examples say."""
        named = [rule for rule in spoiled.rulebase.rules if fault.record in (rule.id, rule.family, *self._behind(rule))]
        return any(not self._holds(spoiled, rule) for rule in named[:40])

    def _behind(self, rule: Rule) -> Sequence[str]:
        return [value.rpartition(".")[2] for condition in rule.when for value in condition.values]

    def _holds(self, spoiled: Adviser, rule: Rule) -> bool:
        fires = rule.entry.fires
        missed = [*([rule.entry.rests] if rule.when else []), *misses_of(rule, self.near_misses)]
        try:
            return _fires(spoiled, rule, fires) and not any(
                _fires(spoiled, rule, changed(fires, miss)) for miss in missed
            )
        except (CaseError, InferenceError):
            return False

    def _touched(self, fault: Mutation) -> list[Story]:
        """The told cases that exercise what has the fault, or a rule that names it."""
        entries = (*self.sound.rulebase.rules,)
        names = {
            fault.record,
            *(rule.id for rule in entries if rule.family == fault.record),
            *(rule.id for rule in entries if fault.record in f"{rule.entry.when}{rule.entry.then}{rule.entry.basis}"),
        }
        return [story for story in self.stories if any(name in story.exercises for name in names)]

    def _other_plan(self, spoiled: Adviser, stories: Sequence[Story]) -> str | None:
        """Who of the told cases notices. One that the files without the fault do not meet either shows nothing."""
        for story in stories:
            noticed = _noticed(spoiled, story)
            if noticed and _noticed(self.sound, story) is None:
                return noticed
        return None

    def _is_told(self, spoiled: Adviser) -> bool:
        """Whether the checks of the files find a fault."""
        return bool(review(spoiled, TODAY, 180, "en", check_letters(spoiled.knowledge)).faults)


def _noticed(adviser: Adviser, story: Story) -> str | None:
    try:
        advice = adviser.advise(adviser.read(story.told["case"], TODAY))
        if not _as_told(advice, story.told):
            return "told cases"
        return "kept plans" if number_of(advice) != story.kept else None
    except (CaseError, InferenceError):
        return "told cases"


def _fires(spoiled: Adviser, rule: Rule, data: Mapping[str, Any]) -> bool:
    inference = spoiled.engine.infer(spoiled.read(dict(data), TODAY))
    return next(verdict.state for verdict in inference.verdicts if verdict.rule is rule) is State.FIRED


def _as_told(advice: Advice, told: Mapping[str, Any]) -> bool:
    return "first" not in told or not list(meets_told(advice.plan, told))
