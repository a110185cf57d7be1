"""A case → what it adds to the cards of its channels, and its steps as a list: state, why, what to do, what it asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from diagrams.page.bilingual import Bilingual, plain
from diagrams.page.cards import Card, Item, Section, link_of, section
from diagrams.pictures import Phrases, States
from engine.adviser import Advice
from engine.findings import State
from engine.steps import Step, numbers_from_abroad
from engine.steps.outline import Branch
from engine.steps.parts import WayIn
from engine.wording import FactWords
from knowledge.models import Lang, Text
from rules.models import Rule

__all__ = ["CaseCards"]

REACHED_BY = 2
"""ways in that a printed step names"""

TOLD = (State.FIRED, State.UNDECIDED)


class CaseCards:
    """What one case adds."""

    def __init__(self, words: Bilingual, advice: Advice) -> None:
        self.words, self.advice = words, advice
        self.states = {lang: States(Phrases(words.knowledge, lang, advice.case.as_of), advice) for lang in ("zh", "en")}
        self.became = {verdict.rule.id: verdict.state for verdict in advice.inference.verdicts}

    def on(self, card: Card) -> Card:
        """The card with its look, its state in words, and first of all what concerns this case."""
        state = self.words.each(lambda lang: " · ".join(self.states[lang].words(card.id)))
        return replace(
            card,
            look=self.states["zh"].look(card.id),
            state=state,
            sections=self.numbers_first((*self.sections(card.id), *card.sections)),
        )

    def numbers_first(self, sections: tuple[Section, ...]) -> tuple[Section, ...]:
        """How to reach them before all else that the card tells."""
        where = self.words.say("step-where")
        return tuple(sorted(sections, key=lambda item: item.title != where))

    def sections(self, channel: str) -> Iterator[Section]:
        say, steps = self.words.say, [step for step in self.advice.plan.steps if step.channel == channel]
        yield from section(say("page-why"), self.why(channel))
        yield from section(say("page-done"), self.attempts(channel))
        for step in steps:
            yield Section(self.heading(step), tuple(self.step(step)))
        yield from section(say("page-asks"), self.asks(channel))

    def why(self, channel: str) -> Iterator[Item]:
        entry = self.advice.plan.channels[channel]
        yield from map(Item, dict.fromkeys(entry.reasons))
        if entry.opens_on:
            yield Item(self.words.say("why-opens-on", day=entry.opens_on))

    def attempts(self, channel: str) -> Iterator[Item]:
        for attempt in self.advice.case.contacts:
            if attempt.channel == channel:
                outcome = self.words.say(f"outcome-{attempt.outcome}")
                day = attempt.date or self.words.say("day-untold")
                told = self.words.say("page-attempt", day=day, outcome=outcome)
                yield Item(told, plain(attempt.reference) if attempt.reference else None)

    def step(self, step: Step) -> Iterator[Item]:
        """What exactly to do, and when an answer is due."""
        yield from map(Item, (*step.how, *step.guidance))
        yield from self.reply(step)

    def reply(self, step: Step) -> Iterator[Item]:
        """Until when an answer is due, and whether a law says so; a day that has passed is told as late, or not at all."""
        if step.reply_due and step.reply_due >= self.advice.case.as_of:
            kind = "statutory" if all(limit.statutory for limit in step.reply_limits) else "yardstick"
            yield Item(self.words.say(f"page-reply-{kind}", day=step.reply_due))

    def heading(self, step: Step) -> Text:
        urgency = self.words.say(step.pressing, day=step.do_by)
        return self.words.say("page-step", rank=step.rank, title=step.title, urgency=urgency)

    def asks(self, channel: str) -> Iterator[Item]:
        questions, answers = self.words.knowledge.questions, self.advice.case.answers
        for fact in self.advice.plan.channels[channel].asks:
            question = questions.get(fact)
            if question:
                yield Item(question.asked(answers), question.helped(answers))
            else:
                yield Item(self.words.fact(fact))

    def verdict(self, rule: Rule) -> Text | None:
        """What became of the rule here, if it fired or waits for an answer."""
        state = self.became.get(rule.id)
        return self.words.say(f"page-rule-{state}") if state in TOLD else None

    def steps(self) -> Iterator[Item]:
        """Every step in order, leading to the card of its channel; what is done alone says how."""
        for step in self.advice.plan.steps:
            numbers = (self.reached(way).text for way in step.entrances[:1])
            how = numbers if step.channel else step.how
            yield Item(self.heading(step), self.words.joined(how, "page-space"), to=step.channel or "")

    def printed(self) -> Iterator[Section]:
        """The plan as it is printed: every step with whom, by which number, how, by when and with which papers."""
        for step in self.advice.plan.steps:
            yield Section(self.heading(step), tuple(self.whole(step)))

    def whole(self, step: Step) -> Iterator[Item]:
        if step.channel:
            yield Item(self.words.channel(step.channel))
        yield from map(self.reached, step.entrances[:REACHED_BY])
        yield from map(Item, step.how)
        if step.do_by:
            yield Item(self.words.say("page-by", kind=self.words.say(f"step-by-{step.do_by_kind}"), day=step.do_by))
        yield from self.reply(step)
        if step.materials:
            yield Item(self.words.say("page-bring", papers=self.words.joined(step.materials) or ""))

    def reached(self, way: WayIn) -> Item:
        return Item(way.both, way.label, url=link_of(way.kind, way.value))

    def abroad(self) -> Text | None:
        """Which of the numbers can be dialled from abroad, or that none is known to; none where the plan tells no number."""
        phones, known = numbers_from_abroad(self.advice.plan)
        return (
            self.words.say("abroad-numbers" if known else "abroad-none", numbers=", ".join(known)) if phones else None
        )

    def branches(self) -> Iterator[Section]:
        """Where unanswered questions fork the way, and what each answer would add."""
        for fork in self.advice.plan.branches:
            title = self.words.say("branch-question", fact=fork.title)
            yield Section(title, tuple(self.branch(fork.fact, branch) for branch in fork.cases))

    def branch(self, fact: str, branch: Branch) -> Item:
        def told(lang: Lang) -> str:
            words = FactWords(self.words.knowledge, lang, self.advice.case.days)
            values = words.either(fact, (branch.value, *branch.also))
            steps = words.say("list-semicolon").join(self.advice.speaker.name(action)[lang] for action in branch.steps)
            return words.say("page-branch", values=values, steps=steps or words.say("branch-nothing"))

        return Item(self.words.each(told))
