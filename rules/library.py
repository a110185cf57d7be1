"""Every rule that there is, as one `Rulebase`: read from its folder, or as it was kept when it was read last."""

from __future__ import annotations

from pathlib import Path

from knowledge.entries import Items
from knowledge.frozen import replace
from knowledge.kept import Kept, keep, recall
from knowledge.library import Knowledge, named_in
from knowledge.stamps import key_of_files, key_of_texts, texts_below
from rules.models import Rule, Rulebase, RuleEntry

__all__ = ["ROOT", "load_rules"]

ROOT = Path(__file__).resolve().parent
RULES, NUMBERS, ENTRY = "rules", "numbers", "entry"
"""the parts that are kept"""
LIGHT = ("id", "stage", "then", "place", "family", "basis", "yields_to", "once_told", "has_reason")
"""of a rule all but its conditions and its entry"""


def load_rules(knowledge: Knowledge, root: Path = ROOT) -> Rulebase:
    """As `rules.reader.read_rules`; from what was kept where not a byte of the files is another one, and of the knowledge neither."""
    key = key_of_files(root, (ROOT,), knowledge.key) if knowledge.key else ""
    kept = recall(key, knowledge.entry) if key else None
    if kept:
        return _unpacked(kept, key)
    from rules.reader import read_rules

    texts = texts_below(root)
    key = key_of_texts(texts, (ROOT,), knowledge.key) if key else ""  # of what was read, whatever was written since
    rulebase = replace(read_rules(knowledge, root, texts), key=key)
    parts = _parts(rulebase)  # what the library would not stand is a fault of the files
    if key:
        keep(key, parts, lambda _, entry: named_in(entry))
    return rulebase


def _parts(rulebase: Rulebase) -> dict[str, object]:
    """The rules in plain values, each condition by its number; their numbers; and each entry by itself, since a plan reads few."""
    places = {condition: place for place, condition in enumerate(rulebase.conditions)}
    when = [tuple(places[item] for item in rule.when) for rule in rulebase.running]
    light = {name: [getattr(rule, name) for rule in rulebase.running] for name in LIGHT}
    entries = {f"{ENTRY} {rule.id}": rule.entry for rule in rulebase.rules}
    return {RULES: (rulebase.conditions, when, light, rulebase.contradictions), NUMBERS: rulebase.numbers, **entries}


def _unpacked(kept: Kept, key: str) -> Rulebase:
    """The same, each rule made when it is first looked at."""
    conditions, when, light, contradictions = kept.part(RULES)

    def entry(name: str) -> RuleEntry:
        found: RuleEntry = kept.part(f"{ENTRY} {name}")
        return found

    def rule(place: int) -> Rule:
        compared = tuple(conditions[number] for number in when[place])
        return Rule(when=compared, unpack=entry, **{name: column[place] for name, column in light.items()})

    rules = Items(len(when), rule)
    found = Rulebase(rules, contradictions, key)
    vars(found).update(running=rules, conditions=conditions, numbers=kept.part(NUMBERS))
    return found
