"""A plan → what a person needs to act, on at most so many lines: the summary, the steps as far as there is room, what else there is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from documents.folding import KEPT, Part, Section, fold
from documents.fork_text import fork_lines
from documents.layout import Block, height, laid_out
from documents.plan_words import PlanWords
from documents.step_text import StepText
from documents.summary_text import SummaryText
from engine.case import Case
from engine.graph import ChannelState
from engine.steps import Plan, Step
from knowledge.library import Knowledge
from knowledge.models import Lang
from knowledge.standing import Standing
from rules.models import Urgency

__all__ = ["COLUMNS", "LINES", "ShortPlan"]

LINES, COLUMNS = 60, 80
"""what the short form fits on, the summary at its end included"""
ASKED = 3
FROM_ABROAD: dict[Lang, int] = {"zh": 90, "en": KEPT}
"""who reads English may well be abroad"""
FEWEST_ALIKE = 9
"""steps further down than this are left out at the same time"""


class ShortPlan(PlanWords):
    """Writes the short form of one plan."""

    def __init__(self, plan: Plan, case: Case, knowledge: Knowledge, lang: Lang) -> None:
        super().__init__(plan, case, knowledge, lang)
        self.steps = StepText(plan, case, knowledge, lang)
        self.summary = SummaryText(plan, case, knowledge, lang)

    def blocks(self, then: Sequence[Block] = ()) -> list[Block]:
        """With the blocks that come `then`, on as many lines as there are."""
        again = sum(height(text, 10, COLUMNS) for _, text in self.summary.again()) + 2
        after = sum(1 for line in laid_out(then, COLUMNS)) + 1 if then else 0
        return [*fold(list(self.sections()), LINES - again - after, COLUMNS), *then]

    def sections(self) -> Iterator[Section]:
        yield from (Section(heading, stands_alone=True) for heading in self.summary.head())
        yield self.section("summary-title", self.summary.lines(), urgent=True)
        yield self.section("late-title", self.late_lines(statutory=True), urgent=True)
        yield self.section("lost-title", self.lost_lines())
        yield self.section("slow-title", self.late_lines(statutory=False))
        pressing = self.pressing()
        for place, step in enumerate(pressing):
            parts = tuple(_weighed(self.steps.short_parts(step, first=place == 0), place))
            yield Section(self.steps.step_heading(step), parts, step.urgency is Urgency.NOW, stands_alone=True)
        yield Section(self.say("rest-title"), tuple(self.rest(pressing)))
        yield Section(self.say("more-in-full"), stands_alone=True)
        yield Section(self.of(self.plan.disclaimer), stands_alone=True)

    def section(self, title: str, lines: Iterable[tuple[str, str]], urgent: bool = False) -> Section:
        return Section(self.say(title), tuple(Part(label, text) for label, text in lines), urgent)

    def pressing(self) -> list[Step]:
        """The steps that are told: what is due, and in any case the first that goes to somebody."""
        first = self.plan.summary.next.action if self.plan.summary.next else None
        due = [s for s in self.plan.steps if s.urgency is not Urgency.WHEN_USEFUL or s.action == first]
        return due or list(self.plan.steps[:1])

    def rest(self, pressing: list[Step]) -> Iterator[Part]:
        """What can wait, what answers would add, papers, whom one waits for, what opens by itself, what works from abroad."""
        yield from self.waiting()
        yield from self.useful(step for step in self.plan.steps if step not in pressing)
        yield from self.forks()
        yield from self.papers(pressing)
        yield from self.later()
        yield from self.asks()
        yield from (Part(label, text, FROM_ABROAD[self.lang]) for label, text in self.from_abroad())

    def waiting(self) -> Iterator[Part]:
        found = ((c, e) for c, e in self.plan.channels.items() if e.standing is Standing.WAITING)
        for number, (channel, entry) in enumerate(found):
            yield Part(self.say("rest-waiting") if number == 0 else "", self.awaited(channel, entry), 20)

    def useful(self, steps: Iterable[Step]) -> Iterator[Part]:
        """The steps that can wait, by their titles."""
        told = self.semicolon.join(f"{step.rank}. {self.of(step.title)}" for step in steps)
        if told:
            yield Part(self.say("urgency-when-useful"), told, 60)

    def forks(self) -> Iterator[Part]:
        for number, fork in enumerate(self.plan.branches):
            label = self.say("rest-forks") if number == 0 else ""
            for _, line in fork_lines((fork,), self.plan.as_of, self.speaker, self.lang):
                yield Part(label, line, 50 if number == 0 else 85)
                label = ""

    def papers(self, steps: Iterable[Step]) -> Iterator[Part]:
        """What all these steps ask for, each paper once."""
        papers = list(dict.fromkeys(self.of(paper) for step in steps for paper in step.materials))
        if papers:
            yield Part(self.say("step-bring"), self.listing.join(papers), 55)

    def later(self) -> Iterator[Part]:
        """The doors that are shut until a day that is known."""
        found = ((c, e) for c, e in self.plan.channels.items() if e.state is ChannelState.WAITING and e.opens_on)
        for number, (channel, entry) in enumerate(found):
            if entry.standing is Standing.NOT_TRIED:
                told = self.say("later-on", channel=self.channel_name(channel), day=entry.opens_on)
                yield Part(self.say("rest-later") if number == 0 else "", told, 65)

    def asks(self) -> Iterator[Part]:
        told = {fork.fact for fork in self.plan.branches}
        questions = (text for fact, text in self.questions() if fact not in told)
        for number, text in enumerate(islice(questions, ASKED)):
            yield Part(self.say("rest-asks") if number == 0 else "", text, 70 + number)


def _weighed(parts: Iterable[Part], place: int) -> Iterator[Part]:
    """Of two steps with the same parts, the later one loses them first."""
    for part in parts:
        yield Part(part.label, part.text, part.sheds and part.sheds + min(place, FEWEST_ALIKE))
