"""Knowledge and rules → the report of `recourse check`: faults, counts, doubts, and what is due for another look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from engine.adviser import Adviser
from engine.case.computed import COMPUTED
from knowledge.check import check_references
from knowledge.doubts import doubts, stale
from knowledge.errors import Fault
from knowledge.models import Origin
from knowledge.texts import check_texts
from knowledge.timeline import check_timeline
from rules.lint import lint_rules

__all__ = ["Report", "review"]


@dataclass(frozen=True)
class Report:
    """Faults (none: usable) and the lines to print."""

    faults: tuple[Fault, ...]
    lines: tuple[str, ...]


def review(adviser: Adviser, today: date, stale_days: int) -> Report:
    """Everything that can be said of the files without a case."""
    knowledge = adviser.knowledge
    faults = [
        *check_references(knowledge),
        *check_timeline(knowledge),
        *check_texts(knowledge),
        *lint_rules(adviser.rulebase, knowledge),
        *_functions(adviser),
    ]
    doubtful, old = list(doubts(knowledge)), list(stale(knowledge, today, stale_days))
    lines = [
        *(f"FAULT {fault}" for fault in faults),
        *(f"doubt {place}: {what}" for place, what in doubtful),
        *(f"stale {place}: {what}" for place, what in old),
        _counts(adviser, len(doubtful)),
        f"{len(faults)} faults, {len(doubtful)} doubts, {len(old)} not checked for more than {stale_days} days",
    ]
    return Report(tuple(faults), tuple(lines))


def _functions(adviser: Adviser) -> list[Fault]:
    """Every computed fact must name a function that exists."""
    faults = []
    for fact in adviser.knowledge.facts.values():
        if fact.origin is Origin.COMPUTED and fact.by not in COMPUTED:
            place = adviser.knowledge.places[f"Fact:{fact.id}"]
            faults.append(
                Fault(place.place, place.line, f"{fact.id}: engine/case/computed.py has no function “{fact.by}”")
            )
    return faults


def _counts(adviser: Adviser, doubtful: int) -> str:
    known = adviser.knowledge
    articles = [article for statute in known.statutes.values() for article in statute.articles]
    counts = {
        "wallets": len(known.providers),
        "channels": len(known.channels),
        "issue types": f"{len(known.issues)} of {len(known.facts['issue'].values)}",
        "statutes": len(known.statutes),
        "editions": sum(len(statute.editions) for statute in known.statutes.values()),
        "articles": len(articles),
        "limits": sum(len(article.limits) for article in articles),
        "yardsticks": len(known.yardsticks),
        "actions": len(known.actions),
        "rules": len(adviser.rulebase.rules),
        "doubts": doubtful,
    }
    return ", ".join(f"{name}: {count}" for name, count in counts.items())
