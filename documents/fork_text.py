"""The forks of a plan → lines: each open question, and below it what each answer would add to the sure steps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from engine.steps.outline import Branch, Fork
from engine.wording import FactWords, Speaker
from knowledge.citations import Days
from knowledge.models import Lang

__all__ = ["ForkWords", "fork_lines", "fork_words"]

INDENT = "    "


def fork_lines(forks: tuple[Fork, ...], day: date, speaker: Speaker, lang: Lang) -> Iterator[tuple[str, str]]:
    """As labelled lines; the label is empty. Forks below an answer stand indented under it."""
    return (("", line) for line in fork_words(day, speaker, lang).of(forks, ""))


def fork_words(day: date, speaker: Speaker, lang: Lang) -> ForkWords:
    """What says things about the forks of a plan of that day."""
    return ForkWords(FactWords(speaker.knowledge, lang, Days(day)), speaker, lang)


class ForkWords:
    """Says things about forks."""

    def __init__(self, words: FactWords, speaker: Speaker, lang: Lang) -> None:
        self.words, self.speaker, self.lang, self.say = words, speaker, lang, words.say

    def of(self, forks: tuple[Fork, ...], indent: str) -> Iterator[str]:
        for fork in forks:
            yield f"{indent}{self.question(fork)}"
            for branch in fork.cases:
                steps = self.say("list-semicolon").join(self.steps(branch))
                line = self.say(
                    "branch-case", values=self.answers(fork, branch), steps=steps or self.say("branch-nothing")
                )
                yield f"{indent}  {line}"
                yield from self.of(branch.branches, indent + INDENT)

    def question(self, fork: Fork) -> str:
        return self.say("branch-question", fact=fork.title[self.lang])

    def answers(self, fork: Fork, branch: Branch) -> str:
        """The answers of one side."""
        return self.words.either(fork.fact, (branch.value, *branch.also))

    def steps(self, branch: Branch) -> Iterator[str]:
        """The steps that they add, by their titles."""
        return (self.step(action, branch) for action in branch.steps)

    def step(self, action: str, branch: Branch) -> str:
        """A step by its title; the first one with whom it goes to and by which number."""
        title, first = self.speaker.name(action)[self.lang], branch.first
        if first is None or first.action != action or first.channel is None:
            return title
        way = next((way for way in first.entrances if way.kind == "phone"), None)
        phone = way.brief[self.lang] if way else ""
        name = self.speaker.name(first.channel)[self.lang]
        phone = "" if phone in name else self.say("way-todays", way=phone) if way and not way.known else phone
        who = self.say("branch-whom", name=name, phone=phone) if phone else name
        return self.say("branch-step", step=title, who=who)
