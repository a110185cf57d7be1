"""Knowledge and rules → the report of `recourse check`: faults, counts, doubts, and what is due for another look."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from engine.adviser import Adviser
from engine.analysis import rules_in_doubt
from engine.case.computed import COMPUTED
from engine.sourcing import claims_of
from engine.wording import phrase
from knowledge.agreement import check_agreement
from knowledge.check import check_references
from knowledge.doubts import check_doubts, hanging, stale
from knowledge.errors import Fault
from knowledge.frozen import Frozen
from knowledge.grounds import Doubt
from knowledge.lapses import check_lapses
from knowledge.models import Lang, Origin
from knowledge.outlook import Outlook, look_ahead
from knowledge.sources import check_sources
from knowledge.texts import check_texts
from knowledge.timeline import check_timeline
from knowledge.workdays import calendar_source, notice_due
from rules.lint import lint_rules
from rules.models import Rule

__all__ = ["Report", "outlook", "review"]


class Report(Frozen):
    """Faults (none: usable) and the lines to print."""

    faults: tuple[Fault, ...]
    lines: tuple[str, ...]


def review(adviser: Adviser, today: date, stale_days: int, lang: Lang = "en", also: Iterable[Fault] = ()) -> Report:
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
        *check_agreement(knowledge),
        *lint_rules(adviser.rulebase, knowledge),
        *_functions(adviser),
        *also,
    ]
    held, old = hanging(knowledge, in_rules), list(stale(knowledge, today, stale_days))
    teller = _Teller(adviser, lang)
    found = {"faults": len(faults), "doubts": len(held), "old": len(old), "days": stale_days}
    lines = [
        *(teller.say("fault", fault=fault) for fault in faults),
        *(line for doubt in knowledge.doubts.values() for line in teller.doubt(doubt, held[doubt.id])),
        *(teller.say("stale", place=place, what=what) for place, what in old),
        *teller.calendar(today),
        teller.say("counts", **_counts(adviser)),
        teller.say("found", **found),
    ]
    return Report(tuple(faults), tuple(lines))


def outlook(adviser: Adviser, today: date, most: int) -> Outlook:
    """What to look at next; of the oldest checks at most `most`."""
    in_rules = [(rule.id, rule.entry.doubt) for rule in adviser.rulebase.rules]
    return look_ahead(adviser.knowledge, hanging(adviser.knowledge, in_rules), today, most)


class _Teller:
    """Says what was found, in one language."""

    def __init__(self, adviser: Adviser, lang: Lang) -> None:
        self.adviser, self.knowledge, self.lang = adviser, adviser.knowledge, lang

    def say(self, key: str, **values: object) -> str:
        return phrase(self.knowledge, self.lang, f"check-{key}", **values)

    def calendar(self, today: date) -> Iterator[str]:
        """A warning, no fault: dates that reach the end of the last known year stay provisional."""
        if year := notice_due(today):
            yield self.say("calendar", year=year, source=calendar_source())

    def doubt(self, doubt: Doubt, held: Sequence[str]) -> Iterator[str]:
        """What is in doubt, what would settle it and where, what rests on it, and whose plans hang on it."""
        place = self.knowledge.place("Doubt", doubt.id)
        yield self.say("doubt", place=place, id=doubt.id, what=doubt.what[self.lang])
        yield self.say("settled", how=doubt.settled_by[self.lang], url=doubt.url or "").rstrip()
        yield self.say("on-it", names=", ".join(held))
        rules = rules_in_doubt(self.adviser, doubt)
        if rules:
            troubles = [name for name in self.knowledge.issues if any(_speaks_of(rule, name) for rule in rules)]
            every = len(troubles) == len(self.knowledge.issues)
            named = self.say("every-trouble") if every else ", ".join(troubles)
            yield self.say("plans", troubles=named, n=len(rules))


def _speaks_of(rule: Rule, issue: str) -> bool:
    return all(condition.admits(issue) for condition in rule.when if condition.fact == "issue")


def _functions(adviser: Adviser) -> list[Fault]:
    """Every computed fact must name a function that exists."""
    faults = []
    for fact in adviser.knowledge.facts.values():
        if fact.origin is Origin.COMPUTED and fact.by not in COMPUTED:
            place = adviser.knowledge.places[f"Fact:{fact.id}"]
            faults.append(
                Fault(place.place, place.line, f"{fact.id}: engine/case/computed.py lists no function “{fact.by}”")
            )
    return faults


def _counts(adviser: Adviser) -> dict[str, object]:
    known = adviser.knowledge
    articles = [article for statute in known.statutes.values() for article in statute.articles]
    return {
        "wallets": len(known.providers),
        "channels": len(known.channels),
        "issues": len(known.issues),
        "words": len(known.facts["issue"].values),
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
