"""The files of an installation → a hash: what becomes of a record hangs on these and the record alone."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path

from knowledge.library import ROOT as KNOWLEDGE
from knowledge.stamps import fingerprint, texts_below
from knowledge.workdays import calendar_source
from rules.library import ROOT as RULES

__all__ = ["edition"]

ENGINE = Path(__file__).resolve().parent.parent


@cache
def edition() -> str:
    """Knowledge, rules, the programs that work with them, and the calendar: two installations with the same answer alike."""
    found = sha256(f"{fingerprint(KNOWLEDGE, RULES)} {calendar_source()}".encode())
    for root in (ENGINE, KNOWLEDGE, RULES):
        for name, text in texts_below(root, ".py").items():
            found.update(b"%b %d " % (name.encode(), len(text)) + text)
    return found.hexdigest()
