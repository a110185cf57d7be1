"""Every rule that there is, as one `Rulebase`: read from its folder, or as it was kept when it was read last."""

from __future__ import annotations

from pathlib import Path

from knowledge.kept import keep, key_of, recall, stamps_below, texts_below
from knowledge.library import Knowledge, named_in
from rules.models import Rulebase

__all__ = ["ROOT", "load_rules"]

ROOT = Path(__file__).resolve().parent
RULES = "rules"


def load_rules(knowledge: Knowledge, root: Path = ROOT) -> Rulebase:
    """As `rules.reader.read_rules`; from what was kept where not a byte of the files is another one, and of the knowledge neither."""
    texts = texts_below(root)
    key = key_of(knowledge.key, stamps_below(ROOT), texts) if knowledge.key else ""
    kept = recall(key, knowledge.entry) if key else None
    if kept:
        found: Rulebase = kept.part(RULES)
        return found
    from rules.reader import read_rules

    rulebase = read_rules(knowledge, root, texts)
    if key:
        keep(key, {RULES: rulebase}, lambda _, entry: named_in(entry))
    return rulebase
