"""The steps of a case whose day is not told → whether the law that they rest on is another one on some of the days that it may have been."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from engine.findings import Finding
from engine.graph import ChannelState
from engine.questions.waiting import Waiting
from engine.steps.grounds import binds
from knowledge.citations import Days, find_article, resolve
from knowledge.law import Applies
from knowledge.models import Claim
from rules.models import Bar, Conclude, Hold, Open, Rule
from rules.numbers import bits_of

__all__ = ["LawTurns"]


class LawTurns(Waiting):
    """What the day of the matter turns about the law of the steps."""

    def _claims_made(self) -> tuple[Claim, ...]:
        """The claims of the issue, where an advised step makes them."""
        issue = self.knowledge.issues.get(str(self.case.answers.get("issue")))
        claiming = any(self.knowledge.actions[action].claims_of_issue for action in self.steps)
        return issue.claims if issue and claiming else ()

    def law_turns(self) -> bool:
        """Whether the law that the steps rest on is another one on some of the days that may be that of the incident."""
        cited = any(binds(self.knowledge, self.case, ref) and self._edition_turns(ref) for ref in self._shown())
        return cited or any(map(self._force_turns, self._rules()))

    def turning_days(self, refs: Iterable[str]) -> list[date]:
        """The first and last day that the incident can have been, and the days on either side of every change of law."""
        first, last = self.span("incident_date")
        turns = {day for ref in refs for day in self._turns(ref) if first < day <= last}
        return sorted({first, last, *turns, *(day - timedelta(days=1) for day in turns)})

    def _turns(self, ref: str) -> Iterator[date]:
        found = find_article(self.knowledge, ref)
        if found and found[1].applies is Applies.INCIDENT:
            for edition in found[0].editions:
                yield from (day for day in edition.in_force if day)

    def _edition_turns(self, ref: str) -> bool:
        days = (Days(self.case.as_of, day) for day in self.turning_days([ref]))
        cited = (resolve(self.knowledge, ref, day) for day in (*days, self.case.days))
        return len({(item.number, item.edition.id) if item else None for item in cited}) > 1

    def _force_turns(self, rule: Rule) -> bool:
        turning = self.turning_days((*rule.basis, *rule.yields_to))
        days = (*(Days(self.case.as_of, day) for day in turning), self.case.days)
        return len({rule.in_force(self.knowledge, day) for day in days}) > 1

    def _rules(self) -> Iterator[Rule]:
        """The rules behind the steps, and the undecided ones that may change them."""
        yield from (finding.rule for finding in self._behind(self._findings()))
        for item in self.waiting:
            yield from self._of_bits(item.rules)
        for rule in self.unknowns.undecided.values():
            if any(isinstance(c, (Open, Bar, Hold)) and c.channel in self.doors for c in rule.then):
                yield from self._of_bits(self.unknowns.rules_behind(rule.id))

    def _of_bits(self, rules: int) -> Iterator[Rule]:
        return (self.numbered.rules[number] for number in bits_of(rules))

    def _shown(self) -> Iterator[str]:
        """What the steps cite."""
        yield from (ref for finding in self._findings() for ref in finding.rule.basis)
        yield from (ref for action in sorted(self.steps) for ref in self.knowledge.actions[action].basis)
        for claim in self._claims_made():
            if claim.made(self.known):
                yield from claim.basis

    def _findings(self) -> list[Finding]:
        """Those that advise the steps and open their channels."""
        doors = [door for door in self._doors(self.steps) if self.graph.nodes[door].state is ChannelState.OPEN]
        advice = [finding for action in sorted(self.steps) for finding in self.advised[action]]
        return [*advice, *(finding for door in sorted(doors) for finding in self.opened.get(door, []))]

    def _behind(self, findings: list[Finding]) -> Iterator[Finding]:
        """These findings, and those that drew the facts on which they rest."""
        facts = {fact for finding in findings for fact in finding.facts}
        yield from findings
        if facts:
            drawn = [
                f for f in self.inference.findings if isinstance(f.conclusion, Conclude) and f.conclusion.fact in facts
            ]
            yield from self._behind(drawn)
