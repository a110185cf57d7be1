"""Knowledge and rules → the report of `recourse check`: faults, counts, doubts, and what is due for another look."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from engine.adviser import Adviser
from engine.analysis import rules_in_doubt
from engine.case.computed import COMPUTED
from engine.sourcing import claims_of
from knowledge.check import check_references
from knowledge.doubts import check_doubts, hanging, stale
from knowledge.errors import Fault
from knowledge.grounds import Doubt
from knowledge.lapses import check_lapses
from knowledge.models import Origin
from knowledge.outlook import Outlook, look_ahead
from knowledge.sources import check_sources
from knowledge.texts import check_texts
from knowledge.timeline import check_timeline
from knowledge.workdays import calendar_source, notice_due
from rules.lint import lint_rules
from rules.models import Rule

__all__ = ["Report", "outlook", "review"]


@dataclass(frozen=True)
class Report:
    """Faults (none: usable) and the lines to print."""

    faults: tuple[Fault, ...]
    lines: tuple[str, ...]


def review(adviser: Adviser, today: date, stale_days: int, also: Iterable[Fault] = ()) -> Report:
    """Everything that can be said of the files without a case; `also` are faults that were found elsewhere."""
    knowledge = adviser.knowledge
    in_rules = [(rule.id, rule.entry.doubt) for rule in adviser.rulebase.rules]
    faults = [
        *check_references(knowledge),
        *check_doubts(knowledge, in_rules),
        *check_sources(knowledge, claims_of(adviser)),
        *check_timeline(knowledge),
        *check_lapses(knowledge),
        *check_texts(knowledge),
        *lint_rules(adviser.rulebase, knowledge),
        *_functions(adviser),
        *also,
    ]
    held, old = hanging(knowledge, in_rules), list(stale(knowledge, today, stale_days))
    lines = [
        *(f"FAULT {fault}" for fault in faults),
        *(line for doubt in knowledge.doubts.values() for line in _doubt(adviser, doubt, held[doubt.id])),
        *(f"stale {place}: {what}" for place, what in old),
        *_calendar(today),
        _counts(adviser),
        f"{len(faults)} faults, {len(held)} doubts, {len(old)} not checked for more than {stale_days} days",
    ]
    return Report(tuple(faults), tuple(lines))


def outlook(adviser: Adviser, today: date, most: int) -> Outlook:
    """What to look at next; of the oldest checks at most `most`."""
    in_rules = [(rule.id, rule.entry.doubt) for rule in adviser.rulebase.rules]
    return look_ahead(adviser.knowledge, hanging(adviser.knowledge, in_rules), today, most)


def _calendar(today: date) -> Iterator[str]:
    """A warning, no fault: dates that reach the end of the last known year stay provisional."""
    if year := notice_due(today):
        yield f"warn: the holiday notice for {year} is missing in {calendar_source()}: dates at the turn of the year stay provisional"


def _doubt(adviser: Adviser, doubt: Doubt, held: Sequence[str]) -> Iterator[str]:
    """What is in doubt, what would settle it and where, what rests on it, and whose plans hang on it."""
    place = adviser.knowledge.places[f"Doubt:{doubt.id}"]
    yield f"doubt {place.place}:{place.line}: {doubt.id}: {doubt.what.en}"
    yield f"  settled by: {doubt.settled_by.en}" + (f" {doubt.url}" if doubt.url else "")
    yield f"  on it: {', '.join(held)}"
    rules = rules_in_doubt(adviser, doubt)
    if rules:
        troubles = [issue for issue in adviser.knowledge.issues if any(_speaks_of(rule, issue) for rule in rules)]
        every = len(troubles) == len(adviser.knowledge.issues)
        yield f"  plans: of {'every trouble' if every else ', '.join(troubles)}, through {len(rules)} rules"


def _speaks_of(rule: Rule, issue: str) -> bool:
    return all(condition.admits(issue) for condition in rule.when if condition.fact == "issue")


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


def _counts(adviser: Adviser) -> str:
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
        "doubts": len(known.doubts),
        "sources": len(known.sources),
    }
    return ", ".join(f"{name}: {count}" for name, count in counts.items())
