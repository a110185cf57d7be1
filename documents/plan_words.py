"""What the texts of a plan have in common: its names, articles, limits and dates in one language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from engine.case import Case, tried
from engine.steps import Plan, numbers_from_abroad
from engine.steps.outline import ChannelEntry
from engine.steps.parts import Basis, RunningLimit, StepLimit, WayIn
from engine.wording import Speaker, cite, phrase
from knowledge.library import Knowledge
from knowledge.models import Duration, Lang, Text, read_duration

__all__ = ["PlanWords"]

ASKS = 5
"""questions that are named"""


class PlanWords:
    """Says things about one plan."""

    def __init__(self, plan: Plan, case: Case, knowledge: Knowledge, lang: Lang) -> None:
        self.plan, self.case, self.knowledge, self.lang = plan, case, knowledge, lang
        self.speaker = Speaker(knowledge, case)

    @property
    def colon(self) -> str:
        return "：" if self.lang == "zh" else ": "

    @property
    def semicolon(self) -> str:
        return "；" if self.lang == "zh" else "; "

    @property
    def listing(self) -> str:
        return "、" if self.lang == "zh" else ", "

    def bracketed(self, text: str) -> str:
        return f"（{text}）" if self.lang == "zh" else f" ({text})"

    def say(self, key: str, **values: object) -> str:
        return phrase(self.knowledge, self.lang, key, **values)

    def awaited(self, channel: str, entry: ChannelEntry) -> str:
        """Until when an answer of the channel is waited for, or why no day is told."""
        undated = tried(self.case, self.knowledge)[channel].undated
        key = "waiting-line" if entry.reply_due else "waiting-undated" if undated else "waiting-open"
        return self.say(key, channel=self.channel_name(channel), day=entry.reply_due)

    def of(self, text: Text) -> str:
        return text[self.lang]

    def channel_name(self, channel: str) -> str:
        return self.of(self.speaker.channel(channel))

    def official_name(self, channel: str) -> str:
        """The channel's name; in English with the Chinese one by it, for the phone and the letter."""
        name = self.speaker.channel(channel)
        return name.zh if self.lang == "zh" else f"{name.en} ({name.zh})"

    def fact_names(self, facts: Iterable[str]) -> str:
        return ("、" if self.lang == "zh" else "; ").join(self.of(self.knowledge.facts[fact].label) for fact in facts)

    def brief(self, way: WayIn) -> str:
        """The number or path alone, as the reader's language has it; with a word where it is only known to be today's."""
        told = self.of(way.brief)
        return told if way.known else self.say("way-todays", way=told)

    def from_abroad(self) -> Iterator[tuple[str, str]]:
        """Which of the numbers that the plan tells are known in the form that is dialled from abroad, or that none is."""
        phones, known = numbers_from_abroad(self.plan)
        if phones:
            told = self.say("abroad-numbers" if known else "abroad-none", numbers=self.listing.join(known))
            yield self.say("rest-abroad"), told

    def late_lines(self, *, statutory: bool, full: bool = False) -> Iterator[tuple[str, str]]:
        """Who has passed a limit; in full with how it was counted."""
        for late in self.plan.late:
            if late.statutory is not statutory:
                continue
            told = {"channel": self.channel_name(late.channel), "since": late.since, "days": late.days}
            line = self.say("late-line" if statutory else "slow-line", **told)
            yield "!", f"{line}{self.bracketed(self.reply(late.limits[-1].last, late.limits)) if full else ''}"

    def lost_lines(self) -> Iterator[tuple[str, str]]:
        for item in self.plan.lost:
            yield "✗", f"{self.of(item.title)}{self.colon}{self.limit_words('lost-line', item.limit)}"

    def questions(self) -> Iterator[tuple[str, str]]:
        """The next questions that can change the plan, as they are asked, each with its fact."""
        for item in self.plan.ask[:ASKS]:
            question = self.knowledge.questions.get(item.fact)
            yield (
                item.fact,
                self.of(question.asked(self.case.answers) if question else self.knowledge.facts[item.fact].label),
            )

    def listed(self, label: str, texts: Iterable[str]) -> Iterator[tuple[str, str]]:
        for number, text in enumerate(texts):
            yield (self.say(label) if number == 0 else ""), text

    def reply(self, due: date, limits: Iterable[RunningLimit]) -> str:
        told = []
        for limit in limits:
            kind = self.say("statutory" if limit.statutory else "yardstick")
            ground = f" {self.article(limit.basis)}" if limit.basis else ""
            comma = "，" if self.lang == "zh" else ", "
            most = f"{comma}{self.say('at-most', length=self.length(limit.at_most))}" if limit.at_most else ""
            since = self.say("counted-from", event=self.of(limit.starts))
            told.append(f"{self.length(limit.length)}{most}{comma}{kind}{ground}{comma}{since}")
        provisional = f" [{self.say('provisional')}]" if any(limit.provisional for limit in limits) else ""
        return f"{due}{provisional}{self.bracketed(self.semicolon.join(told))}"

    def length(self, length: str) -> str:
        found = Duration.model_validate(read_duration(length))
        return self.say(found.key, n=found.value)

    def article(self, citation: str) -> str:
        """Statute and article of a limit, as `statute/address` in that day's edition."""
        from knowledge.citations import article_name

        statute, _, address = citation.partition("/")
        single = any(a.single_paragraph is True for a in self.knowledge.statutes[statute].articles if a.at == address)
        return cite(self.knowledge.statutes[statute].title, article_name(address, single), self.lang)

    def cited(self, item: Basis) -> str:
        return f"{cite(item.statute, item.article, self.lang)}{self.notes(item)}"

    def notes(self, item: Basis) -> str:
        """What has to be known of an article, in brackets: quoted second-hand, doubtful, another edition on the other day."""
        notes = [self.say("secondary")] if item.secondary else [self.say("doubt")] if item.doubt else []
        if item.other_edition:
            notes.append(self.say("other-edition", edition=item.edition, other=item.other_edition))
        return self.bracketed(self.semicolon.join(notes)) if notes else ""

    def limit_words(self, key: str, limit: StepLimit) -> str:
        """A limit with its length, the event that starts it and its last day."""
        ground = f" {self.article(limit.basis)}" if limit.basis else ""
        told = self.say(key, length=self.length(limit.length), starts=self.of(limit.starts), last=limit.last)
        return f"{told}{ground}"
