"""Findings and graph → what is not settled about the steps: which rules wait, and the asked facts behind them.

Only what the person could do now counts. Where a step would lead if it failed is asked about when it is reached.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property

from engine.case import Case
from engine.findings import Finding, Inference, Worlds
from engine.graph import ChannelState, Graph
from engine.steps import Fitting, channel_of, is_sure
from engine.steps.grounds import binds
from engine.steps.outline import Matter
from knowledge.action import Action
from knowledge.citations import Days, find_article, resolve
from knowledge.frozen import Frozen
from knowledge.law import Applies
from knowledge.library import Knowledge
from knowledge.models import CONTACTS, Claim, Origin, meets, meets_any
from rules.models import Advise, Bar, Conclude, Conclusion, Condition, Hold, Op, Open, Rule, Urgency
from rules.numbers import bits_of

__all__ = ["Pending", "Prospect"]

NEVER = 99
"""later than every urgency"""


class Pending(Frozen):
    """One thing that is not settled: the undecided rules, those behind them too, and the unanswered facts."""

    about: Matter
    id: str
    rules: int
    """as bits"""
    facts: frozenset[str]


class Prospect:
    """What may still come of a case: the actions that are or may be advised, their channels, and what is pending."""

    def __init__(
        self, knowledge: Knowledge, inference: Inference, graph: Graph, worlds: Worlds, *, told_only: bool = False
    ) -> None:
        """`told_only` leaves out what waits for a fact that the person could not tell."""
        self.told_only = told_only
        self.span, self.worlds = worlds.span, worlds
        self.numbered = inference.numbered
        self.knowledge, self.inference, self.graph = knowledge, inference, graph
        self.case: Case = inference.case
        self.unknowns = graph.unknowns
        self.advised = inference.advice(inference.fired)
        self._asleep: dict[str, bool] = {}
        self.doable = Fitting(knowledge, inference, graph)
        self.fits = self.doable.fits

    @cached_property
    def known(self) -> Mapping[str, object]:
        """Every answer, and what was computed and concluded from them."""
        return {**self.inference.facts, **self.case.answers}

    @cached_property
    def opened(self) -> Mapping[str, Sequence[Finding]]:
        """What opens each channel."""
        found: dict[str, list[Finding]] = {}
        for finding in self.inference.findings:
            if isinstance(finding.conclusion, Open):
                found.setdefault(finding.conclusion.channel, []).append(finding)
        return found

    @cached_property
    def known_soonest(self) -> Mapping[str, int]:
        """How soon each action that is advised is due."""
        return _soonest(f.conclusion for findings in self.advised.values() for f in findings)

    @cached_property
    def may_soonest(self) -> Mapping[str, int]:
        """How soon each action may be due, as far as rules wait."""
        return _soonest(conclusion for rule in self.unknowns.undecided.values() for conclusion in rule.then)

    @cached_property
    def fitting(self) -> frozenset[str]:
        """The actions that are or may be advised, and can be done."""
        actions = self.knowledge.actions
        return frozenset(name for name in (*self.advised, *self.may_soonest) if self.fits(actions[name]))

    @cached_property
    def awake(self) -> frozenset[str]:
        """Those of them that are advised, or that some rule may still advise which waits for nothing that nobody is asked."""
        waiting = (rule for rule in self.unknowns.undecided.values() if not self._sleeps(rule.id))
        may = (c.action for rule in waiting for c in rule.then if isinstance(c, Advise))
        return self.fitting & {*self.advised, *may}

    @cached_property
    def steps(self) -> frozenset[str]:
        """Those of them that are advised."""
        return self.fitting & self.advised.keys()

    @cached_property
    def pressing(self) -> bool:
        """Whether some step surely goes to somebody, and not only when useful."""
        return any(map(self._presses, self.steps))

    @cached_property
    def doors(self) -> frozenset[str]:
        """The channels of what is asked about."""
        return frozenset(self._doors(filter(self._weighs, self.fitting)))

    @cached_property
    def doors_of_steps(self) -> frozenset[str]:
        """Those of what is advised already: what would close a door only once told is asked about when one is sent there."""
        return frozenset(self._doors(filter(self._weighs, self.steps)))

    @cached_property
    def shows(self) -> Sequence[tuple[Rule, Conclusion]]:
        """The undecided rules, each with what it would change about a step."""
        undecided = self.unknowns.undecided.values()
        return [(rule, c) for rule in undecided for c in rule.then if self._shows(c, rule)]

    @cached_property
    def showing(self) -> int:
        """The same rules, as bits."""
        return self.numbered.union(rule.id for rule, _ in self.shows)

    @cached_property
    def pending(self) -> tuple[Pending, ...]:
        """All that is not settled about the steps."""
        return (*self.waiting, *self._beside_rules())

    @cached_property
    def waiting(self) -> tuple[Pending, ...]:
        """What rules wait for."""
        return tuple(self._by_rules())

    def _presses(self, action: str) -> bool:
        """Whether it surely goes to somebody, and not only when useful."""
        entry = self.knowledge.actions[action]
        goes = channel_of(entry, self.knowledge, self.case) is not None
        sure = goes and is_sure(entry, self.knowledge, self.case, self.graph)
        return sure and self.known_soonest[action] < Urgency.WHEN_USEFUL.order

    def _weighs(self, action: str) -> bool:
        """Whether it is asked about: not what is of use later only, while something presses."""
        soonest = min(self.known_soonest.get(action, NEVER), self.may_soonest.get(action, NEVER))
        return not self.pressing or soonest < Urgency.WHEN_USEFUL.order

    def _displaces(self, action: str) -> bool:
        """Whether a step that is not only of use later would make way for it."""
        soon = (step for step in self.steps if self.known_soonest.get(step, NEVER) < Urgency.WHEN_USEFUL.order)
        return any(action in self.knowledge.actions[step].yields_to for step in soon)

    def _doors(self, actions: Iterable[str]) -> set[str]:
        found = {channel_of(self.knowledge.actions[action], self.knowledge, self.case) for action in actions}
        return {channel for channel in found if channel}

    def _shows(self, conclusion: Conclusion, rule: Rule) -> bool:
        """Whether drawing it would change a step: its channel, whether it is there, how urgent it is. Not if only its grounds."""
        if isinstance(conclusion, (Open, Bar, Hold)):
            state = self.graph.nodes[conclusion.channel].state
            if rule.once_told and state is ChannelState.OPEN:
                return conclusion.channel in self.doors_of_steps and not self._sleeps(rule.id)
            if conclusion.channel not in self.doors or not isinstance(conclusion, Open):
                return conclusion.channel in self.doors and state is ChannelState.UNDETERMINED
            return state is ChannelState.UNDETERMINED and conclusion.channel not in self.opened
        if not isinstance(conclusion, Advise) or conclusion.action not in self.fitting or self._sleeps(rule.id):
            return False
        if self.pressing and conclusion.urgency is Urgency.WHEN_USEFUL and not self._displaces(conclusion.action):
            return False
        return conclusion.urgency.order < self.known_soonest.get(conclusion.action, NEVER)

    def is_moot(self, fact: str) -> bool:
        """Whether the answers leave the question out of place."""
        question = self.knowledge.questions.get(fact)
        return question is not None and (self._is_foreign(fact) or meets_any(question.moot, self.known))

    def _is_foreign(self, fact: str) -> bool:
        """Whether it is meant for other troubles, or moot in this one or everywhere; what another answer leaves out of place may yet be asked."""
        question = self.knowledge.questions.get(fact)
        if question is None:
            return False
        meant = question.only_for.items()
        if any(self.known.get(name) is not None and not meets({name: words}, self.known) for name, words in meant):
            return True
        return any(given.keys() <= {"issue"} and meets(given, self.known) for given in question.moot)

    def _sleeps(self, rule: str) -> bool:
        """Whether an undecided rule cannot fire before something is told that nobody is asked, or that was asked in vain.

        Then nothing else is asked for it.
        """
        if rule not in self._asleep:
            self._asleep[rule] = any(map(self._is_never_met, self.unknowns.waits(rule)))
        return self._asleep[rule]

    def _is_never_met(self, condition: Condition) -> bool:
        fact = self.knowledge.fact(condition.fact)
        if fact.origin is not Origin.CONCLUDED:
            behind = self.unknowns.behind_condition(condition)
            return bool(behind) and all(self._is_foreign(name) or self._is_asked_in_vain(name) for name in behind)
        drawers = self.unknowns.drawers(condition)
        settled = condition.op is Op.NE or fact.otherwise in condition.values
        return bool(drawers) and not settled and all(self._sleeps(rule.id) for rule in drawers)

    def _is_asked_in_vain(self, fact: str) -> bool:
        """Whether the person could not tell it, and no answer that is still to come can rule out some of its words."""
        told = self.case.answers.keys() | self.case.dont_know
        linked = self._linked(frozenset({fact})) if self.told_only and fact in self.case.dont_know else None
        return linked is not None and all(name in told or self.is_moot(name) for name in linked)

    def _by_rules(self) -> Iterator[Pending]:
        waiting: dict[tuple[Matter, str], int] = {}
        for rule, conclusion in self.shows:
            subject = _subject(conclusion)
            waiting[subject] = waiting.get(subject, 0) | self.unknowns.rules_behind(rule.id)
        for (kind, name), rules in waiting.items():
            facts = frozenset().union(*map(self.unknowns.behind_rule, self.numbered.names(rules)))
            facts |= self._linked(facts) - set(self.case.answers)
            yield Pending(kind, name, rules, facts)

    def _linked(self, facts: frozenset[str]) -> frozenset[str]:
        """The facts of which an answer rules out some answer to one of these."""
        return frozenset().union(
            *(linked for linked, _ in self.worlds.compatible.contradictions if not linked.isdisjoint(facts))
        )

    def _beside_rules(self) -> Iterator[Pending]:
        """What no rule waits for: reply limits that hang on an answer, the law's day, the wallet, contacts, words of a text, the trouble itself."""
        if not self.fitting:
            return
        for door in sorted(self.doors):
            if facts := self._replies(door):
                yield Pending(Matter.REPLY, door, 0, facts)
        if "provider" not in self.case.answers and self.steps:
            yield Pending(Matter.WALLET, "provider", 0, frozenset({"provider"}))
        if "incident_date" not in self.case.answers and self.law_turns():
            other = {"aware_date"} - set(self.case.answers) if "incident_date" in self.case.dont_know else set()
            yield Pending(Matter.LAW, "incident_date", 0, frozenset({"incident_date", *other}))
        for action in sorted(filter(self._weighs, self.steps)):
            if facts := self._against(self.knowledge.actions[action]):
                yield Pending(Matter.ACTION, action, 0, facts)
        if not self.case.contacts_told and self.doors:
            yield Pending(Matter.CONTACTS, CONTACTS, 0, frozenset({CONTACTS}))
        yield from (Pending(about, fact, 0, frozenset({fact})) for about, fact in self._by_themselves())

    def _by_themselves(self) -> Iterator[tuple[Matter, str]]:
        """The facts that settle something alone: which trouble it is, words of a text."""
        troubles = self.worlds.against.asked(self.case, self.known) & self.knowledge.questions.keys()
        yield from ((Matter.TROUBLE, fact) for fact in sorted(troubles))
        yield from ((Matter.TEXT, fact) for fact in sorted(self.untold()))

    def _against(self, action: Action) -> frozenset[str]:
        """The unanswered facts of which an answer would take the step away."""
        return frozenset(
            fact for fact in action.not_for if fact in self.knowledge.questions and not self.known.get(fact)
        )

    def untold(self) -> frozenset[str]:
        """The unanswered facts that the texts of the steps fill in."""
        actions = [self.knowledge.actions[action] for action in self.steps]
        shown = (action for action in actions if self.steps.isdisjoint(action.yields_to))
        names = frozenset().union(*(action.placeholders for action in shown))
        asked = (name for name in names if name in self.knowledge.questions and name != "provider")
        return frozenset(name for name in asked if name not in self.case.answers)

    def _unknown(self, name: str) -> frozenset[str]:
        return self.unknowns.behind(name) if self.known.get(name) is None else frozenset()

    def _claims_made(self) -> tuple[Claim, ...]:
        """The claims of the issue, where an advised step makes them."""
        issue = self.knowledge.issues.get(str(self.case.answers.get("issue")))
        claiming = any(self.knowledge.actions[action].claims_of_issue for action in self.steps)
        return issue.claims if issue and claiming else ()

    def _replies(self, channel: str) -> frozenset[str]:
        """The facts on which it hangs which of the channel's reply limits is the one."""
        waits: frozenset[str] = frozenset()
        for reply in self.knowledge.channels[channel].reply:
            if not reply.told and meets(reply.given, self.known):
                break
            waits |= self._waits(reply.given)
        return waits

    def _waits(self, given: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
        """The unanswered facts behind these conditions; none once one of them fails."""
        told = {fact: self.known.get(fact) for fact in given}
        if any(value is not None and value not in given[fact] for fact, value in told.items()):
            return frozenset()
        return frozenset().union(*(self._unknown(fact) for fact, value in told.items() if value is None))

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


def _soonest(conclusions: Iterable[Conclusion]) -> dict[str, int]:
    """The soonest order of urgency with which each action is advised among these."""
    found: dict[str, int] = {}
    for conclusion in conclusions:
        if isinstance(conclusion, Advise):
            found[conclusion.action] = min(conclusion.urgency.order, found.get(conclusion.action, NEVER))
    return found


def _subject(conclusion: Conclusion) -> tuple[Matter, str]:
    if isinstance(conclusion, Advise):
        return Matter.ACTION, conclusion.action
    assert isinstance(conclusion, (Open, Bar, Hold))
    return Matter.CHANNEL, conclusion.channel
