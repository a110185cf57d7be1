"""Every rule that there is, as one `Rulebase`: read from its folder, or as it was kept when it was read last."""

from __future__ import annotations

from pathlib import Path

from knowledge.frozen import replace
from knowledge.kept import Kept, keep, recall
from knowledge.library import Knowledge, named_in
from knowledge.stamps import key_of_files, key_of_texts, texts_below
from rules.models import STAGES, Condition, Rule, Rulebase, RuleEntry

__all__ = ["ROOT", "load_rules"]

ROOT = Path(__file__).resolve().parent
RULES, ENTRY = "rules", "entry"
"""the parts that are kept"""


def load_rules(knowledge: Knowledge, root: Path = ROOT) -> Rulebase:
    """As `rules.reader.read_rules`; from what was kept where not a byte of the files is another one, and of the knowledge neither."""
    key = key_of_files(root, (ROOT,), knowledge.key) if knowledge.key else ""
    kept = recall(key, knowledge.entry) if key else None
    if kept:
        return _unpacked(kept, key)
    from rules.compiler import compile_stage
    from rules.reader import read_rules

    texts = texts_below(root)
    rulebase = read_rules(knowledge, root, texts)
    for stage in STAGES:
        compile_stage(rulebase, stage)  # what the library would not stand is a fault of the files
    if key:
        key = key_of_texts(texts, (ROOT,), knowledge.key)  # of what was read, whatever was written since
        keep(key, _parts(rulebase), lambda _, entry: named_in(entry))
    return replace(rulebase, key=key)


def _parts(rulebase: Rulebase) -> dict[str, object]:
    """The rules without their entries, each condition once; and each entry by itself, since a plan reads few of them."""
    once: dict[str, Condition] = {}
    light = [
        {**rule.light, "when": tuple(once.setdefault(item.text, item) for item in rule.when)} for rule in rulebase.rules
    ]
    entries = {f"{ENTRY} {rule.id}": rule.entry for rule in rulebase.rules}
    return {RULES: (light, rulebase.contradictions), **entries}


def _unpacked(kept: Kept, key: str) -> Rulebase:
    light, contradictions = kept.part(RULES)

    def entry(name: str) -> RuleEntry:
        found: RuleEntry = kept.part(f"{ENTRY} {name}")
        return found

    return Rulebase(tuple(Rule.of(told, entry) for told in light), contradictions, key)
