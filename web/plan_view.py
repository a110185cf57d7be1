"""A plan → what its page shows: the next hour, the steps as cards, the forks as folds, and what else there is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from documents.doors_text import doors_block
from documents.fork_text import fork_words
from documents.layout import Block
from documents.plan_text import rest_blocks
from documents.summary_text import SummaryText
from engine.adviser import Advice
from engine.steps import calls
from engine.steps.outline import Fork, SummaryLine
from knowledge.models import Lang
from web.step_view import Card, Link, StepCards, is_pressing, link_of

__all__ = ["ForkFold", "PlanView", "Soon", "plan_view"]


@dataclass(frozen=True)
class Soon:
    """What to do at one time, in lines that lead to their cards."""

    title: str
    pressing: str
    lines: tuple[tuple[Link, str], ...]
    """with the anchor of the card"""


@dataclass(frozen=True)
class Answer:
    """One side of a fork: the answers, what they would add, whom to call, and the forks below."""

    values: str
    steps: tuple[str, ...]
    call: Link | None
    forks: tuple[ForkFold, ...]


@dataclass(frozen=True)
class ForkFold:
    """A question that is still open, with what each answer would add."""

    fact: str
    title: str
    cases: tuple[Answer, ...]


@dataclass(frozen=True)
class PlanView:
    """All that the page of a plan tells, in one language."""

    title: str
    remarks: tuple[str, ...]
    soon: tuple[Soon, ...]
    alarms: tuple[Block, ...]
    """who is late, what is too late"""
    pressing: tuple[Card, ...]
    perhaps: tuple[Card, ...]
    useful: tuple[Card, ...]
    forks: tuple[ForkFold, ...]
    doors: Block | None
    rest: tuple[Block, ...]
    disclaimer: str

    @property
    def cards(self) -> tuple[Card, ...]:
        return (*self.pressing, *self.perhaps, *self.useful)


def plan_view(advice: Advice, lang: Lang) -> PlanView:
    """In the words of the plan as text."""
    return _PlanPage(advice, lang).view()


class _PlanPage:
    def __init__(self, advice: Advice, lang: Lang) -> None:
        self.advice, self.plan, self.lang = advice, advice.plan, lang
        told = (advice.plan, advice.case, advice.knowledge, lang)
        self.words, self.summary = StepCards(*told), SummaryText(*told)
        self.rest = tuple(rest_blocks(*told))

    def view(self) -> PlanView:
        title, *remarks = self.summary.head()
        steps, card = self.plan.steps, self.words.card
        sure = [step for step in steps if not step.provided]
        first = self.plan.summary.next.action if self.plan.summary.next else None
        due = [step for step in sure if is_pressing(step) or step.action == first] or sure[:1]
        return PlanView(
            title=title,
            remarks=tuple(remarks),
            soon=tuple(self.soon()),
            alarms=tuple(self.alarms()),
            pressing=tuple(map(card, due)),
            perhaps=tuple(card(step) for step in steps if step.provided),
            useful=tuple(card(step) for step in sure if step not in due),
            forks=tuple(map(self.fork, self.plan.branches)),
            doors=self.doors(),
            rest=self.rest,
            disclaimer=self.words.of(self.plan.disclaimer),
        )

    def soon(self) -> Iterator[Soon]:
        told = self.plan.summary
        groups = {"now": told.now, "today": told.today, "this-week": told.this_week}
        if told.next:
            groups["next"] = (told.next,)
        for key, items in groups.items():
            if items:
                yield Soon(self.words.say(f"urgency-{key}"), key, tuple(map(self.soon_line, items)))

    def soon_line(self, item: SummaryLine) -> tuple[Link, str]:
        where = self.words.brief(item.entrance) if item.entrance else ""
        to = link_of(item.entrance) if item.entrance else ""
        rank = next((s.rank for s in self.plan.steps if (s.action, s.channel) == (item.action, item.channel)), 0)
        return Link(self.words.of(item.title), to, where), f"step-{rank}"

    def alarms(self) -> Iterator[Block]:
        words = self.words
        found = {
            "late-title": words.late_lines(statutory=True, full=True),
            "lost-title": words.lost_lines(),
            "slow-title": words.late_lines(statutory=False, full=True),
        }
        for title, lines in found.items():
            if told := tuple(lines):
                yield Block(words.say(title), told, urgent=title == "late-title")

    def fork(self, fork: Fork) -> ForkFold:
        words = fork_words(self.plan.as_of, self.words.speaker, self.lang)
        cases = (
            Answer(
                words.answers(fork, branch),
                tuple(words.steps(branch)),
                self.call(branch.first),
                self.below(branch.branches),
            )
            for branch in fork.cases
        )
        return ForkFold(fork.fact, words.question(fork), tuple(cases))

    def below(self, forks: tuple[Fork, ...]) -> tuple[ForkFold, ...]:
        return tuple(map(self.fork, forks))

    def call(self, step: object) -> Link | None:
        """The first number of the first step."""
        ways = getattr(step, "entrances", ())
        return next((link for way in ways if (link := self.words.way(way)).dials), None)

    def doors(self) -> Block | None:
        """Whom to call by what happened, where the answers bring nobody to call."""
        told_enough = self.plan.covered and "issue" in self.advice.case.answers
        if next(calls(self.plan), None) is None and (self.advice.case.dont_know or not told_enough):
            return doors_block(self.advice.knowledge, self.advice.case, self.lang)
        return None
