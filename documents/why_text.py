"""A proof, or the ways that are blocked → lines in one language."""

from __future__ import annotations

from collections.abc import Iterator

from engine.adviser import Advice
from engine.explain import Block, Proof, prove, reached, ways_to
from engine.inference import Finding
from engine.wording import FactWords, Speaker, cite, phrase
from knowledge.citations import resolve
from knowledge.library import Knowledge
from knowledge.models import Lang, Origin, Text
from rules.models import Rule

__all__ = ["explain_lines"]

INDENT = "  "


def explain_lines(advice: Advice, knowledge: Knowledge, target: str, lang: Lang) -> list[str]:
    """Why the action or channel is where it is: the proof of what was concluded of it, then what stands in the way."""
    writer = _Writer(advice, knowledge, lang)
    return [writer.heading(target), *writer.proofs(target), *writer.obstacles(target)]


class _Writer:
    def __init__(self, advice: Advice, knowledge: Knowledge, lang: Lang) -> None:
        self.advice, self.knowledge, self.lang = advice, knowledge, lang
        self.speaker = Speaker(knowledge, advice.case)
        self.words = FactWords(knowledge, lang, advice.case.days)

    def say(self, key: str, **values: object) -> str:
        return phrase(self.knowledge, self.lang, key, **values)

    def of(self, text: Text) -> str:
        return self.speaker.fill(text)[self.lang]

    def heading(self, target: str) -> str:
        action, channel = self.knowledge.actions.get(target), self.knowledge.channels.get(target)
        if channel:
            state = self.advice.graph.nodes[target].state
            return f"{channel.name[self.lang]} ({target}): {self.say(f'why-state-{state}')}"
        step = next((step for step in self.advice.plan.steps if step.action == target), None)
        told = self.say("why-step", rank=step.rank) if step else self.say("why-no-step")
        return f"{self.of(action.title) if action else target} ({target}): {told}"

    def proofs(self, target: str) -> Iterator[str]:
        for finding in reached(self.advice, target):
            yield ""
            yield from self.proof(prove(self.advice, self.knowledge, finding), 0)

    def proof(self, proof: Proof, depth: int) -> Iterator[str]:
        pad = INDENT * depth
        if proof.fact:
            yield f"{pad}- {self.fact(proof)}"
        if proof.finding:
            yield from (f"{pad}{INDENT}{line}" for line in self.rule(proof.finding))
        for part in proof.parts:
            yield from self.proof(part, depth + 1)

    def rule(self, finding: Finding) -> Iterator[str]:
        entry = finding.rule.entry
        yield f"{finding.conclusion}  [{finding.rule.id}]"
        yield self.of(entry.because)
        yield from self.grounds(finding.rule)

    def grounds(self, rule: Rule) -> Iterator[str]:
        for ref in rule.entry.basis:
            cited = resolve(self.knowledge, ref, self.advice.case.days)
            if cited:
                yield f"§ {cite(cited.statute.title, cited.name, self.lang)}"
        if rule.entry.reason:
            yield f"§ {rule.entry.reason[self.lang]}"

    def fact(self, proof: Proof) -> str:
        name = proof.fact or ""
        label = self.words.label(name)
        origin = self.say(f"why-{proof.origin or Origin.ASKED}")
        return f"{label} = {self.words.value(name, proof.value)}  ({origin})"

    def obstacles(self, target: str) -> Iterator[str]:
        blocked = [way for way in ways_to(self.advice, self.knowledge, target) if way.blocks]
        if blocked:
            yield ""
            yield self.say("why-not-title")
        for way in blocked:
            yield f"- {self.of(way.rule.entry.title)}  [{way.rule.id}]"
            yield from (f"{INDENT}{self.block(block)}" for block in way.blocks)

    def block(self, block: Block) -> str:
        if block.condition:
            wanted = self.words.condition(block.condition)
            found = self.words.value(block.condition.fact, block.value)
            return self.say(f"why-{block.kind}", wanted=wanted, found=found)
        assert block.rule
        told = self.say(f"why-{block.kind}", rule=self.of(block.rule.entry.title))
        return f"{told} {self.say('why-opens-on', day=block.opens_on)}" if block.opens_on else told
