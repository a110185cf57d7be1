"""The forks of a plan → boxes beside the graph of its case: an open question each, with what each answer would add and where."""

from __future__ import annotations

from collections.abc import Iterator

from diagrams.drawing import Look, Node
from diagrams.pictures.phrases import Phrases
from engine.adviser import Advice
from engine.steps.outline import Branch, Fork
from engine.wording import FactWords

__all__ = ["FORKS", "fork_boxes"]

FORKS = "forks"
"""the frame of these boxes"""
STEPS = 2
"""steps of a branch that are named; of more it is said that there are"""


def fork_boxes(phrases: Phrases, advice: Advice) -> Iterator[Node]:
    """A box a question, in the order of the plan. What lies below a second question is told by a pointer."""
    writer = _Writer(phrases, advice)
    return (writer.box(number, fork) for number, fork in enumerate(advice.plan.branches))


class _Writer:
    def __init__(self, phrases: Phrases, advice: Advice) -> None:
        self.phrases, self.say, self.of = phrases, phrases.say, phrases.of
        self.speaker = advice.speaker
        self.words = FactWords(phrases.knowledge, phrases.lang, advice.case.days)

    def box(self, number: int, fork: Fork) -> Node:
        told = (self.branch(fork, branch, STEPS) for branch in fork.cases)
        title, word = self.of(fork.title), self.say("escalation-fork")
        return Node(f"fork-{number}", (title, word, *told), Look.UNDETERMINED, FORKS, tip=self.tip(fork), broad=True)

    def tip(self, fork: Fork, indent: str = "") -> str:
        return "\n".join(self.tip_lines(fork, indent))

    def tip_lines(self, fork: Fork, indent: str) -> Iterator[str]:
        yield f"{indent}{self.say('branch-question', fact=fork.title)}"
        for branch in fork.cases:
            yield f"{indent}{self.branch(fork, branch)}"
            yield from (line for below in branch.branches for line in self.tip_lines(below, f"{indent}  "))

    def branch(self, fork: Fork, branch: Branch, most: int | None = None) -> str:
        """The answers, and the steps that they add; the first one with its channel, which is a box of the picture where it has one."""
        told = self.words.either(fork.fact, (branch.value, *branch.also))
        steps = [self.step(action, branch) for action in branch.steps[:most]]
        more = len(branch.steps) - len(steps)
        steps += [self.say("escalation-fork-more", n=more)] if more else []
        return self.say(
            "branch-case", values=told, steps=self.say("list-semicolon").join(steps) or self.say("branch-nothing")
        )

    def step(self, action: str, branch: Branch) -> str:
        title, first = self.of(self.speaker.name(action)), branch.first
        if first is None or first.action != action or first.channel is None:
            return title
        return self.say("branch-step", step=title, who=self.phrases.channel(first.channel))
